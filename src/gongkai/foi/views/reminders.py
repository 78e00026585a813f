"""The page on which an office says who is reminded of which step, how early, and by which ways."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import mailing, senders, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.foi.actions import refusals
from gongkai.foi.actions import reminder_rules as actions
from gongkai.foi.forms import reminders as forms
from gongkai.foi.queries import reminder_rules
from gongkai.foi.views import acts, scope
from gongkai.notices import actions as notices
from gongkai.orgs.models import Agency


@requires(Permission.REQUEST_ASSIGN)
def reminders(request: HttpRequest) -> HttpResponseBase:
    """The rules of one agency: what holds now, what is its own, and changing it."""
    agencies = list(scope.access(request).agencies(Permission.REQUEST_ASSIGN).in_tree_order())  # type: ignore[attr-defined]
    agency = _chosen(request, agencies)
    rules = reminder_rules.load().of(agency)
    form = forms.RulesForm(request.POST or None, rules=rules)
    if request.method == "POST" and request.POST.get("act") == "test":
        return _test(request, agency)
    if request.method == "POST" and form.is_valid():
        try:
            count = actions.set_rules(agency=agency, rules=form.rules, by=scope.person(request), at=timezone.now())
        except refusals.Refused as refusal:
            acts.tell(form, refusal)
        else:
            words = _("Kept: %(n)d steps differ from the rules above.") if count else _("Kept: as the rules above.")
            toasts.say(request, words % {"n": count} if count else words)
            return redirect(_address(agency))
    context = {
        "heading": _("Reminders"),
        "lede": _("Every step is told in the desk; here is to whom, how early, and by which other ways."),
        "agency": agency,
        "agencies": agencies,
        "form": form,
        "heads": [words for _name, words in forms.BOXES],
        "own": {step for step, rule in rules.items() if rule.agency_id == agency.pk},
        "can_mail": mailing.is_possible(),
        "can_text": senders.sms() is not None,
    }
    return render(request, "foi/reminders.html", context, status=422 if form.errors else 200)


def _chosen(request: HttpRequest, agencies: list[Agency]) -> Agency:
    """The agency asked for, else the person's own, else the first."""
    wanted = request.GET.get("agency") or str(getattr(request.user, "home_id", ""))
    found = next((each for each in agencies if str(each.pk) == wanted), None)
    if found is None and request.GET.get("agency"):
        raise Http404
    return found or agencies[0]


def _address(agency: Agency) -> str:
    return f"{reverse('foi:reminders')}?agency={agency.pk}"


def _test(request: HttpRequest, agency: Agency) -> HttpResponseBase:
    """A word to oneself by every way, so that a wrong gateway shows before a deadline does."""
    text = _("A test of the reminders")
    link = reverse("notices:messages")
    notices.tell(people=[scope.person(request)], text=text, link=link, at=timezone.now(), ways=("email", "sms"))
    toasts.say(request, _("A test is on its way to you; what went out stands under “Sent outside”."))
    return redirect(_address(agency))
