"""One item: its record and history, the acts on it, differences between its revisions, its files."""

import datetime
from typing import Any
from urllib.parse import quote

from django.http import FileResponse, Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import drafting, files, publishing, refusals, reviewing
from gongkai.disclosures.forms import acts as forms
from gongkai.disclosures.forms import pictures
from gongkai.disclosures.models import Attachment, Item, Revision
from gongkai.disclosures.queries import (
    around,
    beside,
    chain_lines,
    chains,
    checking,
    coordination,
    desk,
    differences,
    finding,
    normative,
    passages,
    review,
    sealing,
    steps,
    words,
)
from gongkai.documents import kinds


def _visible(request: HttpRequest, item_id: int) -> Item:
    rows = around.marked(coordination.marked(desk.visible(request.access)))  # type: ignore[attr-defined]
    rows = normative.marked(rows, on=timezone.localdate())
    return get_object_or_404(rows.select_related("public_revision", "public_revision__author"), pk=item_id)


def _within(request: HttpRequest, item_id: int, permission: Permission) -> Item:
    rows = Item.objects.filter(agency__in=request.access.agencies(permission))  # type: ignore[attr-defined]
    return get_object_or_404(rows.select_related("agency", "revision", "public_revision"), pk=item_id)


def findings_of(revision: Revision, one: Item, notes: beside.Beside) -> list[checking.Finding]:
    """What speaks against a saved revision, with what was let stand."""
    on = timezone.localdate()
    return checking.check(revision, agency=one.agency, on=on, lists=notes.lists, dismissed=notes.dismissed)


@requires(Permission.ITEM_VIEW)
def item(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Everything about one item."""
    access = request.access  # type: ignore[attr-defined]
    one = _visible(request, item_id)
    today = timezone.localdate()
    revisions = list(desk.revisions(one))
    newest = revisions[0]
    newest.item = one
    frozen = chains.frozen_steps(newest)
    forced = chains.forced_issue(frozen)
    known = review.known(one, revisions, forced.by_id if forced else None)
    offered = steps.offered(access, one, at=timezone.now(), given=known)
    checked = one.stage in {Item.State.DRAFT, Item.State.RETURNED, Item.State.IN_REVIEW}
    may_mend = checked and one.stage != Item.State.IN_REVIEW and access.may(Permission.ITEM_DRAFT, one.agency)
    notes = beside.of(newest, one, access)
    findings = findings_of(newest, one, notes) if checked else []
    endings, deeds = around.endings(one) if one.first_published_at else ([], [])
    context = {
        "heading": newest.title,
        "crumbs": [(reverse("disclosures:list"), _("Items")), ("", str(one))],
        "item": one,
        "newest": newest,
        "body": pictures.for_desk(newest.body),
        "public": next((each for each in revisions if each.pk == one.public_revision_id), None),
        "revisions": revisions,
        "stage": words.stage(one),
        "look": words.look(one),
        "pairs": _pairs(one, newest),
        "duty": desk.duty(one, on=today),
        "steps": [each for each in offered if not each.why_not],
        "not_now": [each for each in offered if each.why_not],
        "chain": chain_lines.picture(newest, one, on=today, steps=frozen),
        "findings": findings,
        "can_mend": may_mend,
        "can_dismiss": may_mend,
        "remarks": notes.remarks,
        "marked": differences.only_noted(newest, [*passages.notes(notes.remarks), *findings]),
        "endings": endings,
        "deeds": deeds,
        **_around(request, one),
    }
    return render(request, "disclosures/item.html", context)


def _around(request: HttpRequest, one: Item) -> dict[str, Any]:
    """What explains the item, what it explains, its policy file. At most two queries."""
    links = around.links(one)
    explained_by = [each for each in links if each.document_id == one.pk]
    return {
        "explained_by": explained_by,
        "explains": [each for each in links if each.item_id == one.pk],
        "policy_file": around.file_of(one),
        "explaining": _explaining(one, sum(each.item.is_public for each in explained_by)),
        "may_draft": request.access.may(Permission.ITEM_DRAFT, one.agency),  # type: ignore[attr-defined]
    }


def _explaining(one: Item, number: int) -> normative.Duty | None:
    """The duty to explain a public document; None for what stands in no register. No query."""
    if not one.is_public or one.public_revision is None or not one.is_document:  # type: ignore[attr-defined]
        return None
    reason = one.exemption.reason if hasattr(one, "exemption") else ""
    return normative.duty(one, one.public_revision.formed_on, on=timezone.localdate(), number=number, reason=reason)


def _pairs(one: Item, newest: Revision) -> list[tuple[Any, Any]]:
    validity = str(Item.Validity(one.validity).label) if one.validity else ""
    return [
        (gettext_lazy("Index number"), one.index_no),
        (gettext_lazy("Agency"), one.agency.name),
        (gettext_lazy("Standing"), validity),
        *words.record(newest),
    ]


ACTS = {
    "submit": (Permission.ITEM_DRAFT, reviewing.submit, gettext_lazy("Submitted for review.")),
    "recall": (Permission.ITEM_DRAFT, reviewing.recall, gettext_lazy("Taken back; it is a draft again.")),
    "discard": (Permission.ITEM_DRAFT, drafting.discard, gettext_lazy("The draft is in the bin.")),
    "restore": (Permission.ITEM_DRAFT, drafting.restore, gettext_lazy("The draft is back.")),
    "abandon": (Permission.ITEM_DRAFT, drafting.abandon, gettext_lazy("The correction is given up.")),
    "publish": (Permission.ITEM_ISSUE, publishing.publish, gettext_lazy("Published.")),
    "unschedule": (Permission.ITEM_ISSUE, publishing.unschedule, gettext_lazy("Taken off the schedule.")),
}


@requires(Permission.ITEM_VIEW)
@require_POST
def act(request: HttpRequest, item_id: int, name: str) -> HttpResponseBase:
    """Do one bare act: submit, recall, discard, restore, abandon, publish, unschedule."""
    if name not in ACTS:
        raise Http404
    permission, action, told = ACTS[name]
    one = _within(request, item_id, permission)
    assert one.revision is not None
    try:
        action(item=one, by=_person(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        undo = reverse("disclosures:act", args=[one.pk, "restore"]) if name == "discard" else ""
        toasts.say(request, str(told), undo=undo)
    return redirect("disclosures:item", item_id=one.pk)


@requires(Permission.ITEM_WITHDRAW)
def withdraw(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Take a published item away from the public, with a reason."""
    one = _within(request, item_id, Permission.ITEM_WITHDRAW)
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            publishing.withdraw(item=one, by=_person(request), at=timezone.now(), **form.cleaned_data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Withdrawn. No copy of it is served any more."))
            return redirect("disclosures:item", item_id=one.pk)
    context = {
        "look": "stop",
        "button": _("Withdraw"),
        "lede": _("It cannot be brought back: a new item would be needed."),
    }
    return _act_page(request, one, form, heading=_("Withdraw"), **context)


@requires(Permission.ITEM_WITHDRAW)
def standing(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Mark a published document amended, repealed, expired, void, or in force again."""
    one = _within(request, item_id, Permission.ITEM_WITHDRAW)
    texts = list(Revision.objects.filter(item=one, publication__isnull=False).order_by("-number"))
    form = forms.StandingForm(request.POST or None, initial={"on": timezone.localdate()}, texts=texts)
    if request.method == "POST" and form.is_valid():
        data = dict(form.cleaned_data)
        for name in ("successor", "act"):
            wanted = data[name]
            data[name] = finding.by_number(wanted, Item.objects.public()) if wanted else None
            if wanted and (data[name] is None or data[name].pk == one.pk):
                form.add_error(name, _("No published item bears this number."))
        if not form.errors:
            try:
                publishing.change_validity(item=one, by=_person(request), at=timezone.now(), **data)
            except refusals.Refused as refusal:
                form.add_error(None, refusal.sentence)
            else:
                toasts.say(request, _("The standing is changed; the page says so."))
                return redirect("disclosures:item", item_id=one.pk)
    return _act_page(
        request, one, form, heading=_("Repeal, expire or amend"), look="seal", button=_("Change the standing")
    )


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


@requires(Permission.ITEM_ISSUE)
def schedule(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Let a cleared item go public at a later moment."""
    one = _within(request, item_id, Permission.ITEM_ISSUE)
    form = forms.ScheduleForm(request.POST or None, initial={"publish_at": _tomorrow_morning()})
    if request.method == "POST" and form.is_valid():
        try:
            moment = form.cleaned_data["publish_at"]
            publishing.schedule(item=one, by=_person(request), publish_at=moment, at=timezone.now())
        except refusals.MomentPassed as refusal:
            form.add_error("publish_at", refusal.sentence)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Scheduled."), undo=reverse("disclosures:act", args=[one.pk, "unschedule"]))
            return redirect("disclosures:item", item_id=one.pk)
    return _act_page(request, one, form, heading=_("Schedule"), look="seal", button=_("Schedule"))


def _tomorrow_morning() -> datetime.datetime:
    return (timezone.localtime() + datetime.timedelta(days=1)).replace(hour=9, minute=0, second=0, microsecond=0)


def _act_page(request: HttpRequest, one: Item, form: Any, **context: Any) -> HttpResponseBase:
    title = one.revision.title if one.revision else str(one)
    crumbs = [(reverse("disclosures:list"), _("Items")), (reverse("disclosures:item", args=[one.pk]), title)]
    context |= {"item": one, "form": form, "crumbs": crumbs}
    return render(request, "disclosures/act.html", context, status=422 if form.errors else 200)


@requires(Permission.ITEM_VIEW)
def compare(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """The differences between any two revisions, by default the newest and the one before."""
    one = _visible(request, item_id)
    sealed = sealing.closed_to(request.access, one)  # type: ignore[attr-defined]
    revisions = [each for each in desk.revisions(one) if each.pk not in sealed]
    by_number = {str(each.number): each for each in revisions}
    new = by_number.get(request.GET.get("to", ""), revisions[0])
    older = [each for each in revisions if each.number < new.number]
    old = by_number.get(request.GET.get("from", ""), older[0] if older else None)
    context = {
        "heading": _("Differences"),
        "crumbs": [
            (reverse("disclosures:list"), _("Items")),
            (reverse("disclosures:item", args=[one.pk]), revisions[0].title),
        ],
        "item": one,
        "revisions": revisions,
        "old": old,
        "new": new,
        "comparison": between(old, new),
    }
    return render(request, "disclosures/compare.html", context)


def between(old: Revision | None, new: Revision, findings: Any = ()) -> differences.Comparison:
    """Compare two revisions whose attachments were prefetched."""
    return differences.compare(old, new, old_files=_names(old) if old else (), new_files=_names(new), findings=findings)


def _names(revision: Revision) -> list[str]:
    return [f"{each.name} ({each.file.sha256[:8]})" for each in revision.attachments.all()]


@requires(Permission.ITEM_VIEW)
def attachment(request: HttpRequest, item_id: int, attachment_id: int) -> HttpResponseBase:
    """An attachment for staff, never shown inside a page of ours."""
    one = _visible(request, item_id)
    found = get_object_or_404(Attachment.objects.select_related("file"), pk=attachment_id, revision__item=one)
    if found.revision_id in sealing.closed_to(request.access, one):  # type: ignore[attr-defined]
        raise Http404
    try:
        path = files.path_of(found.file)
    except files.FileLost as lost:
        toasts.warn(request, lost.sentence)
        return redirect("disclosures:item", item_id=one.pk)
    media_type = kinds.MEDIA_TYPES.get(found.file.kind, "application/octet-stream")
    response = FileResponse(path.open("rb"), content_type=media_type)
    response["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(found.name)}"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
