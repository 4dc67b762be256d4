"""Amounts as lists show them: minutes and yuan, the unit beside each."""

from schemas.instants import MINUTE_MS
from streams.cli.wording import quantity

_FEN = {"fen": "yuan", "fen/h": "yuan/h"}


def plain_amount(amount: int | None, unit: str) -> str:
    """An amount in its unit: lengths in hours and minutes, seconds only where there are some; money in yuan.

    >>> plain_amount(19_020_000, "ms"), plain_amount(14_401_500, "ms"), plain_amount(1850, "fen/h"), plain_amount(-5, "fen")
    ('5 h 17 min', '4 h 00 min 01.500 s', '18.50 yuan/h', '-0.05 yuan')
    """
    if amount is None:
        return ""
    if unit == "ms" and amount % MINUTE_MS == 0:
        hours, minutes = divmod(amount // MINUTE_MS, 60)
        return f"{hours} h {minutes:02d} min"
    if unit in _FEN:
        whole, fen = divmod(abs(amount), 100)
        return f"{'-' if amount < 0 else ''}{whole:,}.{fen:02d} {_FEN[unit]}"
    return quantity(amount, unit)
