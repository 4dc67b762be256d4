"""Findings: standing sets, their figures and evidence, and the advice that goes to platforms."""

__all__: list[str] = []
