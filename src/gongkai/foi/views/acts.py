"""The small pages of the acts on a case: one form each, the article beside it, errors in the user's words."""

import datetime
from typing import Any

from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.accounts.models import Person
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents import faults, printing
from gongkai.foi import tasks
from gongkai.foi.actions import refusals
from gongkai.foi.forms import bases, handling
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.letters import Issue, Letter
from gongkai.foi.queries import possible
from gongkai.foi.views import act_runs, act_specs, scope


@requires(Permission.REQUEST_VIEW)
def act(request: HttpRequest, request_id: int, name: str) -> HttpResponseBase:
    """Show the form of an act, or why it cannot be done; do it."""
    if name not in act_specs.SPECS:
        raise Http404
    spec = act_specs.SPECS[name]
    one = scope.case(request, request_id, spec.permission)
    today = scope.today()
    offered = next((each for each in possible.possible(one, today) if each.name == name), None)
    files = request.FILES if request.method == "POST" else None
    form = spec.form(request.POST or None, files, case=one, today=today, initial=_initial(request))
    form.use_required_attribute = False
    if request.method == "POST" and form.is_valid():
        done = _done(request, spec, one, form)
        if done is not None:
            return done
    return _page(request, spec, one, form, offered)


def _initial(request: HttpRequest) -> dict[str, str]:
    """What a link has chosen already: `?consultation=3`."""
    return {
        name: str(value) for name, value in request.GET.items() if name in {"consultation", "fee", "letter", "kind"}
    }


def _done(
    request: HttpRequest, spec: act_specs.Spec, one: InfoRequest, form: bases.CaseForm
) -> HttpResponseBase | None:
    """Do it and go back to the case; None when it was refused, with the reason in the form."""
    now = timezone.now()
    try:
        with transaction.atomic():
            letter = spec.run(act_runs.Turn(one, form, scope.person(request), now))
    except refusals.Refused as refusal:
        tell(form, refusal)
        return None
    except faults.UnreadableFile as fault:
        form.add_error("papers" if "papers" in form.fields else None, fault.message)
        return None
    toasts.say(request, str(spec.told))
    if letter is None:
        return redirect("foi:case", request_id=one.pk)
    on_file(letter, scope.person(request), now)
    return redirect("foi:letter", request_id=one.pk, letter_id=letter.pk)


def tell(form: Any, refusal: refusals.Refused) -> None:
    """Put a refusal into a form, with its article, at the field it is about."""
    field = getattr(refusal, "field", "")
    words = f"{refusal.sentence}（{refusal.article}）" if refusal.article else refusal.sentence
    form.add_error(field if field in form.fields else None, words)


def on_file(letter: Letter, by: Person, now: datetime.datetime) -> None:
    """Have the finished letter of what was issued made; where there is no LibreOffice, its page says so."""
    rows = Issue.objects.select_related("version__letter__info_request").filter(letter=letter, pdf__isnull=True)
    issue = rows.first()
    if issue is not None and printing.is_installed():
        tasks.begin_print(version=issue.version, by=by, at=now)


def _page(
    request: HttpRequest, spec: act_specs.Spec, one: InfoRequest, form: bases.CaseForm, offered: possible.Act | None
) -> HttpResponseBase:
    heading = offered.words if offered else spec.words
    context = {
        "heading": heading,
        "crumbs": scope.crumbs(one),
        "case": one,
        "form": form,
        "act": offered,
        "why_not": offered.why_not if offered else "",
        "look": spec.look,
        "button": heading,
    }
    return render(request, "foi/act.html", context, status=422 if form.errors else 200)


@requires(Permission.REQUEST_REVEAL)
def applicant(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """The applicant's data in clear, after saying why; the look is recorded."""
    from_post = request.method == "POST"
    one = scope.case(request, request_id, Permission.REQUEST_REVEAL)
    form = handling.LookForm(request.POST or None, case=one, today=scope.today())
    shown = None
    if from_post and form.is_valid():
        try:
            shown = act_runs.looked(one, form.cleaned_data["why"], scope.person(request), timezone.now())
        except refusals.Refused as refusal:
            tell(form, refusal)
    context = {
        "heading": _("Applicant"),
        "crumbs": scope.crumbs(one),
        "case": one,
        "form": form,
        "pairs": _pairs(one, shown) if shown else [],
        "why": form.cleaned_data.get("why", "") if shown else "",
    }
    answer = render(request, "foi/applicant.html", context, status=422 if form.errors else 200)
    answer["Cache-Control"] = "no-store"
    return answer


def _pairs(one: InfoRequest, shown: Any) -> list[tuple[Any, str]]:
    names = (
        "name", "identity_kind", "identity", "representative", "phone", "email", "address", "postcode", "agent",
        "agent_identity", "agent_phone",
    )  # fmt: skip
    found = [
        (shown._meta.get_field(name).verbose_name, getattr(shown, name)) for name in names if name != "identity_kind"
    ]
    kind = shown.get_identity_kind_display() if shown.identity_kind else ""
    return [
        (gettext_lazy("Kind of applicant"), one.get_applicant_kind_display()),
        (_("kind of document"), kind),
        *found,
    ]
