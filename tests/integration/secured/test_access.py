"""`shiftwarden access --apply` on a broker: accounts and rights come to be, once, and nothing is taken away."""

import re
from pathlib import Path

from kafka.admin import (
    ACL,
    ACLOperation,
    ACLPermissionType,
    ConfigResource,
    ConfigResourceType,
    ResourcePattern,
    ResourceType,
)

from streams.broker.admin import administrator
from streams.broker.reading import read_security
from tests.integration.secured.accounts import PASSWORDS, Accounts
from tests.integration.secured.clients import allowed

TUCHE = ["feed.tuche", "receipts.tuche"]


def password_in(output: str) -> str:
    found = re.search(r"password is (\S+) \(shown this once\)", output) or re.search(r"password (\S+) \(shown", output)
    assert found is not None, output
    return found[1]


def test_a_password_is_shown_once_and_lets_the_account_in(secured: Accounts) -> None:
    first = secured.access("--platform", "tuche", "--apply")
    again = secured.access("--platform", "tuche", "--apply")
    password = password_in(first.output)

    security = read_security(secured.kafka.settings_file("tuche", password))
    assert "5 rights given, 0 already there." in first.output
    assert (
        "The account tuche exists; its password was left as it is (see --new-password).\n0 rights given, 5 already there."
        in again.output
    )
    assert password not in again.output
    assert allowed(secured.kafka.address, security, TUCHE) == {
        "feed.tuche": {"WRITE", "DESCRIBE"},
        "receipts.tuche": {"READ", "DESCRIBE"},
    }


def test_a_new_password_takes_the_place_of_the_old_one(secured: Accounts, tmp_path: Path) -> None:
    old = password_in(secured.access("--platform", "kuaisong", "--apply").output)

    replaced = secured.access(
        "--platform", "kuaisong", "--apply", "--new-password", "--password-file", tmp_path / "new"
    )

    assert replaced.exit_code == 0, replaced.output
    new = (tmp_path / "new").read_text().strip()
    assert (tmp_path / "new").stat().st_mode & 0o777 == 0o600
    assert new not in replaced.output
    with_old, with_new = (secured.kafka.settings_file("kuaisong", each) for each in (old, new))
    assert allowed(secured.kafka.address, read_security(with_new), ["feed.kuaisong"]) == {
        "feed.kuaisong": {"WRITE", "DESCRIBE"}
    }
    secured.kafka.settings_file("kuaisong", old)
    assert "does not let the account 'kuaisong' in" in secured.call_with(with_old, "topics").output


def test_rights_that_an_account_has_besides_are_named_and_left(secured: Accounts) -> None:
    thing = ResourcePattern(ResourceType.TOPIC, "standing")
    besides = ACL("User:hema", "*", ACLOperation.DESCRIBE, ACLPermissionType.ALLOW, thing)
    with administrator(secured.kafka.address, secured.kafka.admin) as admin:
        admin.create_acls([besides])
        try:
            said = secured.access("--platform", "hema", "--apply").output
        finally:
            admin.delete_acls([besides])

    assert "warning: hema has a further right, which was left: Describe on the topic standing" in said
    assert PASSWORDS["hema"] not in said


def test_who_is_no_administrator_makes_no_account(secured: Accounts) -> None:
    ended = secured.call("access", "hema", "--workers", "--apply")

    assert ended.exit_code == 2
    assert "the account 'hema' may not do this" in ended.output


def test_the_topics_never_choose_a_leader_that_lacks_records(secured: Accounts) -> None:
    with administrator(secured.kafka.address, secured.kafka.admin) as admin:
        found = admin.describe_configs([ConfigResource(ConfigResourceType.TOPIC, "work")])

    assert found["topic"]["work"]["unclean.leader.election.enable"]["value"] == "false"
