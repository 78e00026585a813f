"""Visits: what a fetch counts as, days that outlive their logs, and the page of the desk."""

import datetime

import pytest

from gongkai.accounts.models import Role
from gongkai.portal.tasks import visits
from tests.factories.accounts import person_with

NOW = datetime.datetime(2026, 3, 5, 2, tzinfo=datetime.UTC)
LINE = '10.0.0.1 - - [{day}/Mar/2026:10:00:00 +0800] "GET {path} HTTP/1.1" 200 512 "-" "Mozilla/5.0"\n'


@pytest.mark.parametrize(
    ("path", "read"),
    [
        ("/", (("pages",), "/")),
        ("/items/0/1.html", (("pages",), "/items/0/1.html")),
        ("/en/items/0/1.html", (("pages", "en"), "/items/0/1.html")),
        ("/zh-hant/new/", (("pages", "zh-hant"), "/new/")),
        ("/requests/status/", (("pages",), "/requests/status/")),
        ("/files/ab/x.pdf", (("files",), "")),
        ("/english/", (("pages",), "/english/")),
        ("/desk/items/", ((), "")),
        ("/static/portal/a.css", ((), "")),
        ("/search/suggest/", ((), "")),
        ("/new/feed.xml", ((), "")),
        ("/api/v1/items/", ((), "")),
        ("*", ((), "")),
    ],
)
def test_a_fetch_counts_as_what_it_is(path, read):
    assert visits.read_as(path) == read


def test_days_outlive_the_logs_they_were_counted_from(settings, tmp_path):
    settings.HOME = tmp_path
    settings.ACCESS_LOG = str(tmp_path / "access.log")
    log = tmp_path / "access.log"
    log.write_text("".join(LINE.format(day=day, path="/new/") for day in ("02", "02", "03")), encoding="utf-8")
    visits.count(at=NOW)
    log.write_text("".join(LINE.format(day=day, path="/") for day in ("02", "04", "04")), encoding="utf-8")
    visits.count(at=NOW)
    log.write_text("", encoding="utf-8")
    visits.count(at=NOW)

    kept = visits.kept()
    assert {day: counts["pages"] for day, counts in kept["days"].items()} == {
        "2026-03-02": 2, "2026-03-03": 1, "2026-03-04": 2,
    }  # fmt: skip
    assert kept["most"] == [["/", 3]]


@pytest.mark.django_db
def test_the_desk_shows_them_or_says_why_not(client, city, settings, tmp_path, django_assert_max_num_queries):
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, city.government, with_subtree=True))
    settings.HOME, settings.ACCESS_LOG = tmp_path, ""
    assert "GONGKAI_ACCESS_LOG" in client.get("/desk/site/visits/").content.decode()
    item = city.publish(title="关于停车收费的通告")
    log = tmp_path / "access.log"
    settings.ACCESS_LOG = str(log)
    pages = (f"/en/items/{item.pk // 1000}/{item.pk}.html", "/new/")
    log.write_text("".join(LINE.format(day="02", path=path) for path in pages), encoding="utf-8")
    visits.count(at=NOW)

    with django_assert_max_num_queries(12):
        page = client.get("/desk/site/visits/").content.decode()

    assert "关于停车收费的通告" in page and "/new/" in page and "2026-03-02" in page


@pytest.mark.django_db
def test_visits_are_for_who_keeps_the_site(client, city):
    client.force_login(person_with(Role.OFFICER, city.bureau))

    assert client.get("/desk/site/visits/").status_code == 403
