"""The addresses at which an installation listens: those that were requested, and the ports that it had before and keeps."""

from dataclasses import dataclass
from pathlib import Path

from streams.broker.errors import AddressRefusedError
from streams.tools.embedded.advertised import OutsideListener
from streams.tools.embedded.free_ports import LOOPBACK, METRICS_PORTS, free_ports, lasting_port, unavailable_reason
from streams.tools.embedded.private import write_private


@dataclass(frozen=True, slots=True)
class Listening:
    """The requested addresses, all optional. `port` is the broker's on 127.0.0.1, `outside` an address for others.

    `metrics`: `HOST:PORT` of the first workers; the others get the ports after the last one. `lasting`: ports that nobody
    named are chosen to be kept, and one that is in use by another program is an error and not replaced.
    """

    port: int | None = None
    outside: OutsideListener | None = None
    metrics: tuple[str, ...] = ()
    lasting: bool = False


ANYWHERE = Listening()
"""Free ports of 127.0.0.1, different ones at each start."""


def metrics_addresses(wanted: Listening, file: Path, count: int) -> list[str]:
    """The addresses of so many workers' metrics. Lasting ports are kept in the file.

    `AddressRefusedError` names one that is not available.
    """
    if not wanted.lasting and not wanted.metrics:
        return [f"{LOOPBACK}:{port}" for port in free_ports(count)]
    addresses = _following(wanted.metrics, count) if wanted.metrics else _kept(file, count)
    for address in addresses:
        host, port = _parts(address)
        if reason := unavailable_reason(host, port):
            raise AddressRefusedError(f"The metrics' port {port} of {host} {reason}, with --metrics.")
    return addresses


def _following(given: tuple[str, ...], count: int) -> list[str]:
    """The addresses as given, and for the workers beyond them the ports after the last.

    >>> _following(("127.0.0.1:9100",), 3)
    ['127.0.0.1:9100', '127.0.0.1:9101', '127.0.0.1:9102']
    """
    host, last = _parts(given[-1])
    more = [f"{host}:{last + step}" for step in range(1, count - len(given) + 1)]
    return [*given, *more][:count]


def _kept(file: Path, count: int) -> list[str]:
    """The addresses that stand in the file, completed to `count` and written back where some are new."""
    try:
        kept = file.read_text(encoding="ascii").split()
    except (FileNotFoundError, UnicodeDecodeError):
        kept = []
    addresses = [each for each in kept if each.rpartition(":")[2].isdigit()]
    while len(addresses) < count:
        taken = {_parts(each)[1] for each in addresses}
        addresses.append(f"{LOOPBACK}:{lasting_port(METRICS_PORTS, taken)}")
    if addresses != kept:
        write_private(file, "\n".join(addresses) + "\n")
    return addresses[:count]


def _parts(address: str) -> tuple[str, int]:
    host, _, port = address.rpartition(":")
    return host, int(port)
