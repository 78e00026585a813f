"""Counting in access logs: what counts, over rotated files, and what is honestly unknown."""

import datetime
import gzip
import os

from gongkai.core import access_logs


def line(path, *, status=200, method="GET", day="02", tail=' "-" "curl"'):
    return f'10.0.0.1 - - [{day}/Mar/2026:10:00:00 +0800] "{method} {path} HTTP/1.1" {status} 512{tail}\n'


def test_only_what_gave_something_counts_in_every_edition(tmp_path):
    log = tmp_path / "access.log"
    log.write_text(
        line("/a.html") + line("/a.html?x=1", status=304) + line("/en/a.html", status=206, tail="")
        + line("/a.html", status=404) + line("/a.html", method="HEAD") + line("/a.htmlx") + "nonsense\n",
        encoding="utf-8",
    )  # fmt: skip

    found = access_logs.count(["/a.html"], logs=[log], prefixes=("", "/en"))

    assert found.counts == {"/a.html": 3}
    assert found.is_known


def test_names_written_with_percent_signs_are_the_same(tmp_path):
    log = tmp_path / "access.log"
    log.write_text(line("/files/ab/%E5%9B%BE1.png"), encoding="utf-8")

    assert access_logs.count(["/files/ab/图1.png"], logs=[log]).counts == {"/files/ab/图1.png": 1}


def test_rotated_and_compressed_logs_are_read_oldest_first(tmp_path):
    old = tmp_path / "access.log.2.gz"
    old.write_bytes(gzip.compress(line("/a", day="01").encode()))
    (tmp_path / "access.log").write_text(line("/a", day="05"), encoding="utf-8")
    os.utime(old, (1, 1))

    logs = access_logs.files(f"{tmp_path}/access.log*, {tmp_path}/none.log")
    found = access_logs.count(["/a"], logs=logs)

    assert [log.name for log in logs] == ["access.log.2.gz", "access.log"]
    assert found.counts == {"/a": 2}
    assert found.since is not None and found.until is not None
    assert (found.since.day, found.until.day) == (1, 5)


def test_without_a_log_nothing_is_known(tmp_path):
    assert access_logs.files("") == []
    assert not access_logs.count(["/a"], logs=[]).is_known


def test_a_damaged_log_is_said_and_the_others_are_read(tmp_path):
    broken, whole = tmp_path / "a.gz", tmp_path / "b"
    broken.write_bytes(gzip.compress(line("/a").encode() * 50)[:-20])
    whole.write_text(line("/a"), encoding="utf-8")

    found = access_logs.count(["/a"], logs=[broken, whole])

    assert found.unreadable == 1
    assert found.counts["/a"] >= 1


def test_endless_logs_are_cut_and_it_is_said(tmp_path, monkeypatch):
    monkeypatch.setattr(access_logs, "_MOST_BYTES", 150)
    log = tmp_path / "access.log"
    log.write_text(line("/a") * 5, encoding="utf-8")

    found = access_logs.count(["/a"], logs=[log])

    assert found.is_cut
    assert found.counts == {"/a": 1}


def test_visits_are_counted_by_day_and_kind_without_programs(tmp_path):
    log = tmp_path / "access.log"
    people = ' "-" "Mozilla/5.0 (X11; Linux)"'
    log.write_text(
        line("/a/", tail=people) + line("/a/?q=1", tail="") + line("/x.css", tail=people) + line("/a/", day="03")
        + line("/b/", day="03", tail=' "-" "Baiduspider/2.0"') + line("/b/", day="03", status=404, tail=people),
        encoding="utf-8",
    )  # fmt: skip

    found = access_logs.visits(logs=[log], read_as=lambda path: (("pages",), path) if path.endswith("/") else ((), ""))

    assert found.days == {datetime.date(2026, 3, 2): {"pages": 2}}
    assert found.names == {"/a/": 2}
    assert found.since is not None and found.since.day == 2 and found.until is not None and found.until.day == 3
