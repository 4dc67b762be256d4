"""The times in which warnings were in force in each county: what Cancels, lifts, Updates and later messages of a name end.

Messages are worked on in the order of their instants: of what is at one, first what is sent ends others, then what starts does,
the latest sent first. So nothing that is sent later changes what was in force before it. Knows no law, and no area but counties.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from heapq import heappop, heappush
from itertools import count, groupby
from operator import attrgetter

from schemas.instants import NEVER
from schemas.weather.warning import LiftedKinds, WeatherMessage
from streams.facts.weather.episode import LevelSpan
from streams.facts.weather.held import HeldPlace, SentMessage, StatedWarning, stated_warnings
from streams.facts.weather.message_order import in_order
from streams.facts.weather.succession import KindPlace, Succession

_UPDATE, _CANCEL = "Update", "Cancel"
_sent = attrgetter("sent")
_Own = dict[tuple[str, str], StatedWarning]


class WarningTimes:
    """The times by the messages worked on up to an instant, that included. Mutable."""

    def __init__(self) -> None:
        self._held = Succession()
        self._starts: list[tuple[int, int, SentMessage, list[StatedWarning]]] = []
        self._renamed: list[tuple[int, int, SentMessage]] = []
        self._own: dict[SentMessage, _Own] = {}
        self._begun: dict[SentMessage, set[str]] = {}
        self._number = count()
        self._chains_at = 0

    def take(self, messages: Collection[WeatherMessage], upto: int) -> None:
        """Take messages that count, all sent in later seconds than those before, and work on up to an instant (ms)."""
        sent = [SentMessage(each, next(self._number)) for each in in_order(messages)]
        for at, those in groupby(sorted(sent, key=_sent), key=_sent):
            self._work_on(at - 1)
            self._step(at, list(those))
        self._work_on(upto)

    def ended(self) -> dict[KindPlace, list[LevelSpan]]:
        """The levels of the warnings that have ended since they were last taken, by kind and county."""
        spans, self._held.spans = self._held.spans, defaultdict(list)
        return spans

    def ahead(self) -> dict[KindPlace, list[LevelSpan]]:
        """The levels of the warnings that have not ended, as they will be if nothing more is sent."""
        other: WarningTimes = self._with(self._held.ahead())
        other._work_on(NEVER - 1)
        return other._held.spans

    def copy(self) -> "WarningTimes":
        """The state that it is in, whose levels that have ended were taken, to be taken back to."""
        other: WarningTimes = self._with(self._held.copy())
        other._chains_at = self._held.chains.now if self._held.chains else 0
        return other

    def back(self) -> "WarningTimes":
        """Take what it is a copy of back to it: what has been worked on since, and what is a copy of that, is void."""
        if self._held.chains:
            self._held.chains.back_to(self._chains_at)
        return self.copy()

    def _with(self, held: Succession) -> "WarningTimes":
        other = WarningTimes()
        other._held, other._number = held, self._number
        other._starts, other._renamed = list(self._starts), list(self._renamed)
        other._own, other._begun = dict(self._own), dict(self._begun)
        return other

    def _work_on(self, upto: int) -> None:
        while (at := self._next()) <= upto:
            self._step(at, ())

    def _next(self) -> int:
        return min(
            self._held.next_end,
            self._starts[0][0] if self._starts else NEVER,
            self._renamed[0][0] if self._renamed else NEVER,
        )

    def _step(self, at: int, sent: Sequence[SentMessage]) -> None:
        """Work on all that happens at an instant (ms)."""
        for each in sent:
            self._add(each)
        self._held.expire(at)
        while self._renamed and self._renamed[0][0] <= at:
            self._end_former(heappop(self._renamed)[2], at)
        for each in sent:
            for lift in each.message.lifts:
                self._lift(each, lift)
            if each.message.msg_type == _CANCEL:
                self._cancel(each)
        while self._starts and self._starts[0][0] <= at:
            _, _, message, warnings = heappop(self._starts)
            self._begin(message, warnings, at)

    def _add(self, sent: SentMessage) -> None:
        """Add the warnings of a message, and have those of its name that were sent before end when it starts."""
        self._take_name(sent)
        warnings = stated_warnings(sent)
        by_start: dict[int, list[StatedWarning]] = defaultdict(list)
        for each in warnings:
            self._held.add(each)
            by_start[each.start].append(each)
        for start, those in by_start.items():
            heappush(self._starts, (start, -sent.order, sent, those))
        if warnings:
            self._own[sent] = {(each.place.kind, each.place.county): each for each in warnings}

    def _take_name(self, sent: SentMessage) -> None:
        """Note when what the name of a message stated before may end: at each of its starts."""
        if self._held.live.of(sent.message.name):
            for at in {each.start for each in sent.message.begins}:
                heappush(self._renamed, (at, next(self._number), sent))

    def _end_former(self, sent: SentMessage, at: int) -> None:
        """End what the name of a message stated before and what ends at this start of it (ms), begun or not.

        Kind by kind: in a county where it has that kind, at its start there; elsewhere, when that kind of it first starts; a
        kind that it lacks, when the first of its own does.
        """
        starts: dict[str, int] = {}
        there: dict[tuple[str, str], int] = {}
        for each in sent.message.begins:
            starts[each.kind] = min(each.start, starts.get(each.kind, each.start))
            for county in each.counties:
                where = (each.kind, county)
                there[where] = min(each.start, there.get(where, each.start))
        first = min(starts.values())
        for warning in self._held.live.of(sent.message.name):
            kind, county = warning.place.kind, warning.place.county
            if warning.of.order < sent.order and there.get((kind, county), starts.get(kind, first)) == at:
                self._held.end(warning, at)

    def _lift(self, sent: SentMessage, lift: LiftedKinds) -> None:
        """End what a lift names: of its family, and of these kinds what its office sent before it, in its counties."""
        for each in self._held.live.family(sent):
            if (not lift.kinds or each.place.kind in lift.kinds) and _in(each, lift.counties, lift.everywhere):
                self._held.end(each, sent.sent)
        for kind in lift.kinds:
            for county in lift.counties:
                for each in self._held.live.at(HeldPlace(sent.message.office, kind, county)):
                    if each.of.sent < sent.sent:
                        self._held.end(each, sent.sent)

    def _cancel(self, sent: SentMessage) -> None:
        """End the family of a Cancel, what its own name stated, and the chains of both, as far as they were sent before it."""
        message = sent.message

        def ends(each: StatedWarning) -> bool:
            return (
                each.of.sent < sent.sent and sent.may_end(each.of) and _in(each, message.counties, message.everywhere)
            )

        for each in list(self._family_and_before(sent)):
            if ends(each):
                self._held.end_chain(each, sent.sent)
        for each in (*self._held.live.of(message.name), *self._held.live.family(sent)):
            if ends(each):
                self._held.end(each, sent.sent)

    def _family_and_before(self, sent: SentMessage) -> Iterable[StatedWarning]:
        """One warning of each chain in the family of a Cancel and in what its own name stated, ended ones as well."""
        chains = self._held.chains
        if chains is not None:
            yield from (each for _, each in chains.named(sent.message.name))
            for name in sent.message.references:
                yield from (each for _, each in chains.named(name))
                yield from (each for _, each in chains.referring(name))

    def _begin(self, sent: SentMessage, warnings: list[StatedWarning], at: int) -> None:
        """Let warnings of a message begin that start at an instant (ms); an Update ends its family."""
        before = self._begun.get(sent, set())
        begun = [each for each in warnings if self._held.begin(each, at)]
        if begun:
            self._begun[sent] = before | {each.place.kind for each in begun}
            if sent.message.msg_type == _UPDATE:
                self._replace(sent, begun, before, at)
        if all(each.start <= at for each in self._own[sent].values()):
            del self._own[sent]
            self._begun.pop(sent, None)

    def _replace(self, sent: SentMessage, begun: list[StatedWarning], before: set[str], at: int) -> None:
        """End the family of an Update of which these warnings have begun, when some kinds (`before`) had begun before.

        In a county where it has that kind itself, when that begins; elsewhere, when that kind of it first begins; a kind that it
        lacks, when the first of its own does.
        """
        own = self._own[sent]
        first = {each.place.kind for each in begun} - before
        has = before | first | {kind for (kind, _), each in own.items() if each in self._held.live}
        now = {(each.place.kind, each.place.county) for each in begun}
        for each in self._held.live.family(sent):
            kind, where = each.place.kind, (each.place.kind, each.place.county)
            waits = where not in now and where in own and own[where] in self._held.live
            if where in now or (not waits and (kind in first or (kind not in has and not before))):
                self._held.end(each, at)
        for each in begun:
            self._held.follow_references(each)


def _in(warning: StatedWarning, counties: Collection[str], everywhere: bool) -> bool:
    return everywhere or warning.place.county in counties
