"""What workers do: read files, compare a batch, bear a crash; and what the doctor looks at."""

import pytest
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from gongkai.annualreports import tasks
from gongkai.annualreports.actions import intake
from gongkai.annualreports.models.reports import Batch, BatchFile, Finding, Report, Snapshot
from gongkai.config.demo import report_texts
from gongkai.core import background
from tests.annualreports import town
from tests.annualreports.town import NOW, Town

pytestmark = pytest.mark.django_db


@pytest.fixture
def place() -> Town:
    return town.town()


def queued(place: Town, *files: tuple[str, bytes]) -> Batch:
    """Files handed in by the disclosure office, waiting for a worker."""
    dropped = [intake.Dropped(name, data) for name, data in files]
    batch = intake.receive_files(agency=place.city, dropped=dropped, by=place.office, at=NOW)
    for row in batch.files.all():
        tasks.read_file.enqueue(batch_file_id=row.pk, person_id=place.office.pk)
    return batch


def test_a_worker_reads_every_file_and_compares_the_batch(place: Town) -> None:
    last = town.cells()
    now = town.cells(seed=3, last=last)
    wrong = {f"table3.carried_in.{column}": now[f"table3.carried_in.{column}"] + 1 for column in ("natural", "total")}
    queued(
        place,
        ("2025.html", town.page("云州市教育局", 2025, cells=now, wrong=wrong)),
        ("2024.html", town.page("云州市教育局", 2024, cells=last)),
        ("临江.html", town.page("临江区人民政府", more=report_texts.SHARED)),
        ("望山.html", town.page("望山区人民政府", more=report_texts.SHARED)),
    )
    background.run_due_tasks("test")
    assert set(BatchFile.objects.values_list("state", flat=True)) == {"read"}
    rules = set(Finding.objects.values_list("report__body", "rule"))
    assert ("云州市教育局", "carry_over") in rules
    assert {("临江区人民政府", "copied_text"), ("望山区人民政府", "copied_text")} <= rules
    assert not background.dead_tasks().exists()


def test_a_file_whose_worker_died_is_read_once_by_another(place: Town) -> None:
    batch = queued(place, ("2025.html", town.page("云州市教育局")))
    DBTaskResult.objects.update(status="RUNNING", worker_ids=["gone"], started_at=NOW)
    assert background.reap(now=timezone.now()).tasks == 1
    DBTaskResult.objects.update(run_after=NOW)
    background.run_due_tasks("another")
    assert batch.files.get().state == "read"

    tasks.read_file.enqueue(batch_file_id=batch.files.get().pk, person_id=place.office.pk)
    background.run_due_tasks("another")
    assert (Report.objects.count(), Snapshot.objects.count()) == (1, 1)


def test_a_person_who_lost_the_role_meanwhile_takes_nothing_in(place: Town) -> None:
    batch = queued(place, ("2025.html", town.page("云州市教育局")))
    place.office.holdings.all().delete()
    background.run_due_tasks("test")
    assert batch.files.get().state == "refused"


def test_the_doctor_counts_again_what_was_miscounted(place: Town) -> None:
    report = place.report()
    assert tasks.examine_reports(False) == []
    Report.objects.filter(pk=report.pk).update(warning_count=3)
    (found,) = tasks.examine_reports(True)
    assert found.repaired
    assert tasks.examine_reports(False) == []
