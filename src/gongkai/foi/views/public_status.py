"""Following a request by number and query code: its state and why, letters and files, and what the applicant adds.

Number and code are typed into a form, never put into an address. Who knows both gets a signed pass for half an hour.
"""

from collections.abc import Callable
from typing import Any

from django import forms
from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from gongkai.core import pages, throttle
from gongkai.documents import faults, kinds
from gongkai.foi.actions import deciding, files, handling, reading, receiving, refusals, terms, uploading, wishing
from gongkai.foi.forms import public as added
from gongkai.foi.models.cases import CaseFile, InfoRequest, SealedFile
from gongkai.foi.queries import followed, status
from gongkai.foi.views import public
from gongkai.orgs import pages as org_pages
from gongkai.rules import regimes

FOLLOWED_COOKIE = "gongkai_followed"
FOLLOWED_SECONDS = 30 * 60
_SALT = "gongkai.foi.followed"
WRONG_NUMBER = throttle.Limit("foi.wrong-code-number", 10, 900)
WRONG_CALLER = throttle.Limit("foi.wrong-code-caller", 40, 3600)


def _crumbs(*last: str) -> tuple[pages.Crumb, ...]:
    home = pages.Crumb(pgettext("portal", "Home"), "/")
    return (home, pages.Crumb(_("Follow a request"), "/requests/status/"), *(pages.Crumb(each) for each in last))


def _passed(request: HttpRequest) -> InfoRequest | None:
    """The request this browser has shown number and code of."""
    try:
        held = signing.loads(request.COOKIES.get(FOLLOWED_COOKIE, ""), salt=_SALT, max_age=FOLLOWED_SECONDS)
    except signing.BadSignature:
        return None
    rows = InfoRequest.objects.select_related("agency", "applicant").filter(pk=held["id"], code_hash=held["code"])
    return rows.first()


def _hand_out(response: HttpResponseBase, row: InfoRequest) -> HttpResponseBase:
    response.set_cookie(
        FOLLOWED_COOKIE,
        signing.dumps({"id": row.pk, "code": row.code_hash}, salt=_SALT),
        max_age=FOLLOWED_SECONDS,
        path=public.PATH,
        httponly=True,
        samesite="Lax",
        secure=settings.SESSION_COOKIE_SECURE,
    )
    return response


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def look(request: HttpRequest) -> HttpResponseBase:
    """The form for number and code, or the request that this browser has the pass of."""
    if request.method == "POST":
        return _look_up(request)
    row = _passed(request)
    if row is None:
        return _show_form(request, added.LookForm())
    return _hand_out(render(request, "foi/public/status.html", _context(row)), row)


def _look_up(request: HttpRequest) -> HttpResponseBase:
    """Check number and code. One answer for a wrong code and for a number that does not exist; too many must wait."""
    form = added.LookForm(request.POST)
    if not form.is_valid():
        return _show_form(request, form, status=422)
    at, caller = timezone.now(), throttle.caller(request)
    number = "".join(form.cleaned_data["number"].split())
    throttle.look(WRONG_NUMBER, number, at=at)
    throttle.look(WRONG_CALLER, caller, at=at)
    row = followed.find(number, form.cleaned_data["code"])
    if row is None:
        throttle.count(WRONG_NUMBER, number, at=at)
        throttle.count(WRONG_CALLER, caller, at=at)
        form.add_error(None, _("Number and query code do not belong together. Compare both with the receipt."))
        return _show_form(request, form, status=422)
    return _hand_out(redirect("requests:status"), row)


def _show_form(request: HttpRequest, form: forms.Form, *, status: int = 200) -> HttpResponse:
    title = _("Follow a request")
    context = {"section": "status", "page_title": title, "crumbs": _crumbs(), "form": form}
    return render(request, "foi/public/look.html", context, status=status)


def _context(row: InfoRequest) -> dict[str, Any]:
    on = timezone.localdate()
    page = status.status_page(row, on)
    text = page.texts[0].description if page.texts else row.subject
    return {
        "section": "status",
        "page_title": _("Follow a request"),
        "crumbs": _crumbs(row.number),
        "page": page,
        "row": row,
        "title": pages.breakable(_shortened(row.subject)),
        "channel": regimes.channel(row.channel).label,
        "text": text,
        "today": on,
        "agency_address": org_pages.agency_address(row.agency),
        "contacts": public.contacts(row.agency),
    }


def _shortened(subject: str) -> str:
    plain = subject.rstrip("。.；; ")
    return plain if len(plain) < 60 else f"{plain[:58]}…"


@public.private
@require_POST
def leave(request: HttpRequest) -> HttpResponse:
    """Give the pass back."""
    response = redirect("requests:status")
    response.delete_cookie(FOLLOWED_COOKIE, path=public.PATH)
    return response


def _uploads(request: HttpRequest, kind: str) -> tuple[receiving.Upload, ...]:
    """The file of a form, looked at. Raises the faults of `gongkai.documents`."""
    given = request.FILES.get("file")
    if given is None:
        return ()
    if (given.size or 0) > uploading.LARGEST:
        raise faults.FileTooLarge(str(given.name), limit=uploading.LARGEST, size=given.size or 0)
    data = given.read()
    uploading.check(data, str(given.name))
    return (receiving.Upload(kind, str(given.name), data),)


def _act(request: HttpRequest, row: InfoRequest, name: str, form: forms.Form) -> None:
    """One domain call for each page. Raises refusals.Refused and the faults of files."""
    data, at = form.cleaned_data, timezone.now()
    common: dict[str, Any] = {"info_request": row, "by": f"applicant:{row.applicant_id}", "at": at}
    on = timezone.localdate(at)
    if name == "supplement":
        sent = _uploads(request, CaseFile.Kind.SUPPLEMENT)
        handling.supplement(**common, description=data["text"], on=on, files=sent)
    elif name == "correct":
        sent = _uploads(request, CaseFile.Kind.SUPPLEMENT)
        terms.receive_correction(**common, description=data["text"], on=on, files=sent)
    elif name == "reasons":
        terms.receive_reasons(**common, reason=data["text"], on=on)
    elif name == "paid":
        handling.attach(**common, uploads=_uploads(request, CaseFile.Kind.PROOF))
    elif name == "wish":
        wishes = {key: data[key] for key in ("way", "carrier", "email", "address", "postcode", "wants_updates")}
        wishing.change_wishes(**common, **wishes)
    else:
        deciding.withdraw(**common, reason=data["reason"] or _("Taken back by the applicant."), on=on)


FORMS: dict[str, Callable[..., forms.Form]] = {
    "supplement": added.AddForm,
    "correct": added.AddForm,
    "reasons": added.AddForm,
    "paid": added.PaidForm,
    "wish": added.WishForm,
    "withdraw": added.WithdrawForm,
}


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def act(request: HttpRequest, name: str) -> HttpResponseBase:
    """One thing an applicant can do with their request: its form, and doing it."""
    row = _passed(request)
    if row is None:
        return redirect("requests:status")
    context = _context(row)
    if name not in FORMS:
        raise Http404
    if name not in context["page"].can:
        return _hand_out(render(request, "foi/public/status.html", {**context, "is_over": True}, status=409), row)
    form = _form(request, row, name)
    context |= {"form": form, "name": name, "label": _labels()[name]}
    if request.method == "POST":
        throttle.pass_through(public.ADDITIONS, throttle.caller(request), at=timezone.now())
        if form.is_valid() and _is_done(request, row, name, form):
            return _hand_out(redirect(f"{public.PATH}status/?done={name}"), row)
    return _hand_out(render(request, "foi/public/act.html", context, status=422 if form.is_bound else 200), row)


def _form(request: HttpRequest, row: InfoRequest, name: str) -> forms.Form:
    if request.method == "POST":
        return FORMS[name](request.POST, request.FILES)
    wishes = {"carrier": row.wanted_carrier, "way": row.wanted_way, "wants_updates": row.applicant.wants_updates}
    return FORMS[name](initial=wishes if name == "wish" else None)


def _is_done(request: HttpRequest, row: InfoRequest, name: str, form: forms.Form) -> bool:
    try:
        _act(request, row, name, form)
    except refusals.Refused as refused:
        field = getattr(refused, "field", "")
        form.add_error(field if field in form.fields else None, refused.sentence)
    except faults.UnreadableFile as fault:
        form.add_error("file" if "file" in form.fields else None, fault.message)
    return form.is_valid()


def _labels() -> dict[str, str]:
    return {
        "supplement": _("Add something"),
        "correct": _("Correct the request"),
        "reasons": _("Give reasons"),
        "paid": _("Send the proof of payment"),
        "wish": _("Change how you receive it"),
        "withdraw": _("Take the request back"),
    }


@public.private
@require_safe
def letter(request: HttpRequest, letter_id: int, kind: str) -> HttpResponseBase:
    """A letter to the applicant, as PDF or Word file; that it was read is recorded, and may prove that it arrived."""
    row = _passed(request)
    if row is None:
        return redirect("requests:status")
    found = next((each for each in followed.letters_of(row) if each.pk == letter_id), None)
    sealed = getattr(found.issue, kind) if found is not None else None
    if found is None or sealed is None:
        raise Http404
    data = files.unseal(sealed)
    found.info_request = row
    reading.read_online(letter=found, file_kind=kind, by=f"applicant:{row.applicant_id}", at=timezone.now())
    return _download(data, f"{found.issue.number}.{kind}", sealed)


@public.private
@require_safe
def file(request: HttpRequest, file_id: int) -> HttpResponseBase:
    """A file released to the applicant, or one they sent themselves; the download is recorded."""
    row = _passed(request)
    if row is None:
        return redirect("requests:status")
    own = row.files.filter(pk=file_id, by__startswith="applicant").select_related("file").first()
    found = own or followed.files_of(row).filter(pk=file_id).first()
    if found is None:
        raise Http404
    found.info_request = row
    data = handling.open_file(case_file=found, by=f"applicant:{row.applicant_id}", at=timezone.now())
    return _download(data, found.name, found.file)


def _download(data: bytes, name: str, sealed: SealedFile) -> HttpResponse:
    return public.download(data, name, kinds.MEDIA_TYPES.get(sealed.kind, "application/octet-stream"))
