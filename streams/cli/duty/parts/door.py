"""Decides which connections the console keeps when there are too many: none of them shuts anybody out. Knows no socket.

A connection beyond the bound takes the place of one for which nothing is done at that moment: of a stranger before one that has
shown a sign-in, of the address that has the most, the oldest first. So four addresses that fill all places lose them to the
phone that comes last, which an answer of 503 to everybody would shut out.
"""

from collections.abc import Callable, Iterable
from typing import Final, Protocol

from alerts.accounts.failures import network_of

MOST_OF_ONE: Final = 60
"""Connections of one address that is no proxy: a browser has six, and ten may sit in one office."""

MOST: Final = 200
"""Connections of all addresses that are no proxies: the memory of requests at once is bounded by it."""


class Guest(Protocol):
    """A connection. `peer`: its address; `is_signed_in`: it has shown a sign-in; `is_served`: its answer is being made."""

    @property
    def peer(self) -> str:
        """The address of the other end."""

    @property
    def is_signed_in(self) -> bool:
        """True once a request on it was that of somebody who is signed in."""

    @property
    def is_served(self) -> bool:
        """True while the console itself works on its answer."""

    def cut_off(self) -> None:
        """End it at once."""


class Door:
    """The connections of one server. Mutable. `trusts`: true for a proxy, which has as many as it needs."""

    def __init__(self, trusts: Callable[[str], bool], most: int | None = None, most_of_one: int | None = None) -> None:
        self._trusts = trusts
        self._most = MOST if most is None else most
        self._most_of_one = MOST_OF_ONE if most_of_one is None else most_of_one
        self._by_address: dict[str, list[Guest]] = {}

    def enter(self, guest: Guest) -> bool:
        """Let a connection in, and cut off the one whose place it takes; false where no place can be had."""
        if self._trusts(guest.peer):
            return True
        address = network_of(guest.peer)
        same = self._by_address.get(address, [])
        if len(same) >= self._most_of_one:
            leaves = _first_to_go([same])
        elif sum(map(len, self._by_address.values())) >= self._most:
            leaves = _first_to_go(self._by_address.values())
        else:
            return self._take_in(address, guest)
        if leaves is None:
            return False
        self.leave(leaves)
        leaves.cut_off()
        return self._take_in(address, guest)

    def leave(self, guest: Guest) -> None:
        """Forget a connection that has ended; one that never entered changes nothing."""
        address = network_of(guest.peer)
        same = self._by_address.get(address, [])
        if guest in same:
            same.remove(guest)
        if not same:
            self._by_address.pop(address, None)

    def _take_in(self, address: str, guest: Guest) -> bool:
        self._by_address.setdefault(address, []).append(guest)
        return True


def _first_to_go(addresses: Iterable[list[Guest]]) -> Guest | None:
    """The connection whose place is given to another: none that is served; strangers first, of the address with the most."""
    found = [
        ((guest.is_signed_in, -len(same), age), guest)
        for same in addresses
        for age, guest in enumerate(same)
        if not guest.is_served
    ]
    return min(found, key=lambda each: each[0])[1] if found else None
