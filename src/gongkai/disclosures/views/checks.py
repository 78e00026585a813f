"""Findings one by one, remarks, attachments page by page, and the word lists of the office."""

import io
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.core import lists, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import checks, files, reading_pages, refusals, reviewing
from gongkai.disclosures.check_models import WordList
from gongkai.disclosures.forms import acts
from gongkai.disclosures.forms import chains as forms
from gongkai.disclosures.models import Attachment, Item
from gongkai.disclosures.queries import desk, own_lists, reading, review, sealing
from gongkai.documents import faults, kinds, parts
from gongkai.documents.redaction import marking, marks

WIDTH = 1000


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)
    return request.user


def _back(request: HttpRequest, item: Item) -> HttpResponseRedirect:
    return HttpResponseRedirect(lists.way_back(request, fallback=reverse("disclosures:item", args=[item.pk])))


@requires(Permission.ITEM_DRAFT)
@require_POST
def mask(request: HttpRequest, item_id: int, fingerprint: str) -> HttpResponseBase:
    """Mask a finding by one click; the original is kept under seal."""
    item = get_object_or_404(desk.visible_to_draft(request.access), pk=item_id)  # type: ignore[attr-defined]
    try:
        checks.mask(item=item, fingerprint=fingerprint, by=_person(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("Masked; the original is kept under seal."))
    return _back(request, item)


@requires(Permission.ITEM_VIEW)
@require_POST
def dismiss(request: HttpRequest, item_id: int, fingerprint: str) -> HttpResponseBase:
    """Let a finding stand with a reason: whoever writes a draft; in review whoever may take the open step."""
    item = get_object_or_404(desk.visible(request.access), pk=item_id)  # type: ignore[attr-defined]
    access = request.access  # type: ignore[attr-defined]
    waiting = review.open_step(item)
    if waiting is not None:
        may = review.seat(access, item, waiting, at=timezone.now()).may
    else:
        may = access.may(Permission.ITEM_DRAFT, item.agency)
    if not may:
        raise Http404
    try:
        checks.dismiss(
            item=item,
            fingerprint=fingerprint,
            reason=request.POST.get("reason", ""),
            by=_person(request),
            at=timezone.now(),
        )
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("It stands, with your reason; every reviewer reads it."))
    return _back(request, item)


@requires(Permission.ITEM_VIEW)
@require_POST
def remark(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Say something about the newest revision; its author is told."""
    item = get_object_or_404(desk.visible(request.access), pk=item_id)  # type: ignore[attr-defined]
    form = acts.RemarkForm(request.POST)
    if not form.is_valid() or item.revision is None:
        toasts.warn(request, _("Write the remark first."))
        return _back(request, item)
    try:
        reviewing.remark(revision=item.revision, by=_person(request), at=timezone.now(), **form.cleaned_data)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("The remark stands beside the text."))
    return _back(request, item)


def _attachment(request: HttpRequest, item_id: int, attachment_id: int) -> tuple[Item, Attachment]:
    item = get_object_or_404(desk.visible(request.access), pk=item_id)  # type: ignore[attr-defined]
    rows = Attachment.objects.select_related("file", "revision")
    found = get_object_or_404(rows, pk=attachment_id, revision__item=item)
    if found.revision_id in sealing.closed_to(request.access, item):  # type: ignore[attr-defined]
        raise Http404
    return item, found


@requires(Permission.ITEM_VIEW)
def pages(request: HttpRequest, item_id: int, attachment_id: int, number: int) -> HttpResponseBase:
    """One page of an attachment to read, and to tick off."""
    item, found = _attachment(request, item_id, attachment_id)
    (read,) = reading.progress([found], _person(request))
    if not 1 <= number <= read.pages:
        raise Http404
    if request.method == "POST":
        reading_pages.tick(attachment=found, page=number, by=_person(request), at=timezone.now(), item=item)
        ahead = next((page for page in range(1, read.pages + 1) if page not in read.ticked and page != number), None)
        if ahead is None:
            toasts.say(request, _("Every page of “%(name)s” is ticked off.") % {"name": found.name})
            return redirect("disclosures:review", item_id=item.pk)
        return redirect("disclosures:pages", item_id=item.pk, attachment_id=found.pk, number=ahead)
    shown, fault = "", ""
    try:
        shown = parts.html(files.read_file(found.file), number, name=found.name, kind=found.file.kind)
    except faults.UnreadableFile as unreadable:
        fault = unreadable.message
    except refusals.Refused as refusal:
        fault = refusal.sentence
    title = item.revision.title if item.revision else str(item)
    context = {
        "heading": found.name,
        "crumbs": [(reverse("disclosures:review", args=[item.pk]), title)],
        "nav": reverse("disclosures:queue"),
        "item": item,
        "attachment": found,
        "number": number,
        "read": read,
        "shown": shown,
        "fault": fault,
        "is_picture": found.file.kind in {kinds.PDF, kinds.PNG, kinds.JPEG},
        "all": [(page, page in read.ticked) for page in range(1, read.pages + 1)],
    }
    return render(request, "disclosures/pages.html", context)


@requires(Permission.ITEM_VIEW)
def picture(request: HttpRequest, item_id: int, attachment_id: int, number: int) -> HttpResponseBase:
    """A page of a pdf as a picture, or a picture itself."""
    _item, found = _attachment(request, item_id, attachment_id)
    try:
        data = files.read_file(found.file)
        if found.file.kind == kinds.PDF:
            data = marking.page_picture(data, number, WIDTH, name=found.name)
        elif found.file.kind not in {kinds.PNG, kinds.JPEG}:
            raise Http404
    except (refusals.Refused, faults.UnreadableFile, marks.WrongMark):
        raise Http404 from None
    is_jpeg = found.file.kind == kinds.JPEG
    response = HttpResponse(io.BytesIO(data), content_type="image/jpeg" if is_jpeg else "image/png")
    response["Cache-Control"] = "private, max-age=300"
    return response


@requires(Permission.AGENCY_EDIT)
def words(request: HttpRequest) -> HttpResponseBase:
    """The phrases, titles and wrong words that an agency has checked for itself and all below it."""
    access = request.access  # type: ignore[attr-defined]
    agencies = list(access.agencies(Permission.AGENCY_EDIT).alive(timezone.localdate()).in_tree_order())
    wanted = request.GET.get("agency", "")
    chosen = next((each for each in agencies if str(each.pk) == wanted), agencies[0] if agencies else None)
    row = WordList.objects.filter(agency=chosen).first() if chosen else None
    initial: dict[str, Any] = {"agency": str(chosen.pk) if chosen else ""}
    if row is not None:
        initial |= {"phrase_lines": row.phrases, "wrong_lines": row.confusables}
    form = forms.WordsForm(request.POST or None, agencies=agencies, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        agency = form.agencies[data.pop("agency")]
        try:
            checks.keep_lists(agency=agency, by=_person(request), at=timezone.now(), **data)
        except refusals.Refused as refusal:
            form.add_error(None, refusal.sentence)
        else:
            toasts.say(request, _("Kept; the checks look for these words from now on."))
            return HttpResponseRedirect(f"{reverse('disclosures:words')}?agency={agency.pk}")
    context = {
        "heading": _("Word lists of the checks"),
        "crumbs": [(reverse("disclosures:chains"), _("Chains of review"))],
        "nav": reverse("disclosures:chains"),
        "form": form,
        "kept": own_lists.kept(access),
        "chosen": chosen,
    }
    return render(request, "disclosures/words.html", context, status=422 if form.errors else 200)
