"""Whether what was typed about agencies is well formed."""

import itertools
from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db import models
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.documents import faults, kinds, paper, xlsx_files
from gongkai.orgs import queries
from gongkai.orgs.models import Agency


class AgencyChoice(forms.ModelChoiceField):
    """A choice among agencies, shown as a tree."""

    def label_from_instance(self, obj: Any) -> str:
        return "\u3000" * obj.depth + obj.short_name


class AgencyChoices(forms.ModelMultipleChoiceField):
    """Several agencies."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.name)


def _day(label: Any) -> forms.DateField:
    return forms.DateField(
        label=label, widget=forms.DateInput(attrs={"type": "date", "class": "in--s"}, format="%Y-%m-%d")
    )


class ActForm(forms.Form):
    """What every dated act takes. `agency` is the one acted on, `within` those the person may act on."""

    on = _day(_("Takes effect on"))
    basis = forms.CharField(
        label=_("Basis"), max_length=200, required=False, help_text=_("The document that orders it, with its number.")
    )
    field_order: Any = None

    def __init__(self, *args: Any, agency: Agency, within: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.agency = agency
        living = within.filter(dissolved_on__isnull=True).order_by("sort_path", "id")
        for field in self.fields.values():
            if isinstance(field, AgencyChoice):
                field.queryset = living
        own = [name for name in self.fields if name not in ("on", "basis")]
        self.order_fields([*own, "on", "basis"])


class _ModelFields(forms.ModelForm):
    """Fields as the model has them; checked here, written by actions."""

    def _post_clean(self) -> None:
        """Leave what concerns other rows to the action."""

    def save(self, commit: bool = True) -> Any:
        """Forms never save."""
        raise NotImplementedError


class FoundForm(ActForm):
    """An agency to found below another."""

    name = forms.CharField(label=_("Full name"), max_length=120)
    short_name = forms.CharField(label=_("Short name"), max_length=60, required=False)
    code = forms.SlugField(label=_("Code"), max_length=40, help_text=_("Letters, digits, hyphens; unique for ever."))
    kind = forms.ChoiceField(label=_("Kind"), choices=Agency.Kind.choices)
    level = forms.ChoiceField(label=_("Level"), choices=Agency.Level.choices)
    credit_code = forms.CharField(label=_("Unified social credit code"), max_length=18, required=False)
    division_code = forms.CharField(label=_("Division code"), max_length=12, required=False)
    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=99999, initial=100, help_text=_("Smaller stands further up.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial = {"level": self.agency.level, "kind": Agency.Kind.DEPARTMENT, **self.initial}

    def clean_credit_code(self) -> str:
        return _sound("credit_code", self.cleaned_data["credit_code"])

    def clean_division_code(self) -> str:
        return _sound("division_code", self.cleaned_data["division_code"])


class RenameForm(ActForm):
    """Another name from a day on."""

    name = forms.CharField(label=_("New full name"), max_length=120)
    short_name = forms.CharField(label=_("New short name"), max_length=60, required=False)


class MoveForm(ActForm):
    """Another place in the tree."""

    to = AgencyChoice(label=_("Under"), queryset=Agency.objects.none())


class MergeForm(ActForm):
    """This agency, perhaps with others, goes into one that stands or into a new one."""

    others = AgencyChoices(
        label=_("Together with"), queryset=Agency.objects.none(), required=False, widget=forms.CheckboxSelectMultiple
    )
    into = AgencyChoice(label=_("Into one that stands"), queryset=Agency.objects.none(), required=False)
    new_name = forms.CharField(label=_("Or into a new one, named"), max_length=120, required=False)
    new_code = forms.SlugField(label=_("Code of the new one"), max_length=40, required=False)

    def __init__(self, *args: Any, within: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, within=within, **kwargs)
        others: forms.ModelMultipleChoiceField = self.fields["others"]  # type: ignore[assignment]
        living = within.filter(dissolved_on__isnull=True, parent=self.agency.parent)
        others.queryset = living.exclude(pk=self.agency.pk).order_by("sort_path", "id")

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        is_new = bool(cleaned.get("new_name"))
        if bool(cleaned.get("into")) == is_new:
            self.add_error("into", gettext("Choose one that stands, or name a new one: one of the two."))
        if is_new and not cleaned.get("new_code") and "new_code" not in self.errors:
            self.add_error("new_code", gettext("The new agency needs a code."))
        return cleaned


class SplitForm(ActForm):
    """This agency becomes several."""

    lines = forms.CharField(
        label=_("New agencies"),
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One in a line: code, a blank, full name. What stands below goes to the first."),
    )
    ends = forms.BooleanField(label=_("The old agency ends"), required=False, initial=True)

    def clean_lines(self) -> list[tuple[str, str]]:
        found = []
        for line in self.cleaned_data["lines"].splitlines():
            code, _blank, name = line.strip().partition(" ")
            if not line.strip():
                continue
            if not name.strip():
                raise forms.ValidationError(gettext("“%s” lacks the name or the code.") % line.strip())
            found.append((forms.SlugField(max_length=40).clean(code), name.strip()))
        return found


class DissolveForm(ActForm):
    """The end of an agency without successor."""

    children_to = AgencyChoice(
        label=_("What still stands below goes under"), queryset=Agency.objects.none(), required=False
    )


def _form_field(field: models.Field[Any, Any], **kwargs: Any) -> Any:
    """A form field as the model has it; addresses without a scheme are meant to be https."""
    extra: dict[str, Any] = {"assume_scheme": "https"} if isinstance(field, models.URLField) else {}
    return field.formfield(**kwargs | extra)


class ContactsForm(_ModelFields):
    """Contacts, which the law wants public, and whether they were checked."""

    checked = forms.BooleanField(
        label=_("I have checked them all today"), help_text=_("They must be checked once a year."), required=False
    )

    class Meta:
        model = Agency
        fields = queries.CONTACT_FIELDS
        formfield_callback = _form_field


class CodesForm(_ModelFields):
    """Codes, kind and level."""

    class Meta:
        model = Agency
        fields = ("credit_code", "division_code", "kind", "level")

    def clean_credit_code(self) -> str:
        return _sound("credit_code", self.cleaned_data["credit_code"])

    def clean_division_code(self) -> str:
        return _sound("division_code", self.cleaned_data["division_code"])


class SheetForm(forms.Form):
    """A spreadsheet of agencies. After `is_valid`, `rows` are the rows of its first sheet."""

    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("An xlsx file with the columns of the template."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    rows: list[queries.SheetRow]

    def clean_file(self) -> UploadedFile:
        file: UploadedFile = self.cleaned_data["file"]
        data = file.read()
        try:
            self.rows = read_rows(data, name=file.name or "")
        except faults.UnreadableFile as fault:
            raise forms.ValidationError(fault.message) from fault
        except queries.WrongHead as fault:
            raise forms.ValidationError(str(fault)) from fault
        if not self.rows:
            raise forms.ValidationError(gettext("The sheet has no row below its head."))
        file.seek(0)
        return file


def read_rows(data: bytes, *, name: str) -> list[queries.SheetRow]:
    """The rows of a workbook's first sheet. Raises faults.UnreadableFile, queries.WrongHead."""
    if kinds.check(data, name=name, limits=paper.Limits()) != "xlsx":
        raise faults.UnreadableFile(name, gettext("“%s” is no xlsx spreadsheet.") % name)
    _title, rows = next(itertools.groupby(xlsx_files.rows(data, name=name), key=lambda row: row.sheet), ("", ()))
    return queries.read_sheet((row.number, row.values) for row in rows)


def _sound(field: str, code: str) -> str:
    reason = queries.code_fault(field, code) if code else None
    if reason:
        raise forms.ValidationError(reason)
    return code
