"""The list of words that are searched together, in the desk: shown to who keeps columns, kept at the top."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_POST

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.language import folding
from gongkai.search.actions import wording
from gongkai.search.forms import words as forms
from gongkai.search.models import SynonymRule
from gongkai.search.queries import synonyms

LIST = reverse_lazy("synonyms:list")


@dataclass(frozen=True)
class Line:
    """A rule as the list shows it; a shipped one has no `rule`."""

    word: str
    others: tuple[str, ...]
    is_mutual: bool
    rule: SynonymRule | None
    try_address: str


@requires(Permission.COLUMN_EDIT)
def words(request: HttpRequest) -> HttpResponse:
    """All rules in force: first those of the office, then the shipped ones it has not decided about."""
    typed = request.GET.get("q", "").strip()[:40]
    own = list(SynonymRule.objects.order_by("word", "pk"))
    decided = {rule.key for rule in own}
    lines = [_line(rule.word, tuple(rule.others), rule.is_mutual, rule) for rule in own]
    lines += [
        _line(rule.word, rule.others, rule.is_mutual, None)
        for rule in synonyms.shipped_rules()
        if folding.fold_text(rule.word) not in decided
    ]
    key = folding.fold_text(typed)
    shown = [each for each in lines if key in folding.fold_text(" ".join((each.word, *each.others)))]
    context = {
        "heading": gettext("Words searched together"),
        "lines": shown,
        "total": len(lines),
        "own": len(own),
        "words": typed,
        "may_keep": _keeps_all(request),
    }
    return render(request, "search/words.html", context)


@requires(Permission.COLUMN_EDIT)
def word(request: HttpRequest) -> HttpResponse:
    """The form for one word; `word` in the address fills in what holds for it now."""
    _must_keep_all(request)
    form = forms.SynonymForm(request.POST or None, initial=_now(request.GET.get("word", "").strip()[:40]))
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            wording.keep(
                word=values["word"],
                others=form.words(),
                is_mutual=values["is_mutual"],
                by=_by(request),
                at=timezone.now(),
            )
        except wording.Refused as refused:
            form.add_error(refused.field, str(refused))
        else:
            toasts.say(request, gettext("Kept. Search follows it from this moment on."))
            return HttpResponseRedirect(str(LIST))
    context = {
        "heading": gettext("Words searched together"),
        "form": form,
        "do": gettext("Save"),
        "crumbs": [(LIST, gettext("Words searched together")), ("", gettext("One word"))],
    }
    return render(request, "search/word.html", context)


@requires(Permission.COLUMN_EDIT)
@require_POST
def drop(request: HttpRequest, rule_id: int) -> HttpResponse:
    """Take an own rule away."""
    _must_keep_all(request)
    wording.drop(rule=get_object_or_404(SynonymRule, pk=rule_id), by=_by(request), at=timezone.now())
    toasts.say(request, gettext("Taken away. The shipped list decides about this word again."))
    return HttpResponseRedirect(str(LIST))


def _line(word: str, others: tuple[str, ...], is_mutual: bool, rule: SynonymRule | None) -> Line:
    return Line(word, others, is_mutual, rule, f"/search/?q={quote(word)}")


def _now(word: str) -> dict[str, Any]:
    """What holds for a word now, for the form."""
    if not word:
        return {}
    key = folding.fold_text(word)
    own = SynonymRule.objects.filter(key=key).first()
    if own is not None:
        return {"word": own.word, "others": "\n".join(own.others), "is_mutual": own.is_mutual}
    for rule in synonyms.shipped_rules():
        if folding.fold_text(rule.word) == key:
            return {"word": rule.word, "others": "\n".join(rule.others), "is_mutual": rule.is_mutual}
    return {"word": word}


def _keeps_all(request: HttpRequest) -> bool:
    """What all agencies share is kept by who keeps the columns of a root agency."""
    kept = request.access.agencies(Permission.COLUMN_EDIT)  # type: ignore[attr-defined]
    return bool(kept.filter(parent__isnull=True).exists())


def _must_keep_all(request: HttpRequest) -> None:
    if not _keeps_all(request):
        raise PermissionDenied(gettext("What all agencies share is kept at the top."))


def _by(request: HttpRequest) -> str:
    return str(request.user.reference)  # type: ignore[union-attr]
