"""Services that carry messages, on 127.0.0.1: robots of three kinds and a gateway, which behave as their documents do, or badly.

A robot refuses inside an HTTP 200, takes 20 messages a minute, checks signatures and lengths. What else it does is asked of it
one request at a time: `robot.next("reset")`.
"""

import base64
import hashlib
import hmac
import json
import socket
import struct
import threading
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

PATHS = {
    "wecom": "/cgi-bin/webhook/send?key=wecom-key-0001",
    "dingtalk": "/robot/send?access_token=ding-token-0001",
    "feishu": "/open-apis/bot/v2/hook/feishu-hook-0001",
    "webhook": "/gateway",
}
SIGNS_WITH = "SEC-of-the-robot-0001"


@dataclass(frozen=True, slots=True)
class Taken:
    """A message that a service took: its text, the whole body, headers, and when."""

    text: str
    body: dict[str, Any]
    headers: dict[str, str]
    at: float


@dataclass(slots=True)
class Robot:
    """One service. `taken`: what it delivered. `refused`: codes that it gave otherwise. `requests`: all that came."""

    kind: str
    secret: str = ""
    a_minute: int = 1_000_000
    taken: list[Taken] = field(default_factory=list)
    refused: list[object] = field(default_factory=list)
    requests: int = 0
    behaviours: deque[str] = field(default_factory=deque)
    server: ThreadingHTTPServer | None = None
    released: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)
    seen_keys: set[str] = field(default_factory=set)
    after: Callable[[], None] = lambda: None
    redirects_to: str = ""

    @property
    def address(self) -> str:
        assert self.server is not None
        return f"http://127.0.0.1:{self.server.server_port}{PATHS[self.kind]}"

    def next(self, *behaviours: str) -> None:
        """Set its behaviour at the next requests; afterwards it behaves well again."""
        self.behaviours.extend(behaviours)

    def wait_taken(self, count: int, within_s: float = 60) -> list[Taken]:
        """The requests taken, once there are so many."""
        until = time.monotonic() + within_s
        while len(self.taken) < count:
            assert time.monotonic() < until, f"{len(self.taken)} of {count} messages came, {self.refused} were refused"
            time.sleep(0.01)
        return list(self.taken)


OK: dict[str, dict[str, Any]] = {
    "wecom": {"errcode": 0, "errmsg": "ok"},
    "dingtalk": {"errcode": 0, "errmsg": "ok"},
    "feishu": {"code": 0, "msg": "success", "data": {}, "StatusCode": 0},
    "webhook": {"accepted": True},
}
TOO_OFTEN = {
    "wecom": {"errcode": 45009, "errmsg": "api freq out of limit"},
    "dingtalk": {"errcode": 130101, "errmsg": "send too fast, exceed 20 times per minute"},
    "feishu": {"code": 9499, "msg": "too many request"},
    "webhook": {},
}
BAD_SIGN = {
    "wecom": {"errcode": 93000, "errmsg": "invalid webhook url"},
    "dingtalk": {"errcode": 310000, "errmsg": "sign not match"},
    "feishu": {"code": 19021, "msg": "sign match fail or timestamp is not within one hour from current time"},
    "webhook": {},
}
TOO_LONG = {
    "wecom": {"errcode": 40058, "errmsg": "markdown.content exceed max length 4096"},
    "dingtalk": {"errcode": 460101, "errmsg": "message too long"},
    "feishu": {"code": 11246, "msg": "body too long"},
    "webhook": {},
}
MOST_BYTES = {"wecom": 4096, "dingtalk": 20_000, "feishu": 20_480, "webhook": 1 << 20}


def text_of(kind: str, body: dict[str, Any]) -> str:
    if kind in {"wecom", "dingtalk"}:
        return str(body["markdown"]["content" if kind == "wecom" else "text"])
    return str(body["content"]["text"] if kind == "feishu" else body["text"])


def signed(robot: Robot, path: str, headers: dict[str, str], raw: bytes) -> bool:
    """The replies as each service's documents have them."""
    if not robot.secret:
        return True
    asked, body = parse_qs(urlsplit(path).query), json.loads(raw)
    if robot.kind == "dingtalk":
        stamp, given = asked.get("timestamp", [""])[0], asked.get("sign", [""])[0]
        own = hmac.new(robot.secret.encode(), f"{stamp}\n{robot.secret}".encode(), hashlib.sha256).digest()
        return abs(time.time() * 1000 - int(stamp or 0)) < 3_600_000 and given == base64.b64encode(own).decode()
    if robot.kind == "feishu":
        key = f"{body.get('timestamp', '')}\n{robot.secret}".encode()
        return bool(body.get("sign") == base64.b64encode(hmac.new(key, b"", hashlib.sha256).digest()).decode())
    stamp = headers.get("X-Shiftwarden-Timestamp", "")
    mac = hmac.new(robot.secret.encode(), f"{stamp}.".encode() + raw, hashlib.sha256).hexdigest()
    return headers.get("X-Shiftwarden-Signature") == f"sha256={mac}"


class _Handler(BaseHTTPRequestHandler):
    robot: Robot

    def do_POST(self) -> None:
        robot = self.robot
        raw = self.rfile.read(int(self.headers["Content-Length"]))
        with robot.lock:
            robot.requests += 1
            behaviour = robot.behaviours.popleft() if robot.behaviours else ""
        getattr(self, f"_{behaviour or 'well'}")(raw)

    def _well(self, raw: bytes) -> None:
        status, body = self._judge(raw)
        self._say(status, body)

    def _judge(self, raw: bytes) -> tuple[int, dict[str, Any]]:
        robot, kind = self.robot, self.robot.kind
        body = json.loads(raw)
        with robot.lock:
            lately = [one for one in robot.taken if one.at > time.time() - 60]
            if len(lately) >= robot.a_minute:
                return self._refuse(TOO_OFTEN[kind], 429)
            if not signed(robot, self.path, dict(self.headers), raw):
                return self._refuse(BAD_SIGN[kind], 401)
            if len(text_of(kind, body).encode() if kind == "wecom" else raw) > MOST_BYTES[kind]:
                return self._refuse(TOO_LONG[kind], 413)
            key = self.headers.get("Idempotency-Key")
            if key is None or key not in robot.seen_keys:
                robot.taken.append(Taken(text_of(kind, body), body, dict(self.headers), time.time()))
            robot.seen_keys |= {key} if key else set()
        robot.after()
        return 200, OK[kind]

    def _refuse(self, body: dict[str, Any], status: int) -> tuple[int, dict[str, Any]]:
        self.robot.refused.append(body.get("errcode") or body.get("code") or status)
        return (status if self.robot.kind == "webhook" else 200), body

    def _say(self, status: int, body: dict[str, Any] | bytes, **headers: str) -> None:
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name.replace("_", "-"), value)
        self.send_header("Content-Length", str(len(raw)))
        self.end_headers()
        self.wfile.write(raw)

    def _throttle(self, _raw: bytes) -> None:
        status, body = self._refuse(TOO_OFTEN[self.robot.kind], 429)
        self._say(status, body, Retry_After="1")

    def _error(self, _raw: bytes) -> None:
        self._say(503, {"error": "later"})

    def _taken_then_error(self, raw: bytes) -> None:
        self._judge(raw)
        self._say(502, {})

    def _busy(self, _raw: bytes) -> None:
        self._say(200, {"errcode": -1, "errmsg": "system busy", "code": -1})

    def _unlisted(self, _raw: bytes) -> None:
        self._say(200, {"errcode": 777777, "errmsg": "no document has this", "code": 777777})

    def _no_json(self, _raw: bytes) -> None:
        self._say(200, b"<html>a proxy's page</html>")

    def _array(self, _raw: bytes) -> None:
        self._say(200, b'[0, {"errcode": 0}]')

    def _reset(self, _raw: bytes) -> None:
        self._cut()

    def _taken_then_reset(self, raw: bytes) -> None:
        self._judge(raw)
        self._cut()

    def _cut(self) -> None:
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.close_connection = True
        self.connection.close()

    def _hang(self, raw: bytes) -> None:
        """Take it, and answer nothing until it is released."""
        self._judge(raw)
        self.robot.released.wait(60)

    def _drip(self, raw: bytes) -> None:
        """A response that never ends, a byte at a time."""
        self._judge(raw)
        self.send_response(200)
        self.end_headers()
        while not self.robot.released.wait(0.05):
            try:
                self.wfile.write(b" ")
            except OSError:
                return

    def _huge(self, _raw: bytes) -> None:
        self.send_response(200)
        self.end_headers()
        for _ in range(1000):
            try:
                self.wfile.write(b"x" * 65_536)
            except OSError:
                return

    def _redirect(self, _raw: bytes) -> None:
        self._say(307, {}, Location=self.robot.redirects_to)

    def _echo(self, _raw: bytes) -> None:
        """A careless service: it repeats the address, with the key."""
        self._say(403, {"errmsg": f"no access: {self.path} {json.dumps(dict(self.headers))}"})

    def log_message(self, *_: object) -> None:
        pass


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, *_: object) -> None:
        """A client that hung up is no news."""


@contextmanager
def robot(kind: str, secret: str = "", a_minute: int = 1_000_000, redirects_to: str = "") -> Iterator[Robot]:
    """A service that runs inside the `with`."""
    one = Robot(kind, secret, a_minute)
    handler = type("Handler", (_Handler,), {"robot": one})
    one.server = _Server(("127.0.0.1", 0), handler)
    one.redirects_to = redirects_to
    thread = threading.Thread(target=one.server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield one
    finally:
        one.released.set()
        one.server.shutdown()
        one.server.server_close()
        thread.join(10)
