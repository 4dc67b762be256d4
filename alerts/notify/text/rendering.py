"""Writes a message: title, text in parts by bytes for a kind of channel, links to hosts of the settings alone.

No worker, no pseudonym, no name of a person stands in a message: a lock screen is public.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from urllib.parse import urlsplit

from alerts.leads.lead import Lead
from alerts.notify.stages.triggers import OPENING, WEIGHTS, MessageTopic, ToldReason
from alerts.notify.text.cleaning import cleaned
from alerts.notify.text.figures import Figures, reliance, worst
from alerts.notify.text.splitting import split
from alerts.notify.text.templates import TEXTS
from alerts.routing import Force
from alerts.words import RULES, SEVERITIES, Names
from schemas.bilingual import Bilingual
from schemas.legal_days import SHANGHAI

LINK: Final = "\ue000"
"""Stands for the link in a text that is stored. A private character: names are cleaned of them."""

_LIMITS: Final = {
    "wecom": 4096,  # markdown.content; developer.work.weixin.qq.com/document/path/91770 (code 40058 beyond it)
    "dingtalk": 20_000,  # the whole body; prometheus-webhook-dingtalk#222 met it, open.dingtalk.com names it for robots
    "feishu": 18_000,  # 20 KB for the whole body, with JSON around the text; open.feishu.cn, custom bot guide
    "smtp": 100_000,  # ours: no mail of a monitor is longer
    "webhook": 20_000,  # ours: a gateway cuts to what a short message holds
}
_ROOM: Final = 500
"""Bytes of a part that are left for its link (300), its number and the words that it may be a repeat."""

MOST_LINK: Final = 300
"""Bytes of a link: an address of the settings and a token of 43 letters."""

_NUMBERS: Final = 30
"""Numbers of leads that a message lists, as many as are told before it becomes a digest."""

_PLACES: Final = 4
"""Platforms and areas that one line names."""

_HEADS: Final = {
    MessageTopic.CLOSING: Bilingual("撤回", "Withdrawn"),
    MessageTopic.UNSIGNED: Bilingual("逾时未签收", "Not signed in time"),
    MessageTopic.DUE: Bilingual("办理期限将到", "Due soon"),
    MessageTopic.DIGEST: Bilingual("汇总", "Digest"),
    MessageTopic.TAKEN_OVER: Bilingual("接班", "Taken over"),
    MessageTopic.UNDELIVERED: Bilingual("代收，原消息未送达", "In place of others, not delivered to them"),
}
_REASONS: Final = {
    ToldReason.RAISED: Bilingual("新增", "new"),
    ToldReason.BREACHED: Bilingual("由无法判定转为违反", "undecidable before, a breach now"),
    ToldReason.RISEN: Bilingual("加重", "graver"),
    ToldReason.REINSTATED: Bilingual("恢复", "reinstated"),
    ToldReason.REOPENED: Bilingual("重新打开，后到数据更重", "reopened, later data are graver"),
    ToldReason.WITHDRAWN: Bilingual("撤回，后到数据不再支持", "withdrawn, later data no longer bear it out"),
    ToldReason.SUPERSEDED: Bilingual("并入另一线索", "merged into another lead"),
    ToldReason.UNDECIDED: Bilingual("转为无法判定", "undecidable now"),
    ToldReason.UNSIGNED: Bilingual("无人签收", "signed by nobody"),
    ToldReason.DUE: Bilingual("将到期", "due"),
    ToldReason.OBSERVED: Bilingual("仅观察", "observed only"),
    ToldReason.BACK_FILLED: Bilingual("补报数据", "of a back-fill"),
    ToldReason.TAKEN_OVER: Bilingual("上一班移交，未签收", "taken over from the last shift, not signed"),
    ToldReason.UNDELIVERED: Bilingual("当班人员未收到", "did not reach who is on duty"),
}
_OVERNIGHT: Final = Bilingual("夜间汇总", "Overnight")
_NOT_LISTED: Final = Bilingual("效力未列", "force not listed")
_UNLISTED: Final = Force(Bilingual("见线索页", "see the page of the lead"), _NOT_LISTED, _NOT_LISTED)
_REPEAT: Final = Bilingual("（可能重复）", "(may be a repeat) ")
_LABELS: Final = {False: Bilingual("查看", "Open"), True: Bilingual("查看并签收", "Open and sign")}


@dataclass(frozen=True, slots=True)
class Letter:
    """A message to be written: its sort, its language, its leads with the reason of each, and whether it lists or counts them.

    `overnight`: of what several groups had in quiet hours.
    """

    topic: MessageTopic
    language: str
    leads: tuple[tuple[ToldReason, Lead], ...]
    digest: bool
    person: str | None
    overnight: bool = False


class Writer:
    """Writes letters. `names`: of areas and platforms; `hosts`: those a link may lead to; `force`: by rule, of its clause."""

    def __init__(
        self, names: Names, hosts: frozenset[str], force: Callable[[str], Force | None] = lambda _rule: None
    ) -> None:
        self._names = names
        self._hosts = hosts
        self._force = force

    def title(self, letter: Letter) -> str:
        """One line: for a mail's subject and the title of a robot's message."""
        values = self._values(letter)
        return " ".join(filter(None, (f"【{values['head']}】{values['rule']} {values['count']}", values["place"])))

    def parts(self, letter: Letter, kind: str) -> list[str]:
        """The text in parts, each short enough for the kind of channel, numbered where there are several."""
        label = self.label(letter)
        link = f"[{label}]({LINK})" if kind in {"wecom", "dingtalk"} else f"{label}：{LINK}"
        return parts_of(TEXTS[_language(letter)].render(**self._values(letter), link=link), kind)

    def label(self, letter: Letter) -> str:
        """The words of the link: it signs only where one person reads, and something is to be signed."""
        signs = letter.person is not None and letter.topic in OPENING
        return _in(_LABELS[signs], letter)

    def repeated(self, text: str, language: str) -> str:
        """The text with the words that it may be a repeat before it."""
        return f"{_REPEAT.en if language == 'en' else _REPEAT.zh}{text}"

    def allowed(self, address: str | None) -> str | None:
        """The address where it leads to a host of the settings over HTTPS, or HTTP as they say; else None."""
        if not address or len(address.encode()) > MOST_LINK or not address.isascii() or not address.isprintable():
            return None
        try:
            parts = urlsplit(address)
        except ValueError:
            return None
        plain = not set(address) & set(" \"'()<>[]\\`")
        origin = f"{parts.scheme}://{parts.netloc}"
        return address if plain and origin in self._hosts else None

    def _values(self, letter: Letter) -> dict[str, Any]:
        leads = [lead for _, lead in letter.leads]
        figures = [Figures.of(lead) for lead in leads]
        rules = {lead.finding.rule for lead in leads}
        force = (self._force(next(iter(rules))) or _UNLISTED) if len(rules) == 1 else None
        closing = letter.topic is MessageTopic.CLOSING
        return {
            "head": _in(self._head(letter, leads), letter),
            "rule": self._rule(rules, letter),
            "count": len(leads),
            "place": self._place(leads, letter),
            "at": _at(max(lead.changed_at for lead in leads)),
            "changes": _changes(letter),
            "rows": self._rows(leads, letter) if len(rules) > 1 and _lists_rules(letter) else [],
            "worst": "" if closing or len(rules) > 1 else _in(worst(figures), letter),
            "across": 0 if len(rules) > 1 else _some(sum(one.across for one in figures), len(leads)),
            "running": sum(one.running for one in figures),
            "basis": "" if closing or force is None else cleaned(_in(force.basis, letter)),
            "force": "" if force is None else cleaned(_in(force.short, letter)),
            "reliance": _in(reliance(figures), letter),
            "numbers": "" if letter.digest else " ".join(f"#{lead.number}" for lead in leads[:_NUMBERS]),
        }

    def _head(self, letter: Letter, leads: list[Lead]) -> Bilingual:
        if letter.overnight and letter.topic is not MessageTopic.CLOSING:
            return _OVERNIGHT
        if letter.topic is not MessageTopic.NEWS:
            return _HEADS[letter.topic]
        severity = max((lead.finding.severity for lead in leads), key=lambda one: WEIGHTS.get(one, 0))
        return Bilingual(SEVERITIES.get(severity or "", "未分级"), severity or "no band")

    def _rule(self, rules: set[str], letter: Letter) -> str:
        if len(rules) > 1:
            return _in(Bilingual("多项规则", "several rules"), letter)
        return self._rule_name(next(iter(rules)), letter)

    def _rule_name(self, rule: str, letter: Letter) -> str:
        return cleaned(_in(Bilingual(RULES.get(rule, rule), rule.replace("_", " ")), letter))

    def _place(self, leads: list[Lead], letter: Letter) -> str:
        platforms = {lead.finding.platform for lead in leads}
        areas = sorted({lead.finding.area for lead in leads if lead.finding.area is not None})
        several = Bilingual("跨平台", "across platforms")
        named = [several if one is None else self._names.platform(one) for one in sorted(platforms, key=str)]
        shown = [*named, *map(self._names.area, areas)]
        return " · ".join(cleaned(_in(name, letter)) for name in shown[:_PLACES]) + (
            "…" if len(shown) > _PLACES else ""
        )

    def _rows(self, leads: list[Lead], letter: Letter) -> list[str]:
        counted = Counter(lead.finding.rule for lead in leads).most_common()
        return [f"{self._rule_name(rule, letter)} {count}" for rule, count in counted]


def parts_of(text: str, kind: str) -> list[str]:
    """A text in parts, each short enough for the kind of channel, numbered where there are several."""
    parts = split(text, _LIMITS[kind] - _ROOM)
    if len(parts) == 1:
        return parts
    return [f"({number}/{len(parts)}) {part}" for number, part in enumerate(parts, 1)]


def _changes(letter: Letter) -> str:
    """Count the leads by the reason that they are told for, where that is more than their being new."""
    counted = Counter(reason for reason, _ in letter.leads)
    if set(counted) <= {ToldReason.RAISED}:
        return ""
    if letter.language == "en":
        return ", ".join(f"{count} {_REASONS[reason].en}" for reason, count in counted.items())
    return "，".join(f"{_REASONS[reason].zh} {count}条" for reason, count in counted.items())


def _lists_rules(letter: Letter) -> bool:
    return letter.digest or letter.overnight or letter.topic is MessageTopic.TAKEN_OVER


def _language(letter: Letter) -> str:
    return "en" if letter.language == "en" else "zh"


def _in(words: Bilingual, letter: Letter) -> str:
    return words.en if letter.language == "en" else words.zh


def _at(ms: int) -> str:
    return datetime.fromtimestamp(ms / 1000, SHANGHAI).strftime("%m-%d %H:%M")


def _some(count: int, of_all: int) -> int:
    """A count that is worth words: 0 where it is all, as the place states that."""
    return 0 if count == of_all else count
