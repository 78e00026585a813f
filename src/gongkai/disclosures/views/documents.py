"""The register of regulations and normative documents on any day, and the interpretations of one of them."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.catalog.models import Column
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures import pages
from gongkai.disclosures.actions import interpreting, refusals
from gongkai.disclosures.document_models import Interpretation
from gongkai.disclosures.forms import documents as forms
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import around, desk, editions, normative, seeking, shelves
from gongkai.disclosures.views import items

STANDINGS = tuple((value, label) for value, label in Item.Validity.choices if value)
# Earlier ones are found by the day they were formed.
FIRST_YEAR = 1995
SOON = datetime.timedelta(days=90)


def _stands(rows: lists.Rows, value: str) -> lists.Rows:
    """Those that stand so. What is usual is said as being nothing else: planners take a computed value for rare."""
    if value == Item.Validity.IN_FORCE:
        return rows.filter(~Q(standing__in=[other for other, _label in STANDINGS if other != value]))
    return rows.filter(standing=value)


def person_of(request: HttpRequest) -> Person:
    """The signed-in person."""
    assert isinstance(request.user, Person)
    return request.user


def day_of(request: HttpRequest) -> datetime.date:
    """The day asked for in the address; today where none is, or no day."""
    try:
        return datetime.date.fromisoformat(request.GET.get("on", ""))
    except ValueError:
        return timezone.localdate()


def _years(request: HttpRequest) -> Iterable[lists.Option]:
    return [lists.Option(str(year), str(year)) for year in range(timezone.localdate().year, FIRST_YEAR - 1, -1)]


def _owes(rows: QuerySet[Revision], value: str) -> QuerySet[Revision]:
    today = timezone.localdate()
    if value == "late":
        return normative.late(rows, on=today)
    if value == "owed":
        return normative.owing(rows, on=today)
    return rows.filter(normative.explained("item") if value == "done" else normative.exempted("item"))


def _running_out(rows: QuerySet[Any], value: str) -> QuerySet[Any]:
    today = timezone.localdate()
    return rows.filter(
        expires_on__gte=today,
        expires_on__lte=today + SOON,
        standing__in=[Item.Validity.IN_FORCE, Item.Validity.AMENDED],
    )


class Register(lists.List):
    """The documents made by a day with their standing on it."""

    title = gettext_lazy("Normative documents")
    template = "disclosures/register.html"
    order_by = ("-made_on", "-id")
    page_size = 30
    search_label = gettext_lazy("Title or document number")
    kept = ("on",)
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            link=lambda row: reverse("disclosures:item", args=[row.item_id]),
            lead=True,
        ),
        lists.Column("doc_no", gettext_lazy("Document number")),
        lists.Column("agency", pgettext_lazy("register", "Issuer"), value=lambda row: row.item.agency.short_name),
        lists.Column("made_on", gettext_lazy("Formed on")),
        lists.Column("expires_on", gettext_lazy("Valid until")),
        lists.Column(
            "standing",
            gettext_lazy("Standing"),
            template="disclosures/cells/standing.html",
            text=lambda row: Item.Validity(row.standing).label,
        ),
        lists.Column("ended", gettext_lazy("By what"), value=lambda row: row.by_what, template="core/whole.html"),
        lists.Column(
            "duty",
            pgettext_lazy("register", "Interpretation"),
            template="disclosures/cells/interpretation.html",
            text=lambda row: row.duty.words,
        ),
        lists.Column(
            "text",
            gettext_lazy("Text of that day"),
            value=lambda row: row.edition,
            template="disclosures/cells/edition.html",
            text=lambda row: row.edition.revision.number if row.edition and row.edition.revision else "",
        ),
    )
    filters = (
        lists.Choice("standing", gettext_lazy("Standing"), STANDINGS, _stands),
        lists.Choice(
            "agency",
            pgettext_lazy("register", "Issuer"),
            items._agencies,
            lambda rows, value: rows.filter(item__agency__path__contains=f"/{value}/"),
        ),
        lists.Choice(
            "document",
            gettext_lazy("Kind"),
            (("normative", gettext_lazy("Normative document")), ("rules", pgettext_lazy("register", "Regulation"))),
            lambda rows, value: rows.filter(document=value),
        ),
        lists.Choice("year", gettext_lazy("Year"), _years, lambda rows, value: rows.filter(made_on__year=value)),
        lists.Choice(
            "explained",
            pgettext_lazy("register", "Interpretation"),
            (
                ("late", gettext_lazy("overdue")),
                ("owed", gettext_lazy("still owed")),
                ("done", pgettext_lazy("register", "published")),
                ("exempt", gettext_lazy("not needed")),
            ),
            _owes,
        ),
        lists.Choice("ends", gettext_lazy("Validity"), (("soon", gettext_lazy("ends within 90 days")),), _running_out),
        lists.Dates("made", gettext_lazy("Formed on"), "made_on", is_moment=False),
    )
    export_name = "documents"
    empty_title = gettext_lazy("No document is registered")
    empty_text = gettext_lazy("A document stands here when it bears a number under item (1) of Article 20.")

    def rows(self) -> QuerySet[Revision]:
        """Those of one's agencies, with their standing on the day."""
        return normative.register(self.request.access, on=day_of(self.request))  # type: ignore[attr-defined]

    def searched(self, rows: QuerySet[Revision], text: str) -> QuerySet[Revision]:
        """By words of the title or of the number."""
        for word in text.split()[:5]:
            rows = rows.filter(pk__in=seeking.named(word))
        return rows

    def prepare(self, rows: list[Any]) -> None:
        """The text of the day, the duty to explain, and what ended or amended each. Three queries."""
        on, today = day_of(self.request), timezone.localdate()
        ids = [row.item_id for row in rows]
        endings = editions.endings_of(ids)
        texts = editions.of(ids, endings)
        owed = normative.duties(rows, on=today)
        last = {each.item_id: each for each in endings if each.on <= on}
        for row in rows:
            row.tag = pages.tag(row.standing)
            row.duty = owed[row.item_id]
            row.edition = editions.text_on(texts.get(row.item_id, ()), on)
            row.by_what = normative.act_words(last.get(row.item_id))

    def tabs(self) -> list[lists.Tab]:
        """What offices look for."""
        return [
            lists.Tab(_("All"), self._kept("")),
            lists.Tab(_("In force"), self._kept("standing=in-force")),
            lists.Tab(_("Validity ends soon"), self._kept("ends=soon")),
            lists.Tab(_("Interpretation overdue"), self._kept("explained=late")),
            lists.Tab(_("Repealed"), self._kept("standing=repealed")),
        ]

    def _kept(self, query: str) -> str:
        on = self.request.GET.get("on", "")
        return "&".join(part for part in (f"on={on}" if on else "", query) if part)

    def extra(self) -> dict[str, Any]:
        """The day, and what may be done."""
        on = day_of(self.request)
        return {"on": on, "is_today": on == timezone.localdate()}


@requires(Permission.ITEM_VIEW)
def register(request: HttpRequest) -> HttpResponseBase:
    """The register of documents."""
    return lists.respond(request, Register)


def _document(request: HttpRequest, item_id: int) -> Revision:
    rows = normative.register(request.access, on=timezone.localdate())  # type: ignore[attr-defined]
    found = rows.select_related("item__revision", "item__public_revision").filter(item=item_id).first()
    if found is None:
        raise Http404
    return found


@requires(Permission.ITEM_VIEW)
def interpretations(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """What explains a document: link what is there, begin a new one, or say that none is needed."""
    access = request.access  # type: ignore[attr-defined]
    found = _document(request, item_id)
    document = found.item
    written = desk.visible_to_draft(access)
    may_write = access.may(Permission.ITEM_DRAFT, document.agency)
    columns = list(shelves.open_to([document.agency], on=timezone.localdate()).columns) if may_write else []
    name = request.POST.get("form", "")
    posted = request.POST if request.method == "POST" else None
    link = forms.LinkForm(posted if name == "link" else None, items=written)
    begin = forms.BeginForm(posted if name == "begin" else None, columns=columns, initial={"column": _usual(columns)})
    exempt = forms.ExemptForm(posted if name == "exempt" else None)
    if posted is not None:
        if not access.anywhere(Permission.ITEM_DRAFT) or (name != "link" and not may_write):
            raise Http404
        answer = _do(request, document, {"link": link, "begin": begin, "exempt": exempt}.get(name))
        if answer is not None:
            return answer
    duty = normative.duties([found], on=timezone.localdate())[document.pk]
    context = {
        "heading": _("Interpretations"),
        "lede": found.title,
        "crumbs": [
            (reverse("disclosures:documents"), _("Normative documents")),
            (reverse("disclosures:item", args=[document.pk]), found.title),
        ],
        "nav": reverse("disclosures:documents"),
        "document": document,
        "links": [each for each in around.links(document) if each.document_id == document.pk],
        "duty": duty,
        "link_form": link,
        "begin_form": begin,
        "exempt_form": exempt,
        "may_write": may_write,
        "may_link": access.anywhere(Permission.ITEM_DRAFT) and document.is_public,
    }
    status = 422 if any(form.errors for form in (link, begin, exempt)) else 200
    return render(request, "disclosures/interpretations.html", context, status=status)


def _usual(columns: list[Column]) -> str:
    return next((str(each.pk) for each in columns if "解读" in each.name and each.block != Column.Block.RULES), "")


def _do(request: HttpRequest, document: Item, form: Any) -> HttpResponseBase | None:
    """Do what one of the forms asks; None when it is to be shown again."""
    if form is None or not form.is_valid():
        return None
    by, now = person_of(request), timezone.now()
    try:
        if isinstance(form, forms.LinkForm):
            data = form.cleaned_data
            interpreting.link(document=document, item=data["item"], kind=data["kind"], by=by, at=now)
            toasts.say(request, _("Linked. Both pages name each other."))
        elif isinstance(form, forms.BeginForm):
            kind = form.cleaned_data["kind"]
            made = interpreting.begin(document=document, kind=kind, column=form.chosen_column, by=by, at=now)
            return redirect("disclosures:edit", item_id=made.pk)
        else:
            interpreting.exempt(document=document, reason=form.cleaned_data["reason"], by=by, at=now)
            toasts.say(request, _("Noted: no interpretation is needed."))
    except refusals.Refused as refusal:
        form.add_error(None, refusal.sentence)
        return None
    return redirect("disclosures:interpretations", item_id=document.pk)


@requires(Permission.ITEM_DRAFT)
def explains(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Say from the side of an item of one's own which document it explains; the document may be of those above."""
    item = get_object_or_404(desk.visible_to_draft(request.access), pk=item_id)  # type: ignore[attr-defined]
    assert item.revision is not None
    form = forms.ExplainsForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            interpreting.link(item=item, by=person_of(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Linked. Both pages name each other."))
            return redirect("disclosures:item", item_id=item.pk)
    back = reverse("disclosures:item", args=[item.pk])
    context = {
        "heading": _("Explains a document"),
        "crumbs": [(reverse("disclosures:list"), _("Items")), (back, item.revision.title)],
        "form": form,
        "button": _("Link"),
        "back": back,
    }
    return render(request, "disclosures/plain_form.html", context, status=422 if form.errors else 200)


@requires(Permission.ITEM_DRAFT)
@require_POST
def unlink(request: HttpRequest, interpretation_id: int) -> HttpResponseBase:
    """Take a link away: by who writes for the agency of either side."""
    agencies = request.access.agencies(Permission.ITEM_DRAFT)  # type: ignore[attr-defined]
    mine = Q(item__agency__in=agencies) | Q(document__agency__in=agencies)
    row = get_object_or_404(Interpretation.objects.filter(mine), pk=interpretation_id)
    interpreting.unlink(interpretation=row, by=person_of(request), at=timezone.now())
    toasts.say(request, _("The link is taken away."))
    return redirect("disclosures:interpretations", item_id=row.document_id)


@requires(Permission.ITEM_DRAFT)
@require_POST
def owe_again(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Take back that no interpretation is needed."""
    agencies = request.access.agencies(Permission.ITEM_DRAFT)  # type: ignore[attr-defined]
    document = get_object_or_404(Item.objects.filter(agency__in=agencies), pk=item_id)
    interpreting.owe_again(document=document, by=person_of(request), at=timezone.now())
    return redirect("disclosures:interpretations", item_id=document.pk)
