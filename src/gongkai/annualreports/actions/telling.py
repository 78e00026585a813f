"""Who hears of a step: those who take the next one, and those who wrote the report."""

import datetime
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person
from gongkai.annualreports.actions import kinds
from gongkai.annualreports.models.filing import Step
from gongkai.annualreports.models.reports import Report
from gongkai.core.permissions import Permission
from gongkai.events.models import Event
from gongkai.notices import actions as notices
from gongkai.orgs.models import Agency

# Who takes the next step after an event; the others tell those who wrote, reviewed and signed.
NEXT = {
    kinds.SENT: Permission.REPORT_REVIEW,
    kinds.PASSED: Permission.REPORT_SIGN,
    kinds.FILED: Permission.REPORT_ACCEPT,
    kinds.TAKEN_BACK: Permission.REPORT_ACCEPT,
}
HEARD = (*NEXT, kinds.SENT_BACK, kinds.SIGNED, kinds.RETURNED, kinds.TAKEN_OVER)


def tell_people(heard: Sequence[Event]) -> None:
    """Give each who is concerned one notice with the way to the report."""
    reports = Report.objects.select_related("keeper").in_bulk({_report_id(event) for event in heard})
    for event in heard:
        report = reports.get(_report_id(event))
        if report is None:
            continue
        people = [each for each in _people(event, report) if each.reference != event.by]
        link = f"/desk/reports/{report.pk}/course/"
        notices.tell(people=people, text=_words(event, report), link=link, event_id=event.pk, at=event.at)


def _report_id(event: Event) -> int:
    return int(event.about.removeprefix("report:"))


def _people(event: Event, report: Report) -> list[Person]:
    on = timezone.localdate(event.at)
    permission = NEXT.get(event.kind)
    if permission is None:
        return _hands(report)
    agency = report.keeper
    if permission == Permission.REPORT_ACCEPT:
        agency = Agency.objects.get(pk=event.data["superior_id"])
    return _near(permission, agency, on=on)


def _near(permission: Permission, agency: Agency, *, on: datetime.date) -> list[Person]:
    """Those who hold a permission in an agency and work there; where nobody does, those who hold it from above."""
    people = list(accounts.holders(permission, agency, on=on))
    return [each for each in people if each.home_id == agency.pk] or people


def _hands(report: Report) -> list[Person]:
    kinds_of_hands = (Step.Kind.SEND, Step.Kind.SIGN, Step.Kind.FILE)
    rows = Step.objects.filter(report=report, kind__in=kinds_of_hands).values("by")
    return list(Person.objects.filter(pk__in=rows, is_active=True).order_by("id"))


def _words(event: Event, report: Report) -> str:
    values = {"report": str(report), "reason": event.data.get("reason", "")}
    return {
        kinds.SENT: _("%(report)s: the annual report waits for your review."),
        kinds.PASSED: _("%(report)s: the annual report waits for your signature."),
        kinds.SIGNED: _("%(report)s: the annual report is signed and can be filed."),
        kinds.FILED: _("%(report)s: the annual report was filed to you."),
        kinds.TAKEN_BACK: _("%(report)s: the annual report was taken back: %(reason)s"),
        kinds.SENT_BACK: _("%(report)s: the annual report was sent back: %(reason)s"),
        kinds.RETURNED: _("%(report)s: the superior returned the annual report: %(reason)s"),
        kinds.TAKEN_OVER: _("%(report)s: the superior accepted the annual report."),
    }[event.kind] % values
