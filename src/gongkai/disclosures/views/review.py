"""Reviewing: the queue, and the page on which a reviewer reads what changed and decides."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.core import lists, toasts
from gongkai.core.permissions import SIGNED_IN, Permission, requires
from gongkai.disclosures.actions import refusals, reviewing
from gongkai.disclosures.chain_models import OpenStep
from gongkai.disclosures.forms import acts as forms
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.disclosures.queries import (
    around,
    beside,
    chain_lines,
    chains,
    coordination,
    desk,
    passages,
    reading,
    review,
    seeking,
    words,
)
from gongkai.disclosures.views import one as one_item

REVIEWS = (Permission.ITEM_REVIEW, Permission.ITEM_SECRECY, Permission.ITEM_ISSUE)
MODES = ("changes", "seen", "public", "final")


class Queue(lists.List):
    """What waits for my step, the longest first."""

    title = gettext_lazy("Review")
    template = "disclosures/queue.html"
    order_by = ("changed_at", "id")
    search_label = gettext_lazy("Title")
    columns = (
        lists.Column(
            "title",
            gettext_lazy("Title"),
            value=lambda row: row.revision.title,
            link=lambda row: reverse("disclosures:review", args=[row.pk]),
            lead=True,
        ),
        lists.Column("step", gettext_lazy("Your step"), value=lambda row: row.step_words),
        lists.Column(
            "term",
            gettext_lazy("Term of the step"),
            value=lambda row: row.term,
            template="disclosures/cells/term.html",
            text=lambda row: row.term["words"] if row.term else "",
        ),
        lists.Column("agency", gettext_lazy("Agency"), value=lambda row: row.agency.short_name),
        lists.Column("author", gettext_lazy("Author"), value=lambda row: row.revision.author.name),
        lists.Column(
            "due",
            gettext_lazy("To be public (working days)"),
            value=lambda row: row.duty,
            template="disclosures/cells/due.html",
        ),
        lists.Column("changed_at", gettext_lazy("Waiting since")),
    )
    bulk = (lists.Bulk("pass", gettext_lazy("Pass the ticked ones"), "main"),)
    bulk_url = reverse_lazy("disclosures:pass-many")
    empty_title = gettext_lazy("Nothing waits for your review")
    empty_text = gettext_lazy("When somebody hands in a text whose next step is yours, it appears here.")

    def rows(self) -> Any:
        """My queue."""
        return desk.queue(self.request.access, at=timezone.now())  # type: ignore[attr-defined]

    def searched(self, rows: Any, text: str) -> Any:
        """By title."""
        return rows.filter(revision__in=seeking.titled(text))

    def prepare(self, rows: list[Any]) -> None:
        """The step, its term and the duty."""
        today = timezone.localdate()
        for row in rows:
            row.step_words, row.duty = row.open_step.step.words, desk.duty(row, on=today)
            words = desk.term_words(row.open_step.due_on, on=today)
            row.term = {"words": words, "is_late": row.open_step.due_on < today}

    def extra(self) -> dict[str, Any]:
        """The way to say that one is away."""
        return {"away_url": reverse("disclosures:absences")}


@requires(SIGNED_IN)
def queue(request: HttpRequest) -> HttpResponseBase:
    """The items that wait for my step."""
    return lists.respond(request, Queue)


@requires(SIGNED_IN)
def page(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Read what changed, then pass it or return it. Open to who may take some step here, or stands in for who may."""
    rows = around.marked(coordination.marked(desk.visible(request.access)))  # type: ignore[attr-defined]
    item = get_object_or_404(rows, pk=item_id)
    if not _may_review(request, item):
        raise Http404
    if request.method == "POST":
        return _decided(request, item)
    return _shown(request, item, None)


def _may_review(request: HttpRequest, item: Item) -> bool:
    access = request.access  # type: ignore[attr-defined]
    if any(access.may(permission, item.agency) for permission in REVIEWS):
        return True
    waiting = review.open_step(item)
    return waiting is not None and review.seat(access, item, waiting, at=timezone.now()).is_entitled


def _decided(request: HttpRequest, item: Item) -> HttpResponseBase:
    form = forms.DecisionForm(request.POST)
    if not form.is_valid():
        return _shown(request, item, form, status=422)
    data = form.cleaned_data
    revision = get_object_or_404(
        Revision.objects.select_related("item", "item__agency"), pk=data["revision"], item=item
    )
    if data["kind"] not in Clearance.Kind.values:
        raise Http404
    away = None
    waiting = review.open_step(item)
    if waiting is not None and waiting.step.kind == data["kind"]:
        seat = review.seat(request.access, item, waiting, at=timezone.now())  # type: ignore[attr-defined]
        if not seat.may:
            toasts.warn(request, seat.why_not)
            return redirect("disclosures:item", item_id=item.pk)
        away = seat.on_behalf_of
    elif not request.access.may(review.PERMISSION_OF_STEP[Clearance.Kind(data["kind"])], item.agency):  # type: ignore[attr-defined]
        raise Http404
    following = _following(request, item)
    try:
        _decide(request, revision, data, away)
    except refusals.MustBeMended:
        form.add_error("opinion", _("A stop stands in the text; it has to be returned and mended first."))
        return _shown(request, item, form, status=422)
    except refusals.NoSuchPassage as refusal:
        form.add_error("marks", refusal.sentence)
        return _shown(request, item, form, status=422)
    except refusals.PagesUnread as refusal:
        form.add_error("opinion", refusal.sentence)
        return _shown(request, item, form, status=422)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("disclosures:item", item_id=item.pk)
    _tell(request, item, data["opinion"])
    return redirect("disclosures:review", item_id=following.pk) if following else redirect("disclosures:queue")


def _decide(request: HttpRequest, revision: Revision, data: dict[str, Any], away: Person | None) -> None:
    given: dict[str, Any] = {"revision": revision, "kind": data["kind"], "by": request.user, "at": timezone.now()}
    given["on_behalf_of"] = away
    if data["opinion"] == "pass":
        reviewing.clear(basis=data["basis"], **given)
    else:
        reviewing.send_back(reason=data["reason"], marked=data["marks"], **given)


def _tell(request: HttpRequest, item: Item, opinion: str) -> None:
    title = item.revision.title if item.revision else str(item)
    told = _("Passed: %(title)s") if opinion == "pass" else _("Returned: %(title)s")
    toasts.say(request, told % {"title": title})


def _neighbours(request: HttpRequest, item: Item) -> tuple[list[int], int]:
    ids = list(desk.queue(request.access, at=timezone.now()).values_list("pk", flat=True)[:200])  # type: ignore[attr-defined]
    return ids, ids.index(item.pk) if item.pk in ids else -1


def _following(request: HttpRequest, item: Item) -> Item | None:
    ids, position = _neighbours(request, item)
    others = ids[position + 1 :] + ids[: max(position, 0)]
    return Item(pk=others[0]) if others else None


def _shown(request: HttpRequest, item: Item, form: forms.DecisionForm | None, *, status: int = 200) -> HttpResponseBase:
    access = request.access  # type: ignore[attr-defined]
    today = timezone.localdate()
    revisions = list(desk.revisions(item))
    newest = revisions[0]
    newest.item = item
    waiting = review.open_step(item)
    notes = beside.of(newest, item, access)
    findings = one_item.findings_of(newest, item, notes)
    older = [each for each in revisions[1:] if each.pk not in notes.sealed]
    seen = _seen(older, access.person)
    public = next((each for each in older if each.pk == item.public_revision_id), None)
    mode = _mode(request, seen, public)
    old = seen if mode in {"changes", "seen"} else public if mode == "public" else None
    ids, position = _neighbours(request, item)
    frozen = chains.frozen_steps(newest)
    forced = chains.forced_issue(frozen)
    seat = _seat(access, item, waiting, review.known(item, revisions, forced.by_id if forced else None))
    context = {
        "heading": _("Review: %(title)s") % {"title": newest.title},
        "crumbs": [(reverse("disclosures:queue"), _("Waiting for my review"))],
        "nav": reverse("disclosures:queue"),
        "item": item,
        "newest": newest,
        "mode": mode,
        "seen": seen,
        "public": public,
        "comparison": one_item.between(old, newest, [*passages.notes(notes.remarks), *findings]),
        "changed_only": mode == "changes",
        "returns": _returns(seen),
        "remarks": notes.remarks,
        "findings": findings,
        "can_dismiss": seat.may,
        "stops": [each for each in findings if each.is_stop],
        "chain": chain_lines.picture(newest, item, on=today, steps=frozen),
        "reading": reading.progress(newest.attachments.all(), access.person),
        "step": waiting.step.kind if waiting else "",
        "step_words": waiting.step.words if waiting else "",
        "away": seat.on_behalf_of,
        "why_not": seat.why_not,
        "form": form or forms.DecisionForm(),
        "pairs": words.record(newest),
        "place": position + 1,
        "total": len(ids),
        "queue_count": len(ids),
        "previous": ids[position - 1] if position > 0 else None,
        "following": ids[position + 1] if 0 <= position < len(ids) - 1 else None,
        "stage": words.stage(item),
        "look": words.look(item),
    }
    return render(request, "disclosures/review.html", context, status=status)


def _seen(older: list[Revision], person: Person) -> Revision | None:
    """The revision this reviewer decided on last, else the last one that anybody did."""
    mine = (each for each in older if any(given.reviewer_id == person.pk for given in each.clearances.all()))
    return next(mine, None) or next((each for each in older if each.clearances.all()), None)


def _mode(request: HttpRequest, seen: Revision | None, public: Revision | None) -> str:
    mode = request.GET.get("with", "")
    fits = {"changes": seen, "seen": seen, "public": public, "final": True}.get(mode)
    return mode if fits else "changes" if seen else "public" if public else "final"


def _seat(access: Any, item: Item, waiting: OpenStep | None, known: review.Known) -> review.Seat:
    """In whose seat the person decides here, or why they cannot."""
    if waiting is None:
        return review.Seat(may=False, why_not=refusals.WrongState(str(Item.State(item.stage).label)).sentence)
    return review.seat(access, item, waiting, at=timezone.now(), given=known)


def _returns(seen: Revision | None) -> list[Clearance]:
    """Why the revision seen last was returned."""
    if seen is None:
        return []
    return [each for each in seen.clearances.all() if each.opinion == Clearance.Opinion.RETURN]
