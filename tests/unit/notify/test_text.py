"""The text of a message: Chinese first, whole minutes, no worker; and harmless whatever a platform is called."""

import email
import email.policy
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from alerts.leads.finding import LeadFinding
from alerts.leads.lead import Lead, Standing
from alerts.notify.channels.mail import mail_of, read_mail_address
from alerts.notify.parcel import Parcel
from alerts.notify.stages.triggers import MessageTopic, ToldReason
from alerts.notify.text.cleaning import cleaned, header_line
from alerts.notify.text.figures import Figures, reliance
from alerts.notify.text.rendering import LINK, Letter, Writer
from alerts.notify.text.splitting import split
from alerts.routing import Force
from alerts.words import RULES, Names
from schemas.bilingual import Bilingual
from schemas.findings.finding import Finding, Severity
from tests.unit.alerts.builders import WORKER, found
from tests.unit.notify.desk import NAMES, PACKAGED
from tests.unit.notify.test_triggers import NOW, lead

HOSTS = frozenset({"https://c.example"})
HOSTILE = [
    "[河马](http://evil.example)",
    "<@all>",
    '<at user_id="all">所有人</at>',
    "a\r\nBcc: x@evil.example",
    "</p><script>alert(1)</script>",
    "https://evil.example/x",
    "evil.example",
    "**粗** `码` > 引 # 题",
    "\u202e\u2066abc\u0000\x1b[2J",
    "{{ 7*7 }}{% raw %}",
    LINK,
    "x" * 10_000,
]


def lead_of(finding: Finding, number: int = 7) -> Lead:
    return replace(lead(), number=number, finding=LeadFinding.of(finding))


def letter(
    *leads: Lead,
    topic: MessageTopic = MessageTopic.NEWS,
    language: str = "zh",
    digest: bool = False,
    reason: ToldReason = ToldReason.RAISED,
) -> Letter:
    return Letter(topic, language, tuple((reason, one) for one in leads), digest, "wang")


WRITER = Writer(NAMES, HOSTS, PACKAGED.force)


def said_of(written: Letter, kind: str = "webhook", writer: Writer = WRITER) -> str:
    (part,) = writer.parts(written, kind)
    return part


def test_a_message_says_what_where_how_much_by_which_law_and_how_sure() -> None:
    said = said_of(
        letter(
            lead_of(found(4, None, measured=19_020_000, severity=Severity.GRAVE), 41),
            lead_of(found(5, 9, measured=15_000_000, severity=Severity.SERIOUS), 42),
        )
    )

    assert said.split("\n") == [
        "【严重】连续工作超限未休 2条 · 河马外卖 · 青云谱区 · 01-01 18:00",
        "最长 5小时17分（限4小时）；1条正在进行",
        "依据：洪人社发〔2022〕88号 第6条（鼓励性）；数据：可靠",
        "线索 #41 #42",
        f"查看并签收：{LINK}",
        "本条为线索，非违法认定",
    ]


def test_an_english_reader_gets_english() -> None:
    said = said_of(letter(lead_of(found(4, 9, measured=19_020_000)), language="en"))

    assert said.startswith("[minor] rest missed: 1 · Hema · Qingyunpu")
    assert "longest 5 h 17 min (limit 4 h)" in said
    assert "clause 6 (encourages); data: reliable" in said


def test_pay_is_in_yuan_and_its_worst_is_the_least() -> None:
    pay = found(4, 9, rule="pay_below_minimum").model_copy(
        update={"unit": "fen/h", "limit": 2000, "measured": 1850, "shortfall_fen": 1234}
    )
    better = pay.model_copy(update={"measured": 1900, "shortfall_fen": 100})

    said = said_of(letter(lead_of(pay), lead_of(better, 8)))

    assert "最低 每小时 18.50 元（应不低于每小时 20.00 元），少付 12.34 元" in said
    assert "第5条（强制性）" in said


def test_doubts_about_the_data_are_named() -> None:
    vague = found(4, 9).model_copy(update={"measured_high": 20_000_000, "reasons": ("silent_session",)})

    assert reliance([Figures.of(lead_of(vague)), Figures.of(lead())]) == Bilingual(
        "1条含未知时段", "1 with unknown time"
    )


def test_no_worker_stands_in_any_message() -> None:
    one = lead_of(found(4, 9))
    shown = [said_of(letter(one, topic=topic), kind) for topic in MessageTopic for kind in ("wecom", "smtp")]

    assert WORKER in one.finding.text
    assert not [said for said in shown if WORKER[:8] in said]


def test_a_closing_message_says_that_it_is_withdrawn() -> None:
    gone = replace(lead(), standing=Standing.WITHDRAWN)

    said = said_of(letter(gone, topic=MessageTopic.CLOSING, reason=ToldReason.WITHDRAWN))

    assert said.startswith("【撤回】")
    assert "撤回，后到数据不再支持 1条" in said
    assert "签收" not in said


def test_a_digest_counts_by_rule_and_lists_no_numbers() -> None:
    leads = [lead_of(found(4, 9), 1), lead_of(found(4, 9, rule="weekly_rest"), 2), lead_of(found(5, 9), 3)]

    said = said_of(letter(*leads, topic=MessageTopic.DIGEST, digest=True, reason=ToldReason.OBSERVED))

    assert "连续工作超限未休 2\n每周无休息日 1" in said
    assert "#" not in said


def test_every_rule_has_the_force_of_its_clause() -> None:
    assert set(PACKAGED.forces) == set(RULES) - {"rest_due"}


def test_a_force_of_the_duty_folder_stands_in_the_message_without_markup_and_one_not_listed_is_never_guessed() -> None:
    hostile = Bilingual("[令](http://evil.example)", "order")
    told = said_of(letter(lead()), writer=Writer(NAMES, HOSTS, lambda _: Force(hostile, hostile, hostile)))
    unlisted = said_of(letter(lead()), writer=Writer(NAMES, HOSTS))

    assert "](" not in told
    assert "evil.example" not in told
    assert "依据：见线索页（效力未列）" in unlisted


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("kind", ["wecom", "dingtalk", "feishu", "smtp", "webhook"])
def test_a_hostile_name_is_text_in_every_channel(name: str, kind: str) -> None:
    writer = Writer(Names({"360104": Bilingual(name, name)}, {"hema": Bilingual(name, name)}), HOSTS)

    said = said_of(letter(lead()), kind, writer)
    title = writer.title(letter(lead()))

    for shown in (said.replace(f"]({LINK})", ""), title):
        assert not [
            mark for mark in ("](", "<", ">", "://", "evil.example", "`", "\r", "\x00", "\u202e") if mark in shown
        ]
    assert said.count(LINK) == 1
    assert said.count("\n") == said_of(letter(lead()), kind).count("\n")
    assert len(title) < 200


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_name_is_one_header_and_no_markup_of_a_mail(name: str) -> None:
    to = read_mail_address("smtp://127.0.0.1:25/wang@city.example?tls=none")
    parcel = Parcel(
        1, 1, 0, 1, "mail", "key-1", f"【轻】{name}", f"一行 {name}", "https://c.example/leads/1", "wang", False
    )

    read = email.message_from_bytes(mail_of(to, parcel, NOW).as_bytes(), policy=email.policy.default)

    assert [read["To"], read["Bcc"], len(read.get_all("Subject", []))] == ["wang@city.example", None, 1]
    page = read.get_body(("html",))
    assert page is not None
    assert "<script>" not in page.get_content()
    assert '<a href="https://c.example/leads/1">' in page.get_content()


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("https://c.example/s/abc", True),
        ("https://c.example.evil.example/", False),
        ("https://evil.example/?https://c.example", False),
        ("http://c.example/", False),
        ("https://user@c.example/", False),
        ("https://c.example:444/", False),
        ("https://c.example/)[x](http://evil.example", False),
        ("javascript:alert(1)", False),
        ("https://[", False),
        ("", False),
        (f"https://c.example/{'x' * 300}", False),
    ],
)
def test_a_link_leads_to_the_host_of_the_settings_or_is_none(address: str, kept: bool) -> None:
    assert Writer(NAMES, HOSTS).allowed(address) == (address if kept else None)


@given(st.text(max_size=300), st.integers(4, 64))
def test_parts_are_short_enough_and_lose_no_letter(said: str, most: int) -> None:
    parts = split(said, most)

    assert all(len(part.encode()) <= most for part in parts)
    assert "".join(parts).replace("\n", "") == said.replace("\n", "")


@given(st.text(max_size=200))
def test_a_cleaned_name_is_one_line_without_meaning(name: str) -> None:
    shown = cleaned(name)

    assert len(shown) <= 40
    assert not set(shown) & set("[]()<>*_`#@:/.|\\\r\n{}")
    assert all(letter.isprintable() for letter in header_line(name))


def test_a_long_message_is_numbered_in_parts_that_each_service_takes() -> None:
    writer = Writer(NAMES, HOSTS)
    many = [lead_of(found(4, 9), number) for number in range(10**12, 10**12 + 30)]

    parts = writer.parts(letter(*many), "wecom")

    assert all(len(part.encode()) <= 4096 for part in parts)
    assert sum(part.count(LINK) for part in parts) == 1
