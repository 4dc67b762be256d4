"""The law's values as each wing of rules reads them."""

__all__: list[str] = []
