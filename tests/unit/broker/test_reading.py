"""Broker settings files: what they give, what is said of a fault, and that no secret is said."""

import ssl
import traceback
from pathlib import Path

import pytest

from streams.broker.reading import BrokerSettingsError, read_security, warnings_about
from streams.broker.security import PLAINTEXT, Security
from streams.edge.credentials import faust_credentials
from streams.settings import Settings

SECRET = "hunter2-not-to-be-seen"  # noqa: S105
ACCOUNT = "security_protocol: SASL_PLAINTEXT\nsasl_mechanism: SCRAM-SHA-512\nusername: hema\n"


def written(folder: Path, text: str, *, password: str | bytes = f"{SECRET}\n", mode: int = 0o600) -> Path:
    file, secret = folder / "broker.yaml", folder / "secret"
    file.write_text(text)
    secret.write_bytes(password if isinstance(password, bytes) else password.encode())
    secret.chmod(mode)
    return file


def fault(file: Path, **environment: str) -> str:
    """The messages about the file; the secret is in no part of them, nor in their traceback."""
    with pytest.raises(BrokerSettingsError) as caught:
        read_security(file, environment)
    assert SECRET not in "".join(traceback.format_exception(caught.value))
    return str(caught.value).replace(f"{file.parent}/", "")


def test_a_password_is_read_from_a_file_beside_the_settings(tmp_path: Path) -> None:
    security = read_security(written(tmp_path, f"{ACCOUNT}password_file: secret\n"))

    assert security.options()["sasl_plain_password"].encode() == SECRET.encode()
    assert security.file == tmp_path / "broker.yaml"


def test_a_password_is_read_from_the_environment(tmp_path: Path) -> None:
    security = read_security(
        written(tmp_path, f"{ACCOUNT}password_env: BROKER_PASSWORD\n"), {"BROKER_PASSWORD": SECRET}
    )

    assert security.options()["sasl_plain_password"].encode() == SECRET.encode()


def test_the_byte_order_mark_that_an_editor_leaves_changes_nothing(tmp_path: Path) -> None:
    file = written(tmp_path, f"\ufeff{ACCOUNT}password_file: secret\n", password=f"{SECRET}\r\n")

    assert read_security(file).options()["sasl_plain_password"].encode() == SECRET.encode()


def test_both_libraries_and_faust_get_the_same_account(tmp_path: Path) -> None:
    security = read_security(written(tmp_path, f"{ACCOUNT}password_file: secret\n"))

    options, credentials = security.options(), faust_credentials(security)

    assert options["security_protocol"] == "SASL_PLAINTEXT"
    assert (options["sasl_mechanism"], options["sasl_plain_username"]) == ("SCRAM-SHA-512", "hema")
    assert credentials is not None
    assert credentials.protocol.value == "SASL_PLAINTEXT"
    assert vars(credentials)["mechanism"].value == "SCRAM-SHA-512"
    assert vars(credentials)["username"] == "hema"


def test_without_a_file_nothing_is_encrypted_and_nobody_logs_in() -> None:
    assert PLAINTEXT.options() == {"security_protocol": "PLAINTEXT"}
    assert faust_credentials(PLAINTEXT) is None


def test_tls_trusts_the_operating_system_and_checks_the_host_unless_it_is_told_otherwise(tmp_path: Path) -> None:
    checked = read_security(written(tmp_path, "security_protocol: SSL\n")).tls
    unchecked = read_security(written(tmp_path, "security_protocol: SSL\ncheck_hostname: false\n")).tls

    assert checked is not None
    assert unchecked is not None
    assert (checked.check_hostname, checked.verify_mode) == (True, ssl.CERT_REQUIRED)
    assert (unchecked.check_hostname, unchecked.verify_mode) == (False, ssl.CERT_REQUIRED)


def test_a_password_shows_itself_nowhere(tmp_path: Path) -> None:
    security = read_security(written(tmp_path, f"{ACCOUNT}password_file: secret\n"))
    settings = Settings(security=security)

    shown = [
        repr(security), str(security), repr(settings), settings.model_dump_json(exclude={"security"}),
        str(security.options()), f"{security.options()['sasl_plain_password']}", "%s" % security.options(),  # noqa: UP031
        repr(faust_credentials(security)), str(vars(faust_credentials(security))),
    ]  # fmt: skip

    assert not [text for text in shown if SECRET in text]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "broker.yaml: no fields; write lines of the form `field: value`"),
        ("- a\n", "broker.yaml: no fields; write lines of the form `field: value`"),
        ("a: [\n", "broker.yaml:2: not well-formed; write lines of the form `field: value`"),
        ("[" * 3000, "broker.yaml: not well-formed; write lines of the form `field: value`"),
        (
            "username: a\n",
            "broker.yaml:1: security_protocol: given nothing; allowed: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL",
        ),
        (
            "\nsecurity_protocol: SASL\n",
            "broker.yaml:2: security_protocol: given 'SASL'; allowed: PLAINTEXT, SSL, SASL_PLAINTEXT or SASL_SSL",
        ),
        (
            "security_protocol: SSL\ncheck_hostname: perhaps\n",
            "broker.yaml:2: check_hostname: given 'perhaps'; allowed: true or false",
        ),
        (
            "security_protocol: SSL\nsecurity_protocol: SSL\n",
            "broker.yaml:2: security_protocol: given a second time; allowed: each field once",
        ),
        (
            "security_protocol: SSL\nca_file: [a]\n",
            "broker.yaml:2: ca_file: given no single value; allowed: `ca_file: value`",
        ),
        (
            ACCOUNT,
            (
                "broker.yaml:1: password_file: given nothing; allowed: password_file or password_env; SASL_PLAINTEXT needs a"
                " password"
            ),
        ),
        (
            "security_protocol: SASL_PLAINTEXT\nusername: a\npassword_file: secret\n",
            (
                "broker.yaml:1: sasl_mechanism: given nothing; allowed: PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512; SASL_PLAINTEXT"
                " needs it"
            ),
        ),
        (
            f"{ACCOUNT}password_file: secret\npassword_env: A\n",
            "broker.yaml:5: password_env: given it and password_file; allowed: one of the two",
        ),
        (
            "security_protocol: PLAINTEXT\nusername: a\n",
            "broker.yaml:2: username: given it, with PLAINTEXT; allowed: it with SASL_PLAINTEXT or SASL_SSL alone",
        ),
        (
            f"{ACCOUNT}password_file: secret\nca_file: ca.pem\n",
            "broker.yaml:5: ca_file: given it, with SASL_PLAINTEXT; allowed: it with SSL or SASL_SSL alone",
        ),
        (
            "security_protocol: SSL\ncertificate_file: a\n",
            "broker.yaml:1: key_file: given nothing; allowed: certificate_file and key_file together, or neither",
        ),
        (
            "security_protocol: SSL\nca_file: none.pem\n",
            (
                "broker.yaml:2: ca_file: given 'none.pem' (No such file or directory); allowed: a PEM file of the authorities"
                " that are trusted"
            ),
        ),
        (
            "security_protocol: SSL\nca_file: secret\n",
            (
                "broker.yaml:2: ca_file: given 'secret' (no certificate or crl found); allowed: a PEM file of the authorities"
                " that are trusted"
            ),
        ),
    ],
)
def test_a_fault_is_said_with_line_field_given_and_allowed(tmp_path: Path, text: str, said: str) -> None:
    assert fault(written(tmp_path, text)) == said


@pytest.mark.parametrize(
    "wrong",
    [
        f"password: {SECRET}",
        f"sasl_plain_password: {SECRET}",
        f"password_file: {SECRET}",
        f"password_env: {SECRET}",
        f"username: hema:{SECRET}\npassword_file: secret",
        f"password_file: secret\nunknown: {SECRET}",
        f"password_file: secret\n{{{SECRET}: [",
        f"password_file: secret\n  {SECRET}\n : *{SECRET}",
    ],
)
def test_a_password_in_the_wrong_place_is_not_repeated(tmp_path: Path, wrong: str) -> None:
    account = ACCOUNT.replace("username: hema\n", "") if "username" in wrong else ACCOUNT

    assert fault(written(tmp_path, f"{account}{wrong}\n"))


def test_a_password_in_the_settings_file_is_refused_with_where_it_belongs(tmp_path: Path) -> None:
    said = fault(written(tmp_path, f"{ACCOUNT}password: {SECRET}\n"))

    assert said.startswith("broker.yaml:4: password: given an unknown field; allowed: password_file or password_env")


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "the file is empty"),
        (b"a\nb\n", "the file holds more than one line of printable text"),
        ("\ufeffa\n".encode(), "the file holds more than one line of printable text"),
        ("ab\n".encode("utf-16"), "the file is no UTF-8 text"),
        (b"a" * 5000, "the file has more than 4096 bytes"),
    ],
)
def test_a_file_that_holds_no_password_is_refused(tmp_path: Path, content: bytes, why: str) -> None:
    said = fault(written(tmp_path, f"{ACCOUNT}password_file: secret\n", password=content))

    assert (
        said
        == f"broker.yaml:4: password_file: given (not shown) {why}; allowed: a file that holds the password, one line"
    )


def test_every_fault_is_said_at_once(tmp_path: Path) -> None:
    said = fault(written(tmp_path, "security_protocol: SASL_SSL\nca_file: none.pem\ncertificate_file: a\n"))

    assert [part.split(": ")[1] for part in said.split("; broker.yaml")] == [
        "sasl_mechanism",
        "username",
        "password_file",
        "key_file",
    ]


def test_a_folder_and_a_file_that_is_not_there_are_no_settings(tmp_path: Path) -> None:
    assert fault(tmp_path / "none.yaml") == "none.yaml: no such file; name a broker settings file"
    assert "no such file" in fault(tmp_path)


@pytest.mark.parametrize(("mode", "count"), [(0o600, 0), (0o640, 0), (0o644, 1)])
def test_a_secret_that_all_users_may_read_is_warned_about(tmp_path: Path, mode: int, count: int) -> None:
    file = written(tmp_path, f"{ACCOUNT}password_file: secret\n", mode=mode)

    assert len(list(warnings_about(file))) == count


def test_a_host_that_is_not_checked_is_warned_about(tmp_path: Path) -> None:
    file = written(tmp_path, "security_protocol: SSL\ncheck_hostname: no\n")

    assert [warning for warning in warnings_about(file) if "check_hostname is off" in warning]


def test_security_is_compared_by_what_it_says() -> None:
    assert Security() == PLAINTEXT
