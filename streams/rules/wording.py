"""Wording of lengths, amounts and scopes in findings, in Chinese and in English."""

from schemas.instants import MINUTE_MS


def span_zh(ms: int) -> str:
    """A length (ms) in Chinese; milliseconds only where there are some.

    >>> span_zh(14_400_001)
    '4小时00分00.001秒'
    """
    hours, minutes, seconds = _parts(ms)
    return f"{hours}小时{minutes:02d}分{seconds}秒"


def span_en(ms: int) -> str:
    """A length (ms) in English; milliseconds only where there are some.

    >>> span_en(1_200_000)
    '0 h 20 min 00 s'
    """
    hours, minutes, seconds = _parts(ms)
    return f"{hours} h {minutes:02d} min {seconds} s"


def yuan(fen: int) -> str:
    """Fen as yuan with two decimals.

    >>> yuan(1850), yuan(-5)
    ('18.50', '-0.05')
    """
    sign, whole = ("-", -fen) if fen < 0 else ("", fen)
    return f"{sign}{whole // 100}.{whole % 100:02d}"


def scope_words(platform: str | None) -> tuple[str, str]:
    """The scope of a finding about a worker in Chinese and in English: one platform, or all together where none is named.

    >>> scope_words("hema"), scope_words(None)
    (('在平台hema', 'on hema'), ('跨平台', 'across platforms'))
    """
    return (f"在平台{platform}", f"on {platform}") if platform else ("跨平台", "across platforms")


def _parts(ms: int) -> tuple[int, int, str]:
    minutes, rest = divmod(ms, MINUTE_MS)
    hours, minutes = divmod(minutes, 60)
    seconds, millis = divmod(rest, 1000)
    return hours, minutes, f"{seconds:02d}.{millis:03d}" if millis else f"{seconds:02d}"
