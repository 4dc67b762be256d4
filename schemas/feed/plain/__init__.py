"""The plain way to read events, which accepts what is plainly good and leaves every doubt to the models."""

__all__: list[str] = []
