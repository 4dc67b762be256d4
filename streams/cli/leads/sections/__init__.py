"""Sections of the page of a lead: the rows from which its figures are added up by hand."""

__all__: list[str] = []
