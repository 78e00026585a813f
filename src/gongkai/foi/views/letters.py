"""Letters at the desk: choose one, fill it, read it, hand it in, change it; the files of it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.foi import tasks
from gongkai.foi.actions import composing, refusals
from gongkai.foi.actions import letters as actions
from gongkai.foi.forms import deciding
from gongkai.foi.forms import letters as forms
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.handling import Consultation
from gongkai.foi.models.letters import Letter, LetterVersion
from gongkai.foi.queries import clearing, letter_values, possible
from gongkai.foi.views import acts, clearances, scope
from gongkai.foi.views.case import download
from gongkai.rules import letters as law
from gongkai.rules import outcomes

P = Permission
ACTS = {
    "submit": (actions.submit_letter, gettext_lazy("Handed in for review.")),
    "recall": (actions.recall_letter, gettext_lazy("Taken back; it is a draft again.")),
    "discard": (actions.discard_letter, gettext_lazy("The letter is given up; its versions stay on record.")),
}


@requires(Permission.REQUEST_HANDLE)
def new(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """Choose a letter, then fill its fields."""
    one = scope.case(request, request_id, P.REQUEST_HANDLE)
    kind = request.GET.get("kind", "")
    outcome, ground = request.GET.get("outcome", ""), request.GET.get("ground", "")
    try:
        if outcome:
            kind = law.for_outcome(outcome, ground).id
        letter = law.letter(kind) if kind else None
    except ValueError as error:
        raise Http404 from error
    if letter is None or one.regime not in letter.titles:
        return _choice(request, one)
    consultation = _question(one, letter, request.GET.get("consultation", ""))
    about = letter_values.about(one, kind, scope.today(), outcome=outcome, ground=ground, consultation=consultation)
    values = letter_values.values(about)
    form = forms.LetterForm(request.POST or None, kind=kind, outcome=outcome, values=values, is_new=True)
    if request.method == "POST" and form.is_valid():
        try:
            made = composing.write(
                info_request=one,
                kind=kind,
                values=form.values,
                outcome=outcome,
                ground=ground,
                consultation=consultation,
                by=scope.person(request),
                at=timezone.now(),
            )
        except refusals.Refused as refusal:
            acts.tell(form, refusal)
        else:
            toasts.say(request, _("The draft is kept."))
            return redirect("foi:letter", request_id=one.pk, letter_id=made.pk)
    return _form(request, one, form, letter, deciding.outcome_words(outcome, ground), values, None)


def _question(one: InfoRequest, letter: law.Letter, number: str) -> Consultation | None:
    """The question a letter to somebody else belongs to: the one asked for, or the newest."""
    if letter.to not in {"third_party", "agency"}:
        return None
    rows = one.consultations.order_by("-id")
    return rows.filter(pk=number).first() if number.isdecimal() else rows.first()


def _choice(request: HttpRequest, one: InfoRequest) -> HttpResponseBase:
    """Every letter of the Regulation: notices by kind, replies by outcome with what each still lacks."""
    groups: dict[str, list[dict[str, Any]]] = {}
    for look in possible.outlooks(one, scope.today()):
        found = look.outcome
        for ground in [each.code for each in found.grounds] or [""]:
            if law.for_outcome(found.code, ground).kind != "reply":
                continue
            groups.setdefault(outcomes.group_label(found.group), []).append(
                {
                    "words": deciding.outcome_words(found.code, ground),
                    "query": f"outcome={found.code}&ground={ground}",
                    "article": found.article(one.regime, ground),
                    "lacks": look.lacks,
                }
            )
    context = {
        "heading": _("New letter"),
        "crumbs": scope.crumbs(one),
        "case": one,
        "notices": [each for each in law.letters(one.regime) if each.kind != "reply"],
        "groups": groups.items(),
        "regime": one.regime,
        "is_open": one.is_open,
        "titles": {each.id: each.title(one.regime) for each in law.letters(one.regime)},
        "articles": {each.id: each.article(one.regime) for each in law.letters(one.regime)},
    }
    return render(request, "foi/letter_choice.html", context)


def _form(
    request: HttpRequest,
    one: InfoRequest,
    form: forms.LetterForm,
    letter: law.Letter,
    outcome: str,
    values: dict[str, str],
    version: LetterVersion | None,
) -> HttpResponseBase:
    context = {
        "heading": letter.title(one.regime),
        "lede": outcome,
        "crumbs": scope.crumbs(one),
        "case": one,
        "form": form,
        "letter": letter,
        "version": version,
        "fixed": [
            (label, values.get(name, ""))
            for name, label in (
                ("agency", _("Agency")),
                ("case_number", _("Number of the request")),
                ("received_on", _("Received on")),
                ("subject", _("information wanted")),
                ("basis", _("Basis")),
                ("contact", _("Contact")),
            )
        ],
    }
    return render(request, "foi/letter_form.html", context, status=422 if form.errors else 200)


@requires(Permission.REQUEST_VIEW)
def letter(request: HttpRequest, request_id: int, letter_id: int) -> HttpResponseBase:
    """One letter: what it says, how it stands, who passed it, how it was delivered."""
    found = scope.letter(request, request_id, letter_id, P.REQUEST_VIEW)
    if request.method == "POST":
        return clearances.decided(request, found)
    return clearances.shown(request, found, None)


@requires(Permission.REQUEST_VIEW)
def reply(request: HttpRequest, request_id: int) -> HttpResponseBase:
    """The newest reply of a case, wherever it stands."""
    one = scope.case(request, request_id)
    rows = one.letters.exclude(outcome="").exclude(state=Letter.State.DISCARDED).order_by("-id")
    found = rows.first()
    if found is None:
        return redirect("foi:letter-new", request_id=one.pk)
    return redirect("foi:letter", request_id=one.pk, letter_id=found.pk)


@requires(Permission.REQUEST_HANDLE)
def edit(request: HttpRequest, request_id: int, letter_id: int) -> HttpResponseBase:
    """Change a letter that has not gone out: its fields, or its Word file."""
    found = scope.letter(request, request_id, letter_id, P.REQUEST_HANDLE)
    newest = clearing.newest(found)
    values = clearances.values_of(newest)
    upload = request.FILES if request.method == "POST" else None
    form = forms.LetterForm(
        request.POST or None, upload, kind=found.kind, outcome=found.outcome, values=values, is_new=False,
        initial={"base": newest.number},
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            composing.rewrite(
                letter=found,
                values=form.values,
                base=form.cleaned_data["base"] or newest.number,
                note=form.cleaned_data["note"],
                upload=file.read() if file else None,
                by=scope.person(request),
                at=timezone.now(),
            )
        except refusals.Refused as refusal:
            acts.tell(form, refusal)
        else:
            toasts.say(request, _("The new version is kept."))
            return redirect("foi:letter", request_id=request_id, letter_id=found.pk)
    words = deciding.outcome_words(found.outcome, found.ground)
    return _form(request, found.info_request, form, law.letter(found.kind), words, values, newest)


@requires(Permission.REQUEST_HANDLE)
@require_POST
def act(request: HttpRequest, request_id: int, letter_id: int, name: str) -> HttpResponseBase:
    """Hand a letter in, take it back, give it up, or issue it."""
    found = scope.letter(request, request_id, letter_id, P.REQUEST_HANDLE)
    now = timezone.now()
    try:
        if name == "issue":
            actions.issue_letter(letter=found, on=scope.today(), by=scope.person(request), at=now)
        elif name in ACTS:
            ACTS[name][0](letter=found, by=scope.person(request), at=now)
        elif name != "print":
            raise Http404
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
    else:
        if name in {"issue", "print"}:
            acts.on_file(found, scope.person(request), now)
        told = ACTS[name][1] if name in ACTS else _("Issued.") if name == "issue" else ""
        if told:
            toasts.say(request, str(told))
    return redirect("foi:letter", request_id=request_id, letter_id=found.pk)


@requires(Permission.REQUEST_VIEW)
def file(request: HttpRequest, request_id: int, letter_id: int, number: int, kind: str) -> HttpResponseBase:
    """A version as Word or PDF; what was issued with its number and day."""
    found = scope.letter(request, request_id, letter_id, P.REQUEST_VIEW)
    version = get_object_or_404(found.versions.select_related("docx"), number=number)
    version.letter = found
    issue = getattr(found, "issue", None)
    issue = issue if issue is not None and issue.version_id == version.pk else None
    name = f"{version.title}{issue.number if issue else f'（{version.number}）'}.{kind}"
    try:
        data = _bytes(version, issue, kind)
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("foi:letter", request_id=request_id, letter_id=found.pk)
    if data is None and kind == "pdf" and version.docx is not None:
        begun = tasks.begin_print(version=version, by=scope.person(request), at=timezone.now())
        return redirect("foi:making", request_id=request_id, making_id=begun.pk)
    if data is None:
        raise Http404
    return download(data, name, kind, inline=kind == "pdf" and "look" in request.GET)


def _bytes(version: LetterVersion, issue: Any, kind: str) -> bytes | None:
    """What there is; none for a PDF that has to be made first."""
    if issue is not None:
        filed = issue.pdf if kind == "pdf" else issue.docx
        if filed is not None:
            return actions.open_letter(filed)
        return None if kind == "pdf" else composing.finished(issue)
    if kind == "docx":
        # Word gets the draft with its fields, so that it can be changed and handed in again.
        return actions.open_letter(version.docx) if version.docx else None
    made = version.makings.filter(kind="look", result__isnull=False).select_related("result").order_by("-id").first()
    return actions.open_letter(made.result) if made is not None and made.result is not None else None


@requires(Permission.REQUEST_VIEW)
def queue(request: HttpRequest) -> HttpResponseBase:
    """The letters that wait for my step."""
    access = scope.access(request)
    lines = []
    for step in clearing.STEPS:
        if access.anywhere(clearing.PERMISSION_OF_STEP[step]):
            lines += [(each, step) for each in clearing.waiting_for(access, step)[:100]]
    context = {
        "heading": _("Letters waiting for my step"),
        "lines": [
            {
                "letter": each,
                "step": step.label,
                "title": law.letter(each.kind).title(each.info_request.regime),
                "outcome": deciding.outcome_words(each.outcome, each.ground),
                "url": reverse("foi:letter", args=[each.info_request_id, each.pk]),
            }
            for each, step in lines
        ],
    }
    return render(request, "foi/letter_queue.html", context)
