"""From an answer to a public item in one step."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import drafting
from gongkai.disclosures.actions import files as public_files
from gongkai.disclosures.actions import refusals as item_refusals
from gongkai.disclosures.queries import shelves
from gongkai.documents import cleaning, faults
from gongkai.foi.actions import files, publishing, refusals
from gongkai.foi.forms import deciding as forms
from gongkai.foi.models.cases import CaseFile, InfoRequest
from gongkai.foi.queries import possible
from gongkai.foi.views import acts, scope


@requires(Permission.ITEM_DRAFT)
def publish(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Draft an item from an answer; it walks the review of every item afterwards."""
    one = scope.case(request, request_id, Permission.ITEM_DRAFT)
    if not scope.access(request).may(Permission.REQUEST_VIEW, one.agency):
        raise Http404
    released = list(one.files.filter(kind=CaseFile.Kind.RELEASED).select_related("file").order_by("id"))
    form = forms.PublishForm(
        request.POST or None,
        columns=shelves.open_to([one.agency], on=scope.today()).columns,
        files=[(str(each.pk), each.name) for each in released],
        initial={"title": one.subject[:200], "body": _body(one)},
    )
    form.use_required_attribute = False
    if request.method == "POST" and form.is_valid():
        done = _proposed(request, one, form, released)
        if done is not None:
            return done
    offered = possible.publication(one)
    context = {
        "heading": _("Make the answer a public item"),
        "crumbs": scope.crumbs(one),
        "case": one,
        "form": form,
        "act": offered,
        "why_not": "" if offered else _("Only what was given to an applicant can become a public item."),
        "button": _("Draft the item"),
        "look": "main",
    }
    return render(request, "foi/act.html", context, status=422 if form.errors else 200)


def _body(one: InfoRequest) -> str:
    """What was asked, as a beginning; the answer itself is written or attached."""
    return _("Information disclosed on request: %(subject)s") % {"subject": one.subject}


def _proposed(request: HttpRequest, one: InfoRequest, form: Any, released: list[CaseFile]) -> HttpResponseBase | None:
    data, now = form.cleaned_data, timezone.now()
    chosen = [each for each in released if str(each.pk) in data.get("papers", [])]
    try:
        attachments = [
            drafting.AttachmentContent(
                public_files.store_for_release(data=files.unseal(each.file), name=each.name, at=now), each.name
            )
            for each in chosen
        ]
        item = publishing.propose_publication(
            info_request=one,
            title=data["title"],
            body=cleaning.plain_to_html(data["body"]),
            column=form.chosen_column,
            attachments=attachments,
            by=scope.person(request),
            at=now,
        )
    except refusals.Refused as refusal:
        acts.tell(form, refusal)
    except item_refusals.Refused as refusal:
        form.add_error(None, refusal.sentence)
    except faults.UnreadableFile as fault:
        form.add_error("papers", fault.message)
    else:
        toasts.say(request, _("Drafted; it walks the same review as every item."))
        return redirect("disclosures:item", item_id=item.pk)
    return None
