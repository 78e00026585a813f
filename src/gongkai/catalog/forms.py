"""Whether what was typed about the directory is well formed."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.core.validators import RegexValidator
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from gongkai.catalog.models import Column
from gongkai.documents import catalogue_sheets, faults, kinds, paper, xlsx_files
from gongkai.orgs.models import Agency
from gongkai.rules import obligations


class TreeChoice(forms.ModelChoiceField):
    """A choice in a tree of columns or agencies."""

    def __init__(self, *args: Any, empty_label: Any = "—", **kwargs: Any) -> None:
        super().__init__(*args, empty_label=empty_label, **kwargs)

    def label_from_instance(self, obj: Any) -> str:
        name = obj.short_name if isinstance(obj, Agency) else obj.name
        return "\u3000" * obj.depth + str(name)


def day_field(label: Any, **more: Any) -> forms.DateField:
    """A day, as browsers let one choose it."""
    widget = forms.DateInput(attrs={"type": "date", "class": "in--s"}, format="%Y-%m-%d")
    return forms.DateField(label=label, widget=widget, **more)


class ColumnForm(forms.Form):
    """A column. `owners` are the agencies the person may give columns to."""

    name = forms.CharField(label=_("Column name"), max_length=60)
    slug = forms.CharField(
        label=_("Address"),
        max_length=60,
        help_text=_("Small letters, digits and hyphens; it stands in the page address and cannot be changed later."),
        validators=[RegexValidator(r"^[a-z0-9]+(-[a-z0-9]+)*$", _("Only small letters, digits and single hyphens."))],
    )
    parent = TreeChoice(label=_("Under"), queryset=Column.objects.none(), required=False)
    block = forms.ChoiceField(label=_("Block"), choices=Column.Block.choices)
    kind = forms.ChoiceField(
        label=_("Kind"), choices=Column.Kind.choices, help_text=_("It decides how old the newest item may be.")
    )
    owner = TreeChoice(label=_("Owner"), queryset=Agency.objects.none())
    legal_item = forms.ChoiceField(label=_("Statutory item"), required=False)
    fresh_days = forms.IntegerField(
        label=_("Must be updated every … days"), min_value=1, max_value=3650, required=False, widget=forms.NumberInput
    )
    position = forms.IntegerField(
        label=_("Position"), min_value=0, max_value=99999, initial=100, help_text=_("Smaller stands further up.")
    )
    description = forms.CharField(label=_("Description"), max_length=200, required=False)
    keywords = forms.CharField(label=_("Keywords"), max_length=200, required=False)

    def __init__(self, *args: Any, owners: QuerySet[Agency], column: Column | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner: forms.ModelChoiceField = self.fields["owner"]  # type: ignore[assignment]
        owner.queryset = owners.filter(dissolved_on__isnull=True).order_by("sort_path", "id")
        items: forms.ChoiceField = self.fields["legal_item"]  # type: ignore[assignment]
        items.choices = [("", "—"), *((each, legal_item_words(each)) for each in obligations.legal_items())]
        if column is None:
            parent: forms.ModelChoiceField = self.fields["parent"]  # type: ignore[assignment]
            parent.queryset = Column.objects.open().order_by("sort_path", "id")
        else:
            del self.fields["slug"], self.fields["parent"]
            self.initial = {name: getattr(column, name) for name in self.fields}


def legal_item_words(item: str) -> str:
    """A statutory item as officers say it: 第二十条（七） with the titles of its entries."""
    article, _dash, number = item.partition("-")
    titles = "、".join(each.title for each in obligations.entries() if each.legal_item == item)
    return f"第{article}条{f'（{number}）' if number else ''} {titles}"[:60]


class MoveForm(forms.Form):
    """Another place, or another agency, for a column. Its address stays."""

    parent = TreeChoice(label=_("Under"), queryset=Column.objects.none(), required=False, empty_label=_("The top"))
    owner = TreeChoice(label=_("Owner"), queryset=Agency.objects.none(), empty_label=None, required=False)

    def __init__(self, *args: Any, column: Column, owners: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        parent: forms.ModelChoiceField = self.fields["parent"]  # type: ignore[assignment]
        parent.queryset = Column.objects.open().exclude(path__startswith=column.path).order_by("sort_path", "id")
        owner: forms.ModelChoiceField = self.fields["owner"]  # type: ignore[assignment]
        owner.queryset = owners.filter(dissolved_on__isnull=True).order_by("sort_path", "id")
        self.initial = {"parent": column.parent_id, "owner": column.owner_id}
        self._column = column

    def clean_owner(self) -> Agency:
        """Without a choice the column stays with its agency."""
        return self.cleaned_data["owner"] or self._column.owner


class DutyForm(forms.Form):
    """A duty of an agency."""

    title = forms.CharField(label=_("What must be public"), max_length=120)
    content = forms.CharField(label=_("Content"), widget=forms.Textarea(attrs={"rows": 3}), required=False)
    basis = forms.CharField(label=_("Basis"), max_length=200)
    column = TreeChoice(label=_("Column"), queryset=Column.objects.none())
    term_days = forms.IntegerField(label=_("Term in working days"), min_value=1, max_value=250, required=False)
    fresh_days = forms.IntegerField(
        label=_("Must be updated every … days"), min_value=1, max_value=3650, required=False
    )
    channel = forms.CharField(label=_("Channel"), max_length=60)
    audience = forms.CharField(label=_("Audience"), max_length=60, required=False)
    mode = forms.CharField(label=_("Mode"), max_length=60, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        column: forms.ModelChoiceField = self.fields["column"]  # type: ignore[assignment]
        column.queryset = Column.objects.open().order_by("sort_path", "id")


class VersionForm(forms.Form):
    """The next version of a vocabulary, one word in a line."""

    title = forms.CharField(label=_("Title"), max_length=60)
    since = day_field(_("Holds from"))
    source = forms.CharField(label=_("Source"), max_length=300, required=False)
    words = forms.CharField(
        label=_("Words"),
        widget=forms.Textarea(attrs={"rows": 24, "class": "words"}),
        help_text=_("One in a line: code, a blank, the word; below another one also a blank and that one's code."),
    )

    def clean_words(self) -> list[tuple[str, str, str]]:
        found = []
        for number, line in enumerate(self.cleaned_data["words"].splitlines(), start=1):
            parts = line.split()
            if not parts:
                continue
            if len(parts) not in (2, 3) or any(len(part) > 60 for part in parts):
                words = gettext("Line %(number)s must be code, word and perhaps the code above: “%(line)s”.")
                raise forms.ValidationError(words % {"number": number, "line": line[:80]})
            found.append((parts[0], parts[1], parts[2] if len(parts) == 3 else ""))
        return found


class TemplateForm(forms.Form):
    """How index numbers are written. `agencies` are those the person may set it for; `may_common` adds all others."""

    agency = TreeChoice(label=_("Agency"), queryset=Agency.objects.none(), required=False)
    template = forms.CharField(
        label=_("Template"),
        max_length=120,
        help_text=_(
            "Put in braces: org_code, credit_code, division, dept, yyyy, yyyymm, yyyymmdd; last of all serial:05d. "
            "The serial begins anew whenever what stands before it changes."
        ),
        widget=forms.TextInput(attrs={"spellcheck": "false"}),
    )
    since = day_field(_("Holds from"))

    def __init__(self, *args: Any, agencies: QuerySet[Agency], may_common: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: forms.ModelChoiceField = self.fields["agency"]  # type: ignore[assignment]
        agency.queryset = agencies.filter(dissolved_on__isnull=True).order_by("sort_path", "id")
        agency.required = not may_common
        agency.empty_label = gettext("All without a template of their own") if may_common else "—"


class MergeForm(forms.Form):
    """Which column takes over what stands in another."""

    into = TreeChoice(
        label=_("Merge into"),
        queryset=Column.objects.none(),
        help_text=_("What stands in it is shown there, its duties go along, and its address leads there for good."),
    )

    def __init__(self, *args: Any, column: Column, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        into: forms.ModelChoiceField = self.fields["into"]  # type: ignore[assignment]
        into.queryset = Column.objects.open().exclude(path__startswith=column.path).order_by("sort_path", "id")


class CatalogueForm(forms.Form):
    """A superior's catalogue. After `is_valid`, `entries` are its rows."""

    title = forms.CharField(
        label=_("Title of the catalogue"), max_length=120, help_text=_("Such as 基层政务公开标准目录（就业领域）.")
    )
    agency = TreeChoice(label=_("Taken in for"), queryset=Agency.objects.none(), help_text=_("It and all below it."))
    file = forms.FileField(
        label=_("Spreadsheet"),
        help_text=_("The xlsx file as it came; heads over two rows and ticks are understood."),
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
    )
    entries: list[catalogue_sheets.Entry]

    def __init__(self, *args: Any, agencies: QuerySet[Agency], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        agency: forms.ModelChoiceField = self.fields["agency"]  # type: ignore[assignment]
        agency.queryset = agencies.filter(dissolved_on__isnull=True).order_by("sort_path", "id")

    def clean_file(self) -> UploadedFile:
        """Read the rows. Everything wrong with the file is told beside its field."""
        file: UploadedFile = self.cleaned_data["file"]
        data, name = file.read(), file.name or ""
        try:
            if kinds.check(data, name=name, limits=paper.Limits()) != "xlsx":
                raise forms.ValidationError(gettext("“%s” is no xlsx spreadsheet.") % name)
            self.entries = catalogue_sheets.entries(xlsx_files.rows(data, name=name))
        except faults.UnreadableFile as fault:
            raise forms.ValidationError(fault.message) from fault
        except catalogue_sheets.NoHeads as fault:
            raise forms.ValidationError(str(fault)) from fault
        return file
