"""The HTTP server of a process: `/metrics` for Prometheus, `/healthz` and `/readyz` for the supervisor that restarts it.

`/healthz` answers 200 while the event loop turns, else 503. `/readyz` answers 200 where nothing is lacking, else 503 and, in
JSON, what is. Both come from a thread of their own, so that they answer when the loop does not.
"""

import errno
import json
import threading
from collections.abc import Iterable
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from prometheus_client import CollectorRegistry, make_wsgi_app

from streams.health.condition import ALIVE_S, Condition

_REQUEST_S = 10.0
"""Seconds for a request to come in, and for its response to go out."""

_AT_ONCE = 16
"""Requests that are answered at the same time; Prometheus, a supervisor and a person are three. More are closed unanswered."""


class AddressInUseError(Exception):
    """The address cannot be listened at. The message gives the reason and the remedy."""


def serve(address: str, registry: CollectorRegistry, condition: Condition) -> WSGIServer:
    """Serve at `HOST:PORT`, port 0 for a free one, for as long as the process lives. `AddressInUseError`."""
    host, _, port = address.rpartition(":")
    try:
        server = make_server(host, int(port), application(registry, condition), _Server, _Handler)
    except OSError as error:
        raise AddressInUseError(_refused(address, error)) from error
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server


def application(registry: CollectorRegistry, condition: Condition) -> WSGIApplication:
    """The application that serves all three paths."""
    metrics = make_wsgi_app(registry)

    def respond(environ: WSGIEnvironment, start: StartResponse) -> Iterable[bytes]:
        path = environ.get("PATH_INFO")
        if path == "/healthz":
            return _health(condition, start)
        if path == "/readyz":
            return _readiness(condition, start)
        response: Iterable[bytes] = metrics(environ, start)
        return response

    return respond


def _health(condition: Condition, start: StartResponse) -> list[bytes]:
    if condition.alive:
        return _respond(start, "200 OK", "text/plain; charset=utf-8", "the event loop turns\n")
    text = f"the event loop has not turned for {ALIVE_S:.0f} s or longer\n"
    return _respond(start, "503 Service Unavailable", "text/plain; charset=utf-8", text)


def _readiness(condition: Condition, start: StartResponse) -> list[bytes]:
    lacking = condition.lacking
    status = "503 Service Unavailable" if lacking else "200 OK"
    return _respond(
        start, status, "application/json", json.dumps({"ready": not lacking, "lacking": dict(lacking)}) + "\n"
    )


def _respond(start: StartResponse, status: str, kind: str, text: str) -> list[bytes]:
    body = text.encode()
    start(status, [("Content-Type", kind), ("Content-Length", str(len(body))), ("Cache-Control", "no-store")])
    return [body]


def _refused(address: str, error: OSError) -> str:
    why = {
        errno.EADDRINUSE: "another process listens there",
        errno.EADDRNOTAVAIL: "this machine has no such address",
        errno.EACCES: "it is reserved for the system's administrator",
    }.get(error.errno or 0, error.strerror or str(error))
    return (
        f"Metrics cannot be served at {address}: {why}. Name another with --metrics HOST:PORT; port 0 takes a free one."
    )


class _Handler(WSGIRequestHandler):
    timeout = _REQUEST_S

    def log_message(self, *_: Any) -> None:
        """Log nothing: there is a request every few seconds."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True

    def __init__(self, *arguments: Any, **named: Any) -> None:
        self._free = threading.BoundedSemaphore(_AT_ONCE)
        super().__init__(*arguments, **named)

    def process_request(self, request: Any, client_address: Any) -> None:
        if self._free.acquire(blocking=False):
            super().process_request(request, client_address)
        else:
            self.shutdown_request(request)

    def process_request_thread(self, request: Any, client_address: Any) -> None:
        try:
            super().process_request_thread(request, client_address)
        finally:
            self._free.release()

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Log nothing about a client that hung up or was too slow."""
