"""The tour of the desk for newcomers, and why the desk asks for what it asks."""

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.core.permissions import SIGNED_IN, requires
from gongkai.desk.actions import touring
from gongkai.desk.queries import tour as queries
from gongkai.rules import articles


@requires(SIGNED_IN)
def tour(request: HttpRequest) -> HttpResponseBase:
    """Ten minutes through the desk: each step leads to the real page and is ticked off."""
    assert isinstance(request.user, Person)
    if request.method == "POST":
        try:
            step, is_done = request.POST.get("step", ""), not request.POST.get("again")
            touring.visit(person=request.user, step=step, at=timezone.now(), is_done=is_done)
        except touring.NoStep as error:
            raise Http404 from error
        return redirect(f"{reverse('desk:tour')}#{step}")
    stops = queries.stops(request.access, request.user)  # type: ignore[attr-defined]
    left = [each for each in stops if not each.is_done]
    context = {
        "heading": _("Tour of the desk"),
        "lede": _("Ten minutes. Each step opens the real page; come back and tick it off."),
        "stops": [(each, reverse(each.step.url_name), bool(left) and each is left[0]) for each in stops],
        "done": len(stops) - len(left),
        "minutes": sum(each.step.minutes for each in left),
    }
    return render(request, "desk/tour.html", context)


@requires(SIGNED_IN)
def why(request: HttpRequest) -> HttpResponseBase:
    """The articles behind the desk, in short words."""
    context = {
        "heading": _("Why it is so"),
        "lede": _("The articles behind what the desk asks for, in our own short words."),
        "topics": articles.topics(),
    }
    return render(request, "desk/why.html", context)
