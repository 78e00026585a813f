"""What happens to requests without anybody waiting for it: reminders, silence, lapses, erasure, checks, keys."""

import datetime
import hashlib
import json
from collections.abc import Sequence

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from gongkai.core import background, checkup, encryption, rekeying, schedule
from gongkai.documents import printing
from gongkai.documents.redaction import marks
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.foi.actions import (
    consulting,
    drafting,
    files,
    kinds,
    ledger,
    reminding,
    renewing,
    retention,
    updating,
    uploading,
)
from gongkai.foi.actions import making as actions
from gongkai.foi.actions.refusals import Erased, FileLost
from gongkai.foi.models.cases import Applicant, CaseFile, InfoRequest, SealedFile
from gongkai.foi.models.letters import Issue, LetterVersion
from gongkai.foi.models.making import Making
from gongkai.foi.queries import integrity, similar, worklist

WHO = "system:tick"
_ONE_BATCH = 500


@schedule.every("foi.remind", seconds=1800)
def remind(now: datetime.datetime) -> None:
    """Tell officers and offices of the steps that the law asks for, each once."""
    reminding.remind_due(on=timezone.localdate(now), at=now)


@schedule.every("foi.silence", seconds=3600)
def note_silence(now: datetime.datetime) -> None:
    """Note that others let their time pass without an answer; the clock has gone on by itself."""
    on = timezone.localdate(now)
    for each in worklist.silent(on=on)[:_ONE_BATCH]:
        if each.info_request.is_open:
            consulting.record_silence(consultation=each, on=on, by=WHO, at=now)


@schedule.every("foi.erase", seconds=86400)
def erase_due(now: datetime.datetime) -> int:
    """Erase the personal data of cases whose time of keeping is over. Returns how many."""
    return retention.erase_due(years=settings.REQUEST_YEARS, by=WHO, at=now, limit=_ONE_BATCH)


@schedule.every("foi.sweep", seconds=86400)
def sweep_files(now: datetime.datetime) -> int:
    """Remove files left by acts that were broken off more than a day ago. Returns how many."""
    actions.forget_old(at=now)
    return files.sweep(before=now - datetime.timedelta(days=1), at=now)


@schedule.every("foi.drafts", seconds=3600)
def forget_drafts(now: datetime.datetime) -> int:
    """Remove the drafts of the public form whose time is over. Returns how many."""
    return drafting.forget_old(at=now)


@background.background(attempts=3)
def make(*, making_id: int) -> None:
    """Make the PDF of a letter, or a file without what is marked; a worker that died is followed by another."""
    rows = Making.objects.select_related("info_request", "version__docx", "version__letter__info_request__applicant")
    found = rows.select_related("case_file__file", "case_file__info_request", "result").get(pk=making_id)
    actions.run(making=found, clock=timezone.now)


def print_issued(heard: Sequence[Event]) -> None:
    """Have the PDF made of every letter that was issued, where LibreOffice is installed."""
    if not printing.is_installed():
        return
    ids = {event.data["letter"] for event in heard if event.data.get("letter")}
    issues = Issue.objects.filter(letter__in=ids, pdf__isnull=True, version__docx__isnull=False)
    for issue in issues.select_related("version__letter__info_request").order_by("pk"):
        begin_print(version=issue.version, by=issue.by, at=timezone.now())


@transaction.atomic
def begin_print(*, version: LetterVersion, by: kinds.By, at: datetime.datetime) -> Making:
    """Have the PDF of a letter made, unless that is under way or done."""
    found = actions.print_letter(version=version, by=by, at=at)
    if found.at == at:
        make.enqueue(making_id=found.pk)
    return found


@transaction.atomic
def begin_redaction(
    *, case_file: CaseFile, given: Sequence[marks.Mark], is_for_release: bool, by: kinds.By, at: datetime.datetime
) -> Making:
    """Have a file made without what is marked."""
    found = actions.redact(case_file=case_file, given=given, is_for_release=is_for_release, by=by, at=at)
    make.enqueue(making_id=found.pk)
    return found


@transaction.atomic
def begin_again(*, making: Making, at: datetime.datetime) -> Making:
    """Have it made once more, after it failed or nothing moved."""
    found = actions.again(making=making, at=at)
    make.enqueue(making_id=found.pk)
    return found


@background.background()
def mail_lost_code(*, info_request_id: int) -> None:
    """Mail an applicant the address that gives a new query code."""
    row = InfoRequest.objects.select_related("applicant").get(pk=info_request_id)
    renewing.mail_pass(info_request=row)


events.subscribe("request-mail", updating.HEARD, updating.tell_applicants)
events.subscribe("request-letters", (kinds.LETTER_ISSUED, kinds.DECIDED), print_issued)
events.subscribe("request-notices", reminding.HEARD, reminding.tell_people)


@checkup.check("requests", gettext_lazy("Requests say what their ledger says"))
def examine_requests(repair: bool) -> list[checkup.Finding]:
    """Compare state and due day of every request with its ledger, explained anew; rebuild those that differ."""
    found = []
    for drift in integrity.drifted():
        words = drift.fault or "；".join(f"{name}: {old} ≠ {true}" for name, (old, true) in drift.fields.items())
        repaired = repair and not drift.fault
        if repaired:
            ledger.rebuild(info_request=drift.info_request, by="system:doctor", at=timezone.now())
        found.append(checkup.Finding(f"申请 {drift.info_request.number} 与其台账不符：{words}", repaired=repaired))
    return found


@checkup.check("request-numbers", gettext_lazy("Numbers of requests and letters have no holes"))
def examine_numbers(repair: bool) -> list[checkup.Finding]:
    """Numbers run from one without a hole; nothing repairs one, somebody has to explain it."""
    return [
        checkup.Finding(f"{hole.agency} {hole.year} 年“{hole.series}”系列：共 {hole.count} 件，最后一号为 {hole.last}")
        for hole in integrity.holes()
    ]


@checkup.check("request-receipts", gettext_lazy("Every request received is in the trail"))
def examine_receipts(repair: bool) -> list[checkup.Finding]:
    """Every request has the event of its receipt, and every decided one is counted."""
    found = [
        checkup.Finding(f"申请 {row.number} 在操作记录里没有登记")
        for row in integrity.without_receipt().order_by("id")[:100]
    ]
    found += [checkup.Finding(f"申请 {row.number} 已决定而未计入统计") for row in integrity.counted_wrongly()[:100]]
    return found


@checkup.check("request-files", gettext_lazy("Files of requests are there and can be opened"))
def examine_files(repair: bool) -> list[checkup.Finding]:
    """Open every sealed file and compare it with its hash; nothing but a backup can repair one."""
    found = []
    for file in SealedFile.objects.filter(erased_at__isnull=True).order_by("pk").iterator():
        try:
            files.unseal(file)
        except (FileLost, Erased, encryption.Unopenable):
            found.append(checkup.Finding(f"密存文件 {file.name}（编号 {file.pk}）缺失、损坏或无法打开"))
    return found


@checkup.check("request-letters", gettext_lazy("Letters are as they were passed"))
def examine_letters(repair: bool) -> list[checkup.Finding]:
    """The text of every letter still has the hash it was passed under."""
    found = []
    rows = LetterVersion.objects.filter(letter__info_request__erased_at__isnull=True)
    for version in rows.select_related("letter", "docx", "pdf").order_by("pk").iterator():
        if digest(version) != version.content_hash:
            found.append(checkup.Finding(f"文书 {version.title}（编号 {version.pk}）与审签时的内容不符"))
    return found


def digest(version: LetterVersion) -> str:
    """The hash of a version's content, made anew."""
    letter = version.letter
    hashed = [letter.kind, letter.outcome, letter.ground, version.title, version.body, version.remedy, version.values]
    hashed += [file.sha256 if file else "" for file in (version.docx, version.pdf)]
    return hashlib.sha256(json.dumps(hashed, ensure_ascii=False).encode()).hexdigest()


def _stale_indexes() -> int:
    current = encryption.ring().first.id
    return Applicant.objects.exclude(same_as="").exclude(same_as__startswith=f"{current}.").count()


def _renew_indexes(limit: int) -> int:
    current = encryption.ring().first.id
    rows = list(Applicant.objects.exclude(same_as="").exclude(same_as__startswith=f"{current}.")[:limit])
    for row in rows:
        row.same_as = encryption.blind(similar.identity_of(row))
        row.save(update_fields=["same_as"])
    return len(rows)


def _stale_files() -> int:
    current = encryption.ring().first.id
    return SealedFile.objects.filter(erased_at__isnull=True).exclude(key_id=current).count()


def _renew_files(limit: int) -> int:
    current = encryption.ring().first.id
    rows = list(SealedFile.objects.filter(erased_at__isnull=True).exclude(key_id=current).order_by("pk")[:limit])
    for row in rows:
        files.reseal(row)
    return len(rows)


rekeying.keep("foi.Applicant.same_as", stale=_stale_indexes, renew=_renew_indexes)
rekeying.keep("foi.SealedFile", stale=_stale_files, renew=_renew_files)
rekeying.keep("foi.PendingFile", stale=uploading.stale_pieces, renew=uploading.renew_pieces)
