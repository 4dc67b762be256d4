"""Tests of the facts and of the coverage they give."""

__all__: list[str] = []
