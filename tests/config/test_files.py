"""The handler of baked files: what it serves, what it never serves, and what it leaves to Django."""

import gzip
import os
import re
from pathlib import Path
from typing import Any

import pytest

from gongkai.config import files

POLICY = "default-src 'none'"
PAGE = b'<!doctype html>\n<html lang="zh-CN"><p>page</p></html>'


class Client:
    """Asks the handler as a server would."""

    def __init__(self, root: Path) -> None:
        self.app = files.BakedFiles(
            root, self._django, policy=POLICY, cookie="gongkai_view", schemes=("dark", "by"), sizes=("l", "xl")
        )

    @staticmethod
    def _django(environ: dict[str, Any], start_response: Any) -> list[bytes]:
        start_response("404 Not Found", [("X-From", "django")])
        return [b"django"]

    def get(self, path: str, method: str = "GET", **headers: str) -> "Answer":
        environ = {"REQUEST_METHOD": method, "PATH_INFO": path.encode().decode("latin-1")}
        environ |= {f"HTTP_{name.upper()}": value for name, value in headers.items()}
        answer = Answer()
        body = self.app(environ, answer.start)
        answer.body = b"".join(body)
        if hasattr(body, "close"):
            body.close()
        return answer


class Answer:
    status = 0
    headers: dict[str, str]
    body = b""

    def start(self, status: str, headers: list[tuple[str, str]]) -> None:
        self.status, self.headers = int(status.split()[0]), dict(headers)

    @property
    def is_left_to_django(self) -> bool:
        return self.headers.get("X-From") == "django"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = tmp_path / "public"
    for path, content in {
        "index.html": PAGE,
        "new/index.html": PAGE,
        "new/feed.xml": b"<feed/>",
        "static/portal/tokens.0123456789ab.css": b":root{}",
        "static/portal/tokens.css": b":root{}",
        "files/ab/abcd/通知 附件.pdf": b"%PDF",
        "files/ab/abcd/page.html": b"<script>1</script>",
        ".hidden": b"secret",
        "new/.tmp": b"half",
    }.items():
        file = root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    (root / "index.html.gz").write_bytes(gzip.compress(PAGE))
    (tmp_path / "secret.html").write_bytes(b"secret")
    return root


@pytest.fixture
def client(root: Path) -> Client:
    return Client(root)


def test_a_page_is_served_with_strict_headers(client):
    answer = client.get("/")

    assert (answer.status, answer.body) == (200, PAGE)
    assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
    assert answer.headers["Content-Length"] == str(len(PAGE))
    assert answer.headers["Content-Security-Policy"] == POLICY
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_the_compressed_twin_is_served_to_who_takes_it(client):
    answer = client.get("/", accept_encoding="br, gzip")

    assert answer.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in answer.headers["Vary"]
    assert gzip.decompress(answer.body) == PAGE
    assert "Content-Encoding" not in client.get("/", accept_encoding="gzip;q=0").headers
    assert "Content-Encoding" not in client.get("/new/", accept_encoding="gzip").headers


def test_a_known_page_is_not_sent_again(client):
    first = client.get("/")

    assert client.get("/", if_none_match=first.headers["ETag"]).status == 304
    assert client.get("/", if_none_match='"other", ' + first.headers["ETag"]).status == 304
    assert client.get("/", if_none_match='"other"').status == 200
    assert client.get("/", if_modified_since=first.headers["Last-Modified"]).status == 304
    assert client.get("/", if_modified_since="Thu, 01 Jan 2009 00:00:00 GMT").status == 200
    assert client.get("/", if_modified_since="nonsense").status == 200


def test_a_changed_page_is_seen_at_once(client, root):
    old = client.get("/").headers["ETag"]
    (root / "other").write_bytes(b"<html >new")
    (root / "other").replace(root / "index.html")

    assert client.get("/").body == b"<html >new"
    assert client.get("/", if_none_match=old).status == 200


def test_a_removed_page_is_gone_at_once(client, root):
    assert client.get("/new/").status == 200
    (root / "new/index.html").unlink()

    assert client.get("/new/").is_left_to_django


def test_head_sends_no_body(client):
    answer = client.get("/", method="HEAD")

    assert (answer.status, answer.body, answer.headers["Content-Length"]) == (200, b"", str(len(PAGE)))


@pytest.mark.parametrize(
    "path",
    [
        "/nothing",
        "/../secret.html",
        "/new/../../secret.html",
        "/new/..",
        "/.hidden",
        "/new/.tmp",
        "//secret.html",
        "/new//index.html",
        "/index.html\0",
        "/new/index.html/",
        "/" + "x" * 5000,
    ],
)
def test_what_is_no_public_file_is_left_to_django(client, path):
    assert client.get(path).is_left_to_django


def test_posting_is_left_to_django(client):
    assert client.get("/", method="POST").is_left_to_django


def test_links_are_not_followed(client, root, tmp_path):
    (root / "link.html").symlink_to(tmp_path / "secret.html")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside/page.html").write_bytes(b"secret")
    (root / "folder").symlink_to(tmp_path / "outside")

    assert client.get("/link.html").is_left_to_django
    assert client.get("/folder/page.html").is_left_to_django


def test_a_folder_without_its_slash_is_sent_to_its_page(client):
    answer = client.get("/new")

    assert (answer.status, answer.headers["Location"]) == (301, "/new/")


def test_attachments_are_downloads_in_a_sandbox(client):
    answer = client.get("/files/ab/abcd/通知 附件.pdf")

    assert answer.body == b"%PDF"
    assert re.fullmatch(r"attachment; filename\*=UTF-8''[%\w.]+", answer.headers["Content-Disposition"])
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert "sandbox" in client.get("/files/ab/abcd/page.html").headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-cache"


def test_hashed_static_files_may_be_kept_for_ever(client):
    assert "immutable" in client.get("/static/portal/tokens.0123456789ab.css").headers["Cache-Control"]
    assert client.get("/static/portal/tokens.css").headers["Cache-Control"] == "no-cache"


def test_feeds_have_their_own_type(client):
    assert client.get("/new/feed.xml").headers["Content-Type"].startswith("application/atom+xml")


def test_large_files_are_sent_piece_by_piece(client, root):
    content = os.urandom(files.KEPT_SIZE + files.CHUNK + 7)
    (root / "files/ab/abcd/large.zip").write_bytes(content)

    assert client.get("/files/ab/abcd/large.zip").body == content
    assert client.get("/files/ab/abcd/large.zip", method="HEAD").headers["Content-Length"] == str(len(content))


@pytest.mark.parametrize(
    ("cookie", "marks"),
    [
        ("gongkai_view=dark", b'<html data-scheme="dark" lang'),
        ("a=b; gongkai_view=by-xl; c=d", b'<html data-scheme="by" data-size="xl" lang'),
        ("gongkai_view=-l", b'<html data-size="l" lang'),
    ],
)
def test_the_readers_wish_is_written_on_the_page(client, cookie, marks):
    answer = client.get("/", cookie=cookie, accept_encoding="gzip")

    assert marks in answer.body
    assert int(answer.headers["Content-Length"]) == len(answer.body)
    assert answer.headers["ETag"] != client.get("/").headers["ETag"]
    assert client.get("/", cookie=cookie, if_none_match=answer.headers["ETag"]).status == 304
    assert client.get("/", if_none_match=answer.headers["ETag"]).status == 200


@pytest.mark.parametrize(
    "cookie", ["gongkai_view=evil", 'gongkai_view="><script>', "gongkai_view=", "other=dark", ";;="]
)
def test_an_unknown_wish_changes_nothing(client, cookie):
    assert client.get("/", cookie=cookie).body == PAGE


def test_the_kept_files_stay_within_bounds(client, root):
    for number in range(files.KEPT_FILES + 50):
        (root / f"p{number}.html").write_bytes(b"x")
        client.get(f"/p{number}.html")

    assert len(client.app._kept) <= files.KEPT_FILES


def test_a_page_that_only_leads_on_is_answered_by_the_server_itself(root: Path) -> None:
    page = b"<!doctype html><!--moved:/columns/b/-->\n<html><p>moved</p></html>"
    (root / "old").mkdir()
    (root / "old/index.html").write_bytes(page)
    (root / "old/index.html.gz").write_bytes(gzip.compress(page))
    (root / "old/outside.html").write_bytes(page.replace(b"/columns/b/", b"https://elsewhere.example/"))
    (root / "old/long.html").write_bytes(page + b" " * files.MOVED_SIZE)
    client = Client(root)
    for headers in ({}, {"accept_encoding": "gzip"}, {"cookie": "gongkai_view=dark"}):
        answer = client.get("/old/", **headers)
        assert (answer.status, answer.headers["Location"], answer.body) == (301, "/columns/b/", b"")
    assert client.get("/old/", "HEAD").status == 301
    assert client.get("/old").status == 301
    assert client.get("/old/outside.html").status == 200
    assert client.get("/old/long.html").status == 200
