"""The list of items: filters, saved views, export, acts on many at once."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import drafting, refusals, reviewing
from gongkai.disclosures.models import Item, SavedView
from gongkai.disclosures.queries import desk, seeking, words
from gongkai.disclosures.views import several

SOON = 5
STAGES = tuple((state.value, state.label) for state in Item.State if state != Item.State.DISCARDED)


def _agencies(request: HttpRequest) -> list[lists.Option]:
    rows = request.access.agencies(Permission.ITEM_VIEW).in_tree_order()  # type: ignore[attr-defined]
    found = list(rows.values_list("pk", "short_name", "path"))
    top = min((path.count("/") for _pk, _name, path in found), default=0)
    return [lists.Option(str(pk), name, path.count("/") - top) for pk, name, path in found]


def _columns(request: HttpRequest) -> list[lists.Option]:
    rows = Column.objects.in_tree_order().values_list("pk", "name", "path")
    return [lists.Option(str(pk), name, path.count("/") - 2) for pk, name, path in rows]


def _authors(request: HttpRequest) -> list[lists.Option]:
    agencies = request.access.agencies(Permission.ITEM_VIEW)  # type: ignore[attr-defined]
    people = Person.objects.filter(home__in=agencies).order_by("name", "id").values_list("pk", "name")[:500]
    return [lists.Option(str(pk), name) for pk, name in people]


def _topics(request: HttpRequest) -> list[lists.Option]:
    today = timezone.localdate()
    return [
        lists.Option(term.code, term.label, 1 if term.parent_code else 0) for term in catalog.terms("topics", on=today)
    ]


def _due(rows: QuerySet[Item], value: str) -> QuerySet[Item]:
    today = timezone.localdate()
    if value == "late":
        return desk.late(rows, on=today)
    if value == "step":
        return rows.filter(open_step__due_on__lt=today)
    over, soon = desk.formed_before_due(today), desk.formed_before_due(desk.some_days_on(today, SOON + 1))
    return rows.filter(desk.owed(on=today), revision__formed_on__lte=soon, revision__formed_on__gt=over)


class Items(lists.List):
    """All items a person may see."""

    title = gettext_lazy("Items")
    template = "disclosures/list.html"
    order_by = ("-changed_at", "-id")
    search_label = gettext_lazy("Title, document number or index number")
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            value=lambda row: row.revision.title,
            link=lambda row: reverse("disclosures:item", args=[row.pk]),
            lead=True,
        ),
        lists.Column("doc_no", gettext_lazy("Document number"), value=lambda row: row.revision.doc_no),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column(
            "state", gettext_lazy("State"), template="disclosures/cells/state.html", text=lambda row: row.stage_words
        ),
        lists.Column("author", gettext_lazy("Author"), value=lambda row: row.revision.author.name),
        lists.Column(
            "due",
            gettext_lazy("To be public (working days)"),
            value=lambda row: row.duty,
            template="disclosures/cells/due.html",
            text=lambda row: row.duty.due_on if row.duty else "",
        ),
        lists.Column("changed_at", gettext_lazy("Last change")),
    )
    filters = (
        lists.Choice("state", gettext_lazy("State"), STAGES, lambda rows, value: rows.filter(desk.in_stage(value))),
        lists.Choice(
            "agency",
            gettext_lazy("Agency"),
            _agencies,
            lambda rows, value: rows.filter(agency__path__contains=f"/{value}/"),
        ),
        lists.Choice(
            "column",
            gettext_lazy("Column"),
            _columns,
            lambda rows, value: rows.filter(revision__column__path__contains=f"/{value}/"),
        ),
        lists.Choice("topic", gettext_lazy("Topic"), _topics, lambda rows, value: rows.filter(revision__topic=value)),
        lists.Choice(
            "author", gettext_lazy("Author"), _authors, lambda rows, value: rows.filter(revision__author_id=value)
        ),
        lists.Choice(
            "due",
            gettext_lazy("Deadline"),
            (
                ("late", gettext_lazy("past 20 working days")),
                ("soon", gettext_lazy("within 5 working days")),
                ("step", gettext_lazy("past the term of a review step")),
            ),
            _due,
        ),
        lists.Dates("changed", gettext_lazy("Changed"), "changed_at"),
    )
    bulk = (lists.Bulk("submit", gettext_lazy("Submit")), lists.Bulk("discard", gettext_lazy("Discard")))
    bulk_url = reverse_lazy("disclosures:bulk")
    export_name = "items"
    empty_title = gettext_lazy("No items yet")
    empty_text = gettext_lazy("Write the first one, or import what you have.")

    def rows(self) -> QuerySet[Item]:
        """Those of my agencies; the bin only when it is asked for."""
        rows = desk.visible(self.request.access)  # type: ignore[attr-defined]
        if self.request.GET.get("bin"):
            return rows.filter(state=Item.State.DISCARDED)
        return rows.exclude(state=Item.State.DISCARDED)

    def searched(self, rows: QuerySet[Item], text: str) -> QuerySet[Item]:
        """By words of the title, document number or index number."""
        for word in text.split()[:5]:
            rows = rows.filter(pk__in=seeking.listed(word))
        return rows

    def prepare(self, rows: list[Item]) -> None:
        """The duty and the words of the state."""
        today = timezone.localdate()
        for row in rows:
            row.duty = desk.duty(row, on=today)  # type: ignore[attr-defined]
            row.stage_words = words.stage(row)  # type: ignore[attr-defined]
            row.look = words.look(row)  # type: ignore[attr-defined]

    def tabs(self) -> list[lists.Tab]:
        """What is under way, what is public, and what the person has saved."""
        person = self.request.user.pk
        saved = SavedView.objects.filter(person=person).order_by("name", "id")
        return [
            lists.Tab(_("All"), ""),
            lists.Tab(_("Mine"), f"author={person}"),
            lists.Tab(_("In review"), "state=in-review"),
            lists.Tab(_("Past 20 days"), "due=late"),
            lists.Tab(_("Public"), "state=published"),
            *(lists.Tab(view.name, view.query, remove_url=_remove_address(view)) for view in saved),
            lists.Tab(_("Bin"), "bin=1"),
        ]

    def extra(self) -> dict[str, Any]:
        """What may be done here."""
        access = self.request.access  # type: ignore[attr-defined]
        may_draft = access.anywhere(Permission.ITEM_DRAFT)
        return {
            "may_draft": may_draft,
            "may_import": access.anywhere(Permission.ITEM_IMPORT),
            "query": _query(self.request),
            "is_bin": bool(self.request.GET.get("bin")),
        }


def _remove_address(view: SavedView) -> str:
    return reverse("disclosures:view-remove", args=[view.pk])


def _query(request: HttpRequest) -> str:
    query = request.GET.copy()
    for name in ("cursor", "export"):
        query.pop(name, None)
    return QueryDict(query.urlencode(), mutable=True).urlencode()


@requires(Permission.ITEM_VIEW)
def items(request: HttpRequest) -> HttpResponseBase:
    """The list of items."""
    return lists.respond(request, Items)


@requires(Permission.ITEM_DRAFT)
@require_POST
def bulk(request: HttpRequest) -> HttpResponseBase:
    """Submit or discard the ticked items; what cannot be done is told with its reason, the rest is done."""
    chosen = lists.chosen(request, fallback=reverse("disclosures:list"))
    access = request.access  # type: ignore[attr-defined]
    rows = desk.visible_to_draft(access).filter(pk__in=chosen.ids[: several.MOST]).order_by("id")
    items = list(rows) if chosen.action in {"submit", "discard"} else []
    now, by, refused = timezone.now(), access.person, {}
    if chosen.action == "submit":
        handed = {item.pk: (item, by) for item in items}
        refused = several.as_many_as_can(lambda each: reviewing.submit_many(handed=each, at=now), handed)
    else:
        for item in items:
            try:
                drafting.discard(item=item, by=by, at=now)
            except refusals.Refused as refusal:
                refused[item.pk] = refusal.sentence
    several.warn(request, items, refused)
    done = [item.pk for item in items if item.pk not in refused]
    _tell(request, chosen.action, done, is_refused=bool(refused), strangers=len(set(chosen.ids)) - len(items))
    return HttpResponseRedirect(chosen.back)


def _tell(request: HttpRequest, action: str, done: list[int], *, is_refused: bool, strangers: int) -> None:
    if done and action == "submit":
        text = ngettext("%(n)d item was submitted for review.", "%(n)d items were submitted for review.", len(done))
        toasts.say(request, text % {"n": len(done)})
    elif done:
        undo = f"{reverse('disclosures:restore-many')}?ids={','.join(map(str, done))}"
        text = ngettext("%(n)d draft was discarded.", "%(n)d drafts were discarded.", len(done))
        toasts.say(request, text % {"n": len(done)}, undo=undo)
    if strangers > 0:
        text = ngettext("%(n)d item was left alone.", "%(n)d items were left alone.", strangers)
        toasts.warn(request, text % {"n": strangers} + _("Only drafts of your own agency can be changed here."))
    if not done and not is_refused and strangers <= 0:
        toasts.warn(request, _("No row was ticked."))


@requires(Permission.ITEM_DRAFT)
@require_POST
def restore_many(request: HttpRequest) -> HttpResponseBase:
    """Take drafts out of the bin again: the undo of discarding."""
    ids = [int(text) for text in request.GET.get("ids", "").split(",") if text.isdecimal()][:200]
    access = request.access  # type: ignore[attr-defined]
    count = 0
    for item in desk.visible_to_draft(access).filter(pk__in=ids).order_by("id"):
        try:
            drafting.restore(item=item, by=request.user, at=timezone.now())  # type: ignore[arg-type]
            count += 1
        except refusals.Refused as refusal:
            toasts.warn(request, refusal.sentence)
    if count:
        text = ngettext("%(n)d draft is back.", "%(n)d drafts are back.", count)
        toasts.say(request, text % {"n": count})
    return HttpResponseRedirect(lists.way_back(request, fallback=reverse("disclosures:list")))


@requires(Permission.ITEM_VIEW)
@require_POST
def view_save(request: HttpRequest) -> HttpResponseBase:
    """Keep the filters of the list under a name; the same name replaces the older one."""
    name = " ".join(request.POST.get("name", "").split())[:60]
    query = QueryDict(request.POST.get("query", ""), mutable=True)
    kept = "&".join(f"{key}={value}" for key, value in query.items() if value)[:500]
    if not name:
        toasts.warn(request, _("Give the view a name."))
        return HttpResponseRedirect(f"{reverse('disclosures:list')}?{kept}")
    SavedView.objects.update_or_create(person_id=request.user.pk or 0, name=name, defaults={"query": kept})
    toasts.say(request, _("The view “%(name)s” is saved.") % {"name": name})
    return HttpResponseRedirect(f"{reverse('disclosures:list')}?{kept}")


@requires(Permission.ITEM_VIEW)
@require_POST
def view_remove(request: HttpRequest, view_id: int) -> HttpResponseBase:
    """Forget one of my saved views."""
    get_object_or_404(SavedView, pk=view_id, person=request.user.pk).delete()
    toasts.say(request, _("The view is removed."))
    return redirect("disclosures:list")
