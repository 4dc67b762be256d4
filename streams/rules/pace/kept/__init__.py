"""Kept between evaluations of an area: the findings about episodes that are over, and parts of those that are not."""

__all__: list[str] = []
