"""A second reading of the rest rule, written for obviousness: it checks the production code and shares none with it."""

__all__: list[str] = []
