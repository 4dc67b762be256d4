"""Looks up the addresses of a host within a time, whatever its name servers do: one that never answers holds up nobody else.

The system's own lookup cannot be ended: it waits for each name server, again and again, some 30 s by default. So it has a thread
of its own, which nothing waits for at the end, and one alone for a host, however often it is wanted meanwhile.
"""

import asyncio
import socket
import threading
from concurrent.futures import Future
from typing import Any, Final

LOOKUP_S: Final = 5.0
"""Seconds for a lookup: a name server answers in a tenth of one, and is asked again after five."""

_LEAST_PAUSE_S: Final = 0.001
_MOST_PAUSE_S: Final = 0.05
"""Seconds between looks whether a lookup is done, doubled up to the most: a cached name takes 1 ms; 20 looks a second."""

Found = list[tuple[Any, ...]]
"""Addresses in the form of `socket.getaddrinfo`."""

_Key = tuple[Any, ...]
_under_way: dict[_Key, "Future[Found]"] = {}
_lock = threading.Lock()


def addresses_of(host: str, port: int) -> Found:
    """The addresses of a host for a stream; `OSError` where it has none, or they are not found in time."""
    try:
        return _looked_up((host, port, 0, socket.SOCK_STREAM, 0, 0)).result(LOOKUP_S)
    except TimeoutError:
        raise _in_vain() from None


class LookupLoop(asyncio.SelectorEventLoop):
    """An event loop whose lookups of hosts end in time, and are not waited for when it ends."""

    async def getaddrinfo(
        self,
        host: Any,
        port: Any,
        *,
        family: int = 0,
        type: int = 0,  # noqa: A002  the parent's own name
        proto: int = 0,
        flags: int = 0,
    ) -> Found:
        """The addresses of a host; `OSError` likewise."""
        until, pause = self.time() + LOOKUP_S, _LEAST_PAUSE_S
        found = _looked_up((host, port, family, type, proto, flags))
        while not found.done():
            if self.time() > until:
                raise _in_vain()
            await asyncio.sleep(pause)
            pause = min(2 * pause, _MOST_PAUSE_S)
        return found.result()


def _in_vain() -> OSError:
    return socket.gaierror(socket.EAI_AGAIN, f"the name servers have not answered within {LOOKUP_S:g} s")


def _looked_up(key: _Key) -> "Future[Found]":
    """The lookup of this that is under way, else a new one."""
    with _lock:
        found = _under_way.get(key)
        if found is None:
            found = _under_way[key] = Future()
            threading.Thread(target=_look_up, args=(key, found), name="lookup", daemon=True).start()
    return found


def _look_up(key: _Key, found: "Future[Found]") -> None:
    host, port, family, sort, proto, flags = key
    try:
        found.set_result(socket.getaddrinfo(host, port, family, sort, proto, flags))
    except Exception as error:  # noqa: BLE001  whatever the lookup raises is raised where it is waited for
        found.set_exception(error)
    finally:
        with _lock:
            _under_way.pop(key, None)
