"""Tests of the judge, its roster and what it says."""

__all__: list[str] = []
