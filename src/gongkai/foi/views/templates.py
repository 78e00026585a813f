"""The Word templates of letters: download ours, hand in the agency's own, go back."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.documents import faults
from gongkai.foi.actions import composing, files, refusals
from gongkai.foi.forms import letters as forms
from gongkai.foi.queries import templates as queries
from gongkai.foi.views import acts, scope
from gongkai.foi.views.case import download
from gongkai.orgs.models import Agency
from gongkai.rules import letter_wording, letters, regimes


def _agency(request: HttpRequest) -> Agency:
    """The agency whose templates are shown: my own, else the first I may set them for."""
    rows = scope.access(request).agencies(Permission.REQUEST_ASSIGN)
    wanted = request.GET.get("agency", "")
    found = rows.filter(pk=wanted).first() if wanted.isdecimal() else None
    found = (
        found
        or rows.filter(pk=getattr(request.user, "home_id", None) or 0).first()
        or rows.order_by("sort_path").first()
    )
    if found is None:
        raise Http404
    return found


def _letter(kind: str, regime: str) -> letters.Letter:
    try:
        found = letters.letter(kind)
    except ValueError as error:
        raise Http404 from error
    if regime not in found.titles:
        raise Http404
    return found


@requires(Permission.REQUEST_ASSIGN)
def templates(request: HttpRequest) -> HttpResponseBase:
    """Every letter with the template in force."""
    agency = _agency(request)
    regime = regimes.for_day(scope.today()).id
    own = queries.of_agency(agency)
    rows = scope.access(request).agencies(Permission.REQUEST_ASSIGN)
    context = {
        "heading": _("Letter templates"),
        "lede": _(
            "Download one, change its wording and layout in Word, hand it in again. Fields in braces are filled by us."
        ),
        "agency": agency,
        "agencies": list(rows.in_tree_order()[:300]),  # type: ignore[attr-defined]
        "lines": [(each, each.title(regime), own.get(each.id)) for each in letters.letters(regime)],
    }
    return render(request, "foi/templates.html", context)


@requires(Permission.REQUEST_ASSIGN)
def template(request: HttpRequest, kind: str) -> HttpResponseBase:
    """One template: its fields, the file in force, and the box to hand in another."""
    agency = _agency(request)
    regime = regimes.for_day(scope.today()).id
    letter = _letter(kind, regime)
    upload = request.FILES if request.method == "POST" else None
    form = forms.TemplateForm(request.POST or None, upload)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            composing.set_template(
                agency=agency, kind=kind, data=file.read(), name=file.name, by=scope.person(request), at=timezone.now()
            )
        except refusals.Refused as refusal:
            acts.tell(form, refusal)
        except faults.UnreadableFile as fault:
            form.add_error("file", fault.message)
        else:
            toasts.say(request, _("The template is in force for letters made from now on."))
            return redirect(f"{reverse('foi:templates')}?agency={agency.pk}")
    context = {
        "heading": letter.title(regime),
        "crumbs": [(reverse("foi:templates"), _("Letter templates"))],
        "agency": agency,
        "letter": letter,
        "own": queries.of_agency(agency).get(kind),
        "form": form,
        "fields": [(f"{{{{ {name} }}}}", label) for name, label in letter_wording.known_fields(kind).items()],
    }
    return render(request, "foi/template.html", context, status=422 if form.errors else 200)


@requires(Permission.REQUEST_ASSIGN)
def template_file(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The template in force as a Word file; `?ours` gives the shipped one."""
    agency = _agency(request)
    regime = regimes.for_day(scope.today()).id
    letter = _letter(kind, regime)
    own = None if "ours" in request.GET else queries.own(agency, kind)
    data = files.unseal(own.file) if own else queries.shipped(kind, regime)
    return download(data, f"{letter.title(regime)}（模板）.docx", "docx")


@requires(Permission.REQUEST_ASSIGN)
@require_POST
def retire(request: HttpRequest, kind: str) -> HttpResponseBase:
    """Go back to the template above."""
    agency = _agency(request)
    _letter(kind, regimes.for_day(scope.today()).id)
    try:
        composing.retire_template(agency=agency, kind=kind, by=scope.person(request), at=timezone.now())
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        toasts.say(request, _("Letters made from now on use the shipped template."))
    return redirect(f"{reverse('foi:templates')}?agency={agency.pk}")
