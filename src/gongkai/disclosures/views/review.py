"""Reviewing: the queue, and the page on which a reviewer reads what changed and decides."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core import lists, toasts
from gongkai.core.permissions import SIGNED_IN, Permission, requires
from gongkai.disclosures.actions import refusals, reviewing
from gongkai.disclosures.forms import acts as forms
from gongkai.disclosures.models import Clearance, Item, Revision
from gongkai.disclosures.queries import checking, desk, differences, review, words
from gongkai.disclosures.views import one as one_item

REVIEWS = (Permission.ITEM_REVIEW, Permission.ITEM_SECRECY, Permission.ITEM_ISSUE)
MODES = ("seen", "public", "final")


class Queue(lists.List):
    """What waits for my step, the longest first."""

    title = gettext_lazy("Review")
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
    empty_title = gettext_lazy("Nothing waits for your review")
    empty_text = gettext_lazy("When somebody hands in a text whose next step is yours, it appears here.")

    def rows(self) -> Any:
        """My queue."""
        return desk.queue(self.request.access)  # type: ignore[attr-defined]

    def searched(self, rows: Any, text: str) -> Any:
        """By title."""
        return rows.filter(revision__title__icontains=text)

    def prepare(self, rows: list[Any]) -> None:
        """The step and the duty. One query."""
        steps = {each.item.pk: each.words for each in desk.with_steps(rows)}
        today = timezone.localdate()
        for row in rows:
            row.step_words, row.duty = steps.get(row.pk, ""), desk.duty(row, on=today)


def _may_review(request: HttpRequest) -> bool:
    access = request.access  # type: ignore[attr-defined]
    return any(access.anywhere(permission) for permission in REVIEWS)


@requires(SIGNED_IN)
def queue(request: HttpRequest) -> HttpResponseBase:
    """The items that wait for my step."""
    return lists.respond(request, Queue)


@requires(SIGNED_IN)
def page(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Read what changed, then pass it or return it."""
    if not _may_review(request):
        raise Http404
    item = get_object_or_404(desk.visible(request.access), pk=item_id)  # type: ignore[attr-defined]
    if request.method == "POST":
        return _decided(request, item)
    return _shown(request, item, None)


def _decided(request: HttpRequest, item: Item) -> HttpResponseBase:
    form = forms.DecisionForm(request.POST)
    if not form.is_valid():
        return _shown(request, item, form, status=422)
    data = form.cleaned_data
    revision = get_object_or_404(
        Revision.objects.select_related("item", "item__agency"), pk=data["revision"], item=item
    )
    if data["kind"] not in review.STEPS:
        raise Http404
    permission = review.PERMISSION_OF_STEP[Clearance.Kind(data["kind"])]
    if not request.access.may(permission, item.agency):  # type: ignore[attr-defined]
        raise Http404
    following = _following(request, item)
    try:
        _decide(request, revision, data)
    except refusals.MustBeMended:
        form.add_error("opinion", _("A stop stands in the text; it has to be returned and mended first."))
        return _shown(request, item, form, status=422)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("disclosures:item", item_id=item.pk)
    _tell(request, item, data["opinion"])
    return redirect("disclosures:review", item_id=following.pk) if following else redirect("disclosures:queue")


def _decide(request: HttpRequest, revision: Revision, data: dict[str, Any]) -> None:
    now = timezone.now()
    if data["opinion"] == "pass":
        reviewing.clear(revision=revision, kind=data["kind"], by=request.user, at=now, basis=data["basis"])  # type: ignore[arg-type]
    else:
        reviewing.send_back(revision=revision, kind=data["kind"], by=request.user, reason=data["reason"], at=now)  # type: ignore[arg-type]


def _tell(request: HttpRequest, item: Item, opinion: str) -> None:
    title = item.revision.title if item.revision else str(item)
    told = _("Passed: %(title)s") if opinion == "pass" else _("Returned: %(title)s")
    toasts.say(request, told % {"title": title})


def _neighbours(request: HttpRequest, item: Item) -> tuple[list[int], int]:
    ids = list(desk.queue(request.access).values_list("pk", flat=True)[:200])  # type: ignore[attr-defined]
    return ids, ids.index(item.pk) if item.pk in ids else -1


def _following(request: HttpRequest, item: Item) -> Item | None:
    ids, position = _neighbours(request, item)
    others = ids[position + 1 :] + ids[: max(position, 0)]
    return Item(pk=others[0]) if others else None


def _shown(request: HttpRequest, item: Item, form: forms.DecisionForm | None, *, status: int = 200) -> HttpResponseBase:
    access = request.access  # type: ignore[attr-defined]
    revisions = list(desk.revisions(item))
    newest = revisions[0]
    step = review.next_clearance(item)
    findings = checking.check(newest, agency=item.agency, on=timezone.localdate())
    seen = next((each for each in revisions[1:] if each.clearances.all()), None)
    public = next((each for each in revisions[1:] if each.pk == item.public_revision_id), None)
    mode = request.GET.get("with", "")
    if mode not in MODES or (mode == "seen" and not seen) or (mode == "public" and not public):
        mode = "seen" if seen else "public" if public else "final"
    old = seen if mode == "seen" else public if mode == "public" else None
    ids, position = _neighbours(request, item)
    why_not = _why_not(access, item, step)
    shown = one_item.between(old, newest, findings)
    context = {
        "heading": _("Review: %(title)s") % {"title": newest.title},
        "crumbs": [(reverse("disclosures:queue"), _("Waiting for my review"))],
        "nav": reverse("disclosures:queue"),
        "item": item,
        "newest": newest,
        "mode": mode,
        "seen": seen,
        "public": public,
        "comparison": shown,
        "remarks": _remarks(seen),
        "findings": findings,
        "stops": [each for each in findings if each.is_stop],
        "warnings": [each for each in findings if not each.is_stop],
        "elsewhere": [each for each in findings if each.start < 0],
        "chain": one_item.chain(newest, item),
        "step": step,
        "step_words": Clearance.Kind(step).label if step else "",
        "why_not": why_not,
        "form": form or forms.DecisionForm(),
        "pairs": [(label, differences.shown(newest, name)) for name, label in differences.FIELDS],
        "place": position + 1,
        "total": len(ids),
        "queue_count": len(ids),
        "previous": ids[position - 1] if position > 0 else None,
        "following": ids[position + 1] if 0 <= position < len(ids) - 1 else None,
        "stage": words.stage(item),
        "look": words.look(item),
    }
    return render(request, "disclosures/review.html", context, status=status)


def _why_not(access: Any, item: Item, step: str | None) -> str:
    """Why the person cannot decide here, in a sentence; empty when they can."""
    if step is None:
        return refusals.WrongState(str(Item.State(item.stage).label)).sentence
    if not access.may(review.PERMISSION_OF_STEP[Clearance.Kind(step)], item.agency):
        return _("The open step is “%(step)s”, which is not yours.") % {"step": Clearance.Kind(step).label}
    if review.wrote_it(access.person, item):
        return refusals.OwnText().sentence
    return ""


def _remarks(seen: Revision | None) -> list[Clearance]:
    """Why the revision seen last was returned."""
    if seen is None:
        return []
    return [each for each in seen.clearances.all() if each.opinion == Clearance.Opinion.RETURN]
