"""Tests of the rules about one worker."""

__all__: list[str] = []
