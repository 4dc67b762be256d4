"""JSON as bytes, before anything of it is parsed: an array cut at its elements, and brackets that are too deep to be read."""

__all__: list[str] = []
