import re
from pathlib import Path
from typing import Final

import pytest

from alerts.routing import Routing, RoutingError
from tests.unit.alerts.routing.duties import DESK, PACKAGED, PLACES, faults, routing, shift, shifts

SAMPLE: Final = (Path(__file__).parents[4] / "deploy/duty/sample/duty.yaml").read_text(encoding="utf-8")


def test_the_packaged_file_alone_and_the_sample_can_be_read() -> None:
    assert Routing.read({"competence.yaml": PACKAGED}).departments == ()
    assert Routing.read({"competence.yaml": PACKAGED, "duty.yaml": SAMPLE}, PLACES).departments == ("rs-inspection",)


PERSON: Final = "people:\n  a: {zh: 甲, en: A, "
SWAP: Final = "swaps:\n  s: {asked_by: a, taken_by: b, from: 2026-03-02, "


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (PERSON + "§department: e}", "people.a.department: given 'e'; allowed one of departments: d"),
        (
            "people:\n  a:\n    zh: 甲\n    en: A\n    department: d\n    channels: [mail, §pager]",
            "people.a.channels.1: given 'pager'; allowed one of channels: mail",
        ),
        (
            "departments:\n  d: {zh: 处, en: O, body: rs, areas: [§'360199']}",
            "departments.d.areas.0: given '360199'; allowed an area of the law: ",
        ),
        (PERSON + "department: d, §age: 5}", "people.a.age: given the key 'age'; allowed the keys zh, en, "),
        ("people:\n  §a: {zh: 甲, en: A}", "people.a.department: given nothing; allowed this key with a value"),
        ("people:\n  §a b: {zh: 甲, en: A, department: d}", "people.a b: given 'a b'; allowed a text of the form "),
        (
            shifts(shift("s", **{"§change_at": '"24:00"'})),
            "shifts.s.change_at: given '24:00'; allowed a time of the day ",
        ),
        (
            shifts(shift("s", **{"§from": "2026-02-30"})),
            "shifts.s.from: given '2026-02-30'; allowed a date that exists",
        ),
        (shifts(shift("s", **{"§to": "2026-03-01"})), "shifts.s.to: given a day before `from`; allowed the last day"),
        (shifts(shift("s", order="[a, §x]")), "shifts.s.order.1: given 'x'; allowed one of people: a, b, c, head"),
        (
            shifts(shift("s", **{"§instead_of": "[s]"})),
            "shifts.s.instead_of: given 's', the shift itself; allowed other",
        ),
        (
            "departments:\n  e: {zh: 科, en: E, body: rs}\n"
            + shifts(shift("s", instead_of="[§t]"), shift("t", department="e")),
            "shifts.s.instead_of.0: given 't', a shift of e; allowed shifts of d",
        ),
        ("desk: {fallback: [§nobody]}", "desk.fallback.0: given 'nobody'; allowed one of people: a, b, c, head"),
        ("policies:\n  grave: {§group: 1 year}", "policies.grave.group: given '1 year'; allowed a length such as 90 s"),
        (SWAP + "§until: 2026-03-01}", "swaps.s.until: given an instant not after `from`; allowed a later one"),
        (
            SWAP + "until: 2026-03-03, §approved_by: b}",
            "swaps.s.approved_by: given 'b'; allowed a head of d who does not swap: head",
        ),
        (
            "people:\n  b: {zh: 乙, en: B, department: d, §login: account-a}",
            "people.b.login: given 'account-a', which is that of a; allowed ",
        ),
    ],
)
def test_a_fault_names_file_line_column_what_was_given_and_what_is_allowed(text: str, fault: str) -> None:
    """The mark § stands where the fault is."""
    before, _, after = text.partition("§")
    line, column = before.count("\n") + 1, len(before) - before.rfind("\n")

    found = faults(before + after)

    assert [each for each in found if each.startswith(f"1.yaml:{line}:{column}: {fault}")] != [], found


def test_all_faults_of_all_files_are_listed_at_once() -> None:
    found = faults("people:\n  a: {zh: 甲}", "channels:\n  mail: {kind: pigeon, address: x}\nshifts: []")

    assert [re.sub(" given.*", "", each) for each in found] == [
        "1.yaml:2:3: people.a.department:",
        "1.yaml:2:3: people.a.en:",
        "2.yaml:2:10: channels.mail.kind:",
        "2.yaml:3:1: shifts:",
    ]


def test_a_later_file_replaces_an_entry_by_its_id_and_leaves_the_others() -> None:
    changed = routing(shifts(shift("s")), "people:\n  b: {zh: 新, en: New, department: d, channels: [mail]}")

    assert (changed.people["b"].zh, changed.people["a"].zh) == ("新", "甲")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("", "1.yaml:1:1: given an empty file; allowed a duty file with at least one section"),
        ("- a", "1.yaml:1:1: given ['a']; allowed keys with values"),
        ("people: {a: b", "1.yaml:1:14: given expected ',' or '}', but got '<stream end>'; allowed well-formed plain YAML"),
        ("people:\n  a: &x {}\n  b: *x", "1.yaml:2:6: given an anchor or alias; allowed each value written where it is used"),
        ("people: &x [*x]", "1.yaml:1:9: given an anchor or alias; allowed each value written where it is used"),
        ("desk: {}\ndesk: {}", "1.yaml:2:1: desk: given the key a second time (first in line 1); allowed each key once"),
        ("people: " + "[" * 30 + "]" * 30, "1.yaml:1:16: given parts nested deeper than 8; allowed the form of our own files"),
        ("people: " + "[" * 50_000, "1.yaml:1:16: given parts nested deeper than 8; allowed the form of our own files"),
        ("# " + "x" * (1 << 20), "1.yaml:1:1: given 1,048,578 characters; allowed at most 1,048,576"),
        ("people:\n  a: {zh: \x1b[2J}", "1.yaml:2:11: given the character '\\x1b'; allowed printable text"),
        ('bodies:\n  a: {en: A, zh: "x\\u202ey"}', "1.yaml:2:14: bodies.a.zh: given 'x\\u202ey'; allowed printable text in"),
        ('bodies:\n  a: {en: A, zh: "x\\nATTENDEE:y"}', "1.yaml:2:14: bodies.a.zh: given 'x\\nATTENDEE:y'; allowed print"),
        ("people: !!python/object/apply:os.system [ls]", "1.yaml:1:1: people: given ['ls']; allowed keys with values"),
        ("? [a]\n: b", "1.yaml:1:3: given found unhashable key; allowed well-formed plain YAML"),
        ("people:\n  a: {zh: " + "x" * 101 + ", en: A, department: d}", "1.yaml:2:7: people.a.zh: given 'xxx"),
    ],
)  # fmt: skip
def test_hostile_text_is_a_fault_with_its_place_and_no_traceback(text: str, fault: str) -> None:
    found = faults(text)

    assert len(found) == 1
    assert found[0].startswith(fault)
    assert len(found[0]) < 600


def test_files_without_the_packaged_policies_are_refused_and_not_found_out_by_the_first_lead() -> None:
    with pytest.raises(RoutingError, match="policies: given no policy 'none'; allowed the packaged competences"):
        Routing.read({"duty.yaml": "desk: {}"})


def test_too_many_entries_people_or_files_are_refused() -> None:
    many = "sources:\n" + "".join(f"  s{number}: {{document: x}}\n" for number in range(2_001))
    order = shifts(shift("s", order="[" + ", ".join(["a"] * 101) + "]"))

    assert faults(many)[0].startswith("1.yaml:1:1: sources: given {'s0'")
    assert faults(order)[0].startswith("1.yaml:2:40: shifts.s.order: given [")
    with pytest.raises(RoutingError, match="51 files; allowed at most 50"):
        Routing.read({f"{number}.yaml": "desk: {}" for number in range(51)})


@pytest.mark.parametrize("key", ["secret", "address"])
def test_what_may_be_a_secret_is_never_repeated(key: str) -> None:
    entry = {"kind": "webhook", "address": '"http://127.0.0.1/"', "secret": "env:TOKEN", key: '"s3cret\\n"'}
    text = "channels:\n  c: {" + ", ".join(f"{name}: {value}" for name, value in entry.items()) + "}"

    (fault,) = faults(text)

    assert "s3cret" not in fault
    assert f"channels.c.{key}: given a value that is not repeated here; allowed " in fault


@pytest.mark.parametrize(
    "text",
    [
        "channels: {c: §}",
        "channels: [§]",
        "channels: [{kind: wecom, address: x, secret: s3cret-key}]",
        "channels: {§: {kind: wecom, address: x}}",
        "channels: {§: {address: x}, §: {address: x}}",
        "channels: {c: {kind: §, address: x}}",
        "channels: {c: {kind: wecom, address: x, group: s3cret-key}}",
        "channels: {c: {kind: wecom, §: x}}",
        "channels: {c: s3cret-key}",
        "people: [{secret: s3cret-key}]",
        "people: {a: {zh: 甲, en: A, department: d, channels: [§]}}",
        "departments: {d: {zh: 处, en: O, body: rs, gateway: §}}",
    ],
)
def test_an_address_or_a_secret_in_a_wrong_place_is_not_repeated_either(text: str) -> None:
    found = faults(text.replace("§", "'https://robot.example/?key=s3cret-key'"))

    assert found
    assert "s3cret-key" not in "\n".join(found)


def test_a_festival_that_ends_before_it_begins_is_refused() -> None:
    text = (
        "sources: {n: {document: x}}\nyears:\n  '2099': {rest_days: [], make_up_workdays: [], source: n, status: unread, "
        "festivals: [{zh: 春节, en: F, from: 2099-01-21, to: 2099-01-20}]}"
    )

    assert "years.2099.festivals.0.to: given a day before `from`" in faults(text)[0]


def circle(*names: str) -> str:
    following = dict(zip(names, (*names[1:], names[0]), strict=True))
    return shifts(*(shift(name, instead_of=f"[usual, {following[name]}]") for name in names), shift("usual"))


@pytest.mark.parametrize("names", ["st", "stu", "stuvwxyz"])
def test_shifts_that_are_kept_instead_of_one_another_in_a_circle_are_refused_each_with_line_and_column(
    names: str,
) -> None:
    found = faults(circle(*names))

    assert len(found) == len(names)
    for number, (name, fault) in enumerate(zip(names, found, strict=True)):
        following = names[(number + 1) % len(names)]
        column = shift(name, instead_of=f"[usual, {following}]").index(f", {following}]") + 3
        assert fault.startswith(
            f"1.yaml:{number + 2}:{column}: shifts.{name}.instead_of.1: given {following!r}, in the"
        )
        assert "allowed shifts that are not kept instead of this one" in fault


def test_a_circle_over_two_files_and_two_circles_through_one_shift_are_found() -> None:
    split = faults(shifts(shift("s"), shift("t", instead_of="[s]")), shifts(shift("s", instead_of="[t]")))
    both = faults(shifts(shift("s", instead_of="[t, u]"), shift("t", instead_of="[s]"), shift("u", instead_of="[s]")))

    assert [fault.partition(" ")[0] for fault in split] == ["1.yaml:3:91:", "2.yaml:2:91:"]
    assert len(both) == 4


def test_one_shift_that_several_stand_instead_of_is_no_circle() -> None:
    assert faults(shifts(shift("s", instead_of="[u, t]"), shift("t", instead_of="[u]"), shift("u"))) == []


@pytest.mark.parametrize("secret", ["env:ROBOT_KEY", "file:/run/secrets/robot", '""'])
def test_a_secret_is_named_by_its_file_or_variable(secret: str) -> None:
    read = routing(f"channels:\n  c: {{kind: wecom, address: 'https://x', secret: {secret}, group: true}}")

    assert (read.channel("c").secret, read.channel("c").group) == (secret.strip('"'), True)


def test_every_line_of_the_sample_that_is_broken_is_named_by_its_number() -> None:
    lines = SAMPLE.splitlines()
    entries = [index for index, line in enumerate(lines) if re.match(r" +[a-z_]+: ", line)]

    for index in entries:
        broken = [*lines[:index], re.sub(r": ", ": }", lines[index], count=1), *lines[index + 1 :]]
        with pytest.raises(RoutingError) as raised:
            Routing.read({"competence.yaml": PACKAGED, "duty.yaml": "\n".join(broken)}, PLACES)
        assert [fault.line for fault in raised.value.faults] == [index + 1]

    assert len(entries) > 15


def test_a_key_that_is_misspelt_is_named_by_line_and_column() -> None:
    for index, line in enumerate(DESK.splitlines()):
        found = re.match(r"(  \w+: \{)zh", line)
        if found:
            broken = DESK.replace(line, line.replace("{zh", "{hz"))
            with pytest.raises(RoutingError) as raised:
                Routing.read({"competence.yaml": PACKAGED, "desk.yaml": broken}, PLACES)
            places = {(fault.line, fault.column) for fault in raised.value.faults if fault.where.endswith("hz")}
            assert places == {(index + 1, len(found[1]) + 1)}
