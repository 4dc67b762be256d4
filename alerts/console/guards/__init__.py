"""Guards in front of the pages: hosts, sizes, headers, sessions, rights, forms, and the pages of errors."""

__all__: list[str] = []
