"""Duties in the desk: the board of the office, the lists behind its figures, an agency's coverage and yearly check."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.core import exports, lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import confirming, reckoning, refusals
from gongkai.disclosures.duty_models import Confirmation, Shortfall, Sudden
from gongkai.disclosures.queries import duty_board, sudden
from gongkai.orgs.models import Agency

BOARD = reverse_lazy("disclosures:duties")
Kind = Shortfall.Kind
# The columns of the board: what is counted, and its head.
HEADS = (
    (duty_board.LATE, gettext_lazy("Past 20 days")),
    (Kind.EMPTY_DUTY.value, gettext_lazy("Duties without anything")),
    (Kind.STALE_DUTY.value, gettext_lazy("Duties not renewed")),
    (Kind.EMPTY_COLUMN.value, gettext_lazy("Empty columns")),
    (Kind.STALE_COLUMN.value, gettext_lazy("Columns not updated")),
    (Kind.GUIDE.value, gettext_lazy("Guide")),
    (Kind.RULES.value, gettext_lazy("Rules")),
    (Kind.CONTACTS.value, gettext_lazy("Contacts")),
    (duty_board.SUDDEN, gettext_lazy("Sudden days")),
)


def _access(request: HttpRequest) -> Any:
    return request.access  # type: ignore[attr-defined]


def _agencies(request: HttpRequest) -> list[lists.Option]:
    rows = list(_access(request).agencies(Permission.ITEM_VIEW).in_tree_order())
    top = min((row.depth for row in rows), default=0)
    return [lists.Option(str(row.pk), row.short_name, row.depth - top) for row in rows]


def _below(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    return rows.filter(agency__path__contains=f"/{value}/")


@requires(Permission.ITEM_VIEW)
def board(request: HttpRequest) -> HttpResponseBase:
    """Every agency I may look into with what it owes, the worst first; as a sheet when the address asks for one."""
    found = duty_board.board(_access(request), on=timezone.localdate())
    if request.GET.get("export") in exports.FORMATS:
        head = [_("Agency"), *(str(words) for _kind, words in HEADS), _("Duties met"), _("Duties due"), _("In all")]
        rows = (
            [line.agency.name, *(line.of(kind) for kind, _words in HEADS), line.met, line.duties, line.total]
            for line in found.lines
        )
        return exports.respond(request.GET["export"], "duties", head, rows)
    context = {
        "heading": _("Duties to publish"),
        "lede": _("What each agency owes the public today, the worst first."),
        "board": found,
        "heads": [(kind, words, found.sums.get(kind, 0)) for kind, words in HEADS],
        "lines": [
            (line, [(kind, words, line.of(kind), _behind(kind, line)) for kind, words in HEADS]) for line in found.lines
        ],
        "may_reckon": _access(request).anywhere(Permission.COLUMN_EDIT),
    }
    return render(request, "disclosures/duties.html", context)


def _behind(kind: str, line: duty_board.Line) -> str:
    """The address of the list behind a figure."""
    if kind == duty_board.LATE:
        return f"{reverse('disclosures:list')}?due=late&agency={line.agency.pk}"
    if kind == duty_board.SUDDEN:
        return f"{reverse('disclosures:sudden')}?agency={line.agency.pk}"
    if kind in {Kind.GUIDE, Kind.RULES, Kind.CONTACTS}:
        return reverse("disclosures:yearly", args=[line.agency.pk])
    return f"{reverse('disclosures:owed')}?kind={kind}&agency={line.agency.pk}"


def _open_address(row: Shortfall) -> str:
    if row.obligation_id is not None:
        return f"{reverse('disclosures:coverage', args=[row.agency_id])}#duty-{row.obligation_id}"
    if row.column_id is not None:
        return f"{reverse('disclosures:list')}?column={row.column_id}"
    return reverse("disclosures:yearly", args=[row.agency_id])


class Owed(lists.List):
    """What agencies owe, one thing a line."""

    title = gettext_lazy("What is owed")
    template = "disclosures/owed.html"
    order_by = ("noticed_on", "id")
    search_label = gettext_lazy("Find by words of the column or the duty")
    columns = (
        lists.Column("subject", gettext_lazy("What"), value=duty_board.subject, link=_open_address, lead=True),
        lists.Column("kind", gettext_lazy("Kind"), value=lambda row: row.get_kind_display()),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("basis", gettext_lazy("Basis"), value=lambda row: row.obligation.basis if row.obligation else "—"),
        lists.Column("last_on", gettext_lazy("Last on")),
        lists.Column("due_on", gettext_lazy("Was due on")),
        lists.Column("over", gettext_lazy("Over"), value=lambda row: row.over),
        lists.Column("noticed_on", gettext_lazy("Noticed on")),
    )
    filters = (
        lists.Choice("kind", gettext_lazy("Kind"), tuple(Kind.choices), lambda rows, value: rows.filter(kind=value)),
        lists.Choice("agency", gettext_lazy("Agency"), _agencies, _below),
    )
    export_name = "owed"
    empty_title = gettext_lazy("Nothing is owed")
    empty_text = gettext_lazy("Every duty and column you may look into is kept.")

    def rows(self) -> QuerySet[Shortfall]:
        """Those of my agencies."""
        return duty_board.visible(_access(self.request))

    def searched(self, rows: QuerySet[Shortfall], words: str) -> QuerySet[Shortfall]:
        """By words of the column or the duty."""
        return rows.filter(Q(column__name__icontains=words) | Q(obligation__title__icontains=words))

    def prepare(self, rows: list[Shortfall]) -> None:
        """How long each is over."""
        today = timezone.localdate()
        for row in rows:
            row.over = duty_board.over_words(row, on=today)  # type: ignore[attr-defined]


@requires(Permission.ITEM_VIEW)
def owed(request: HttpRequest) -> HttpResponseBase:
    """The list behind the figures of the board."""
    return lists.respond(request, Owed, crumbs=[(BOARD, _("Duties to publish")), ("", Owed.title)])


class SuddenDays(lists.List):
    """Days on which an agency published suddenly, and what they were compared with."""

    title = gettext_lazy("Sudden publishing")
    template = "disclosures/sudden.html"
    order_by = ("-first_on", "id")
    columns = (
        lists.Column("first_on", gettext_lazy("Day"), template="disclosures/cells/days.html", lead=True),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("kind", gettext_lazy("Kind"), value=lambda row: row.get_kind_display()),
        lists.Column("count", gettext_lazy("Items"), numeric=True),
        lists.Column("words", gettext_lazy("Compared with"), value=sudden.words, template="core/whole.html"),
        lists.Column(
            "examples", gettext_lazy("Such as"), template="disclosures/cells/examples.html",
            text=lambda row: "；".join(each["title"] for each in row.examples),
        ),
    )  # fmt: skip
    filters = (
        lists.Choice(
            "kind", gettext_lazy("Kind"), tuple(Sudden.Kind.choices), lambda rows, value: rows.filter(kind=value)
        ),
        lists.Choice("agency", gettext_lazy("Agency"), _agencies, _below),
        lists.Dates("day", gettext_lazy("Day"), "first_on", is_moment=False),
    )
    export_name = "sudden"
    empty_title = gettext_lazy("Nothing stands out")
    empty_text = gettext_lazy("A day stands out with ten items and five times the usual pace of the half year before.")

    def rows(self) -> QuerySet[Sudden]:
        """Those of my agencies."""
        return duty_board.visible_sudden(_access(self.request))

    def prepare(self, rows: list[Sudden]) -> None:
        """How many an import brought."""
        for row in rows:
            row.imported_words = sudden.imported_words(row)  # type: ignore[attr-defined]


@requires(Permission.ITEM_VIEW)
def sudden_days(request: HttpRequest) -> HttpResponseBase:
    """Days of sudden publishing and odd dates of the last year."""
    return lists.respond(request, SuddenDays, crumbs=[(BOARD, _("Duties to publish")), ("", SuddenDays.title)])


@requires(Permission.ITEM_VIEW)
def coverage(request: HttpRequest, agency_id: int) -> HttpResponseBase:
    """The duties of one agency: which have items, which not, as it stands this moment."""
    agency = _agency(request, agency_id, Permission.ITEM_VIEW)
    rows = duty_board.coverage(agency, on=timezone.localdate())
    if request.GET.get("export") in exports.FORMATS:
        return exports.respond(request.GET["export"], f"coverage-{agency.code}", _coverage_head(), _coverage_rows(rows))
    heading = _("Coverage of the basic directory")
    context = {
        "heading": heading,
        "lede": agency.name,
        "crumbs": [(BOARD, _("Duties to publish")), ("", agency.short_name)],
        "agency": agency,
        "rows": rows,
        "met": sum(row.kind != Kind.EMPTY_DUTY for row in rows),
        "may_draft": _access(request).may(Permission.ITEM_DRAFT, agency),
        "may_keep": _access(request).may(Permission.COLUMN_EDIT, agency),
    }
    return render(request, "disclosures/coverage.html", context)


def _coverage_head() -> list[str]:
    return [_("Code"), _("What must be public"), _("Basis"), _("Column"), _("Items"), _("Last on"), _("State")]


def _coverage_rows(rows: list[duty_board.Covered]) -> Iterator[list[Any]]:
    for row in rows:
        duty = row.obligation
        yield [duty.code, duty.title, duty.basis, duty.column.name, row.count, row.last_on, row.words]


@requires(Permission.ITEM_VIEW)
def yearly(request: HttpRequest, agency_id: int) -> HttpResponseBase:
    """Guide, rules and contacts of an agency: what stands, when it was last checked, and the word that it holds."""
    agency = _agency(request, agency_id, Permission.ITEM_VIEW)
    may_confirm = _access(request).may(Permission.ITEM_DRAFT, agency)
    if request.method == "POST":
        if not may_confirm:
            raise PermissionDenied
        subject = request.POST.get("subject", "")
        if subject in Confirmation.Subject.values:
            _confirm(request, agency, subject)
        return redirect("disclosures:yearly", agency_id=agency.pk)
    checks = duty_board.yearly_checks(agency)
    today = timezone.localdate()
    context = {
        "heading": _("Yearly check"),
        "lede": agency.name,
        "crumbs": [(BOARD, _("Duties to publish")), ("", agency.short_name)],
        "agency": agency,
        "checks": [(check, _is_due(check, today)) for check in checks],
        "may_confirm": may_confirm,
        "may_edit_contacts": _access(request).may(Permission.AGENCY_EDIT, agency),
        "past": Confirmation.objects.filter(agency=agency).order_by("-on", "-pk")[:20],
    }
    return render(request, "disclosures/yearly.html", context)


def _is_due(check: duty_board.Check, today: datetime.date) -> bool:
    if check.due_on is None:
        return check.subject == Confirmation.Subject.CONTACTS
    return check.due_on < today


def _confirm(request: HttpRequest, agency: Agency, subject: str) -> None:
    note = request.POST.get("note", "")
    try:
        confirming.confirm(agency=agency, subject=subject, by=request.user, at=timezone.now(), note=note)  # type: ignore[arg-type]
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("Noted: checked today, still true."))


@requires(Permission.COLUMN_EDIT)
@require_POST
def reckon(request: HttpRequest) -> HttpResponseBase:
    """Reckon what is owed now instead of waiting for the hour."""
    now = timezone.now()
    reckoning.reckon(on=timezone.localdate(now), at=now)
    toasts.say(request, _("Reckoned anew."))
    return HttpResponseRedirect(str(BOARD))


def _agency(request: HttpRequest, agency_id: int, permission: Permission) -> Agency:
    found: Agency = get_object_or_404(_access(request).agencies(permission), pk=agency_id)
    return found
