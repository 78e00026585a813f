"""What a worker makes: it bears repeats, tells what it cannot do, and is tried again by whoever waits."""

import datetime
import pathlib

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Person
from gongkai.documents import printing
from gongkai.documents.redaction import marks
from gongkai.foi import tasks
from gongkai.foi.actions import composing, files, handling, making, receiving, refusals
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.models.making import Making
from gongkai.foi.queries import letter_values
from tests.documents import files as papers
from tests.foi import journey

pytestmark = pytest.mark.django_db
GIVEN = [marks.Quote("13800138000", "privacy", "个人隐私"), marks.Area(1, 60, 60, 200, 120, "privacy")]


def signed_in(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def clock() -> datetime.datetime:
    return journey.NOW


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def paper(office: journey.Office) -> CaseFile:
    data = papers.Pdf().page().text(72, 700, "Manager").text(72, 600, "13800138000").data()
    row = office.received()
    upload = receiving.Upload("material", "报价单.pdf", data)
    return handling.attach(info_request=row, uploads=[upload], by=office.officer, at=journey.NOW)[0]


def begun(paper: CaseFile, office: journey.Office, *, is_for_release: bool) -> Making:
    return tasks.begin_redaction(
        case_file=paper, given=GIVEN, is_for_release=is_for_release, by=office.officer, at=journey.NOW
    )


def test_a_file_for_release_is_made_once_however_often_it_runs(office: journey.Office, paper: CaseFile) -> None:
    row = begun(paper, office, is_for_release=True)
    # A worker died in the middle of it: another one begins anew.
    Making.objects.filter(pk=row.pk).update(state="running", steps_done=1)

    for _n in range(2):
        tasks.make.call(making_id=row.pk)

    row.refresh_from_db()
    assert row.state == "done" and row.steps_done == row.steps == 2
    assert row.made is not None and row.made.kind == "released"
    assert CaseFile.objects.filter(kind="released").count() == 1
    assert row.marks == ""


def test_what_is_looked_at_is_kept_on_demand_or_forgotten(office: journey.Office, paper: CaseFile) -> None:
    row = begun(paper, office, is_for_release=False)
    client, page = signed_in(office.officer), reverse("foi:making", args=[row.info_request_id, row.pk])
    waits = client.get(page).content.decode()
    making.run(making=row, clock=clock)

    assert 'http-equiv="refresh"' in waits and 'data-running="1"' in waits
    assert "隐去清单" not in waits
    assert client.get(f"{page}file/")["Content-Type"] == "application/pdf"
    assert making.forget_old(at=journey.NOW + datetime.timedelta(days=8)) == 1
    row.refresh_from_db()
    assert row.result is None and row.marks == ""

    other = making.run(making=begun(paper, office, is_for_release=False), clock=clock)
    client.post(reverse("foi:making", args=[other.info_request_id, other.pk]), {"act": "keep"})
    assert CaseFile.objects.filter(kind="released").count() == 1
    assert making.forget_old(at=journey.NOW + datetime.timedelta(days=8)) == 0


def test_what_cannot_be_made_says_why_and_can_be_tried_again(office: journey.Office, paper: CaseFile) -> None:
    row = begun(paper, office, is_for_release=True)
    path = files.path_of(paper.file)
    data = path.read_bytes()
    path.unlink()
    making.run(making=row, clock=clock)
    page = reverse("foi:making", args=[row.info_request_id, row.pk])
    assert row.state == "failed" and row.error in signed_in(office.officer).get(page).content.decode()

    path.write_bytes(data)
    signed_in(office.officer).post(page, {"act": "again"})
    tasks.make.call(making_id=row.pk)
    row.refresh_from_db()
    assert row.state == "done"
    with pytest.raises(refusals.Refused):
        making.keep(making=begun(paper, office, is_for_release=True), by=office.officer, clock=clock)


def drafted(office: journey.Office, row: InfoRequest) -> object:
    about = letter_values.about(row, "correction", journey.DAY)
    return composing.write(
        info_request=row, kind="correction", values=letter_values.values(about), by=office.officer, at=journey.NOW
    )


def office_program(folder: pathlib.Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A program that stands in for LibreOffice: it puts a PDF where it is told to."""
    (folder / "made.pdf").write_bytes(papers.Pdf().page().text(72, 700, "draft").data())
    program = folder / "soffice"
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\n/bin/cp {folder}/made.pdf "$2/letter.pdf"\n'
    )
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_a_draft_is_printed_by_a_worker_and_looked_at(
    office: journey.Office, monkeypatch: pytest.MonkeyPatch, tmp_path: pathlib.Path
) -> None:
    office_program(tmp_path, monkeypatch)
    row = office.received()
    letter = drafted(office, row)
    client, address = signed_in(office.officer), f"/desk/requests/{row.pk}/letters/{letter.pk}/1/pdf/"  # type: ignore[attr-defined]
    first, second = client.get(address), client.get(address)
    assert first.url == second.url and Making.objects.count() == 1, "what is on its way is not begun twice"

    tasks.make.call(making_id=Making.objects.get().pk)
    assert "打开" in client.get(first.url).content.decode()
    assert client.get(address).content.startswith(b"%PDF")
    again = making.print_letter(version=letter.versions.get(), by=office.officer, at=timezone.now())  # type: ignore[attr-defined]
    assert again.state == "done"


def test_without_libreoffice_the_page_says_which_package(
    office: journey.Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    letter = drafted(office, office.received())
    found = tasks.begin_print(version=letter.versions.get(), by=office.officer, at=journey.NOW)  # type: ignore[attr-defined]
    tasks.make.call(making_id=found.pk)
    found.refresh_from_db()
    assert found.state == "failed" and printing.PACKAGE in found.error
