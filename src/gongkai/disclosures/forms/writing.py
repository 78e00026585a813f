"""The form of an item: its text, record and attachments as people type them, made into `drafting.Content`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from gongkai.catalog import pages as directory
from gongkai.catalog.models import Obligation, Term
from gongkai.disclosures.actions import drafting
from gongkai.disclosures.forms import days, pictures
from gongkai.disclosures.models import Revision, StoredFile
from gongkai.disclosures.queries import shelves, texts
from gongkai.documents import cleaning
from gongkai.orgs.models import Agency
from gongkai.rules import document_numbers

MOST_FILES = 50
_TOKEN = "disclosures.attachment"  # noqa: S105


class ItemForm(forms.Form):
    """An item's text and record. `notes` says what was tidied; `for_review` asks for what a review needs."""

    agency = forms.ChoiceField(label=gettext_lazy("Agency"))
    title = forms.CharField(label=gettext_lazy("Title"), max_length=200)
    column = forms.ChoiceField(label=gettext_lazy("Column"), required=False)
    body = forms.CharField(label=gettext_lazy("Text"), required=False, widget=forms.Textarea(attrs={"rows": 16}))
    body_format = forms.CharField(required=False, widget=forms.HiddenInput)
    formed_on = days.DayField(
        label=gettext_lazy("Formed on"),
        required=False,
        help_text=gettext_lazy("The day it was signed or made; the 20 working days of Article 26 count from it."),
    )
    doc_no = forms.CharField(
        label=gettext_lazy("Document number"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("As printed; brackets are put right."),
    )
    note = forms.CharField(
        label=gettext_lazy("What changed"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Printed among the change notes of the public page."),
    )
    summary = forms.CharField(
        label=gettext_lazy("Summary"), max_length=300, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
    topic = forms.ChoiceField(label=gettext_lazy("Topic"), required=False)
    genre = forms.ChoiceField(label=gettext_lazy("Genre"), required=False)
    obligation = forms.ChoiceField(
        label=gettext_lazy("Duty it meets"),
        required=False,
        help_text=gettext_lazy("The entry of the basic directory that this item answers."),
    )
    attribute = forms.ChoiceField(
        label=gettext_lazy("Attribute"), choices=Revision.Attribute.choices, widget=forms.RadioSelect
    )
    attribute_reason = forms.CharField(
        label=gettext_lazy("Reason for the attribute"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("Only when it is not public on our own motion."),
    )
    effective_on = days.DayField(label=gettext_lazy("Effective on"), required=False)
    expires_on = days.DayField(label=gettext_lazy("Valid until"), required=False)
    responsible_unit = forms.CharField(label=gettext_lazy("Responsible unit"), max_length=120, required=False)
    keywords = forms.CharField(label=gettext_lazy("Keywords"), max_length=200, required=False)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=120, required=False)
    source_index_no = forms.CharField(label=gettext_lazy("Index number on the source"), max_length=80, required=False)
    source_published_on = days.DayField(label=gettext_lazy("Published at the source on"), required=False)
    legal_item = forms.ChoiceField(
        label=gettext_lazy("Statutory item"), required=False, help_text=gettext_lazy("Empty: as the column has it.")
    )
    base = forms.IntegerField(required=False, widget=forms.HiddenInput)
    key = forms.CharField(required=False, max_length=40, widget=forms.HiddenInput)

    first = ("title", "agency", "column", "body")
    early = ("formed_on", "doc_no", "note")
    rest = (
        "summary", "topic", "genre", "obligation", "attribute", "attribute_reason", "effective_on", "expires_on",
        "responsible_unit", "keywords", "source", "source_index_no", "source_published_on", "legal_item",
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        agencies: Sequence[Agency],
        shelf: shelves.Shelf,
        topics: Sequence[Term],
        genres: Sequence[Term],
        obligations: Sequence[Obligation],
        for_review: bool = False,
        is_correction: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.for_review = for_review
        self.notes: list[str] = []
        self._agencies = {str(each.pk): each for each in agencies}
        self._shelf = shelf
        self._columns = {str(each.pk): each for each in shelf.columns}
        self._obligations = {str(each.pk): each for each in obligations}
        self._offer("agency", [(str(each.pk), each.name) for each in agencies])
        self._offer("column", days.tree(shelf.columns))
        self._offer("topic", [(each.code, ("　" if each.parent_code else "") + each.label) for each in topics])
        self._offer("genre", [(each.code, each.label) for each in genres])
        self._offer("legal_item", [(code, f"{code} {words}") for code, words in directory.LEGAL_ITEMS.items()])
        self._offer("obligation", [(str(each.pk), f"{each.code} {each.title}") for each in obligations])
        # Asked for before a review, so it is not called optional.
        self.fields["column"].is_expected = self.fields["formed_on"].is_expected = True  # type: ignore[attr-defined]
        for name in ("column", "topic", "obligation"):
            self.fields[name].widget.attrs["data-search"] = _("Type to narrow")
        if len(agencies) == 1:
            self.fields["agency"].widget = forms.HiddenInput()
            self.fields["agency"].initial = str(agencies[0].pk)
        if is_correction:
            self.fields["note"].required = True
        else:
            del self.fields["note"]

    def _offer(self, name: str, choices: Iterable[tuple[str, str]]) -> None:
        field = self.fields[name]
        assert isinstance(field, forms.ChoiceField)
        known = list(choices)
        # A word that has left its list stays on the items that bear it.
        value = str(self.initial.get(name) or "")
        if value and value not in dict(known):
            known.append((value, value))
        field.choices = known if name == "agency" else [("", "—"), *known]

    @property
    def has_rare_errors(self) -> bool:
        """Whether an error hides in the folded part."""
        return any(name in self.errors for name in self.rest)

    def fields_of(self, names: Sequence[str]) -> list[forms.BoundField]:
        """Some fields in order, without those that are not there."""
        return [self[name] for name in names if name in self.fields]

    @property
    def first_fields(self) -> list[forms.BoundField]:
        """Those that stand before the text."""
        return self.fields_of(("agency", "title", "column"))

    @property
    def early_fields(self) -> list[forms.BoundField]:
        """Those that stand after the text."""
        return self.fields_of(self.early)

    @property
    def rare_fields(self) -> list[forms.BoundField]:
        """Those in the folded part."""
        return self.fields_of(self.rest)

    def clean_title(self) -> str:
        """One line."""
        return " ".join(self.cleaned_data["title"].split())

    def clean_body(self) -> str:
        """HTML of the allowed kind, from the editor or from a plain box."""
        text = pictures.for_public(self.cleaned_data["body"])
        is_html = self.data.get(self.add_prefix("body_format")) == "html"
        return cleaning.clean_html(text) if is_html else cleaning.plain_to_html(text)

    def clean_doc_no(self) -> str:
        """The number in its national form where it can be told; what was put right is noted."""
        written: str = self.cleaned_data["doc_no"].strip()
        number = document_numbers.normalise(written) if written else None
        if number is None or number.value == written:
            return written
        self.notes.append(_("The document number was written “%(proper)s”.") % {"proper": number.value})
        return number.value

    def clean(self) -> dict[str, Any]:
        """What fields say together."""
        data = super().clean() or self.cleaned_data
        begins, ends = data.get("effective_on"), data.get("expires_on")
        if begins and ends and ends < begins:
            self.add_error("expires_on", _("It would expire before it takes effect."))
        if data.get("attribute") != Revision.Attribute.OPEN and not data.get("attribute_reason"):
            self.add_error("attribute_reason", _("Say why it is not public on our own motion."))
        formed = data.get("formed_on")
        if formed and formed > timezone.localdate():
            self.add_error("formed_on", _("This day lies ahead; it must have been made before it can be published."))
        column = self._columns.get(data.get("column", ""))
        days.check_column(self, self._shelf, column, self._agencies)
        if self.for_review and "column" not in self.errors and not column:
            self.add_error("column", _("Choose a column first."))
        return data

    @property
    def chosen_agency(self) -> Agency:
        """The agency chosen."""
        return self._agencies[self.cleaned_data["agency"]]

    def content(self, attachments: Sequence[drafting.AttachmentContent]) -> drafting.Content:
        """What the item is to say."""
        data = self.cleaned_data
        plain = {
            name: data[name]
            for name in (
                "title", "body", "summary", "attribute", "attribute_reason", "doc_no", "topic", "genre", "legal_item",
                "keywords", "source", "responsible_unit", "source_index_no", "formed_on", "effective_on", "expires_on",
                "source_published_on",
            )
        }  # fmt: skip
        return drafting.Content(
            **plain,
            column=self._columns.get(data["column"]),
            obligation=self._obligations.get(data["obligation"]),
            attachments=tuple(attachments),
        )


def initial_of(content: drafting.Content) -> dict[str, Any]:
    """The values a form begins with. The text is plain where nothing is lost by it."""
    initial = {name: value for name, value in vars(content).items() if name != "attachments"}
    initial["column"] = str(content.column.pk) if content.column else ""
    initial["obligation"] = str(content.obligation.pk) if content.obligation else ""
    return initial | body_of(content.body)


def body_of(html: str) -> dict[str, str]:
    """A text for the plain box: paragraphs as lines, or its HTML when it has more than paragraphs."""
    if texts.is_simple(html):
        return {"body": "\n\n".join(texts.paragraphs(html)), "body_format": "text"}
    return {"body": html, "body_format": "html"}


@dataclass(frozen=True)
class Kept:
    """An attachment a form carries along, as a signed token: nobody can name a file they were not given."""

    file: StoredFile
    name: str

    @property
    def token(self) -> str:
        """What the form sends back."""
        return signing.dumps([self.file.pk, self.name], salt=_TOKEN, compress=True)

    @property
    def content(self) -> drafting.AttachmentContent:
        """The same for an action."""
        return drafting.AttachmentContent(self.file, self.name)


def kept(data: Any) -> list[Kept]:
    """The attachments a form sends back, without those ticked for removal, in the order of their numbers."""
    removed = set(data.getlist("attachment_remove"))
    orders = data.getlist("attachment_order")
    found = []
    for index, token in enumerate(data.getlist("attachment")[: MOST_FILES * 2]):
        if token in removed:
            continue
        try:
            number, name = signing.loads(token, salt=_TOKEN)
        except signing.BadSignature:
            continue
        text = orders[index] if index < len(orders) else ""
        found.append((int(text) if text.isdecimal() else index + 1, index, number, name))
    files = StoredFile.objects.in_bulk([number for _order, _index, number, _name in found])
    return [Kept(files[number], name) for _order, _index, number, name in sorted(found) if number in files]


def editor_html(text: str, *, is_html: bool) -> str:
    """What the editor shows for a text as it stands in the box: cleaned, whoever typed it."""
    return pictures.for_desk(cleaning.clean_html(text)) if is_html else cleaning.plain_to_html(text)
