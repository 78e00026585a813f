"""A lost query code: at the desk after a look at who asks, and by the mail that the applicant gave."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from gongkai.core import mailing, throttle
from gongkai.core.permissions import Permission, requires
from gongkai.foi import tasks
from gongkai.foi.actions import refusals, renewing
from gongkai.foi.forms import handling
from gongkai.foi.forms import public as public_forms
from gongkai.foi.queries import followed
from gongkai.foi.views import acts, public, scope

CALLERS = throttle.Limit("foi.lost-caller", 20, 3600)
NUMBERS = throttle.Limit("foi.lost-number", 3, 3600)


@requires(Permission.REQUEST_ENTER)
def renew(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Give a new code after saying how it was made sure who asks; it is shown once, here."""
    one = scope.case(request, request_id, Permission.REQUEST_ENTER)
    form = handling.RenewForm(request.POST or None, case=one, today=scope.today())
    form.use_required_attribute = False
    code = ""
    if request.method == "POST" and form.is_valid():
        try:
            code = renewing.renew_code(
                info_request=one, checked=form.checked, by=scope.person(request), at=timezone.now()
            )
        except refusals.Refused as refusal:
            acts.tell(form, refusal)
    context = {
        "heading": _("New query code"),
        "crumbs": scope.crumbs(one),
        "case": one,
        "form": form,
        "code": code,
        "follow": request.build_absolute_uri("/requests/status/"),
    }
    answer = render(request, "foi/renewed.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def lost(request: HttpRequest) -> HttpResponseBase:
    """Number and e-mail address: if they belong together a mail goes out; the answer is the same if they do not."""
    form = public_forms.LostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        at, data = timezone.now(), form.cleaned_data
        throttle.pass_through(CALLERS, throttle.caller(request), at=at)
        throttle.pass_through(NUMBERS, data["number"], at=at)
        for found in followed.by_email(data["number"], data["email"]):
            tasks.mail_lost_code.enqueue(info_request_id=found.pk)
        return _page(request, "foi/public/lost.html", form=form, is_sent=True)
    status = 422 if form.is_bound else 200
    return _page(request, "foi/public/lost.html", form=form, can_mail=mailing.is_possible(), status=status)


@public.private
@require_http_methods(["GET", "HEAD", "POST"])
def lost_pass(request: HttpRequest, token: str) -> HttpResponseBase:
    """The address in the mail. Nothing happens before its button is pressed: programs open addresses too."""
    row = renewing.passed(token)
    if row is None:
        return _page(request, "foi/public/lost.html", form=public_forms.LostForm(), is_over=True, status=410)
    code = ""
    if request.method == "POST":
        by = f"applicant:{row.applicant_id}"
        code = renewing.renew_code(info_request=row, checked=_("by the mail they gave"), by=by, at=timezone.now())
    return _page(request, "foi/public/lost_pass.html", row=row, code=code)


def _page(request: HttpRequest, template: str, *, status: int = 200, **context: Any) -> HttpResponse:
    title = _("Lost the query code")
    filled = {"section": "status", "page_title": title, "crumbs": public.crumbs(title), **context}
    return render(request, template, filled, status=status)
