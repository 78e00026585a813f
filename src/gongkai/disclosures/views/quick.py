"""Three minutes to publish: files are dropped, read, and what is left to ask stands on one screen."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from django import forms as django_forms
from django.core import signing
from django.http import HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from gongkai.core.permissions import Permission, requires
from gongkai.disclosures import pages
from gongkai.disclosures.actions import intake, recognising
from gongkai.disclosures.forms import writing as forms
from gongkai.disclosures.models import Attachment, Revision, StoredFile
from gongkai.disclosures.queries import desk, suggesting, texts
from gongkai.disclosures.views import pictures
from gongkai.disclosures.views import writing as writing_views
from gongkai.documents import cleaning, faults, picture_files
from gongkai.orgs.models import Agency
from gongkai.rules import attributes

MOST_FILES = 20
TAKE = "take"
_TOKEN = "disclosures.recognised"  # noqa: S105
# What one screen asks, in this order; the rest stays folded.
ASKED = ("agency", "title", "column", "attribute", "attribute_reason", "formed_on", "doc_no", "topic", "obligation")
SUGGESTED = ("column", "obligation", "topic", "attribute")
MUST = ("column", "formed_on")
EMPTY: dict[str, Any] = {"doubts": {}, "stated": []}


@dataclass(frozen=True)
class Asked:
    """A field of the screen: what is doubtful about it, what to choose with one click, whether the file said it."""

    field: django_forms.BoundField
    doubts: Sequence[str]
    choices: Sequence[suggesting.Suggestion]
    is_stated: bool
    is_missing: bool

    @property
    def chosen(self) -> str:
        """The value that stands in it."""
        return str(self.field.value() or "")

    @property
    def reason(self) -> str:
        """Why the value that stands in it was proposed; empty where the file said it or somebody else chose."""
        found = next((each.why for each in self.choices if each.value == self.chosen), "")
        return "" if self.is_stated else found


@requires(Permission.ITEM_DRAFT)
def quick(request: HttpRequest) -> HttpResponseBase:
    """Drop files; then the one screen; then it is saved and handed in."""
    agencies = writing_views.own_agencies(request)
    if request.method != "POST":
        return _drop(request, agencies)
    chosen = [each for each in agencies if str(each.pk) == request.POST.get("agency")] or agencies[:1]
    writing = writing_views.Writing(request, None, chosen, template="disclosures/quick.html")
    verb, _colon, rest = request.POST.get("action", "").partition(":")
    if verb == "read" or not chosen:
        return _read(writing, agencies)
    writing.beside = lambda form: _beside(writing, form, _known(request.POST))
    if verb == TAKE:
        return _taken(writing, rest)
    return writing_views.received(writing)


def _drop(request: HttpRequest, agencies: Sequence[Agency], *, error: str = "") -> HttpResponseBase:
    context = {
        "heading": _("Publish a file"),
        "agencies": agencies,
        "chosen": request.POST.get("agency", ""),
        "error": error,
        "most": MOST_FILES,
    }
    return render(request, "disclosures/drop.html", context, status=422 if error else 200)


def _read(writing: writing_views.Writing, agencies: Sequence[Agency]) -> HttpResponseBase:
    """Read what was dropped and show the one screen, filled as far as can be told."""
    request = writing.request
    uploads = request.FILES.getlist("files")
    if not uploads or len(uploads) > MOST_FILES or not writing.agencies:
        error = (
            _("Choose at least one file.") if not uploads else _("At most %(n)d files at a time.") % {"n": MOST_FILES}
        )
        return _drop(request, agencies, error=error)
    names = _own_names([(each.name or "file")[:200] for each in uploads])
    agency, choices = writing.agencies[0], writing.choices
    columns = {each.name: each for each in reversed(choices.shelf.columns)}
    shelves = intake.Shelves(agency, None, columns, {each.label: each.code for each in choices.topics})
    try:
        found = recognising.recognise(
            uploads=[recognising.Upload(name, each.read()) for name, each in zip(names, uploads, strict=True)],
            shelves=shelves,
            genres={each.label: each.code for each in choices.genres},
            address=_public_address,
            at=timezone.now(),
        )
    except faults.UnreadableFile as fault:
        return _drop(request, agencies, error=fault.message)
    content = found.content
    writing.kept = [forms.Kept(each.file, each.name) for each in content.attachments]
    pictures.remember(
        request, [each.file.sha256 for each in content.attachments if each.file.kind in picture_files.SHOWN]
    )
    suggestions = _suggest(writing, content.title, content.doc_no, found.text)
    known = {"doubts": {name: list(each) for name, each in found.doubts.items()}, "stated": sorted(found.stated)}
    initial = {"key": get_random_string(20), **desk.habits(writing.person)}
    initial |= {name: value for name, value in forms.initial_of(content).items() if value}
    initial |= {"agency": str(agency.pk), **_proposed(content, suggestions, known["stated"])}
    writing.beside = lambda form: _beside(writing, form, known, suggestions)
    return writing_views.page(writing, writing.form(None, initial=initial))


def _own_names(names: Sequence[str]) -> list[str]:
    """Each file under a name of its own."""
    found: list[str] = []
    for name in names:
        number, free = 2, name
        while free in found:
            free = f"{number}-{name}"[:200]
            number += 1
        found.append(free)
    return found


def _public_address(stored: StoredFile, name: str) -> str:
    return quote("/" + pages.file_path(Attachment(file=stored, name=name)))


def _proposed(content: Any, suggestions: suggesting.Suggestions, stated: Collection[str]) -> dict[str, str]:
    """What stands in the fields the file says nothing about: the likeliest, if it is likely enough."""
    found: dict[str, str] = {}
    for name in SUGGESTED:
        first = next(iter(getattr(suggestions, name)), None)
        if (
            first is not None
            and first.is_sure
            and name not in stated
            and not (name != "attribute" and getattr(content, name))
        ):
            found[name] = first.value
    if found.get("attribute", Revision.Attribute.OPEN) != Revision.Attribute.OPEN:
        found["attribute_reason"] = suggestions.reason
    return found


def _suggest(writing: writing_views.Writing, title: str, doc_no: str, text: str) -> suggesting.Suggestions:
    choices = writing.choices
    return suggesting.suggest(
        title=title,
        doc_no=doc_no,
        text=text,
        before=suggesting.past(writing.agencies[0]),
        columns=choices.shelf.columns,
        obligations=choices.obligations,
        topics=choices.topics,
        on=timezone.localdate(),
    )


def _known(post: QueryDict) -> dict[str, Any]:
    """What the reading found, as the form carries it along."""
    try:
        found: dict[str, Any] = signing.loads(post.get("recognised", ""), salt=_TOKEN)
    except signing.BadSignature:
        return EMPTY
    return found


def _beside(
    writing: writing_views.Writing,
    form: forms.ItemForm,
    known: dict[str, Any],
    suggestions: suggesting.Suggestions | None = None,
) -> dict[str, Any]:
    """What the screen shows besides the form."""
    given = form.data if form.is_bound else form.initial
    body = str(given.get("body", ""))
    is_html = given.get("body_format") == "html"
    plain = texts.plain(cleaning.clean_html(body)) if is_html else body
    found = suggestions or _suggest(writing, str(given.get("title", "")), str(given.get("doc_no", "")), plain)
    doubts: dict[str, list[str]] = known["doubts"]
    form.fields["attribute_reason"].widget.attrs["list"] = "attribute-reasons"
    asked = [
        Asked(
            form[name],
            doubts.get(name, ()),
            getattr(found, name, ()),
            name in known["stated"],
            name in MUST and not form[name].value(),
        )
        for name in ASKED
        if name in form.fields and not form[name].is_hidden
    ]
    shown = {each.field.name for each in asked} | {"body"}
    return {
        "heading": _("Check and hand in"),
        "crumbs": [(reverse("disclosures:list"), _("Items")), (reverse("disclosures:quick"), _("Publish a file"))],
        "asked": asked,
        "others": [
            Asked(field, doubts.get(field.name, ()), (), field.name in known["stated"], False)
            for field in form
            if field.name not in shown and not field.is_hidden
        ],
        "body_doubts": doubts.get("body", ()),
        "letters": len("".join(plain.split())),
        "table_count": body.count("<table"),
        "picture_count": body.count("<img"),
        "recognised": signing.dumps(known, salt=_TOKEN, compress=True),
        "reasons": [
            each.label
            for attribute in (attributes.ON_REQUEST, attributes.CLOSED)
            for each in attributes.reasons(attribute, timezone.localdate())
        ],
    }


def _taken(writing: writing_views.Writing, choice: str) -> HttpResponseBase:
    """The same screen with one suggestion put in its field; nothing else changes, nothing is judged yet."""
    name, _colon, value = choice.partition(":")
    post = writing.request.POST
    writing.kept = forms.kept(post)
    initial = {each: post.get(each, "") for each in writing.form(None).fields}
    if name in SUGGESTED:
        initial[name] = value
    return writing_views.page(writing, writing.form(None, initial=initial))
