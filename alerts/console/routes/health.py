"""The health of the console: 200 while it can read the ledger, else 503 with one sentence."""

from typing import Final

from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from alerts.console.guards.visits import desk_of
from alerts.errors import LedgerError

router: Final = APIRouter()


@router.get("/healthz")
def health(request: Request) -> PlainTextResponse:
    """Check that the ledger can be read. The sentence names no address."""
    try:
        desk_of(request).ledger.check()
    except LedgerError as error:
        return PlainTextResponse(f"the ledger cannot be read: {error.reason.value}\n", 503)
    return PlainTextResponse("ok\n")
