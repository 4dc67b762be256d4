"""The address of a browser: that of the connection, or the one that a trusted proxy has forwarded."""

import ipaddress
from typing import Final

from fastapi import Request

from alerts.console.settings import ConsoleSettings

_UNKNOWN: Final = "unknown"


def peer_of(request: Request) -> str:
    """The address of the other end of the connection."""
    return request.client.host if request.client is not None else _UNKNOWN


def address_of(request: Request, settings: ConsoleSettings) -> str:
    """The address of the browser. From the right end of X-Forwarded-For, the first that is no trusted proxy.

    What stands left of it anybody can have written; from a peer that is not trusted the header counts nothing.
    """
    address = peer_of(request)
    if not settings.trusts(address):
        return address
    forwarded = [part.strip() for line in request.headers.getlist("x-forwarded-for") for part in line.split(",")]
    for each in reversed(forwarded):
        if not _is_address(each):
            return address
        address = each
        if not settings.trusts(each):
            return address
    return address


def signed_in_by_proxy(request: Request, settings: ConsoleSettings) -> str | None:
    """The account that a trusted proxy has signed in; None where there is no such proxy, or it names none or several."""
    if settings.sign_in_header is None or not settings.trusts(peer_of(request)):
        return None
    named = request.headers.getlist(settings.sign_in_header)
    if len(named) != 1 or not named[0]:
        return None
    try:
        return named[0].encode("latin-1").decode()  # names may be Chinese; a header's bytes come as letters of latin-1
    except UnicodeDecodeError:
        return None


def _is_address(text: str) -> bool:
    try:
        ipaddress.ip_address(text)
    except ValueError:
        return False
    return True
