"""One visit to a step of the public form: the draft behind it, keeping what was typed, and where to go next."""

import datetime
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.core import throttle
from gongkai.foi.actions import drafting
from gongkai.foi.models.intake import Draft
from gongkai.foi.queries import drafts
from gongkai.foi.views import public

TITLES: dict[str, Promise] = {
    "what": gettext_lazy("What you want"),
    "where": gettext_lazy("Whom you ask"),
    "who": gettext_lazy("Who you are"),
    "how": gettext_lazy("How you want it"),
    "check": gettext_lazy("Check and submit"),
}
NAMES = tuple(TITLES)


@dataclass(frozen=True)
class Stage:
    """A step as the line above the form shows it."""

    name: str
    title: str
    address: str
    is_done: bool
    is_current: bool


@dataclass
class Walk:
    """One request to a step: the draft as it is, and what it holds."""

    request: HttpRequest
    name: str
    at: datetime.datetime
    draft: Draft | None
    secret: str = ""

    @property
    def on(self) -> datetime.date:
        """Today where the office stands."""
        return timezone.localdate(self.at)

    @property
    def written(self) -> drafts.Written:
        """What the draft holds; nothing yet for a new one."""
        return drafts.written(self.draft) if self.draft and not self.draft.submitted_at else drafts.Written("", {})

    def keep(self, values: Mapping[str, Any]) -> Draft:
        """Keep what was typed, in a new draft if there is none."""
        if self.draft is None or self.draft.submitted_at:
            throttle.pass_through(public.DRAFTS, throttle.caller(self.request), at=self.at)
            self.draft, self.secret = drafting.begin(at=self.at)
        self.draft = drafting.keep(draft=self.draft, step=self.name, values=values, at=self.at)
        return self.draft

    def show(self, template: str, context: Mapping[str, Any], *, status: int = 200) -> HttpResponse:
        """Answer with a step's page."""
        title = str(TITLES[self.name])
        common = {
            "section": "requests",
            "page_title": _("Ask for government information: {step}").format(step=title),
            "crumbs": public.crumbs(title),
            "step": self.name,
            "title": title,
            "number": NAMES.index(self.name) + 1,
            "stages": _stages(self.name, self.written),
            "is_begun": bool(self.written.steps),
        }
        return self._with_secret(
            render(self.request, f"foi/public/{template}.html", {**common, **context}, status=status)
        )

    def go(self, name: str) -> HttpResponse:
        """Answer with the way to another step."""
        return self._with_secret(redirect(address(name)))

    def next(self) -> HttpResponse:
        """On to the next step; back when that was asked for."""
        step = -1 if self.request.POST.get("go") == "back" else 1
        return self.go(NAMES[NAMES.index(self.name) + step])

    def _with_secret(self, response: HttpResponse) -> HttpResponse:
        if self.secret:
            public.hand_out(response, self.secret)
        return response


def begin(request: HttpRequest, name: str) -> Walk:
    at = timezone.now()
    return Walk(request, name, at, public.draft_of(request, at))


def address(name: str) -> str:
    return reverse(f"requests:{name}")


def _stages(current: str, written: drafts.Written) -> list[Stage]:
    place = NAMES.index(current)
    return [
        Stage(name, str(title), address(name), number < place or name in written.steps, number == place)
        for number, (name, title) in enumerate(TITLES.items())
    ]


def typed(request: HttpRequest, form: forms.Form) -> dict[str, Any]:
    """What the boxes of a form hold as they came, right or wrong."""
    return {name: request.POST.get(name, "").replace("\x00", "") for name in form.fields}


def is_back(request: HttpRequest) -> bool:
    return request.POST.get("go") == "back"


def again(request: HttpRequest, held: Mapping[str, Any]) -> Mapping[str, Any] | None:
    """The values to check once more when the last step sent the applicant back here."""
    return held if "again" in request.GET and held else None
