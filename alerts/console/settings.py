"""Settings of the console, frozen: the one address that links name, and the proxies that are trusted."""

import ipaddress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

Network = ipaddress.IPv4Network | ipaddress.IPv6Network

LOOPBACK: Final = frozenset({"127.0.0.1", "localhost", "::1"})


class ConsoleSettingsError(ValueError):
    """A setting is not allowed; names it, with what was given and what is allowed."""


@dataclass(frozen=True, slots=True)
class ConsoleSettings:
    """`address`: scheme, host and port as browsers have them. `proxies`: networks whose forwarded addresses are believed.

    `sign_in_header`: the header in which such a proxy names the account that it has signed in; null where none does.
    """

    address: str
    proxies: tuple[Network, ...] = ()
    sign_in_header: str | None = None

    @property
    def host(self) -> str:
        """The one value of the header Host that is served."""
        return urlsplit(self.address).netloc

    @property
    def is_secure(self) -> bool:
        """True where browsers come by https; http is for this machine alone."""
        return self.address.startswith("https://")

    def trusts(self, peer: str) -> bool:
        """True where the peer of a connection is a proxy that is trusted."""
        try:
            address = ipaddress.ip_address(peer)
        except ValueError:
            return False
        # a socket of both versions names a peer of version 4 by an address of version 6
        plain = getattr(address, "ipv4_mapped", None) or address
        return any(plain in network for network in self.proxies)


def checked_address(text: str) -> str:
    """An address for `ConsoleSettings`; `ConsoleSettingsError` where it is none."""
    try:
        parts = urlsplit(text)
        host, _ = parts.hostname, parts.port
    except ValueError:
        host, parts = None, urlsplit("")
    plain = not (parts.username or parts.query or parts.fragment) and parts.path in {"", "/"} and text.isascii()
    if host and plain and (parts.scheme == "https" or (parts.scheme == "http" and host in LOOPBACK)):
        return f"{parts.scheme}://{parts.netloc.lower()}"
    raise ConsoleSettingsError(
        f"given the address {without_login(text)[:200]!r}; allowed: https://HOST or https://HOST:PORT without a path; "
        "http:// for 127.0.0.1 and localhost alone"
    )


def without_login(text: str) -> str:
    """An address as a message repeats it: a password may stand before its host.

    >>> without_login("smtp://monitor:secret@mail.example:25")
    'smtp://***@mail.example:25'
    """
    scheme, _, rest = text.partition("//")
    return f"{scheme}//***@{rest.rpartition('@')[2]}" if "@" in rest else text


def checked_network(text: str) -> Network:
    """A network of trusted proxies; `ConsoleSettingsError` where it is none, or is everybody."""
    try:
        network = ipaddress.ip_network(text)
    except ValueError:
        network = None
    if network is None or network.prefixlen == 0:
        raise ConsoleSettingsError(
            f"given the proxy {text[:80]!r}; allowed: an address or a network such as 10.1.2.0/24"
        )
    return network
