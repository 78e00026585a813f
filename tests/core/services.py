"""WeChat and Weibo as they document themselves, on 127.0.0.1; `test_channels.py` holds them to the contract."""

import http.server
import json
import threading
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

APPID, SECRET, COVER, TOKEN = "wx0123456789abcdef", "s" * 32, "cover-1", "2.00granted"


class Services(http.server.ThreadingHTTPServer):
    """Both services. `fault` is what the next calls meet; `polls` how often a publication is still under way."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.fault: str = ""
        self.polls = 1
        self.tokens = ["token-1"]
        self.drafts: dict[str, dict[str, Any]] = {}
        self.handed_in: dict[str, str] = {}
        self.articles: dict[str, dict[str, Any]] = {}
        self.posts: dict[str, str] = {}
        self.calls: list[str] = []

    @property
    def address(self) -> str:
        """Where both listen."""
        return f"http://127.0.0.1:{self.server_port}"

    def expire(self) -> None:
        """Let the token at hand be old."""
        self.tokens.append(f"token-{len(self.tokens) + 1}")


class Handler(http.server.BaseHTTPRequestHandler):
    """One call."""

    server: Services

    def do_POST(self) -> None:
        """Answer as the service would."""
        parts = urllib.parse.urlsplit(self.path)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.calls.append(parts.path)
        if self.server.fault == "down":
            return self._answer(502, {})
        if self.server.fault == "nonsense":
            return self._write(200, b"<html>")
        if parts.path.startswith("/cgi-bin/"):
            assert self.headers["Content-Type"].startswith("application/json")
            return self._wechat(parts, json.loads(body))
        fields = dict(urllib.parse.parse_qsl(body.decode(), keep_blank_values=True))
        return self._weibo(parts.path, fields)

    def _wechat(self, parts: urllib.parse.SplitResult, told: dict[str, Any]) -> None:
        path, all_of = parts.path.removeprefix("/cgi-bin/"), self.server
        if path == "stable_token":
            return self._token(told)
        if dict(urllib.parse.parse_qsl(parts.query)).get("access_token") != all_of.tokens[-1]:
            return self._error(42001, "access_token expired rid: 5f0a")
        if all_of.fault == "limit":
            return self._error(45009, "reach max api daily quota limit rid: 5f0b")
        made: dict[str, Any] = {}
        if path == "draft/add":
            (article,) = told["articles"]
            if article["thumb_media_id"] != COVER:
                return self._error(40007, "invalid media_id")
            if all_of.fault == "content":
                return self._error(87014, "risky content")
            made = {"media_id": f"draft-{len(all_of.drafts) + 1}"}
            all_of.drafts[made["media_id"]] = article
        elif path == "freepublish/submit":
            if told["media_id"] not in all_of.drafts:
                return self._error(40007, "invalid media_id")
            made = {"errcode": 0, "errmsg": "ok", "publish_id": str(100000001 + len(all_of.handed_in))}
            all_of.handed_in[made["publish_id"]] = told["media_id"]
        elif path == "freepublish/get":
            made = self._published(told["publish_id"])
        elif path == "freepublish/delete":
            if all_of.articles.pop(told["article_id"], None) is None:
                return self._error(53600, "Article ID 无效")
            made = {"errcode": 0, "errmsg": "ok"}
        return self._answer(200, made)

    def _token(self, told: dict[str, Any]) -> None:
        if told["appid"] != APPID:
            return self._error(40013, "invalid appid")
        if told["secret"] != SECRET:
            return self._error(40125, "invalid appsecret")
        assert told["grant_type"] == "client_credential"
        return self._answer(200, {"access_token": self.server.tokens[-1], "expires_in": 7200})

    def _published(self, number: str) -> dict[str, Any]:
        if self.server.polls > 0:
            self.server.polls -= 1
            return {"publish_id": number, "publish_status": 1, "fail_idx": []}
        if self.server.fault == "review":
            return {"publish_id": number, "publish_status": 4, "fail_idx": [1]}
        article_id = f"article-{number}"
        self.server.articles[article_id] = self.server.drafts[self.server.handed_in[number]]
        detail = {"count": 1, "item": [{"idx": 1, "article_url": f"https://mp.weixin.qq.com/s/{number}"}]}
        return {"publish_id": number, "publish_status": 0, "article_id": article_id, "article_detail": detail}

    def _weibo(self, path: str, fields: dict[str, str]) -> None:
        if fields.get("access_token") != TOKEN or self.server.fault == "token":
            return self._weibo_error(path, 21327, "expired_token")
        if self.server.fault == "limit":
            return self._weibo_error(path, 10023, "User requests out of rate limit!", status=403)
        if path == "/2/statuses/destroy.json":
            if self.server.posts.pop(fields["id"], None) is None:
                return self._weibo_error(path, 20101, "target weibo does not exist!")
            return self._answer(200, {"idstr": fields["id"]})
        text = fields["status"]
        if len(text) > 140:
            return self._weibo_error(path, 20012, "text too long, please input text less than 140 characters!")
        if "http" not in text or "#" in text or self.server.fault == "content":
            return self._weibo_error(path, 20021, "content is illegal")
        if text in self.server.posts.values():
            return self._weibo_error(path, 20019, "repeat content!")
        number = str(3504803600502730 + len(self.server.posts))
        self.server.posts[number] = text
        return self._answer(200, {"idstr": number, "mid": number, "text": text, "user": {"idstr": "1404376560"}})

    def _weibo_error(self, path: str, code: int, words: str, status: int = 400) -> None:
        self._answer(status, {"error": words, "error_code": code, "request": path})

    def _error(self, code: int, words: str) -> None:
        self._answer(200, {"errcode": code, "errmsg": words})

    def _answer(self, status: int, told: dict[str, Any]) -> None:
        self._write(status, json.dumps(told).encode())

    def _write(self, status: int, data: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *words: Any) -> None:
        """Say nothing."""


@contextmanager
def running() -> Iterator[Services]:
    """The services, listening meanwhile."""
    services = Services()
    thread = threading.Thread(target=services.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
    thread.start()
    try:
        yield services
    finally:
        services.shutdown()
        services.server_close()
        thread.join()
