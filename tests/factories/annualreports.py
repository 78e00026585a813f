"""Factories for annual reports: a bare report, its frozen snapshot with figures, findings, drops."""

import hashlib
from typing import Any

import factory

from gongkai.annualreports.models import outputs, texts
from gongkai.annualreports.models import reports as models
from gongkai.annualreports.queries import hashing
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.disclosures import StoredFileFactory
from tests.factories.orgs import AgencyFactory


class ReportFactory(factory.django.DjangoModelFactory):
    """The report of an agency of the tree on 2025, without figures; most tests want `read_report`."""

    class Meta:
        model = models.Report

    agency = factory.SubFactory(AgencyFactory)
    keeper = factory.SelfAttribute("agency")
    body = factory.LazyAttribute(lambda row: row.agency.name if row.agency else "邻市人民政府")
    year = 2025
    edition = "form-2021"
    created_at = clock.NOW
    changed_at = clock.NOW


class OriginalFactory(factory.django.DjangoModelFactory):
    """A text file of one sentence; no bytes are written."""

    class Meta:
        model = models.Original

    report = factory.SubFactory(ReportFactory)
    file = factory.SubFactory(StoredFileFactory, kind="txt")
    name = "年报.txt"
    kind = "txt"
    text = "一、总体情况\n全年主动公开政府信息120条。"
    outline = factory.LazyFunction(
        lambda: {
            "blocks": [["paragraph", 0, 6, 0, None, None], ["paragraph", 7, 22, 0, None, None]],
            "tables": [],
            "chapters": [["一、总体情况", 1, 0, 22]],
        }
    )
    read_by = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..report.keeper"))
    read_at = clock.NOW


class SnapshotFactory(factory.django.DjangoModelFactory):
    """A first snapshot without figures; give `figure_count` to add some with FigureFactory."""

    class Meta:
        model = models.Snapshot

    report = factory.SubFactory(ReportFactory)
    number = 1
    origin = models.Snapshot.Origin.READ
    original = factory.SubFactory(OriginalFactory, report=factory.SelfAttribute("..report"))
    edition = "form-2021"
    figure_count = 0
    content_hash = hashing.content_hash(edition="form-2021", figures=[])
    by = "person:1"
    at = clock.NOW


class FigureFactory(factory.django.DjangoModelFactory):
    """One figure of the text of a snapshot of its own."""

    class Meta:
        model = models.Figure

    snapshot = factory.SubFactory(SnapshotFactory, figure_count=1)
    position = 1
    indicator = "disclosed.total"
    number = 120
    unit = "条"
    stated = models.Figure.Stated.PROSE
    words = "主动公开政府信息120条"
    start = 9
    end = 21


class CorrectionFactory(factory.django.DjangoModelFactory):
    """A figure that was missing and has been added."""

    class Meta:
        model = models.Correction

    snapshot = factory.SubFactory(SnapshotFactory, number=2)
    cell = "table3.new.total"
    new_number = 7
    reason = "原件第三页写的是7件"
    author = factory.SubFactory(PersonFactory)
    at = clock.NOW


class FindingFactory(factory.django.DjangoModelFactory):
    """An open error."""

    class Meta:
        model = models.Finding

    report = factory.SubFactory(ReportFactory)
    snapshot = factory.SubFactory(SnapshotFactory, report=factory.SelfAttribute("..report"))
    fingerprint = factory.Sequence(lambda n: hashlib.sha256(f"finding {n}".encode()).hexdigest())
    rule = "sum"
    severity = models.Finding.Severity.ERROR
    sentence = "第3行合计应为41，表中为40"
    english = "Row 3 should total 41; the table says 40"


class ReleaseFactory(factory.django.DjangoModelFactory):
    """A first publication."""

    class Meta:
        model = models.Release

    snapshot = factory.SubFactory(SnapshotFactory)
    report = factory.SelfAttribute("snapshot.report")
    kind = models.Release.Kind.PUBLISH
    by = "person:1"
    at = clock.NOW


class BatchFactory(factory.django.DjangoModelFactory):
    """A drop without files."""

    class Meta:
        model = models.Batch

    agency = factory.SubFactory(AgencyFactory)
    author = factory.SubFactory(PersonFactory, home=factory.SelfAttribute("..agency"))
    at = clock.NOW


class BatchFileFactory(factory.django.DjangoModelFactory):
    """A file that waits to be read; no bytes are written."""

    class Meta:
        model = models.BatchFile

    batch = factory.SubFactory(BatchFactory)
    number = factory.Sequence(lambda n: n + 1)
    name = "年报.docx"
    file = factory.SubFactory(StoredFileFactory, kind="docx")


class PassageFactory(factory.django.DjangoModelFactory):
    """A drafted paragraph with one linked number, at the head of a report without figures."""

    class Meta:
        model = texts.Passage

    report = factory.SubFactory(ReportFactory)
    chapter = "requests"
    position = 1
    template = factory.Sequence(lambda n: f"requests.received-{n}")
    text = "本年新收政府信息公开申请7件。"
    drafted = factory.SelfAttribute("text")
    links = factory.LazyFunction(lambda: [[12, 13, "table3.new.total", "7"]])
    drafted_links = factory.SelfAttribute("links")


class TextFigureFactory(factory.django.DjangoModelFactory):
    """Two trainings, which no cell of the form of 2021 holds."""

    class Meta:
        model = texts.TextFigure

    report = factory.SubFactory(ReportFactory)
    indicator = "trainings.count"
    number = 2
    unit = "次"


class WordingFactory(factory.django.DjangoModelFactory):
    """The first wording of a passage."""

    class Meta:
        model = texts.Wording

    passage = factory.SubFactory(PassageFactory)
    number = 1
    text = factory.SelfAttribute("passage.text")
    links = factory.SelfAttribute("passage.links")
    by = "person:1"
    at = clock.NOW


class TextFactory(factory.django.DjangoModelFactory):
    """A text of one chapter for a snapshot of its own."""

    class Meta:
        model = texts.Text

    snapshot = factory.SubFactory(SnapshotFactory)
    report = factory.SelfAttribute("snapshot.report")
    number = 1
    chapters = factory.LazyFunction(
        lambda: [
            {
                "id": "requests",
                "heading": "三、收到和处理政府信息公开申请情况",
                "paragraphs": [{"text": "本年新收政府信息公开申请7件。", "links": [[12, 13, "table3.new.total", "7"]]}],
            }
        ]
    )
    content_hash = hashlib.sha256(b"text").hexdigest()
    by = "person:1"
    at = clock.NOW


def published_report(*, report: models.Report | None = None, **fields: Any) -> models.Report:
    """A report that is public with one figure, made row by row as the guards demand."""
    row: models.Report = report or ReportFactory(**fields)
    figure = FigureFactory(snapshot__report=row)
    ReleaseFactory(snapshot=figure.snapshot)
    row.state = models.Report.State.PUBLISHED
    row.snapshot = row.public_snapshot = figure.snapshot
    row.confirmed_by, row.confirmed_at = figure.snapshot.original.read_by, clock.NOW
    row.published_at = clock.NOW
    row.save()
    return row


class OutputFactory(factory.django.DjangoModelFactory):
    """The Word file of a text."""

    class Meta:
        model = outputs.Output

    text = factory.SubFactory(TextFactory)
    kind = "docx"
    name = "年报.docx"
    file = factory.SubFactory(StoredFileFactory, kind="docx")
    asked_at = clock.NOW
    made_at = clock.NOW
