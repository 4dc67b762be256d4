"""The text of a message: figures of leads in words, templates, cleaning of names, splitting by bytes."""

__all__: list[str] = []
