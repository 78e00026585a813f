"""Handing files in: the form, the progress, a word about what was not recognised, reading again."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from gongkai.accounts.models import Role
from gongkai.annualreports.models.reports import Batch, Report
from gongkai.core import background
from tests.annualreports import town
from tests.annualreports.town import Town, signed_in
from tests.factories.accounts import person_with
from tests.factories.annualreports import BatchFactory, BatchFileFactory

pytestmark = pytest.mark.django_db
DROPS = "/desk/reports/drops/"


@pytest.fixture
def place() -> Town:
    return town.town()


def hand_in(place: Town, *files: tuple[str, bytes], **fields: Any) -> Any:
    uploads = [SimpleUploadedFile(name, data) for name, data in files]
    return signed_in(place.office).post(DROPS, {"agency": place.city.pk, "files": uploads, **fields})


def page(place: Town) -> str:
    return signed_in(place.office).get(reverse("annualreports:drop", args=[Batch.objects.get().pk])).content.decode()


def test_files_are_kept_and_read_by_a_worker(place: Town) -> None:
    answer = hand_in(place, ("一.html", town.page("云州市教育局")), ("菜单.txt", "红烧肉".encode()))
    batch = Batch.objects.get()
    assert answer["Location"] == reverse("annualreports:drop", args=[batch.pk])
    waiting = page(place)
    assert "0 of 2 files are read" in waiting
    assert '<meta http-equiv="refresh"' in waiting
    background.run_due_tasks("test")
    done = page(place)
    assert "云州市教育局 2025" in done
    assert "没有找到政府信息公开年度报告" in done
    assert "Read again what was not taken in" in done
    assert "http-equiv" not in done


def test_the_day_of_filing_goes_with_the_files(place: Town) -> None:
    hand_in(place, ("一.html", town.page("云州市教育局")), filed_on="2026-02-09")
    background.run_due_tasks("test")
    assert Report.objects.get().findings.get().rule == "filed_late"


@pytest.mark.parametrize(
    ("files", "fields", "words"),
    [
        ((), {}, "Choose at least one file."),
        ((("一.txt", b"x"),) * 301, {}, "At most 300 files at a time; these are 301."),
        ((("一.txt", b"x"),), {"agency": "99999"}, "Select a valid choice"),
        ((("一.txt", b"x"),), {"filed_on": "2026-02-30"}, "There is no such day"),
    ],
)
def test_what_is_wrong_with_a_drop_is_told(place: Town, files: Any, fields: dict[str, str], words: str) -> None:
    answer = hand_in(place, *files, **fields)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Batch.objects.exists()


def test_an_unknown_report_is_given_to_its_body(place: Town) -> None:
    data = town.page("本机关").replace(b"2025", "本年度".encode())
    hand_in(place, ("无名.html", data))
    background.run_due_tasks("test")
    batch = Batch.objects.get()
    address = reverse("annualreports:assign", args=[batch.pk, batch.files.get().pk])
    client = signed_in(place.office)
    wrong = client.post(address, {"body": "", "year": "1890"})
    assert wrong.status_code == 422
    assert client.post(address, {"body": "云州市教育局", "year": "2024"}).status_code == 302
    background.run_due_tasks("test")
    assert str(Report.objects.get()) == "云州市教育局 2024"
    assert client.post(address, {"body": "云州市教育局", "year": "2024"}).status_code == 302
    assert Report.objects.count() == 1


def test_a_better_copy_replaces_the_paper(place: Town) -> None:
    report = place.report()
    hand_in(place, ("改.html", town.page("云州市教育局", cells=town.cells(seed=2))))
    background.run_due_tasks("test")
    row = Batch.objects.order_by("-id")[0].files.get()
    assert (
        "This copy is better"
        in signed_in(place.office).get(reverse("annualreports:drop", args=[row.batch_id])).content.decode()
    )
    signed_in(place.office).post(reverse("annualreports:replace", args=[row.batch_id, row.pk]))
    background.run_due_tasks("test")
    assert report.snapshots.count() == 2


def test_what_failed_is_read_again(place: Town) -> None:
    hand_in(place, ("菜单.txt", "红烧肉".encode()))
    background.run_due_tasks("test")
    batch = Batch.objects.get()
    client = signed_in(place.office)
    answer = client.post(reverse("annualreports:rerun", args=[batch.pk]), follow=True)
    assert "1 file is read again." in answer.content.decode()
    background.run_due_tasks("test")
    assert batch.files.get().state == "refused"
    batch.files.update(file=None)
    assert "no file left" in client.post(reverse("annualreports:rerun", args=[batch.pk]), follow=True).content.decode()


def test_a_reviewer_hands_nothing_in(place: Town) -> None:
    assert signed_in(person_with(Role.REVIEWER, place.city)).get(DROPS).status_code == 403


def test_a_page_of_three_hundred_files_takes_as_many_queries_as_one_of_three(
    place: Town, django_assert_max_num_queries: Any
) -> None:
    batch = BatchFactory(agency=place.city)
    for number in range(1, 40):
        BatchFileFactory(batch=batch, number=number)
    client = signed_in(place.office)
    client.get("/desk/")
    with django_assert_max_num_queries(10):
        client.get(reverse("annualreports:drop", args=[batch.pk]))
