"""Editions as they are served: converted on the way out, kept by the state of the original, gone with it."""

import gzip
from pathlib import Path

import pytest

from gongkai.config import editions, files, translations
from gongkai.language import editions as texts

PAGE = '<!doctype html><html lang="zh-CN"><p>信息公开</p><a href="/new/">首页</a>'


@pytest.fixture
def site(tmp_path):
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / "index.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "new" / "feed.xml").write_text("<feed>信息</feed>", encoding="utf-8")

    def django(environ, start_response):
        if environ["PATH_INFO"] == "/go/":
            start_response("302 Found", [("Location", "/requests/x/"), ("Content-Type", "text/html")])
            return [b""]
        start_response("404 Not Found", [("Content-Type", "text/html; charset=utf-8")])
        return ["<p>没有这个页面</p>".encode()]

    baked = files.BakedFiles(tmp_path, django, policy="default-src 'none'", schemes=("dark",))
    book = texts.Phrasebook.of([("Home", "首页")])
    application = editions.Editions(baked, editions.converters(lambda: book))

    def get(path, method="GET", **headers):
        told = {}

        def start_response(status, found, exc_info=None):
            told.update(status=int(status[:3]), headers=dict(found))

        environ = {"REQUEST_METHOD": method, "PATH_INFO": path, **headers}
        told["body"] = b"".join(application(environ, start_response))
        return told

    return get, tmp_path


def test_the_traditional_edition_is_converted_and_keeps_its_links(site):
    answer = site[0]("/zh-hant/new/")

    assert answer["status"] == 200
    assert "信息公開" in answer["body"].decode()
    assert 'lang="zh-Hant"' in answer["body"].decode()
    assert 'href="/zh-hant/new/"' in answer["body"].decode()
    assert int(answer["headers"]["Content-Length"]) == len(answer["body"])


def test_the_english_edition_has_an_english_shell(site):
    body = site[0]("/en/new/")["body"].decode()

    assert '<html lang="en"><p lang="zh-Hans">信息公开</p><a href="/en/new/">Home</a>' in body


def test_the_plain_page_is_not_touched(site):
    assert site[0]("/new/")["body"].decode() == PAGE


def test_a_removed_page_is_gone_in_every_edition_and_a_changed_one_changed(site):
    get, root = site
    get("/zh-hant/new/")
    (root / "new" / "index.html").write_text(PAGE.replace("信息", "办法"), encoding="utf-8")
    assert "辦法公開" in get("/zh-hant/new/")["body"].decode()

    (root / "new" / "index.html").unlink()
    answer = get("/zh-hant/new/")
    assert answer["status"] == 404
    assert "沒有這個頁面" in answer["body"].decode()


def test_an_edition_has_its_own_etag_and_is_compressed_for_who_takes_it(site):
    get = site[0]
    first = get("/zh-hant/new/", HTTP_ACCEPT_ENCODING="gzip")
    etag = first["headers"]["ETag"]

    assert first["headers"]["Content-Encoding"] == "gzip"
    assert "信息公開" in gzip.decompress(first["body"]).decode()
    assert etag != get("/en/new/")["headers"]["ETag"] != get("/new/")["headers"]["ETag"]
    assert get("/zh-hant/new/", HTTP_IF_NONE_MATCH=etag)["status"] == 304
    assert get("/en/new/", HTTP_IF_NONE_MATCH=etag)["status"] == 200


def test_the_wish_for_colours_holds_in_every_edition(site):
    assert 'data-scheme="dark"' in site[0]("/zh-hant/new/", HTTP_COOKIE="gongkai_view=dark")["body"].decode()


def test_head_sends_no_body(site):
    answer = site[0]("/zh-hant/new/", method="HEAD")
    assert (answer["status"], answer["body"]) == (200, b"")
    assert int(answer["headers"]["Content-Length"]) > 0


def test_redirects_stay_within(site):
    assert site[0]("/en/go/")["headers"]["Location"] == "/en/requests/x/"
    assert site[0]("/en/new")["headers"]["Location"] == "/en/new/"


@pytest.mark.parametrize(
    ("path", "location"),
    [
        ("/en", "/en/"),
        ("/zh-hant", "/zh-hant/"),
        ("/en/desk/items/", "/desk/items/"),
        ("/en/static/a.css", "/static/a.css"),
    ],
)
def test_what_has_no_edition_is_sent_to_where_it_is(site, path, location):
    answer = site[0](path)
    assert (answer["status"], answer["headers"]["Location"]) == (301, location)


@pytest.mark.parametrize("path", ["/zh-hantx/new/", "/english/", "/en/../new/", "/en//new/", "/en/.hidden"])
def test_nothing_but_a_page_is_answered(site, path):
    assert site[0](path)["status"] == 404


def test_machines_get_feeds_unconverted(site):
    assert "信息" in site[0]("/zh-hant/new/feed.xml")["body"].decode()


def test_the_memory_is_bounded(site, monkeypatch):
    get, root = site
    monkeypatch.setattr(editions, "KEPT_BYTES", 2000)
    for number in range(30):
        (root / f"{number}.html").write_text(PAGE, encoding="utf-8")
        assert get(f"/en/{number}.html")["status"] == 200


def test_the_phrasebook_is_that_of_the_catalogues():
    book = translations.phrasebook()

    assert book.english("首页") == "Home"
    assert book.english("意见") == "Opinion"
    assert book.english("云州市人民政府2021年政府信息公开工作年度报告") == (
        "Annual report of 云州市人民政府 on disclosure in 2021"
    )
    assert book.english("共 12 条") in {"12 in all", None}
    assert book.english("云州市人民政府关于供热的通知") is None


def test_the_proxy_knows_the_editions():
    text = (Path(translations.PACKAGE).parents[1] / "deploy" / "nginx.conf").read_text(encoding="utf-8")
    assert "(zh-hant|en)/" in text
