"""Reading: from the texts of law files to the law in force, with every fault named by its line."""

__all__: list[str] = []
