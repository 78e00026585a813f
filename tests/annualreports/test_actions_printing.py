"""Handing a report out: files are asked for, made once, kept under their hashes; what cannot be made says so."""

import pytest

from gongkai.annualreports import tasks
from gongkai.annualreports.actions import kinds, printing
from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.queries import papers
from gongkai.disclosures.actions import files
from gongkai.documents import printing as printer
from gongkai.events.models import Event
from tests.annualreports import issued
from tests.documents.report_papers import made
from tests.factories import clock
from tests.factories.annualreports import TextFactory

EDITION = "form-2021"


@pytest.fixture
def text(db: None, monkeypatch: pytest.MonkeyPatch) -> Text:
    """A signed text on a machine without LibreOffice."""
    monkeypatch.setenv("PATH", "")
    return issued.signed(issued.compiled(EDITION, made.figures(EDITION, 2)))


def by_kind(text: Text) -> dict[str, Output]:
    return {each.kind: each for each in text.outputs.select_related("file")}


def test_what_is_sent_to_review_is_wanted_once(text: Text) -> None:
    event = Event.objects.get(kind=kinds.SENT)

    tasks.want_files([event])
    tasks.want_files([event])

    assert sorted(text.outputs.values_list("kind", flat=True)) == ["docx", "pdf", "xlsx"]
    assert all(each.is_waiting for each in text.outputs.all())


def test_word_and_spreadsheet_are_kept_and_the_pdf_says_what_is_missing(text: Text) -> None:
    printing.ask(text=text, at=clock.NOW)

    printing.make(text=text, by="system:worker", at=clock.NOW)

    found = by_kind(text)
    assert found["docx"].file is not None
    assert found["docx"].name == papers.file_name(text.report, "docx", number=1)
    assert made.read_back(files.read_file(found["docx"].file), "年报.docx") == made.figures(EDITION, 2)
    assert found["xlsx"].made_at == clock.NOW
    assert found["pdf"].file is None
    assert printer.PACKAGE in found["pdf"].message
    assert Event.objects.get(kind=kinds.PRINTED).data["files"] == 2


def test_what_is_there_is_not_made_again_and_what_failed_can_be_wanted_again(text: Text) -> None:
    printing.ask(text=text, at=clock.NOW)
    printing.make(text=text, by="system:worker", at=clock.NOW)
    kept = by_kind(text)["docx"].file

    wanted = printing.ask(text=text, at=clock.NOW)

    assert [(each.kind, each.message) for each in wanted] == [("pdf", "")]
    printing.make(text=text, by="system:worker", at=clock.NOW)
    assert by_kind(text)["docx"].file == kept
    assert Event.objects.filter(kind=kinds.PRINTED).count() == 1


@pytest.mark.skipif(not printer.is_installed(), reason="LibreOffice is not installed")
def test_the_task_makes_all_three(db: None) -> None:
    text = issued.signed(issued.compiled(EDITION, made.figures(EDITION, 2)))
    printing.ask(text=text, at=clock.NOW)

    assert tasks.print_text.func(text_id=text.pk) == 3
    assert {each.file is not None for each in by_kind(text).values()} == {True}


def test_nothing_wanted_makes_nothing(db: None) -> None:
    assert printing.make(text=TextFactory(), by="system:worker", at=clock.NOW) == []
