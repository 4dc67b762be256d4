"""The list of leads: filters in the address, pages, and one press that signs those that were marked."""

from dataclasses import replace
from typing import Annotated, Any, Final
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import FormData, QueryParams

from alerts.accounts import AccountRight
from alerts.console.guards.visits import Visit, check_form, count_in, form, is_number, text_in, with_right
from alerts.console.reading import MOST_NUMBERS, NOBODY, STANDS, Wanted, read_page
from alerts.console.rendering import show
from alerts.console.stepping import acknowledge_all
from alerts.console.views.rows import person, rows
from alerts.console.views.tables import bounded
from alerts.words import HANDLINGS, KINDS, RULES, SEVERITIES, STANDINGS
from schemas.legal_days import DAY_MS

router: Final = APIRouter()

_MOST: Final = 64
"""Characters of a filter that are read: no value to choose from is longer."""
_TEXTS: Final = ("rule", "severity", "kind", "handling", "platform", "area", "assignee", "standing", "person")
_MARKS: Final = ("mine", "running", "unsigned")
_DAYS: Final = ("1", "3", "7", "30")


@router.get("/leads")
def listed(request: Request, visited: Annotated[Visit, Depends(with_right(AccountRight.LEADS))]) -> Response:
    """Show the leads of a filter, the newest first."""
    query, desk, tongue = request.query_params, visited.desk, visited.tongue
    wanted = wanted_of(query, desk.now())
    found, has_more = read_page(desk, visited.account, wanted)
    named = desk.names.areas if visited.account.sees_all else visited.account.areas
    areas = sorted({*named, wanted.area} - {""})
    platforms = sorted({*desk.names.platforms, wanted.platform} - {""})
    return show(
        visited,
        "leads.html",
        rows=rows(found, desk.names, tongue, desk.called()),
        wanted=wanted,
        filtered=bool(set(query) & {*_TEXTS, *_MARKS, "since"}),
        since=query.get("since", ""),
        next_page=_next(query, found[-1].number) if has_more else None,
        here=f"/leads?{request.url.query}" if request.url.query else "/leads",
        choices={
            "severity": [(each, tongue.word(each, SEVERITIES)) for each in reversed(SEVERITIES)],
            "rule": [(each, tongue.word(each, RULES)) for each in RULES if each != "rest_due"],
            "handling": [(each, tongue.word(each, HANDLINGS)) for each in HANDLINGS],
            "kind": [(each, tongue.word(each, KINDS)) for each in KINDS if each != "warning"],
            "standing": [(each, tongue.word(each, STANDINGS)) for each in STANDINGS],
            "area": [(each, tongue.of(desk.names.area(each))) for each in areas],
            "person": _people(visited, wanted),
            "platform": [(each, tongue.of(desk.names.platform(each))) for each in platforms],
        },
        signed=count_in(query, "signed"),
        refused=count_in(query, "refused"),
    )


@router.post("/leads/acknowledge")
def acknowledge(
    visited: Annotated[Visit, Depends(with_right(AccountRight.ACT))], fields: Annotated[FormData, Depends(form)]
) -> Response:
    """Sign the leads that were marked, each by itself: one that has grown since is left, with a count."""
    check_form(visited, fields)
    pairs = [each.partition(":") for each in fields.getlist("lead")[:MOST_NUMBERS] if isinstance(each, str)]
    seen = {int(number): int(entry) for number, _, entry in pairs if is_number(number) and is_number(entry)}
    signed, refused = acknowledge_all(visited, seen)
    visited.request.app.state.metrics.steps.labels("acknowledge", "list").inc(signed)
    back = text_in(fields, "back")
    if back == "/":
        return RedirectResponse(f"/?{urlencode({'signed': signed, 'refused': refused})}", 303)
    query = back.removeprefix("/leads").removeprefix("?") if back.startswith("/leads") else ""
    kept = [(name, value) for name, value in QueryParams(query).multi_items() if name in {*_TEXTS, *_MARKS, "since"}]
    return RedirectResponse(f"/leads?{urlencode([*kept, ('signed', signed), ('refused', refused)])}", 303)


def wanted_of(query: QueryParams, now: int) -> Wanted:
    """The filter that an address states. What it does not understand is left out."""
    texts = {name: query.get(name, "")[:_MOST].replace("\0", "") for name in _TEXTS}
    texts["standing"] = texts["standing"] if "standing" in query else STANDS
    marks = {name: query.get(name) == "1" for name in _MARKS}
    narrowed: dict[str, Any] = {**texts, **marks}
    since = now - int(query["since"]) * DAY_MS if query.get("since") in _DAYS else None
    numbers = tuple(int(each) for each in query.get("numbers", "").split(",")[:MOST_NUMBERS] if is_number(each))
    before = query.get("before", "")
    wanted = Wanted(**narrowed, since=since, numbers=numbers, before=int(before) if is_number(before) else None)
    return replace(wanted, standing="") if numbers else wanted


def _people(visited: Visit, wanted: Wanted) -> list[tuple[str, str]]:
    """The choices of who has a lead: the reader, nobody, and everybody who may have one, the disabled ones too."""
    tongue, own = visited.tongue, visited.account
    others = [one for one in visited.desk.accounts.all() if one.may(AccountRight.ACT) and one.name != own.name]
    found = [(own.name, tongue.pick("我", "me"))] if own.may(AccountRight.ACT) else []
    found.append((NOBODY, tongue.pick("无人", "nobody")))
    found += [(one.name, bounded(person(one.name, {one.name: one.called}))) for one in others]
    if wanted.person and wanted.person not in dict(found):
        found.append((wanted.person, bounded(wanted.person)))
    return found


def _next(query: QueryParams, last: int) -> str:
    kept = [(name, value) for name, value in query.multi_items() if name not in {"before", "signed", "refused"}]
    return f"/leads?{urlencode([*kept, ('before', last)])}"
