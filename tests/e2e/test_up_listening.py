"""`shiftwarden up` with an address for others: a platform with an account sends its feed over TLS and reads its receipts."""

import asyncio
import json
import re
import ssl
import subprocess
from pathlib import Path
from typing import Any

from aiokafka import AIOKafkaConsumer, AIOKafkaProducer

from schemas.topics import feed, receipts
from streams.tools.embedded.free_ports import METRICS_PORTS, lasting_port
from tests.e2e.demo import PROGRAM, PROJECT
from tests.e2e.test_up import LONG_S, running_up
from tests.integration.live.events import arrays, hard_days

PLATFORM = "hema"


def test_a_platform_with_an_account_sends_its_feed_over_tls_and_reads_its_receipts(tmp_path: Path) -> None:
    port = lasting_port(METRICS_PORTS)
    with running_up(tmp_path, "--listen", f"0.0.0.0:{port}", "--advertise", "localhost") as up:
        said = up.said
        address, authority = re.findall(r"Feeds go to (\S+) \(SASL_SSL, SCRAM-SHA-512\); platforms trust (\S+)", said)[
            0
        ]
        command = re.findall(r"Accounts: shiftwarden (.+)", said)[0].replace("--platform ID", f"--platform {PLATFORM}")
        password = tmp_path / "password"
        given = subprocess.run(
            [*PROGRAM, *command.split(), "--password-file", str(password)],
            capture_output=True, text=True, cwd=PROJECT, timeout=LONG_S, check=False,
        )  # fmt: skip
        assert given.returncode == 0, given.stderr
        login = {
            "security_protocol": "SASL_SSL",
            "sasl_mechanism": "SCRAM-SHA-512",
            "sasl_plain_username": PLATFORM,
            "sasl_plain_password": password.read_text().strip(),
            "ssl_context": ssl.create_default_context(cafile=authority),
        }
        values = [value for platform, value in arrays(hard_days(seed=1, workers=10)) if platform == PLATFORM]

        offsets = asyncio.run(asyncio.wait_for(exchange(address, login, values), LONG_S))

    assert address == f"localhost:{port}"
    assert offsets == len(values)


async def exchange(address: str, login: dict[str, Any], values: list[bytes]) -> int:
    """Send the records, and read receipts until they cover as many; gives how many."""
    covered = 0
    async with (
        AIOKafkaProducer(bootstrap_servers=address, **login) as producer,
        AIOKafkaConsumer(
            receipts(PLATFORM), bootstrap_servers=address, auto_offset_reset="earliest", **login
        ) as consumer,
    ):
        for value in values:
            await producer.send_and_wait(feed(PLATFORM), value)
        while covered < len(values):
            receipt = json.loads((await consumer.getone()).value)
            covered += receipt["last_offset"] - receipt["first_offset"] + 1
    return covered
