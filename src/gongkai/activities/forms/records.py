"""What people type about activities: the quick form for one kind, corrections, and a spreadsheet."""

import itertools
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.activities.models import kinds
from gongkai.activities.models.records import Activity
from gongkai.activities.queries import sheets
from gongkai.activities.queries.checking import Content, Fault
from gongkai.disclosures.forms import days
from gongkai.disclosures.models import Item, StoredFile
from gongkai.documents import faults, paper, xlsx_files
from gongkai.documents import kinds as file_kinds
from gongkai.orgs.models import Agency


class ActivityForm(forms.Form):
    """One activity of a kind. Only the fields the kind asks for are there; numbers are called `number_NAME`."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    on = days.DayField(label=gettext_lazy("Day"))
    year = forms.TypedChoiceField(label=gettext_lazy("Year"), coerce=int)
    channels = forms.MultipleChoiceField(
        label=gettext_lazy("Channels"),
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("All it went through."),
    )
    channel = forms.ChoiceField(label=gettext_lazy("Channel"))
    is_head_present = forms.BooleanField(label=gettext_lazy("The head of the agency took part"), required=False)
    answers_concern = forms.BooleanField(label=gettext_lazy("Answers a matter of public concern"), required=False)
    repeats = forms.CharField(
        label=gettext_lazy("Repeats"),
        required=False,
        max_length=200,
        help_text=gettext_lazy(
            "Index number of the item, or number (#12) of the record, that said the same in another channel first."
        ),
    )
    text = forms.CharField(
        label=gettext_lazy("What happened"), required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    file = forms.FileField(label=gettext_lazy("Evidence: file or photo"), required=False)
    link = forms.URLField(label=gettext_lazy("Evidence: link"), required=False, max_length=500, assume_scheme="https")
    reason = forms.CharField(
        label=gettext_lazy("Why it is corrected"), max_length=300, help_text=gettext_lazy("Kept with the record.")
    )

    def __init__(
        self,
        *args: Any,
        kind: kinds.Kind,
        agencies: Iterable[Agency],
        years: Sequence[int],
        activity: Activity | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.activity = kind, activity
        self._agencies = {str(each.pk): each for each in agencies}
        self._repeated: tuple[Item | None, Activity | None] = (None, None)
        self._choose("agency", [(pk, "　" * each.depth + each.short_name) for pk, each in self._agencies.items()])
        self._choose("year", [(year, str(year)) for year in years])
        channels = [(code, kinds.CHANNELS[code]) for code in kind.channels]
        self._choose("channels", channels)
        self._choose("channel", channels)
        for measure in reversed(kind.measures):
            self.fields[f"number_{measure.name}"] = forms.DecimalField(
                label=f"{measure.label}（{measure.unit}）",
                required=False,
                decimal_places=measure.places,
                max_digits=16,
                min_value=None if measure.is_signed else 0,
                widget=forms.NumberInput(attrs={"class": "in--s"}),
            )
        self._keep()

    def _choose(self, name: str, choices: Sequence[tuple[Any, Any]]) -> None:
        self.fields[name].choices = choices  # type: ignore[attr-defined]

    def _keep(self) -> None:
        """Leave out what the kind does not ask, in the order it is asked."""
        kind, is_new = self.kind, self.activity is None
        wanted = {
            "agency": is_new and len(self._agencies) > 1,
            "on": kind.span == "day",
            "year": kind.span == "year",
            "channels": bool(kind.channels) and is_new,
            "channel": bool(kind.channels) and not is_new,
            "is_head_present": kind.with_head,
            "answers_concern": kind.with_concern,
            "repeats": kind.can_repeat,
            "reason": not is_new,
        }
        for name, is_asked in wanted.items():
            if not is_asked:
                del self.fields[name]
        numbers = [name for name in self.fields if name.startswith("number_")]
        head = [name for name in ("agency", "title", "on", "year", "channels", "channel") if name in self.fields]
        self.order_fields([*head, *numbers[::-1]])

    @property
    def asked_first(self) -> list[forms.BoundField]:
        """What a record cannot do without: the fields of the quick form."""
        return [field for field in self if field.name not in self._later]

    @property
    def asked_later(self) -> list[forms.BoundField]:
        """What may be added, folded away until it is wanted."""
        return [field for field in self if field.name in self._later]

    @property
    def is_later_open(self) -> bool:
        """Whether what is folded away has something to say: a fault, or words that stand there."""
        if self.activity is not None:
            return True
        return any(field.errors or (self.is_bound and field.data) for field in self.asked_later)

    @property
    def _later(self) -> set[str]:
        proof = set() if self.kind.needs_proof else {"file", "link"}
        return {"repeats", "text", "answers_concern"} | proof

    def clean_repeats(self) -> str:
        """The item or record meant, among those of the agency."""
        words: str = self.cleaned_data["repeats"].strip()
        if not words:
            return ""
        agency = self.chosen_agency
        number = words.removeprefix("#")
        if words.startswith("#") and number.isdecimal():
            first = Activity.objects.standing().of(agency).filter(pk=int(number)).select_related("same_as").first()
            if first is not None:
                self._repeated = (None, first)
                return words
        item = Item.objects.of(agency).public().filter(index_no=words).first()
        if item is None:
            raise forms.ValidationError(_("No published item or record of this agency is called “%s”.") % words)
        self._repeated = (item, None)
        return words

    @property
    def chosen_agency(self) -> Agency:
        """The agency it belongs to: that of the record, the chosen one, or the only one."""
        if self.activity is not None:
            return self.activity.agency
        chosen = self._agencies.get(self.cleaned_data.get("agency", ""))
        return chosen or next(iter(self._agencies.values()))

    @property
    def chosen_channels(self) -> tuple[str, ...]:
        """The channels of a new record, in the order of the list."""
        return tuple(self.cleaned_data.get("channels", ()))

    def content(self, *, file: StoredFile | None, file_title: str) -> Content:
        """What was typed, with the file that was kept for it."""
        data = self.cleaned_data
        item, same_as = self._repeated
        names = {name: data.get(f"number_{name}") for name in self.kind.names}
        return Content(
            kind=self.kind.code,
            title=data["title"],
            on=data.get("on"),
            year=data.get("year") or 0,
            channel=data.get("channel", ""),
            text=data["text"],
            is_head_present=data.get("is_head_present", False),
            answers_concern=data.get("answers_concern", False),
            item=item,
            same_as=same_as,
            file=file,
            file_title=file_title,
            link=data["link"],
            numbers={name: Decimal(value) for name, value in names.items() if value is not None},
        )

    def blame(self, found: Iterable[Fault]) -> None:
        """Put faults at their fields."""
        for each in found:
            name = {"same_as": "repeats", "channel": "channels"}.get(each.field, each.field)
            self.add_error(name if name in self.fields else None, each.sentence)


def initial_of(content: Content) -> dict[str, Any]:
    """What the form shows of a record."""
    repeats = ""
    if content.item is not None:
        repeats = content.item.index_no or ""
    elif content.same_as is not None:
        repeats = f"#{content.same_as.pk}"
    plain = ("title", "on", "year", "channel", "text", "is_head_present", "answers_concern", "link")
    numbers = {f"number_{name}": format(value.normalize(), "f") for name, value in content.numbers.items()}
    return {name: getattr(content, name) for name in plain} | numbers | {"repeats": repeats}


class StrikeForm(forms.Form):
    """Taking a record out of the counts."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("The record stays to be read, but counts no more."),
    )


class SheetForm(forms.Form):
    """A spreadsheet of activities. After `is_valid`, `rows` are the rows of its first sheet."""

    agency = forms.ChoiceField(
        label=gettext_lazy("Agency"), help_text=gettext_lazy("Of all rows that name no other agency by its code.")
    )
    file = forms.FileField(
        label=gettext_lazy("Spreadsheet"),
        help_text=gettext_lazy("An xlsx file with the columns of the template."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    rows: list[sheets.Row]

    def __init__(self, *args: Any, agencies: Iterable[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(each.pk), "　" * each.depth + each.short_name) for each in agencies]
        self.fields["agency"].choices = choices  # type: ignore[attr-defined]

    def clean_file(self) -> UploadedFile:
        """The file, when it is a workbook with rows."""
        file: UploadedFile = self.cleaned_data["file"]
        data = file.read()
        try:
            self.rows = read_rows(data, name=file.name or "")
        except faults.UnreadableFile as fault:
            raise forms.ValidationError(fault.message) from fault
        except sheets.WrongHead as fault:
            raise forms.ValidationError(str(fault)) from fault
        if not self.rows:
            raise forms.ValidationError(_("The sheet has no row below its head."))
        file.seek(0)
        return file


def read_rows(data: bytes, *, name: str) -> list[sheets.Row]:
    """The rows of a workbook's first sheet. Raises faults.UnreadableFile, sheets.WrongHead."""
    if file_kinds.check(data, name=name, limits=paper.Limits()) != "xlsx":
        raise faults.UnreadableFile(name, _("“%s” is no xlsx spreadsheet.") % name)
    _title, rows = next(itertools.groupby(xlsx_files.rows(data, name=name), key=lambda row: row.sheet), ("", ()))
    return sheets.read((row.number, row.values) for row in rows)
