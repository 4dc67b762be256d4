"""`shiftwarden route`: who would be told about a lead, by which rows of the files, and who is told if nobody signs."""

from pathlib import Path
from typing import Any, Final

import click

from alerts.routing import Person, Policy, Question, Route, Routing
from alerts.routing.local_time import shown
from alerts.words import RULES, SEVERITIES
from schemas.findings.finding import Severity
from schemas.instants import MINUTE_MS, Ms, rfc3339
from streams.cli.duty.files import duty_option, routing_of
from streams.cli.duty.now import DutyInstant, now_ms
from streams.cli.options import example, format_option, law_option
from streams.cli.output import harmless, print_json, print_line, print_status, print_table
from streams.cli.reading import law_of
from streams.law.registers.places import SECTORS

ROLES: Final = {
    "on_duty": "值班 on duty",
    "second": "次值 second",
    "head": "负责人 head",
    "gateway": "短信语音网关 gateway",
    "fallback": "兜底 fallback",
}
_COLUMNS: Final = (">未签收\nunsigned for", "角色\nrole", "人员\nwho", "语言\nlanguage", "渠道\nchannels")


@click.command(
    epilog=example("shiftwarden route --rule rest_missed --area 360104 --sector delivery --severity grave --duty duty")
)
@duty_option
@law_option
@format_option
@click.option("--rule", required=True, type=click.Choice(tuple(RULES)), metavar="RULE", help="The rule of the lead.")
@click.option("--area", metavar="CODE", help="A county (360104) or a zone (NC-GX); else none.")
@click.option("--sector", type=click.Choice(SECTORS), help="The sector; else none.")
@click.option("--mode", type=click.Choice(["enforce", "observe"]), default="enforce", show_default=True,
              help="The rule's mode there: what is only observed is told to nobody.")  # fmt: skip
@click.option(
    "--severity", type=click.Choice([each.value for each in Severity]), help="The band of a breach; else none."
)
@click.option("--at", "at", type=DutyInstant(), metavar="INSTANT", help="When it is raised; else now.")
def route(
    *,
    duty: Path | None,
    overlay: Path | None,
    form: str,
    rule: str,
    area: str | None,
    sector: str | None,
    mode: str,
    severity: str | None,
    at: Ms | None,
) -> None:
    """Show who would be told about a lead, by which rows of the files and why, and who is next if nobody signs.

    Times are those of Asia/Shanghai.
    """
    places = law_of(overlay).places
    if area is not None and area not in places:
        known = ", ".join(f"{code} {places.name(code).zh}" for code in places.areas)
        raise click.BadParameter(f"given {area!r}; allowed: {known}", param_hint="--area")
    routing = routing_of(duty, places.lies_in())
    question = Question(rule, sector, area, mode, severity, now_ms() if at is None else at)
    found, policy = routing.route(question), routing.policy(severity)
    if form == "json":
        print_json(_json(found, policy, question))
        return
    if duty is None:
        print_status("no duty folder is given (--duty or SHIFTWARDEN_DUTY): the packaged competences alone are shown")
    _print_route(routing, found, policy, question)


def _print_route(routing: Routing, found: Route, policy: Policy, question: Question) -> None:
    name = routing.name(found.department)
    print_line(harmless(f"部门 department: {name.zh} {name.en} ({found.department})"))
    print_line(f"时刻 at: {shown(question.at)} +08:00；{_hours(policy, question, found)}")
    if not found.covered and not found.digest:
        print_line("无人值班，告知兜底人员 nobody on duty: the fallback is told")
    if found.steps:
        rows = ((_after(each.after_ms), ROLES[each.role], _person(who), who.language, ", ".join(who.channels))
                for each in found.steps for who in each.people)  # fmt: skip
        print_table(_COLUMNS, rows)
    else:
        print_line("无人可告知 there is nobody to tell")
    for each in found.because:
        print_line(harmless(f"依据 because: {each.zh} / {each.en}"))


def _hours(policy: Policy, question: Question, found: Route) -> str:
    severity = SEVERITIES.get(policy.severity, "无等级")
    if found.digest:
        return "不单独告知 no message of its own"
    until = policy.held_until(question.at)
    if until == question.at:
        return f"{severity}：立即告知 told at once"
    return f"{severity}：静默时段，{shown(until)} 复核后告知 quiet hours: looked at again and told at {shown(until)}"


def _after(ms: int) -> str:
    hours, minutes = divmod(ms // MINUTE_MS, 60)
    return f"{hours} h {minutes:02d} min" if hours else f"{minutes} min"


def _person(person: Person) -> str:
    return f"{person.zh} {person.en} ({person.id})"


def _json(found: Route, policy: Policy, question: Question) -> dict[str, Any]:
    """The route as JSON; addresses and secrets of channels are not in it."""
    return {
        "department": found.department,
        "covered": found.covered,
        "digest": found.digest,
        "at": rfc3339(question.at),
        "told_at": rfc3339(policy.held_until(question.at)),
        "steps": [
            {
                "after_ms": step.after_ms,
                "role": step.role,
                "people": [{"id": who.id, "zh": who.zh, "en": who.en, "channels": who.channels} for who in step.people],
            }
            for step in found.steps
        ],
        "because": [{"zh": each.zh, "en": each.en} for each in found.because],
    }
