"""The page of a letter as its readers and reviewers see it, with the differences to what was passed before."""

import json
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.core import toasts
from gongkai.core.permissions import Permission
from gongkai.disclosures.queries import differences
from gongkai.documents import cleaning, printing
from gongkai.foi.actions import letters as actions
from gongkai.foi.actions import publishing, refusals
from gongkai.foi.forms import deciding
from gongkai.foi.forms import letters as forms
from gongkai.foi.models.letters import Letter, LetterClearance, LetterVersion
from gongkai.foi.queries import clearing
from gongkai.foi.views import scope
from gongkai.rules import letters as law

Kind = LetterClearance.Kind
LOOKS = {
    "draft": "draft", "in-review": "wait", "returned": "stop", "cleared": "wait", "issued": "ok", "discarded": "off",
}  # fmt: skip


def values_of(version: LetterVersion) -> dict[str, str]:
    """The fields a version was made from."""
    found: dict[str, str] = json.loads(version.values or "{}")
    return found


def decided(request: HttpRequest, letter: Letter) -> HttpResponseBase:
    """Pass or return the version that was read."""
    form = forms.ClearanceForm(request.POST)
    if not form.is_valid():
        return shown(request, letter, form, status=422)
    data = form.cleaned_data
    if not scope.access(request).may(clearing.PERMISSION_OF_STEP[Kind(data["kind"])], letter.info_request.agency):
        raise Http404
    version = get_object_or_404(letter.versions.all(), pk=data["version"])
    version.letter = letter
    now, by = timezone.now(), scope.person(request)
    try:
        if data["opinion"] == "pass":
            actions.clear_letter(version=version, kind=data["kind"], by=by, at=now)
            toasts.say(request, _("Passed: %(title)s") % {"title": version.title})
        else:
            actions.return_letter(version=version, kind=data["kind"], reason=data["reason"], by=by, at=now)
            toasts.say(request, _("Returned: %(title)s") % {"title": version.title})
    except refusals.Refused as refusal:
        toasts.warn(request, refusal.sentence)
        return redirect("foi:letter", request_id=letter.info_request_id, letter_id=letter.pk)
    return redirect("foi:queue")


def shown(
    request: HttpRequest, letter: Letter, form: forms.ClearanceForm | None, *, status: int = 200
) -> HttpResponseBase:
    """The page of a letter."""
    access, one = scope.access(request), letter.info_request
    versions = list(
        letter.versions.select_related("author").prefetch_related("clearances__reviewer").order_by("-number")
    )
    newest = versions[0]
    given = {each.kind: each for each in newest.clearances.all()}
    step = None
    if letter.state == Letter.State.IN_REVIEW:
        step = clearing.next_step(letter, {kind: each.opinion for kind, each in given.items()})
    before = next((each for each in versions[1:] if each.clearances.all()), None)
    before = before or (versions[1] if len(versions) > 1 else None)
    issue = getattr(letter, "issue", None)
    context = {
        "heading": law.letter(letter.kind).title(one.regime),
        "crumbs": scope.crumbs(one),
        "case": one,
        "letter": letter,
        "kind": law.letter(letter.kind),
        "article": law.letter(letter.kind).article(one.regime),
        "outcome": deciding.outcome_words(letter.outcome, letter.ground),
        "look": LOOKS[letter.state],
        "newest": newest,
        "versions": versions,
        "paragraphs": newest.body.splitlines(),
        "changes": differences.paragraphs(_html(before), _html(newest)) if before else [],
        "before": before,
        "chain": _chain(letter, newest, given, step),
        "step": step,
        "step_words": Kind(step).label if step else "",
        "why_not": _why_not(access, letter, step) if step else "",
        "form": form or forms.ClearanceForm(),
        "personal": publishing.left(newest.body, one.applicant) if letter.state != Letter.State.ISSUED else [],
        "issue": issue,
        "making": newest.makings.filter(kind="letter").order_by("-id").first() if issue and not issue.pdf_id else None,
        "deliveries": list(letter.deliveries.select_related("proof").order_by("id")),
        "may_handle": access.may(Permission.REQUEST_HANDLE, one.agency),
        "has_printer": printing.is_installed(),
        "is_reply": bool(letter.outcome),
    }
    return render(request, "foi/letter.html", context, status=status)


def _html(version: LetterVersion) -> str:
    return cleaning.plain_to_html(version.body.replace("\n", "\n\n"))


def _why_not(access: Any, letter: Letter, step: str) -> str:
    """Why the person cannot decide here, in a sentence; empty when they can."""
    if not access.may(clearing.PERMISSION_OF_STEP[Kind(step)], letter.info_request.agency):
        return _("The open step is “%(step)s”, which is not yours.") % {"step": Kind(step).label}
    if clearing.wrote_it(access.person, letter):
        return refusals.OwnLetter().sentence
    return ""


def _chain(
    letter: Letter, newest: LetterVersion, given: dict[str, LetterClearance], step: str | None
) -> list[dict[str, Any]]:
    """Author first, then each clearance the letter needs."""
    found: list[dict[str, Any]] = [
        {
            "look": "d",
            "words": _("Written"),
            "who": newest.author.name,
            "at": newest.at,
            "note": _("version %(n)d") % {"n": newest.number},
        }
    ]
    for kind in clearing.needs(letter):
        clearance = given.get(kind)
        look = "d" if clearance else "c" if kind == step else ""
        if clearance and clearance.opinion == LetterClearance.Opinion.RETURN:
            look = "x"
        found.append(
            {
                "look": look,
                "words": Kind(kind).label,
                "who": clearance.reviewer.name if clearance else "",
                "at": clearance.at if clearance else None,
                "note": str(LetterClearance.Opinion(clearance.opinion).label) if clearance else "",
                "reason": clearance.reason if clearance else "",
                "is_open": look == "c",
            }
        )
    return found
