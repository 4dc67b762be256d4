"""Views: the facts of a worker at an instant, on one platform or on all, as the rules read them."""

__all__: list[str] = []
