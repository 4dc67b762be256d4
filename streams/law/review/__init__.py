"""The law looked at as a whole: entries written as before, doubtful values, the difference of two laws, a parameter's history."""

__all__: list[str] = []
