"""What happens to annual reports without anybody waiting for it: reading, checking, looking for copied text."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.annualreports.actions import checking, intake, kinds, printing, reminding, steps, telling
from gongkai.annualreports.models.reports import Batch, BatchFile, Report
from gongkai.annualreports.models.texts import Text
from gongkai.annualreports.queries import integrity, recognition
from gongkai.core import background, checkup, schedule
from gongkai.core.permissions import Permission
from gongkai.events import actions as events
from gongkai.events.models import Event


@background.background(attempts=3)
def read_file(*, batch_file_id: int, person_id: int) -> str:
    """Read one dropped file; the last of a batch has the batch compared. Can be run again."""
    row = BatchFile.objects.select_related("batch__agency", "file", "report").get(pk=batch_file_id)
    person = Person.objects.get(pk=person_id)
    access = accounts.access_of(person, on=timezone.localdate())
    row = intake.read_file(
        batch_file=row,
        may=lambda agency: access.may(Permission.REPORT_READ, agency),
        by=person,
        at=timezone.now(),
    )
    if Batch.objects.filter(pk=row.batch_id, finished_at__isnull=False).exists():
        compare_batch.enqueue(batch_id=row.batch_id)
    return row.state


@background.background(attempts=3)
def compare_batch(*, batch_id: int) -> int:
    """After the last file: carry-over between the years that came together, and text copied between bodies."""
    read = list(Report.objects.filter(batch_files__batch=batch_id, batch_files__state=BatchFile.State.READ).distinct())
    now = timezone.now()
    for report in read:
        following = recognition.after(report)
        if following is not None:
            checking.recheck(report=following, by="system:worker", at=now)
    return sum(
        compare_year(report_ids=[each.pk for each in read if each.year == year], year=year)
        for year in sorted({each.year for each in read})
    )


def compare_year(*, report_ids: list[int], year: int) -> int:
    """Look for text copied between the reports on a year that stand in one installation, if any is new."""
    if not report_ids:
        return 0
    rows = Report.objects.live().filter(year=year).order_by("id")
    return checking.look_for_copies(reports=rows, by="system:worker", at=timezone.now())


@background.background(attempts=3)
def print_text(*, text_id: int) -> int:
    """Make the files of a text: Word, PDF, spreadsheet. Can be run again."""
    text = Text.objects.select_related("report", "snapshot").get(pk=text_id)
    return len(printing.make(text=text, by="system:worker", at=timezone.now()))


def want_files(heard: Sequence[Event]) -> None:
    """What was sent to review is printed, so that reviewers, the superior and the public find the files."""
    for each in heard:
        number = each.data.get("text")
        text = Text.objects.filter(report=int(each.about.partition(":")[2]), number=number or 0).first()
        if text is not None and printing.ask(text=text, at=timezone.now()):
            print_text.enqueue(text_id=text.pk)


events.subscribe("report-files", (kinds.SENT,), want_files)
events.subscribe("report-notices", telling.HEARD, telling.tell_people)
events.subscribe("report-reminders", (kinds.REMINDED, kinds.BOARD), reminding.tell_people)


@background.background(attempts=3)
def compare_filed(*, year: int) -> int:
    """Compare the texts of a year after one was filed. Can be run again."""
    rows = Report.objects.live().filter(year=year).order_by("id")
    return checking.look_for_copies(reports=rows, by="system:worker", at=timezone.now())


def compare_after_filing(heard: Sequence[Event]) -> None:
    """What was filed is compared with the reports of the others, once for all that came together."""
    for year in sorted({each.data["year"] for each in heard}):
        compare_filed.enqueue(year=year)


events.subscribe("report-copies", (kinds.FILED,), compare_after_filing)


@schedule.every("annualreports.remind", seconds=21600)
def remind(now: datetime.datetime) -> int:
    """Remind agencies and their superiors of the reports on last year. Returns how many agencies."""
    return reminding.remind_due(on=timezone.localdate(now), at=now)


@checkup.check("reports", gettext_lazy("Annual reports say what their snapshots say"))
def examine_reports(repair: bool) -> list[checkup.Finding]:
    """Compare every snapshot with its hash, and the open findings counted with those there are."""
    found = [checkup.Finding(sentence) for sentence in integrity.damaged_snapshots()]
    for report in integrity.miscounted():
        if repair:
            checking.count_open(report)
            report.save(update_fields=["error_count", "warning_count"])
        found.append(
            checkup.Finding(f"年度报告 {report}（{report.reference}）的待处理问题数与清单不符", repaired=repair)
        )
    found += [checkup.Finding(sentence) for sentence in integrity.damaged_rollups()]
    for filing in integrity.misplaced():
        if repair:
            steps.put_right(filing, at=timezone.now())
        found.append(checkup.Finding(f"年度报告 {filing.report} 的办理环节与办理记录不符", repaired=repair))
    return found
