"""Drawings of leads as SVG, made here: no script draws. Bars are placed in percent, so that words keep their size on a phone."""

__all__: list[str] = []
