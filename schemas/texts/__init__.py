"""Files that people write: YAML read without its guesses, checked against a shape, each fault with its place."""

__all__: list[str] = []
