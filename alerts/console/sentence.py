"""The sentence of a finding for the eye: platforms by their names, instants and lengths without what nobody reads aloud.

The finding keeps its own sentence to the millisecond; tables and titles of a page have the exact figures.
"""

import re
from typing import Final

from alerts.console.tongue import Tongue
from alerts.words import Names
from schemas.findings.finding import Finding

_LENGTH_ZH: Final = re.compile(r"([0-9]+)小时([0-9]{2})分([0-9]{2})(?:\.[0-9]{3})?秒")
_LENGTH_EN: Final = re.compile(r"\b([0-9]+) h ([0-9]{2}) min ([0-9]{2})(?:\.[0-9]{3})? s\b")
_SECONDS: Final = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2}):[0-9]{2}")


def plain_sentence(finding: Finding, names: Names, tongue: Tongue) -> str:
    """The sentence in a page's language; lengths are cut to the second, never rounded up."""
    text = tongue.pick(finding.summary.zh, finding.summary.en)
    for platform in {*finding.platforms, finding.platform} - {None}:
        name = tongue.of(names.platform(str(platform))).replace("\\", r"\\")  # in a replacement it would be read
        text = re.sub(rf"(?<![a-zA-Z0-9_.-]){re.escape(str(platform))}(?![a-zA-Z0-9_-])", name, text)
    text = _LENGTH_ZH.sub(lambda found: _length(found, ("小时", "分", "秒"), ""), text)
    text = _LENGTH_EN.sub(lambda found: _length(found, (" h", " min", " s"), " "), text)
    return _SECONDS.sub(r"\1", text)


def _length(found: re.Match[str], units: tuple[str, str, str], between: str) -> str:
    """Hours, minutes and seconds without those that are 0; minutes of 0 stay between hours and seconds."""
    hours, minutes, seconds = map(int, found.groups())
    parts = [(hours, bool(hours)), (minutes, bool(minutes or (hours and seconds))), (seconds, bool(seconds))]
    shown = [f"{value}{unit}" for (value, is_shown), unit in zip(parts, units, strict=True) if is_shown]
    return between.join(shown) or f"0{units[1]}"
