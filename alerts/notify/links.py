"""Links to pages of the console that want a login: for a robot's group, and where nobody issues links that sign."""

from collections.abc import Mapping, Sequence
from urllib.parse import urlsplit

from sqlalchemy import Connection

from schemas.instants import Ms


class PageLinks:
    """Links without tokens, below the address of the console, such as `https://monitor.city.example`."""

    def __init__(self, address: str) -> None:
        self._address = address.rstrip("/")

    def page(self, leads: Sequence[int]) -> str:
        """The page of one lead, or the list of several."""
        if len(leads) == 1:
            return f"{self._address}/leads/{leads[0]}"
        return f"{self._address}/leads"

    def issue(
        self, connection: Connection, *, person: str, leads: Sequence[int], seen: Mapping[int, int], expires_at: Ms
    ) -> str:
        """The same page: nothing is signed by it."""
        del connection, person, seen, expires_at
        return self.page(leads)


def origin(address: str) -> str:
    """The scheme and host of an address: a link may lead there and nowhere else. `ValueError` where it is none.

    >>> origin("https://monitor.city.example/console/")
    'https://monitor.city.example'
    """
    parts = urlsplit(address)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.username is not None:
        raise ValueError("an address of the console is https://HOST, with a port and a path where needed")
    return f"{parts.scheme}://{parts.netloc}"
