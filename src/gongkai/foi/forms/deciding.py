"""Forms of the end of a case and of what follows: decision, delivery, withdrawal, reopening, remedy, publication."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from gongkai.catalog.models import Column
from gongkai.disclosures.forms import days
from gongkai.foi.forms import bases
from gongkai.foi.models.letters import Delivery, Letter
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import closing
from gongkai.rules import letters, outcomes

# The fields of replies that say why, in the order in which they are taken for the decision.
REASONS = ("withheld", "reason", "danger", "why_none", "why_unclear", "right_channel", "reasons_given", "already_given")
BASIS = ("secrecy_basis", "forbidding_law", "special_law", "where_to_get", "publication", "earlier_reply")


class DecideForm(bases.CaseForm):
    """The cleared reply that is decided with, or an outcome without a reply."""

    what = forms.ChoiceField(label=gettext_lazy("Outcome"), widget=forms.RadioSelect)
    basis = bases.line_field(
        gettext_lazy("Basis"),
        required=False,
        length=500,
        help_text=gettext_lazy("The law named for a refusal, where the information can be had, the earlier reply."),
    )
    reasons = bases.text_field(gettext_lazy("Reasons"), rows=4, required=False)
    on = bases.on_field(gettext_lazy("Decided on"))

    def prepare(self) -> None:
        """Cleared replies, and what is only recorded."""
        rows = self.case.letters.filter(state=Letter.State.CLEARED).exclude(outcome="").order_by("-id")
        self.replies = list(rows)
        choices = [
            (str(each.pk), _("%(outcome)s: the cleared reply") % {"outcome": _label(each)}) for each in self.replies
        ]
        self.records = []
        for each in outcomes.outcomes(self.case.regime):
            for ground in [one.code for one in each.grounds] or [""]:
                if letters.for_outcome(each.code, ground).kind == "record" and each.code not in closing.BY_LAPSE:
                    self.records.append((f"{each.code}:{ground}", outcome_words(each.code, ground)))
        self.offer("what", [*choices, *self.records])
        if self.replies:
            self.fields["what"].initial = str(self.replies[0].pk)

    def decision(self) -> dict[str, Any]:
        """Outcome, ground and reply as the action takes them."""
        what = self.cleaned_data["what"]
        reply = next((each for each in self.replies if str(each.pk) == what), None)
        if reply is not None:
            reply.info_request = self.case
            return {"outcome": reply.outcome, "ground": reply.ground, "letter": reply}
        outcome, _colon, ground = what.partition(":")
        return {"outcome": outcome, "ground": ground, "letter": None}


def _label(letter: Letter) -> str:
    return outcome_words(letter.outcome, letter.ground)


def outcome_words(code: str, ground: str = "") -> str:
    """An outcome with its ground, as people say it."""
    if not code:
        return ""
    found = outcomes.outcome(code)
    return f"{found.label}（{found.ground(ground).label}）" if ground else found.label


class DeliverForm(bases.CaseForm):
    """That a letter was sent, arrived or came back, with its proof."""

    letter = forms.ChoiceField(label=gettext_lazy("Letter"))
    step = forms.ChoiceField(
        label=gettext_lazy("What happened"), choices=Delivery.Step.choices, widget=forms.RadioSelect
    )
    way = forms.ChoiceField(label=gettext_lazy("Way"), choices=Delivery.Way.choices)
    on = bases.on_field()
    tracking_no = bases.line_field(
        gettext_lazy("Tracking number"),
        required=False,
        length=60,
        help_text=gettext_lazy("For post; it proves the day of posting."),
    )
    papers = bases.FilesField(label=gettext_lazy("Proof"), required=False)
    note = bases.line_field(gettext_lazy("Note"), required=False, length=300)

    def prepare(self) -> None:
        """Issued letters, the newest first."""
        rows = self.case.letters.filter(state=Letter.State.ISSUED).select_related("issue").order_by("-id")
        self.letters = list(rows)
        self.offer(
            "letter",
            [
                (each.pk, f"{letters.letter(each.kind).title(self.case.regime)} {each.issue.number}")
                for each in self.letters
            ],
        )
        self.fields["step"].initial = Delivery.Step.SENT
        ways = {"post": Delivery.Way.REGISTERED, "pickup": Delivery.Way.HAND, "reading": Delivery.Way.HAND}
        self.fields["way"].initial = ways.get(self.case.wanted_way, self.case.wanted_way)


class WithdrawForm(bases.CaseForm):
    """The applicant takes it back."""

    on = bases.on_field(gettext_lazy("Withdrawn on"))
    reason = bases.text_field(gettext_lazy("How and why"), rows=2, length=500)


class LapseForm(bases.CaseForm):
    """Closed because a time ran out."""

    on = bases.on_field(gettext_lazy("Closed on"))


class ReopenForm(bases.CaseForm):
    """Taken up again."""

    on = bases.on_field(gettext_lazy("Taken up on"))
    reason = bases.text_field(gettext_lazy("Reason"), rows=2, length=500)
    until = bases.DayField(
        label=gettext_lazy("Decide anew by"),
        required=False,
        help_text=gettext_lazy("The day a decision has set; empty: a new term."),
    )


class RemedyForm(bases.CaseForm):
    """A remedy sought against the reply."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Remedy.Kind.choices, widget=forms.RadioSelect)
    after = forms.ChoiceField(label=gettext_lazy("After the reconsideration"), required=False)
    body = bases.line_field(gettext_lazy("Before whom"))
    case_no = bases.line_field(gettext_lazy("Case number"), required=False, length=80)
    claim = bases.text_field(gettext_lazy("What is asked"), rows=2, required=False, length=500)
    filed_on = bases.DayField(label=pgettext_lazy("remedy", "Filed on"))
    notified_on = bases.DayField(label=gettext_lazy("We were notified on"))
    respond_by = bases.DayField(
        label=gettext_lazy("Our answer is due on"), required=False, help_text=gettext_lazy("Empty: as the law sets it.")
    )
    expected_by = bases.DayField(label=gettext_lazy("Result expected by"), required=False)

    def prepare(self) -> None:
        """Reconsiderations a lawsuit may follow."""
        self.reviews = list(self.case.remedies.filter(kind=Remedy.Kind.REVIEW).order_by("id"))
        self.offer("after", [(each.pk, f"{each.filed_on} {each.body}") for each in self.reviews], empty="—")
        if not self.reviews:
            del self.fields["after"]
        self.fields["notified_on"].initial = self.today


class StepForm(forms.Form):
    """A step of a remedy."""

    on = bases.on_field()
    text = bases.text_field(gettext_lazy("What happened"), rows=2, length=500)


class RespondForm(forms.Form):
    """Our answer."""

    on = bases.on_field(gettext_lazy("We answered on"))
    text = bases.text_field(gettext_lazy("Note"), rows=2, required=False, length=500)


class ResultForm(forms.Form):
    """What became of it."""

    result = forms.ChoiceField(
        label=gettext_lazy("Result"),
        choices=[each for each in Remedy.Result.choices if each[0] != Remedy.Result.PENDING],
        widget=forms.RadioSelect,
    )
    on = bases.on_field(gettext_lazy("Result of"))
    text = bases.text_field(gettext_lazy("What was decided"), rows=2, length=500)
    redo_by = bases.DayField(
        label=gettext_lazy("Decide anew by"),
        required=False,
        help_text=gettext_lazy("Only when it was corrected; the request is then taken up again."),
    )


class PublishForm(forms.Form):
    """An answer as a public item."""

    title = bases.line_field(gettext_lazy("Title"), length=200)
    column = forms.ChoiceField(label=gettext_lazy("Column"))
    body = bases.text_field(
        gettext_lazy("Text"),
        rows=12,
        length=100_000,
        help_text=gettext_lazy("Without anything of the applicant; it is checked before it is kept."),
    )
    papers = forms.MultipleChoiceField(
        label=gettext_lazy("Files released to the applicant"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, columns: Sequence[Column], files: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._columns = {str(each.pk): each for each in columns}
        self.fields["column"].choices = [("", "—"), *days.tree(columns)]  # type: ignore[attr-defined]
        self.fields["column"].widget.attrs["data-search"] = _("Type to narrow")
        self.fields["papers"].choices = files  # type: ignore[attr-defined]
        if not files:
            del self.fields["papers"]

    @property
    def chosen_column(self) -> Column:
        """The column chosen."""
        return self._columns[self.cleaned_data["column"]]
