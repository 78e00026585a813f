"""The events annual reports record, each with the sentence that presents it."""

import datetime

from django.utils.translation import gettext_lazy as _

from gongkai.accounts.models import Person
from gongkai.annualreports.models.reports import Batch, Report
from gongkai.events import actions as events

RECEIVED = events.declare("report.received", _("Handed in {count} annual reports to be read"))
READ = events.declare("report.read", _("Read the annual report of {body} on {year}: {figures} figures"))
NOT_READ = events.declare("report.not-read", _("Did not take in the file {name}: {reason}"))
ASSIGNED = events.declare("report.assigned", _("Said that the file {name} is the annual report of {body} on {year}"))
RERUN = events.declare("report.rerun", _("Had {count} files read again"))
REPLACED = events.declare("report.replaced", _("Replaced the paper of {body} {year} by {name}"))
DESCRIBED = events.declare("report.described", _("Changed what is known of {body} {year}: {reason}"))
CHECKED = events.declare("report.checked", _("Checked {body} {year}: {errors} errors, {warnings} to look at"))
CORRECTED = events.declare("report.corrected", _("Corrected {cell} of {body} {year}: {old} → {new}, {reason}"))
CONFIRMED = events.declare("report.confirmed", _("Confirmed the figures of {body} {year}"))
ACCEPTED = events.declare("report.finding-accepted", _("Accepted a finding on {body} {year}: {sentence}"))
DISMISSED = events.declare("report.finding-dismissed", _("Dismissed a finding on {body} {year}: {sentence} ({reason})"))
REOPENED = events.declare("report.finding-reopened", _("Took up a finding on {body} {year} again: {sentence}"))
PUBLISHED = events.declare("report.published", _("Published the annual report of {body} on {year}"))
WITHDRAWN = events.declare("report.withdrawn", _("Withdrew the annual report of {body} on {year}: {reason}"))
COMPILED = events.declare(
    "report.compiled", _("Compiled the annual report of {body} on {year}: {figures} figures, {entered} stated by hand")
)
DRAFTED = events.declare("report.drafted", _("Drafted the text of {body} {year}: {passages} passages"))
WORDED = events.declare("report.worded", _("Changed the text of {body} {year}, {chapter}: {words}"))
PRINTED = events.declare("report.printed", _("Made the files of {body} {year}, version {text}: {files} files"))
LETTER = events.declare("report.letter", _("Wrote a letter to {body} about its report on {year}: {count} findings"))
SENT = events.declare("report.sent", _("Sent the annual report of {body} on {year} to review"))
PASSED = events.declare("report.passed", _("Passed the review of the annual report of {body} on {year}"))
SENT_BACK = events.declare("report.sent-back", _("Sent the annual report of {body} on {year} back: {reason}"))
SIGNED = events.declare("report.signed", _("Signed the annual report of {body} on {year}"))
FILED = events.declare("report.filed", _("Filed the annual report of {body} on {year} to {superior}"))
TAKEN_BACK = events.declare("report.taken-back", _("Took the annual report of {body} on {year} back: {reason}"))
RETURNED = events.declare("report.returned", _("Returned the annual report of {body} on {year}: {reason}"))
TAKEN_OVER = events.declare("report.taken-over", _("Accepted the annual report of {body} on {year}"))
REOPENED_REPORT = events.declare("report.reopened", _("Opened the annual report of {body} on {year} again: {reason}"))
REMARKED = events.declare("report.remarked", _("Noted a remark on the annual report of {body} on {year}: {words}"))
UNREMARKED = events.declare("report.unremarked", _("Dropped a remark on the annual report of {body} on {year}"))
ANSWERED = events.declare("report.answered", _("Answered a remark on the annual report of {body} on {year}: {words}"))
LINED = events.declare("report.lined", _("Set that {agency} files its annual reports to {superior}: {reason}"))
REMINDED = events.declare("report.reminded", _("Reminded {agency} of its annual report on {year}, due on {due_on}"))
BOARD = events.declare(
    "report.board", _("Told {agency} who below it has not filed the annual report on {year}: {count}")
)
ROLLED_UP = events.declare("report.rolled-up", _("Rolled up the annual report of {body} on {year}: {parts} parts"))

By = Person | str


def reference(by: By) -> str:
    """How an event names the one who acted: a person, or a reference such as "system:worker"."""
    return by if isinstance(by, str) else by.reference


def record(kind: str, report: Report, *, by: By, at: datetime.datetime, **data: object) -> None:
    """Record one event about a report, in the trail of the agency that keeps it."""
    events.record(
        kind,
        by=reference(by),
        about=report.reference,
        at=at,
        agency_id=report.keeper_id,
        data={"body": report.body, "year": report.year, **data},
    )


def record_batch(kind: str, batch: Batch, *, by: By, at: datetime.datetime, **data: object) -> None:
    """Record one event about a drop of files."""
    about = f"report-batch:{batch.pk}"
    events.record(kind, by=reference(by), about=about, at=at, agency_id=batch.agency_id, data=dict(data))
