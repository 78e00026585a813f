"""Following a search by e-mail: asking, confirming, leaving. Private pages, kept by no cache."""

import dataclasses

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from gongkai.core import challenge, mailing, pages, throttle
from gongkai.core.permissions import PUBLIC, requires
from gongkai.search.actions import following
from gongkai.search.forms import addresses
from gongkai.search.forms import following as forms
from gongkai.search.queries import generations, results
from gongkai.search.views import feeds

WISHES = throttle.Limit("search.wishes", 20, 3600)
MAILBOX = throttle.Limit("search.mailbox", 5, 24 * 3600)
PAGE = "search/follow.html"


@requires(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow(request: HttpRequest) -> HttpResponse:
    """The feeds of a search, and the form for its e-mail. The same is answered whether the mailbox is known or not."""
    at = timezone.now()
    query = dataclasses.replace(addresses.query_of(request.GET.urlencode()), order="relevance", page=1, size=1)
    links = addresses.Addresses(query)
    line = links.line()
    try:
        words = feeds.words_of(results.search(query))
    except generations.IndexMissing:
        words = query.text[:80]
    context = _context(_("Follow this search")) | {"words": words, "line": line, "is_mail": mailing.is_possible()}
    form = forms.FollowForm(request.POST or None)
    if request.method == "POST" and mailing.is_possible() and len(line) <= addresses.LONGEST and form.is_valid():
        try:
            throttle.pass_through(WISHES, throttle.caller(request), at=at)
            if _is_right(request, line):
                throttle.pass_through(MAILBOX, form.cleaned_data["email"].lower(), at=at)
                following.ask(email=form.cleaned_data["email"], parameters=line, words=words, at=at)
                return HttpResponseRedirect(f"/search/follow/sent/?{line}")
            form.add_error("answer", _("This is not the answer to the question; here is another one."))
        except throttle.TooMany as refused:
            form.add_error(None, _("Too often just now. Please come back in %(n)s minutes.") % {"n": refused.minutes})
    context |= {"form": form, "question": challenge.question(_key(line), at=at)}
    return render(request, PAGE, context, status=422 if form.errors else 200)


@requires(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD"])
def sent(request: HttpRequest) -> HttpResponse:
    """A mail is on its way."""
    return render(request, PAGE, _context(_("Look into your mailbox")) | {"state": "sent", "back": _back(request)})


@requires(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link of the first mail: a button, since machines open links, and then the word that it is done."""
    try:
        watch = following.find(token, is_confirmation=True)
        if request.method == "POST":
            watch = following.confirm(token=token, at=timezone.now())
    except following.UnknownWatch:
        return _gone(request)
    is_done = watch.confirmed_at is not None
    context = _context(_("You follow this search now") if is_done else _("Follow this search"))
    context |= {
        "state": "confirmed" if is_done else "confirm",
        "watch": watch,
        "leave": following.leave_address(watch),
        "search": following.search_address(watch),
    }
    return render(request, PAGE, context)


@csrf_exempt
@requires(PUBLIC)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def leave(request: HttpRequest, token: str) -> HttpResponse:
    """The link of every mail: a button for people; mail programs post to it by themselves (RFC 8058)."""
    try:
        if request.method == "POST":
            following.leave(token=token)
            return render(request, PAGE, _context(_("No more mail")) | {"state": "left"})
        watch = following.find(token)
    except following.UnknownWatch:
        return _gone(request)
    return render(request, PAGE, _context(_("No more of these mails?")) | {"state": "leave", "watch": watch})


def _gone(request: HttpRequest) -> HttpResponse:
    return render(request, PAGE, _context(_("This link is no longer valid")) | {"state": "gone"}, status=404)


def _is_right(request: HttpRequest, line: str) -> bool:
    given = request.POST
    return challenge.is_right(
        given.get("answer", "")[:20], given.get("question", "")[:200], _key(line), at=timezone.now()
    )


def _key(line: str) -> str:
    return f"search.follow\n{line}"


def _back(request: HttpRequest) -> str:
    return "?" + addresses.Addresses(addresses.query_of(request.GET.urlencode())).line()


def _context(title: str) -> dict[str, object]:
    crumbs = (
        pages.Crumb(pgettext("portal", "Home"), "/"),
        pages.Crumb(_("Find"), "/search/"),
        pages.Crumb(title),
    )
    return {"page_title": title, "crumbs": crumbs, "section": "search", "state": "ask"}
