"""The page of what nobody has signed, for whoever leads the department: who was told of it, and since when."""

from dataclasses import dataclass
from typing import Annotated, Final

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from alerts.accounts import AccountRight
from alerts.console.guards.visits import Visit, with_right
from alerts.console.reading import MOST_NUMBERS
from alerts.console.rendering import show
from alerts.console.told_of import Reader, ToldLead, read_unsigned
from alerts.console.tongue import Tongue
from alerts.console.views.amounts import length, short
from alerts.console.views.rows import LeadRow, person, row_of
from alerts.console.views.tables import bounded
from schemas.instants import Ms
from schemas.legal_days import DAY_MS

router: Final = APIRouter()

_SHOWN: Final = 10
"""Leads of one reader that are shown; the others are one press away."""


@dataclass(frozen=True, slots=True)
class ReaderRows:
    """A reader of the page: the name, how many leads since when, the first of them, and where all of them are."""

    name: str
    count: int
    since: str
    rows: tuple[tuple[LeadRow, str], ...]
    all_of_them: str


@router.get("/unsigned")
def unsigned(visited: Annotated[Visit, Depends(with_right(AccountRight.ALL_AREAS))]) -> Response:
    """Show what nobody has signed."""
    desk, tongue = visited.desk, visited.tongue
    found, now, called = read_unsigned(desk, visited.account), desk.now(), desk.called()

    def rows_of(reader: Reader, several: tuple[ToldLead, ...]) -> ReaderRows:
        shown = tuple(
            (row_of(one.lead, desk.names, tongue, called), _since(one.since, now, tongue)) for one in several[:_SHOWN]
        )
        name = tongue.pick("群聊 ", "group chat ") + bounded(reader.channel)
        if reader.person is not None:
            name = bounded(person(reader.person, called))
        numbers = ",".join(str(one.lead.number) for one in several[:MOST_NUMBERS])
        link = f"/leads?numbers={numbers}"
        return ReaderRows(name, len(several), _since(several[0].since, now, tongue), shown, link)

    return show(
        visited,
        "unsigned.html",
        total=found.total,
        now=short(now),
        readers=[rows_of(reader, several) for reader, several in found.by_reader],
        untold=[row_of(lead, desk.names, tongue, called) for lead in found.untold[:_SHOWN]],
        untold_all=len(found.untold),
        untold_link=f"/leads?numbers={','.join(str(lead.number) for lead in found.untold[:MOST_NUMBERS])}",
    )


def _since(at: Ms, now: Ms, tongue: Tongue) -> str:
    """The instant, and how long ago that is: from two days on in whole days."""
    passed = max(0, now - at)
    days = passed // DAY_MS
    ago = tongue.pick(f"{days}天", f"{days} days") if days > 1 else length(passed, tongue)
    return tongue.pick(f"自 {short(at)}（已{ago}）", f"since {short(at)} ({ago})")
