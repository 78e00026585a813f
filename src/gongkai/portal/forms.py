"""Whether what was typed is well formed: reports of readers, answers, mourning, takedowns, special topics."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.catalog.models import Column
from gongkai.core import challenge
from gongkai.disclosures.forms import acts, days, writing
from gongkai.orgs.models import Agency
from gongkai.portal.actions import blocks, specials
from gongkai.portal.models import Problem
from gongkai.portal.special_models import Special

FORM = "portal.problem"
LONGEST = 1000


class ProblemForm(forms.Form):
    """What is wrong on a page. The question in words stands between us and programs."""

    kind = forms.ChoiceField(
        label=gettext_lazy("What is it?"),
        choices=Problem.Kind.choices,
        widget=forms.RadioSelect,
        initial=Problem.Kind.CONTENT,
    )
    words = forms.CharField(
        label=gettext_lazy("What is wrong, and where on the page?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Write nothing about yourself: no name, no number. We do not ask who you are."),
    )
    answer = forms.CharField(max_length=10)
    page = forms.CharField(max_length=300, required=False, widget=forms.HiddenInput)
    question = forms.CharField(max_length=200, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, at: datetime.datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._at = at
        asked = challenge.question(FORM, at=at)
        self._token = asked.token
        self.fields["answer"].label = asked.words
        self.fields["answer"].help_text = _("In figures or in words. It keeps programs away.")

    def again(self) -> None:
        """Put the fresh question into a form that comes back with faults."""
        self.data = {**{name: self.data.get(name) for name in self.data}, "question": self._token, "answer": ""}

    @property
    def token(self) -> str:
        """What comes back with the answer."""
        return self._token

    def clean(self) -> dict[str, Any]:
        """The sum must be right."""
        data = super().clean() or self.cleaned_data
        given, token = data.get("answer", ""), data.get("question", "")
        if given and not challenge.is_right(given, token, FORM, at=self._at):
            self.add_error("answer", _("This is not right, or too old. Please answer the new question."))
        return data

    def clean_page(self) -> str:
        """Only a page of ours, without what follows a question mark."""
        path: str = self.cleaned_data["page"].partition("?")[0].partition("#")[0]
        return path if path.startswith("/") and not path.startswith(("//", "/desk/")) else "/"


class CodeForm(forms.Form):
    """The code of a report, to read its answer."""

    code = forms.CharField(label=pgettext_lazy("portal", "Code"), max_length=20)

    def clean_code(self) -> str:
        """Capitals, without spaces and hyphens."""
        return "".join(each for each in self.cleaned_data["code"].upper() if each.isalnum())


class AnswerForm(forms.Form):
    """What was done about a problem."""

    words = forms.CharField(
        label=gettext_lazy("What was found and what was done"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("The reader sees this under the code of the report."),
    )


class MourningForm(forms.Form):
    """The days without colour, both included."""

    first_on = forms.DateField(label=gettext_lazy("First day"), widget=forms.DateInput(attrs={"type": "date"}))
    last_on = forms.DateField(label=gettext_lazy("Last day"), widget=forms.DateInput(attrs={"type": "date"}))
    reason = forms.CharField(
        label=gettext_lazy("On what order"),
        max_length=200,
        help_text=gettext_lazy("The notice that orders it; it is kept in the trail and not shown to the public."),
    )

    def clean(self) -> dict[str, Any]:
        """The last day follows the first."""
        data = super().clean() or self.cleaned_data
        first, last = data.get("first_on"), data.get("last_on")
        if first and last and last < first:
            self.add_error("last_on", _("It lies before the first day."))
        return data


class SeekForm(forms.Form):
    """What is known of what must go; one box is enough. It is sent, never put into an address: it may be personal."""

    item = forms.CharField(
        label=gettext_lazy("Item: words of its title, index number or document number"), max_length=200, required=False
    )
    words = forms.CharField(
        label=gettext_lazy("Words that stand in texts or attachments, such as an identity number"),
        max_length=100,
        min_length=2,
        required=False,
    )
    address = forms.CharField(
        label=gettext_lazy("Address of a page, a file or a list, in any edition"), max_length=1000, required=False
    )
    file_name = forms.CharField(
        label=gettext_lazy("Attachment: words of its name"), max_length=200, min_length=2, required=False
    )
    file = forms.FileField(
        label=gettext_lazy("Attachment: the same file"),
        required=False,
        help_text=gettext_lazy("It is compared, not kept."),
    )
    sha256 = forms.RegexField(r"^[0-9a-f]{64}$", required=False, widget=forms.HiddenInput)

    def clean(self) -> dict[str, Any]:
        """At least one box is filled; a file is known by its hash from then on."""
        data = super().clean() or self.cleaned_data
        upload = data.get("file")
        if upload:
            digest = hashlib.sha256()
            for piece in upload.chunks():
                digest.update(piece)
            data["sha256"] = digest.hexdigest()
        if not self.errors and not any(data.get(name) for name in ("item", "words", "address", "file_name", "sha256")):
            self.add_error(None, _("Fill in one box at least."))
        return data


class RemovalForm(acts.WithdrawForm):
    """Why several items go, and what the public reads in their place; without a title unless it is asked for."""

    title_shown = forms.BooleanField(
        label=gettext_lazy("Leave the title on the page that remains"),
        required=False,
        help_text=gettext_lazy("Only when nothing in the title must be hidden."),
    )


class SpecialForm(forms.Form):
    """A special topic as a whole; its blocks are read by `Composer`. A special that exists keeps agency and address."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    slug = forms.CharField(
        label=gettext_lazy("Address"),
        max_length=60,
        help_text=gettext_lazy("Small letters, digits and hyphens: /specials/…/. It stays for good."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Special.Kind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    summary = forms.CharField(
        label=gettext_lazy("Summary"), required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    column = forms.ChoiceField(
        label=gettext_lazy("Column"), help_text=gettext_lazy("Where its record stands in the directory.")
    )
    shown_from = days.DayField(label=gettext_lazy("Shown from"), required=False)
    shown_until = days.DayField(
        label=gettext_lazy("Shown until"), required=False, help_text=gettext_lazy("After that day it is archived.")
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        required=False,
        max_length=300,
        help_text=gettext_lazy("Needed when the page is public already."),
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self,
        *args: Any,
        agencies: Iterable[Agency],
        columns: Iterable[Column],
        special: Special | None = None,
        **more: Any,
    ) -> None:
        super().__init__(*args, **more)
        self._agencies = {str(each.pk): each for each in agencies}
        self._columns = {str(each.pk): each for each in columns}
        if special is not None:
            for name in ("agency", "slug", "kind"):
                del self.fields[name]
        else:
            del self.fields["note"]
            choices = [(pk, "　" * each.depth + each.short_name) for pk, each in self._agencies.items()]
            self.fields["agency"].choices = choices  # type: ignore[attr-defined]
        self.fields["column"].choices = days.tree(self._columns.values())  # type: ignore[attr-defined]

    @property
    def chosen_agency(self) -> Agency:
        """The agency of a new special. Only after `is_valid`."""
        return self._agencies[self.cleaned_data["agency"]]

    def composition(self, parts: Sequence[blocks.Block], pictures: Sequence[writing.Kept]) -> specials.Composition:
        """What the page says. Only after `is_valid`."""
        data = self.cleaned_data
        used = {each.file for each in parts if each.kind == "picture"}
        return specials.Composition(
            title=data["title"],
            summary=data["summary"],
            column=self._columns[data["column"]],
            blocks=tuple(parts),
            pictures=[(each.file, each.name) for each in pictures if each.name in used],
            shown_from=data["shown_from"],
            shown_until=data["shown_until"],
        )


class Composer:
    """The blocks of a form: read from what was sent, moved, added and taken out by plain buttons, printed again."""

    def __init__(self, parts: Sequence[blocks.Block] = (), pictures: Sequence[writing.Kept] = ()) -> None:
        self.parts, self.pictures = list(parts), list(pictures)

    @classmethod
    def read(cls, data: QueryDict, words: Mapping[str, Mapping[str, str]]) -> "Composer":
        """The blocks that were sent. `words` names agencies, columns, topics and indicators by their keys."""
        count = int(data.get("blocks", "0") or 0) if data.get("blocks", "0").isdecimal() else 0
        found = [cls._block(data, f"block-{n}-", words) for n in range(min(count, blocks.MOST_BLOCKS + 1))]
        return cls(found, writing.kept(data))

    @staticmethod
    def _block(data: QueryDict, at: str, words: Mapping[str, Mapping[str, str]]) -> blocks.Block:
        def given(name: str) -> str:
            return data.get(at + name, "").strip()

        def named(name: str) -> blocks.Named:
            key = given(name)
            return blocks.Named(key, words[name][key]) if key in words[name] else blocks.Named()

        def number(name: str, otherwise: int) -> int:
            return int(given(name)) if given(name).isdecimal() and len(given(name)) < 6 else otherwise

        return blocks.Block(
            kind=given("kind"),
            text=given("text")[:20_000],
            title=given("title")[:200],
            file=given("file")[:200],
            agency=named("agency"),
            column=named("column"),
            topic=named("topic"),
            words=given("words")[:100],
            number=number("number", 0),
            source=given("source") or "count",
            year=number("year", 0),
            indicator=named("indicator"),
        )

    def do(self, act: str) -> int:
        """Do what a button says: "up:2", "down:2", "remove:2", "add:list". Returns the place to look at."""
        verb, _colon, what = act.partition(":")
        if verb == "add" and what in blocks.KINDS and len(self.parts) < blocks.MOST_BLOCKS:
            self.parts.append(blocks.Block(what, year=0))
            return len(self.parts) - 1
        place = int(what) if what.isdecimal() else -1
        if not 0 <= place < len(self.parts):
            return 0
        if verb == "remove":
            del self.parts[place]
            return max(0, place - 1)
        to = place + {"up": -1, "down": 1}.get(verb, 0)
        if 0 <= to < len(self.parts):
            self.parts[place], self.parts[to] = self.parts[to], self.parts[place]
            return to
        return place
