"""Annual reports on the portal: what is published stands everywhere with its data, what is withdrawn nowhere."""

import csv
import gzip
import io
import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import lxml.etree
import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from gongkai.annualreports.actions import amending, checking
from gongkai.annualreports.models.reports import Report
from gongkai.annualreports.pages import places
from gongkai.annualreports.queries import library, shelves
from gongkai.disclosures.models import Item
from gongkai.portal.actions import baking, verifying, writing
from gongkai.portal.models import BakedFile
from gongkai.portal.pages import site
from gongkai.portal.tasks import following, reports, whole
from tests.annualreports import town as towns
from tests.factories import clock
from tests.factories.disclosures import AttachmentFactory, PublicationFactory, draft_item
from tests.factories.orgs import AgencyFactory
from tests.portal.conftest import event

REPORTS = "/reports/"
SPANNING = (
    "index.html",
    "reports/index.html",
    "reports/2025/index.html",
    "reports/data.csv",
    "reports/data.json",
    "reports/2025/data.csv",
    "reports/feed.xml",
    "reports/rss.xml",
    "reports/feed.json",
    "sitemaps/reports.xml",
)


@pytest.fixture
def town(db: None) -> towns.Town:
    return towns.town()


def publish(town: towns.Town, report: Report, *, note: str = "") -> Report:
    """Confirm and publish, without anybody listening."""
    if report.state == Report.State.READ:
        report = amending.confirm(report=report, snapshot=report.snapshot, by=town.office, at=clock.NOW)
    return amending.publish(report=report, by=town.office, at=clock.NOW, note=note)


def hear(*chosen: Report, kind: str = "report.published") -> None:
    following.hear([event(kind, each.reference) for each in chosen])


def text(root: Path, path: str) -> str:
    return (root / path).read_bytes().decode()


def folder(report: Report) -> str:
    return places.folder(Report.objects.select_related("agency", "keeper").get(pk=report.pk))


def original(report: Report) -> str:
    paper = report.originals.select_related("file").get()
    return places.original_path(paper)


def test_a_published_report_stands_on_its_page_and_wherever_it_belongs(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))

    hear(report)

    here = folder(report)
    assert here == f"reports/2025/{town.bureau.code}/"
    page = text(public_root, f"{here}index.html")
    assert "云州市教育局" in page
    assert 'id="r-new"' in page
    for path in SPANNING:
        shown = text(public_root, path)
        if path not in {"index.html", "reports/data.csv", "reports/2025/data.csv"}:
            assert f"/{here}" in shown, path
        if writing.is_twinned(path):
            assert gzip.decompress((public_root / f"{path}.gz").read_bytes()).decode() == shown
    assert '<a href="/reports/2025/">2025</a>' in text(public_root, "index.html")
    assert f"/{here}" in text(public_root, f"agencies/{town.bureau.code}/index.html")
    assert f"/{here}" in text(public_root, places.body_path(town.bureau.code))
    assert (public_root / original(report)).is_file()
    assert [each.words for each in verifying.verify(root=public_root)] == []


def test_every_kind_of_page_is_light_and_holds_no_inline_script_or_style(town: Any, public_root: Path) -> None:
    found = [publish(town, town.report(year=year)) for year in (2022, 2023, 2024, 2025)]
    hear(*found)

    pages = [path for path in writing.files_in(public_root) if path.startswith("reports/") and path.endswith(".html")]

    assert len(pages) >= 4 + 4 + 1 + 1 + 1
    for path in pages:
        page = text(public_root, path)
        assert " style=" not in page, path
        assert "<style" not in page, path
        assert "<script>" not in page, path
        assert len(page.encode()) < 60_000, path


def test_links_between_the_pages_of_reports_lead_somewhere(town: Any, public_root: Path) -> None:
    for year in (2023, 2025):
        publish(town, town.report(year=year))
    publish(town, town.report(year=2024, body="邻市人民政府"))
    whole.bake_everything(target=baking.own(), at=clock.NOW, progress=lambda _part, _count: None)

    dead = set()
    for path in writing.files_in(public_root):
        if path.endswith(".html"):
            for address in re.findall(r'(?:href|src)="(/[^"#?]*)', text(public_root, path)):
                target = address[1:] + "index.html" if address.endswith("/") else address[1:]
                answered = ("/search/", "/scheme/", "/reports/compare/", "/requests/", "/foi/", "/problems/")
                if address.startswith((*answered, "/zh-hant/", "/en/")):
                    continue
                if not (public_root / unquote(target)).exists():
                    dead.add((path, address))
    assert {address for path, address in dead if path.startswith("reports/")} == set()


def test_the_page_tells_not_stated_from_zero(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025, wrong={"table3.refused_state_secret.research": None}))

    hear(report)

    page = text(public_root, f"{folder(report)}index.html")
    row = page.split('id="r-refused_state_secret"')[1].split("</tr>")[0]
    assert row.count("未列") == 1
    assert re.search(r">0\s*</td>", row)


def test_prose_stands_under_its_chapter_with_its_sentence(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))

    hear(report)

    said = text(public_root, f"{folder(report)}index.html").split('id="text"')[1]
    assert "<h3>一、总体情况</h3>" in said
    assert re.search(r"<mark>[^<]*1234条</mark>", said)
    assert "1,234" in said


def test_years_of_a_body_stand_side_by_side_and_link_to_each_other(town: Any, public_root: Path) -> None:
    first = publish(town, town.report(year=2024))
    hear(first)
    second = publish(town, town.report(year=2025))

    hear(second)

    before, after = (text(public_root, f"{folder(each)}index.html") for each in (first, second))
    assert f"/{folder(second)}" in before
    assert "历年对照" in after
    assert 'class="ch"' in after


def test_a_correction_shows_what_was_read_first_and_the_public_note(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))
    hear(report)
    figure = report.snapshot.figures.get(cell="table2.penalty.decisions")
    amending.correct_figure(
        report=report, snapshot=report.snapshot, figure=figure, number=figure.number + 12,
        reason="内部说明不公开", by=town.office, at=clock.NOW,
    )  # fmt: skip
    report = publish(town, Report.objects.get(pk=report.pk), note="漏计12件，已更正。")

    hear(report)

    page = text(public_root, f"{folder(report)}index.html")
    assert f"首次读作 {int(figure.number):,}，更正为 {int(figure.number) + 12:,}" in page
    assert "漏计12件，已更正。" in page
    assert "内部说明不公开" not in page
    row = page.split('id="r-penalty"')[1].split("</tr>")[0]
    assert 'href="#note-1"' in row
    value = next(
        each
        for each in json.loads(text(public_root, f"{folder(report)}data.json"))["values"]
        if each["cell"] == "table2.penalty.decisions"
    )
    assert (value["value"], value["origin"]) == (int(figure.number) + 12, "corrected")
    assert value["corrected_from"] == str(int(figure.number))


@pytest.mark.parametrize("is_public", [True, False])
def test_accepted_findings_are_shown_only_where_the_office_publishes_them(
    town: Any, public_root: Path, settings: Any, is_public: bool
) -> None:
    settings.REPORT_FINDINGS_PUBLIC = is_public
    cells = towns.cells()
    wrong = {"table3.result_total.total": cells["table3.result_total.total"] + 1}
    report = town.report(year=2025, wrong=wrong)
    accepted, *others = report.findings.order_by("id")
    checking.accept(finding=accepted, by=town.office, at=clock.NOW, reason="")
    report = publish(town, Report.objects.get(pk=report.pk))

    hear(report)

    page = text(public_root, f"{folder(report)}index.html")
    assert (accepted.sentence in page) is is_public
    assert all(each.sentence not in page for each in others)


@pytest.mark.django_db(transaction=True)
def test_withdrawal_removes_every_copy_before_it_answers(public_root: Path) -> None:
    town = towns.town()
    report, other = publish(town, town.report(year=2025)), publish(town, town.report(year=2024, body="云州市财政局"))
    hear(report, other)
    here, paper = folder(report), original(report)
    assert (public_root / paper).exists()

    amending.withdraw(report=report, reason="数据有误，正在核实。", by=town.office, at=clock.NOW)

    page = text(public_root, f"{here}index.html")
    assert "数据有误，正在核实。" in page
    assert "r-new" not in page
    for name in ("code.svg", "data.csv", "data.csv.gz", "data.json", "data.json.gz"):
        assert not (public_root / here / name).exists()
    assert not (public_root / paper).exists()
    assert not (public_root / "reports/2025/index.html").exists()
    assert not (public_root / "reports/2025/data.csv").exists()
    assert not (public_root / places.body_path(town.bureau.code)).exists()
    for path in writing.files_in(public_root):
        if path.endswith((".html", ".xml", ".json", ".csv")) and path != f"{here}index.html":
            assert f"/{here}" not in text(public_root, path), path
    assert f"/{folder(other)}" in text(public_root, "reports/index.html")
    assert [each.words for each in verifying.verify(root=public_root)] == []


def test_a_report_read_anew_takes_the_place_of_the_tombstone(town: Any, public_root: Path) -> None:
    old = publish(town, town.report(year=2025))
    amending.withdraw(report=old, reason="扫描件不清", by=town.office, at=clock.NOW)
    hear(old, kind="report.withdrawn")
    new = publish(town, town.report(year=2025, cells=towns.cells(seed=2)))

    hear(new, old)

    page = text(public_root, f"{folder(new)}index.html")
    assert "扫描件不清" not in page
    assert 'id="r-new"' in page


def test_an_original_stays_while_an_item_offers_the_same_file(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))
    paper = report.originals.get()
    item = draft_item(agency=town.bureau)
    AttachmentFactory(revision=item.revision, file=paper.file, name=paper.name)
    PublicationFactory(revision=item.revision)
    item.state, item.public_revision = Item.State.PUBLISHED, item.revision
    item.index_no, item.first_published_at, item.published_at = "99/2026-9", clock.NOW, clock.NOW
    item.save()
    following.hear([event("item.published", item.reference), event("report.published", report.reference)])
    amending.withdraw(report=report, reason="有误", by=town.office, at=clock.NOW)

    hear(report, kind="report.withdrawn")

    assert (public_root / original(report)).exists()


def test_open_data_says_what_the_snapshot_says(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))

    hear(report)

    figures = list(report.public_snapshot.figures.order_by("position"))
    rows = list(csv.DictReader(io.StringIO(text(public_root, f"{folder(report)}data.csv").lstrip("\ufeff"))))
    assert [(each["cell"], float(each["value"]), each["evidence"]) for each in rows] == [
        (each.cell, float(each.number), each.words) for each in figures
    ]
    paper = report.originals.select_related("file").get()
    assert {each["source_sha256"] for each in rows} == {paper.file.sha256}
    assert {each["snapshot_sha256"] for each in rows} == {report.public_snapshot.content_hash}
    assert {each["source"] for each in rows} == {settings.SITE_ADDRESS + places.original_address(paper)}


def test_the_data_of_the_library_are_those_of_its_reports(town: Any, public_root: Path) -> None:
    found = [publish(town, town.report(year=year)) for year in (2024, 2025)]

    hear(*found)

    count = sum(each.public_snapshot.figure_count for each in found)
    rows = list(csv.DictReader(io.StringIO(text(public_root, "reports/data.csv").lstrip("\ufeff"))))
    assert len(rows) == count
    documents = json.loads(text(public_root, "reports/data.json"))["reports"]
    assert sum(len(each["values"]) for each in documents) == count
    assert [each["year"] for each in json.loads(text(public_root, "reports/2025/data.json"))["reports"]] == [2025]


def test_feeds_and_the_sitemap_name_reports(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))

    hear(report)

    address = f"{settings.SITE_ADDRESS}/{folder(report)}"
    assert json.loads(text(public_root, "reports/feed.json"))["items"][0]["url"] == address
    lxml.etree.fromstring((public_root / "reports/feed.xml").read_bytes())
    assert address in text(public_root, "sitemaps/reports.xml")
    assert "sitemaps/reports.xml" in text(public_root, "sitemap.xml")


def test_a_missing_year_is_shown_and_nothing_is_said_of_what_is_not_known(town: Any, public_root: Path) -> None:
    found = [publish(town, town.report(year=year)) for year in (2022, 2024)]

    hear(*found)

    shelf = text(public_root, "reports/index.html")
    assert "云州市财政局" not in shelf
    assert shelf.count('class="gone"') == sum(
        gap.year in {2022, 2024} for gap in shelves.missing(shelves.bodies(library.reports())[0], on=clock.TODAY)
    )
    body = text(public_root, places.body_path(town.bureau.code))
    assert "2023" in body.split("应有而未收录")[1]


def test_delivery_twice_changes_nothing(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))
    hear(report)
    before = {path: (public_root / path).stat().st_mtime_ns for path in writing.files_in(public_root)}

    hear(report, report)

    after = {path: (public_root / path).stat().st_mtime_ns for path in writing.files_in(public_root)}
    assert after == before


def test_a_full_bake_elsewhere_holds_the_same_reports(town: Any, public_root: Path, tmp_path: Path) -> None:
    report = publish(town, town.report(year=2025))
    gone = publish(town, town.report(year=2024))
    amending.withdraw(report=gone, reason="有误", by=town.office, at=clock.NOW)
    hear(report, gone)

    target = baking.Target(tmp_path / "elsewhere", is_recorded=False)
    whole.bake_everything(target=target, at=timezone.now(), progress=lambda _part, _count: None)

    for path in (*SPANNING[1:], f"{folder(report)}index.html", f"{folder(report)}data.json", original(report)):
        assert (target.root / path).read_bytes() == (public_root / path).read_bytes(), path
    assert "有误" in text(target.root, f"{folder(gone)}index.html")
    assert not (target.root / f"{folder(gone)}data.csv").exists()


def test_baking_a_report_asks_the_same_number_of_questions_whatever_the_library_holds(
    town: Any, public_root: Path
) -> None:
    report = publish(town, town.report(year=2025))
    hear(report)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            reports.refresh([report.pk], common=site.common(), target=baking.own(), at=clock.NOW)
        return len(queries)

    alone = asked()
    for name in ("云州市民政局", "云州市公安局", "云州市农业农村局"):
        publish(town, town.report(year=2025, body=AgencyFactory(name=name, parent=town.city).name))
    hear(*Report.objects.all())

    assert asked() == alone
    assert alone <= 60


def test_verify_names_a_report_that_is_there_and_should_not_be(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))
    hear(report)
    amending.withdraw(report=report, reason="有误", by=town.office, at=clock.NOW)

    kinds = {each.kind for each in verifying.verify(root=public_root) if each.path.startswith(folder(report))}

    assert kinds == {"leak"}


def test_verify_names_a_report_that_was_never_baked(town: Any, public_root: Path) -> None:
    report = publish(town, town.report(year=2025))

    assert f"{folder(report)}index.html" in {
        each.path for each in verifying.verify(root=public_root) if each.kind == "unbaked"
    }


def test_a_year_that_shrinks_leaves_no_page_behind(town: Any, public_root: Path, monkeypatch: Any) -> None:
    monkeypatch.setattr(places, "PAGE_OF_YEAR", 1)
    first = publish(town, town.report(year=2025))
    second = publish(town, town.report(year=2025, body="云州市财政局"))
    hear(first, second)
    assert (public_root / "reports/2025/p2.html").exists()
    amending.withdraw(report=second, reason="有误", by=town.office, at=clock.NOW)

    hear(second, kind="report.withdrawn")

    assert not (public_root / "reports/2025/p2.html").exists()
    assert not BakedFile.objects.filter(path="reports/2025/p2.html").exists()


def test_the_turn_of_the_day_shows_a_year_that_became_due(town: Any, public_root: Path) -> None:
    hear(publish(town, town.report(year=2024)))
    late = clock.NOW.replace(year=2027, month=2, day=2)

    whole.bake_day(at=late)

    assert "应有而未收录" in text(public_root, places.body_path(town.bureau.code))
