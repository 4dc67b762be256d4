import importlib
import json
import re
import subprocess
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import click
import jsonschema
import pytest
import yaml

PROJECT = Path(__file__).parents[3]
TEXT = (PROJECT / "docker-compose.yml").read_text()
COMPOSE: dict[str, Any] = yaml.safe_load(TEXT)
SERVICES: dict[str, dict[str, Any]] = COMPOSE["services"]
OURS = {name: service for name, service in SERVICES.items() if "build" in service}
# What runs once and ends has neither.
LASTING = {name: service for name, service in SERVICES.items() if service["restart"] != "on-failure:3"}
DOCKERFILE = (PROJECT / "deploy/Dockerfile").read_text()


def _parse(arguments: list[str]) -> None:
    """Read a command line as the program would, and run nothing; `click.UsageError` where it cannot be read."""
    command: click.Command = importlib.import_module("streams.cli.main").main
    context = command.make_context("shiftwarden", list(arguments))
    while isinstance(command, click.Group):
        name, found, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        assert found is not None
        command, context = found, found.make_context(name, rest, parent=context)


def test_the_file_has_the_form_that_compose_reads() -> None:
    # The schema is found, not imported: the package around it needs another click than the program does.
    package = find_spec("check_jsonschema")
    assert package is not None
    assert package.origin is not None
    schema = json.loads((Path(package.origin).parent / "builtin_schemas/vendor/compose-spec.json").read_text())

    jsonschema.validate(COMPOSE, schema)


@pytest.mark.parametrize("name", sorted(OURS))
def test_every_command_is_one_that_the_program_reads(name: str) -> None:
    pytest.importorskip("streams.cli.main", exc_type=ModuleNotFoundError)

    _parse(OURS[name]["command"])


def test_a_command_with_an_unknown_option_is_found() -> None:
    pytest.importorskip("streams.cli.main", exc_type=ModuleNotFoundError)

    with pytest.raises(click.UsageError):
        _parse([*OURS["worker-1"]["command"], "--no-such-option"])


def test_prometheus_scrapes_every_worker_process_where_it_listens() -> None:
    config = yaml.safe_load((PROJECT / "deploy/prometheus/prometheus.yml").read_text())
    targets = config["scrape_configs"][0]["static_configs"][0]["targets"]

    workers = {name: service["command"] for name, service in OURS.items() if service["command"][0] == "worker"}

    desk = config["scrape_configs"][1]["static_configs"][0]["targets"]
    listening = {name: OURS[name]["command"][-1].rpartition(":")[2] for name in ("notify", "console")}

    assert desk == [f"{name}:{port}" for name, port in listening.items()]
    assert targets == [f"{name}:{command[-1].rpartition(':')[2]}" for name, command in workers.items()]
    assert len(targets) == 2


def test_no_worker_process_may_do_more_to_the_ledger_than_record() -> None:
    workers = [service for name, service in OURS.items() if name.startswith("worker")]

    for worker in workers:
        assert any("//shiftwarden_recorder@" in word for word in worker["command"])
        assert worker["secrets"] == ["ledger_recorder"]
        assert "environment" not in worker


@pytest.mark.parametrize(("name", "role"), [("notify", "notifier"), ("console", "console")])
def test_the_duty_desk_logs_in_as_the_role_that_can_do_no_more_than_it_must(name: str, role: str) -> None:
    service = OURS[name]

    assert f"postgresql+psycopg://shiftwarden_{role}@postgres/shiftwarden" in service["command"]
    assert service["secrets"][0] == f"ledger_{role}"
    assert service["environment"]["SHIFTWARDEN_DUTY"] == "/duty"
    assert service["volumes"] == ["${DUTY:?name the duty folder in .env}:/duty:ro"]


def test_the_console_is_served_with_tls_alone() -> None:
    (shell,) = [word for word in OURS["console"]["entrypoint"] if "exec" in word]

    assert "--tls-certificate /run/secrets/console_certificate --tls-key /run/secrets/console_key" in shell


def test_whatever_lasts_is_started_again_and_asked_whether_it_is_well() -> None:
    assert {"kafka", "postgres", "worker-1", "worker-2", "notify", "console", "prometheus", "grafana"} <= set(LASTING)
    for service in LASTING.values():
        assert service["restart"] == "unless-stopped"
        assert service["healthcheck"]["test"][0] == "CMD"


def test_whatever_keeps_data_keeps_it_in_a_named_volume() -> None:
    mounted = {volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])}

    # the duty folder is the user's own, and only read
    assert {name for name in mounted if not name.startswith(("./", "${DUTY"))} == set(COMPOSE["volumes"])


def test_every_mounted_file_is_there() -> None:
    mounted = [volume.partition(":")[0] for service in SERVICES.values() for volume in service.get("volumes", [])]

    assert all((PROJECT / path).exists() for path in mounted if path.startswith("./"))


def test_no_port_is_open_beyond_this_machine() -> None:
    assert all(port.startswith("127.0.0.1:") for service in SERVICES.values() for port in service.get("ports", []))


def mounted_files(name: str) -> list[Path]:
    """The files of Grafana's provisioning that a service mounts: they name secrets, too."""
    volumes = [PROJECT / volume.partition(":")[0] for volume in SERVICES[name].get("volumes", [])]
    return [file for folder in volumes if folder.name == "provisioning" for file in sorted(folder.rglob("*.yml"))]


def test_a_secret_reaches_a_container_as_a_file_that_its_command_reads() -> None:
    using = {name: service["secrets"] for name, service in SERVICES.items() if "secrets" in service}

    assert {name for names in using.values() for name in names} == set(COMPOSE["secrets"])
    for name, secrets in using.items():
        told = yaml.safe_dump({key: SERVICES[name].get(key) for key in ("entrypoint", "environment")}, width=10_000)
        told += "".join(file.read_text() for file in mounted_files(name))
        assert sorted(re.findall(r"/run/secrets/(\w+)", told)) == sorted(secrets)
        assert "PASSWORD: /run" not in told


def test_no_password_stands_in_a_containers_environment() -> None:
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            assert "PASSWORD" not in name or (name.endswith("_FILE") and value.startswith("/run/secrets/"))


@pytest.mark.parametrize("name", sorted(OURS))
def test_our_containers_cannot_take_the_machine_or_change_themselves(name: str) -> None:
    service = OURS[name]

    assert (service["mem_limit"], service["pids_limit"], service["read_only"]) == ("2g", 256, True)
    assert service["tmpfs"] == ["/tmp:size=256m"]  # noqa: S108 the container's own
    assert service["cap_drop"] == ["ALL"]


@pytest.mark.parametrize("name", ["worker-1", "roles", "ledger", "notify"])
def test_a_shell_gives_the_password_and_every_word_of_the_command_to_the_program(name: str, tmp_path: Path) -> None:
    service = SERVICES[name]
    program = tmp_path / ("psql" if name == "roles" else "shiftwarden")
    program.write_text('#!/bin/sh\necho "$PGPASSWORD"\nfor word in "$@"; do echo "$word"; done\n')
    program.chmod(0o755)
    for secret in service["secrets"]:
        (tmp_path / secret).write_text(f"of {secret}\n")
    entrypoint = [word.replace("$$", "$").replace("/run/secrets", str(tmp_path)) for word in service["entrypoint"]]

    ran = subprocess.run(
        [*entrypoint, *service["command"]],
        env={"PATH": f"{tmp_path}:/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=30,
        check=True,
    )

    assert ran.stdout.splitlines() == [f"of {service['secrets'][0]}", *service["command"]]


def test_the_builder_is_sent_what_the_image_is_made_from_and_no_more() -> None:
    lines = (PROJECT / ".dockerignore").read_text().splitlines()

    sent = {line.removeprefix("!") for line in lines if line.startswith("!")}

    assert "*" in lines
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    assert sent == set(" ".join(copied).split())


def test_every_secret_is_asked_for_in_the_example_and_has_no_value_there() -> None:
    example = (PROJECT / "deploy/env.example").read_text()

    named = dict(line.split("=", 1) for line in example.splitlines() if line and not line.startswith("#"))

    assert set(named) == set(re.findall(r"\$\{(\w+):\?", TEXT))
    assert not any(named.values())


def test_every_image_has_a_version() -> None:
    for service in SERVICES.values():
        assert re.fullmatch(r"[\w./-]+:(?!latest)[\w.]+", service["image"])


def test_the_image_is_built_from_the_lock_with_hashes_and_runs_as_nobody_in_particular() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert DOCKERFILE.index("USER shiftwarden") < DOCKERFILE.index("ENTRYPOINT")
    # README.md and LICENSE are copied, but belong to others.
    copied = re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE)
    for path in " ".join(copied).split():
        assert path in {"README.md", "LICENSE"} or (PROJECT / path).exists()


def test_the_image_runs_the_python_that_the_project_asks_for() -> None:
    project = (PROJECT / "pyproject.toml").read_text()

    asked = re.search(r'requires-python = ">=([\d.]+)"', project)

    assert asked is not None
    assert set(re.findall(r"^FROM python:([\d.]+)-slim", DOCKERFILE, re.MULTILINE)) == {asked[1]}
