"""A gateway for texts that keeps the contract of `core.senders`; `tests/core/test_senders.py` verifies it."""

import http.server
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class Gateway(http.server.HTTPServer):
    """Takes texts in by POST, each reference once; refuses without the token, and while `is_down`."""

    def __init__(self, token: str = "") -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.token, self.is_down = token, False
        self.taken: dict[str, dict[str, str]] = {}

    @property
    def address(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_port}/send"


class Handler(http.server.BaseHTTPRequestHandler):
    """One POST."""

    server: Gateway

    def do_POST(self) -> None:
        """Take a text in, or say why not."""
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.server.is_down:
            return self._answer(503)
        if self.server.token and self.headers.get("Authorization") != f"Bearer {self.server.token}":
            return self._answer(401)
        told = json.loads(body)
        if set(told) != {"to", "text", "reference"} or not told["to"]:
            return self._answer(400)
        self.server.taken[told["reference"]] = told
        return self._answer(202)

    def _answer(self, status: int) -> None:
        self.send_response(status)
        self.end_headers()

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@contextmanager
def running(token: str = "") -> Iterator[Gateway]:
    """A gateway that listens meanwhile."""
    gateway = Gateway(token)
    thread = threading.Thread(target=gateway.serve_forever, daemon=True)
    thread.start()
    try:
        yield gateway
    finally:
        gateway.shutdown()
        gateway.server_close()
        thread.join()
