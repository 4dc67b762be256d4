"""The cause of a step of a standing set, in a few words of the page's language."""

import re
from collections.abc import Iterator

from alerts.console.tongue import Tongue
from alerts.console.views.amounts import length, short
from alerts.console.views.tables import bounded
from alerts.leads.cause import Cause
from alerts.leads.evidence.changed import SpanChange
from alerts.leads.evidence.changes import EvidenceChanges, NamedEvidence
from alerts.words import AREA_THINGS, LEVELS, THINGS, Names
from schemas.bilingual import Bilingual
from schemas.wire_time import FORM, stated_ms

_MORE = {"kind": "结论", "severity": "等级", "measure": "数值", "shortfall": "差额", "time": "时段", "merge": "并入"}
_STATES = {"work": "工作", "unknown": "未知", "none": "非工作", "outside": "不在时段内"} | LEVELS
_SHOWN = 3
"""Pieces of evidence of a sort, and changed times of a piece: the page of a phone; the JSON has the rest."""

_SORTS = (
    ("new", Bilingual("新证据", "new evidence")),
    ("gone", Bilingual("证据消失", "evidence gone")),
    ("different", Bilingual("证据改变", "evidence different")),
    ("rested_on", Bilingual("原依据", "it rested on")),
)


def cause_words(cause: Cause, names: Names, tongue: Tongue) -> Iterator[str]:
    """The cause, each part in a few words."""
    pick = tongue.pick
    if cause.more:
        yield pick("超出原决定：", "more than was decided, in ") + pick("、", ", ").join(
            tongue.word(each, _MORE) for each in cause.more
        )
    if cause.merged:
        yield pick("并入线索 ", "merged with lead ") + ", ".join(f"#{number}" for number in cause.merged)
    if cause.evidence is not None:
        yield from _evidence(cause.evidence, names, tongue)
    yield from _judged_by(cause, tongue)
    if cause.outside:
        yield pick("现称位于市外", "now stated to lie outside the city")
    if cause.off:
        yield pick("规则已停用", "the rule is off there now")
    if cause.passed is not None:
        yield pick(f"时间推移，{short(cause.passed)}判定", f"time went by, judged {short(cause.passed)}")
    if cause.late_ms is not None:
        yield pick(f"迟到{length(cause.late_ms, tongue)}的数据", f"data that came {length(cause.late_ms, tongue)} late")


def _judged_by(cause: Cause, tongue: Tongue) -> Iterator[str]:
    """The law and the program, where they are others."""
    for one in cause.law:
        yield tongue.pick("法规取值 ", "law value ") + f"{one.name}: {one.before or '—'} → {one.after or '—'}"
    if cause.release is not None:
        yield tongue.pick("程序版本 ", "release ") + f"{cause.release.before or '—'} → {cause.release.after or '—'}"
    if cause.law_digest is not None:
        yield tongue.pick("法规文本有变", "another text of the law")


def _evidence(evidence: EvidenceChanges, names: Names, tongue: Tongue) -> Iterator[str]:
    for name, words in _SORTS:
        some = getattr(evidence, name)
        if some is None:
            continue
        named = [_named(one, names, tongue) for one in some.named[:_SHOWN]]
        rest = len(some.named) - len(named) + some.more
        more = tongue.pick(f" 等{rest + len(named)}项", f" and {rest} more") if rest else ""
        yield f"{tongue.of(words)}: " + tongue.pick("、", ", ").join(named) + more
    if evidence.longer is not None:
        yield tongue.pick("原有证据延续", "the same evidence goes on")
    if evidence.unlisted:
        yield tongue.pick("未列证据有变", "evidence that is not listed differs")


def _named(one: NamedEvidence, names: Names, tongue: Tongue) -> str:
    """A piece of evidence by its id, with the times of it that are something else now."""
    platform = tongue.of(names.platform(one.platform)) if one.platform else ""
    name = bounded(" ".join(filter(None, (platform, tongue.word(one.what, THINGS | AREA_THINGS), _local_id(one.id)))))
    times = [_time(each, tongue) for each in one.spans[-_SHOWN:]]
    more = one.more_spans + max(0, len(one.spans) - _SHOWN)
    if more:
        times.insert(0, tongue.pick(f"另{more}段", f"{more} more"))
    return name + (f"（{'；'.join(times)}）" if times else "")


def _local_id(id_: str) -> str:
    """The id of a slot or of a red time, which is an instant in UTC, in local time; any other as it is."""
    instant, _, rest = id_.partition("/")
    if not re.fullmatch(FORM, instant):
        return id_
    return short(stated_ms(instant)) + (f" {rest}" if rest else "")


def _time(one: SpanChange, tongue: Tongue) -> str:
    end = "…" if one.end is None else short(one.end)
    return f"{short(one.start)}–{end} {_state(one.before, tongue)} → {_state(one.after, tongue)}"


def _state(word: str, tongue: Tongue) -> str:
    return tongue.word(word, _STATES)
