"""Writing an item: the form, its preview, and what happens when somebody else was faster."""

import base64
import functools
import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponseBase, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext as _

from gongkai.accounts.models import Person
from gongkai.catalog import pages as directory
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column
from gongkai.core import toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures import pages
from gongkai.disclosures.actions import checks, drafting, files, refusals, reviewing
from gongkai.disclosures.forms import pictures
from gongkai.disclosures.forms import writing as forms
from gongkai.disclosures.models import Attachment, Item, Publication, Revision
from gongkai.disclosures.queries import (
    beside,
    checking,
    desk,
    differences,
    own_lists,
    passages,
    public,
    sealing,
    shelves,
)
from gongkai.documents import faults
from gongkai.orgs.models import Agency

MADE = "made_items"
MOST_MADE = 30


@dataclass
class Writing:
    """One turn of the form: where it writes to, what came in, what is to be told.

    `template` is the page it stands on, `beside` what that page needs besides.
    """

    request: HttpRequest
    item: Item | None
    agencies: list[Agency]
    kept: list[forms.Kept] = field(default_factory=list)
    file_errors: list[str] = field(default_factory=list)
    findings: list[checking.Finding] = field(default_factory=list)
    marked: list[differences.Paragraph] = field(default_factory=list)
    returned: list[differences.Paragraph] = field(default_factory=list)
    newer: Revision | None = None
    comparison: differences.Comparison | None = None
    template: str = "disclosures/form.html"
    beside: Callable[[forms.ItemForm], dict[str, Any]] | None = None

    @property
    def person(self) -> Person:
        """Who writes."""
        user = self.request.user
        assert not isinstance(user, AnonymousUser)
        return user

    @property
    def is_correction(self) -> bool:
        """Whether a published text is being corrected."""
        return self.item is not None and self.item.state == Item.State.PUBLISHED

    def form(
        self, data: QueryDict | None, *, for_review: bool = False, initial: dict[str, Any] | None = None
    ) -> forms.ItemForm:
        """The form with its choices."""
        return forms.ItemForm(
            data,
            initial=initial,
            agencies=self.agencies,
            **vars(self.choices),
            for_review=for_review,
            is_correction=self.is_correction,
        )

    @functools.cached_property
    def choices(self) -> shelves.Choices:
        """Columns, words and duties. Five queries."""
        standing = self.item.revision.column_id if self.item and self.item.revision else None
        return shelves.choices(self.agencies, on=timezone.localdate(), standing=standing)


def own_agencies(request: HttpRequest) -> list[Agency]:
    """The agencies somebody may write for, their home first."""
    agencies = list(request.access.agencies(Permission.ITEM_DRAFT).alive(timezone.localdate()).in_tree_order())  # type: ignore[attr-defined]
    home = getattr(request.user, "home_id", None)
    return sorted(agencies, key=lambda each: each.pk != home)


@requires(Permission.ITEM_DRAFT)
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin an item."""
    writing = Writing(request, None, own_agencies(request))
    if request.method == "POST":
        return received(writing)
    initial = {"attribute": Revision.Attribute.OPEN, "key": get_random_string(20), "body_format": "text"}
    initial |= desk.habits(writing.person)
    return page(writing, writing.form(None, initial=initial))


@requires(Permission.ITEM_DRAFT)
def edit(request: HttpRequest, item_id: int) -> HttpResponseBase:
    """Change a draft, or begin the correction of a published item."""
    item = _writable(request, item_id)
    writing = Writing(request, item, [item.agency])
    assert item.revision is not None
    if request.method == "POST":
        return received(writing)
    if item.stage not in {Item.State.DRAFT, Item.State.RETURNED, Item.State.CLEARED, Item.State.PUBLISHED}:
        toasts.warn(request, refusals.WrongState(str(Item.State(item.stage).label)).sentence)
        return redirect("disclosures:item", item_id=item.pk)
    content = drafting.content_of(item.revision)
    writing.kept = [forms.Kept(each.file, each.name) for each in content.attachments]
    remarks = beside.of(item.revision, item, request.access).remarks  # type: ignore[attr-defined]
    writing.returned = differences.only_noted(item.revision, passages.notes(remarks))
    initial = forms.initial_of(content) | {"base": item.revision.number, "agency": str(item.agency_id)}
    return page(writing, writing.form(None, initial=initial))


def _writable(request: HttpRequest, item_id: int) -> Item:
    rows = desk.visible_to_draft(request.access).select_related("revision__obligation")  # type: ignore[attr-defined]
    return get_object_or_404(rows, pk=item_id)


def received(writing: Writing) -> HttpResponseBase:
    """Read the form and its files, then preview, or save and perhaps submit. Nothing typed is lost."""
    request, post = writing.request, writing.request.POST
    action = post.get("action", "save")
    again = _made_before(writing)
    if again is not None:
        return again
    form = writing.form(post, for_review=action == "submit")
    writing.kept = forms.kept(post)
    _take_files(writing)
    if not form.is_valid() or writing.file_errors:
        return page(writing, form, status=422)
    content = form.content([each.content for each in writing.kept])
    revision = _unsaved(content, form.chosen_agency, writing)
    if action == "preview":
        return _public_page(request, revision, form.chosen_agency, content)
    if action in {"submit", "look"}:
        writing.findings = checking.check(
            revision,
            agency=form.chosen_agency,
            on=timezone.localdate(),
            files=[(e.name, e.file) for e in writing.kept],
            lists=own_lists.of(form.chosen_agency),
            dismissed=checking.dismissals(writing.item) if writing.item else None,
        )
        if not content.body and not content.attachments:
            form.add_error("body", _("There is neither text nor attachment."))
        writing.marked = differences.only_noted(revision, writing.findings)
        passes = action == "submit" and _may_pass(writing.findings, post.get("confirmed", ""))
        if form.errors or not passes:
            return page(writing, form, status=422 if action == "submit" else 200)
    return _saved(writing, form, content, action)


def _made_before(writing: Writing) -> HttpResponseBase | None:
    """The item this very form has made already, when it is sent twice."""
    key = writing.request.POST.get("key", "")
    number = writing.request.session.get(MADE, {}).get(key) if key else None
    return redirect("disclosures:item", item_id=number) if number and writing.item is None else None


def _take_files(writing: Writing) -> None:
    for upload in writing.request.FILES.getlist("files"):
        if len(writing.kept) >= forms.MOST_FILES:
            writing.file_errors.append(_("An item has at most %(n)d attachments.") % {"n": forms.MOST_FILES})
            return
        _take_file(writing, upload)


def _take_file(writing: Writing, upload: UploadedFile) -> None:
    name = (upload.name or "file")[:200]
    if name in {each.name for each in writing.kept}:
        writing.file_errors.append(_("Two attachments are called “%(name)s”; rename one of them.") % {"name": name})
        return
    try:
        stored = files.store_for_release(data=upload.read(), name=name, at=timezone.now())
    except faults.UnreadableFile as fault:
        writing.file_errors.append(fault.message)
    else:
        writing.kept.append(forms.Kept(stored, name))


def _may_pass(findings: Sequence[checking.Finding], confirmed: str) -> bool:
    """Stops are mended first; warnings may be overridden by who has seen exactly these."""
    if any(each.is_stop for each in findings):
        return False
    still = [each for each in findings if each.is_open]
    return not still or confirmed == seal_of(still)


def seal_of(findings: Sequence[checking.Finding]) -> str:
    """What a tick under some warnings stands for: these and no others."""
    text = "\n".join(f"{each.field} {each.words}" for each in findings)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _saved(writing: Writing, form: forms.ItemForm, content: drafting.Content, action: str) -> HttpResponseBase:
    now = timezone.now()
    try:
        with transaction.atomic():
            item = _written(writing, form, content)
            if action == "submit":
                reviewing.submit(item=item, by=writing.person, at=now)
    except refusals.StaleRevision as stale:
        return _stale(writing, form, content, stale.newer)
    except refusals.Incomplete as lack:
        form.add_error(lack.field if lack.field in form.fields else None, lack.sentence)
        return page(writing, form, status=422)
    except refusals.Refused as refusal:
        form.add_error(None, refusal.sentence)
        return page(writing, form, status=409)
    _remember(writing, form, item)
    verb, _colon, fingerprint = action.partition(":")
    if verb in {"mask", "dismiss"}:
        return _treated(writing, item, verb, fingerprint)
    told = _("Submitted for review.") if action == "submit" else _("Saved.")
    toasts.say(writing.request, " ".join([told, *form.notes]))
    if action == "stay":
        return redirect("disclosures:edit", item_id=item.pk)
    return redirect("disclosures:item", item_id=item.pk)


def _treated(writing: Writing, item: Item, verb: str, fingerprint: str) -> HttpResponseBase:
    """Mask a finding, or let it stand, in what was just saved; then go on writing."""
    reason = writing.request.POST.get(f"reason-{fingerprint}", "")
    given = {"item": item, "fingerprint": fingerprint, "by": writing.person, "at": timezone.now()}
    try:
        if verb == "mask":
            checks.mask(**given)  # type: ignore[arg-type]
            toasts.say(writing.request, _("Masked; the original is kept under seal."))
        else:
            checks.dismiss(reason=reason, **given)  # type: ignore[arg-type]
            toasts.say(writing.request, _("It stands, with your reason; every reviewer reads it."))
    except refusals.Refused as refusal:
        toasts.warn(writing.request, refusal.sentence)
    return redirect("disclosures:edit", item_id=item.pk)


def _written(writing: Writing, form: forms.ItemForm, content: drafting.Content) -> Item:
    now = timezone.now()
    item = writing.item
    if item is None:
        return drafting.draft(agency=form.chosen_agency, by=writing.person, content=content, at=now)
    base = form.cleaned_data.get("base") or 0
    newest = item.revision
    assert newest is not None
    unchanged = drafting.content_hash(drafting.content_of(newest)) == drafting.content_hash(content)
    if unchanged and item.stage in {Item.State.DRAFT, Item.State.CLEARED}:
        return item
    drafting.revise(
        item=item, by=writing.person, content=content, at=now, base=base, note=form.cleaned_data.get("note", "")
    )
    return item


def _remember(writing: Writing, form: forms.ItemForm, item: Item) -> None:
    key = form.cleaned_data.get("key")
    if key and writing.item is None:
        made = writing.request.session.get(MADE, {})
        kept = dict(list(made.items())[-MOST_MADE:])
        writing.request.session[MADE] = kept | {key: item.pk}


def _stale(writing: Writing, form: forms.ItemForm, content: drafting.Content, newer: Revision) -> HttpResponseBase:
    """Show the newer text and what was typed, word by word; saving again is then a decision."""
    assert writing.item is not None
    typed = _unsaved(content, writing.item.agency, writing)
    newer = desk.revisions(writing.item).get(pk=newer.pk)
    writing.newer = newer
    writing.comparison = differences.compare(
        newer,
        typed,
        old_files=[each.name for each in newer.attachments.all()],
        new_files=[each.name for each in content.attachments],
    )
    data = writing.request.POST.copy()
    data["base"] = str(newer.number)
    again = writing.form(data)
    again.add_error(
        None,
        _("%(name)s saved a newer text while you were writing. Below stand both; save again to put yours in its place.")
        % {"name": newer.author.name},
    )
    return page(writing, again, status=409)


def _unsaved(content: drafting.Content, agency: Agency, writing: Writing) -> Revision:
    """A content as a revision that is written nowhere, to check, compare and preview."""
    plain = {name: value for name, value in vars(content).items() if name != "attachments"}
    item = writing.item or Item(agency=agency, state=Item.State.DRAFT)
    return Revision(item=item, number=0, author=writing.person, created_at=timezone.now(), **plain)


def page(writing: Writing, form: forms.ItemForm, *, status: int = 200) -> HttpResponseBase:
    """The form on its page."""
    item = writing.item
    text = form.data.get("body", "") if form.is_bound else form.initial.get("body", "")
    is_html = (form.data if form.is_bound else form.initial).get("body_format") == "html"
    title = _("Write an item") if item is None else _("Correct") if writing.is_correction else _("Edit")
    crumbs = [(reverse("disclosures:list"), _("Items"))]
    if item is not None and item.revision is not None:
        crumbs.append((reverse("disclosures:item", args=[item.pk]), item.revision.title))
    context = {
        "heading": title,
        "crumbs": crumbs,
        "form": form,
        "item": item,
        "kept": writing.kept,
        "file_errors": writing.file_errors,
        "findings": writing.findings,
        "stops": [each for each in writing.findings if each.is_stop],
        "warnings": [each for each in writing.findings if each.is_open and not each.is_stop],
        "seal": seal_of([each for each in writing.findings if each.is_open]),
        "marked": writing.marked,
        "returned": writing.returned,
        "newer": writing.newer,
        "comparison": writing.comparison,
        "editor_html": forms.editor_html(text, is_html=is_html),
        "body_is_html": is_html,
        "may_submit": item is None or item.stage != Item.State.CLEARED,
    }
    context |= writing.beside(form) if writing.beside else {}
    return render(writing.request, writing.template, context, status=status)


@requires(Permission.ITEM_VIEW)
def preview(request: HttpRequest, item_id: int, number: int) -> HttpResponseBase:
    """A saved revision exactly as the public would see it."""
    item = get_object_or_404(desk.visible(request.access), pk=item_id)  # type: ignore[attr-defined]
    revision = item.revisions.select_related("column", "obligation").filter(number=number).first()
    if revision is None or revision.pk in sealing.closed_to(request.access, item):  # type: ignore[attr-defined]
        raise Http404
    if sealing.is_sealed(revision):
        checks.open_original(revision=revision, item=item, by=request.user, at=timezone.now())  # type: ignore[arg-type]
    return _public_page(request, revision, item.agency, drafting.content_of(revision))


def _public_page(
    request: HttpRequest, revision: Revision, agency: Agency, content: drafting.Content
) -> HttpResponseBase:
    """Print a revision with the public template, as if it were published now."""
    now = timezone.now()
    revision.body = pictures.for_desk(revision.body)
    shown = Item(pk=revision.item.pk or 0, agency=agency, state=Item.State.PUBLISHED, validity=revision.item.validity)
    shown.index_no = revision.item.index_no or _("(given when it is published)")
    shown.first_published_at = revision.item.first_published_at or now
    shown.published_at = now
    shown.public_revision = revision
    ancestors = revision.column.ancestor_ids if revision.column else []
    attachments = [
        Attachment(file=each.file, name=each.name, position=position)
        for position, each in enumerate(content.attachments)
    ]
    whole = public.PublicItem(
        item=shown,
        revision=revision,
        columns=tuple(Column.objects.filter(pk__in=ancestors).order_by("path")),
        attachments=tuple(attachments),
        publications=(Publication(item=shown, revision=revision, at=now),),
        standings=(),
        replaced=(),
    )
    words = pages.Words(
        topics=directory.topic_labels(directory.topics()),
        genres=catalog.labels("genres"),
        legal_items={code: directory.legal_basis(code) for code in directory.LEGAL_ITEMS},
    )
    page = pages.item_page(whole, words)
    code = base64.b64encode(pages.code_page(shown.pk).content or b"").decode()
    context = {**page.context, "page": page, "code_address": f"data:image/svg+xml;base64,{code}"}
    return render(request, page.template, context)
