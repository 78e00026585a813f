"""Special topics in the desk: the list, the editor that works by plain buttons, the preview, the archive."""

from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse, reverse_lazy
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from gongkai.accounts.models import Person
from gongkai.annualreports.queries import statutory
from gongkai.catalog import queries as catalog
from gongkai.catalog.models import Column
from gongkai.core import pages, toasts
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.actions import files, refusals
from gongkai.disclosures.forms import writing
from gongkai.disclosures.models import Attachment, Item
from gongkai.disclosures.queries import shelves
from gongkai.disclosures.queries import words as item_words
from gongkai.documents import faults
from gongkai.orgs.models import Agency
from gongkai.portal import forms
from gongkai.portal.actions import blocks
from gongkai.portal.actions import specials as acts
from gongkai.portal.pages import lists, site
from gongkai.portal.pages import specials as public_pages
from gongkai.portal.special_models import Special, SpecialText
from gongkai.statistics.queries import indicators

LIST = reverse_lazy("site:specials")
SHOWN = 200
PICTURES = {"png", "jpg", "jpeg", "gif", "webp"}


def _mine(request: HttpRequest, permission: Permission) -> Any:
    rows = Special.objects.filter(item__agency__in=request.access.agencies(permission))  # type: ignore[attr-defined]
    return rows.select_related("item__agency", "item__revision__column", "item__public_revision")


@requires(Permission.ITEM_VIEW)
def overview(request: HttpRequest) -> HttpResponseBase:
    """The specials of the agencies one may see, with the stage of each."""
    rows = list(_mine(request, Permission.ITEM_VIEW).order_by("-pk")[:SHOWN])
    for row in rows:
        row.stage, row.look = item_words.stage(row.item), item_words.look(row.item)
    context = {
        "heading": _("Special topics"),
        "lede": _("Pages composed of blocks. Each is reviewed like any text before it goes out."),
        "rows": rows,
        "may_archive": request.access.anywhere(Permission.ITEM_WITHDRAW),  # type: ignore[attr-defined]
        "may_write": request.access.anywhere(Permission.ITEM_DRAFT),  # type: ignore[attr-defined]
    }
    return render(request, "portal/desk/specials.html", context)


@requires(Permission.ITEM_DRAFT)
def new(request: HttpRequest) -> HttpResponseBase:
    """Begin one."""
    return _written(request, None)


@requires(Permission.ITEM_DRAFT)
def edit(request: HttpRequest, special_id: int) -> HttpResponseBase:
    """Write its next text: of a draft, or the correction of what is public."""
    special = get_object_or_404(_mine(request, Permission.ITEM_DRAFT), pk=special_id)
    if special.item.stage not in {Item.State.DRAFT, Item.State.RETURNED, Item.State.CLEARED, Item.State.PUBLISHED}:
        toasts.warn(request, refusals.WrongState(str(Item.State(special.item.stage).label)).sentence)
        return redirect("disclosures:item", item_id=special.item_id)
    return _written(request, special)


def _written(request: HttpRequest, special: Special | None) -> HttpResponseBase:
    """Show the form, do what a button says, or keep the text. Nothing typed is lost."""
    everybody = list(Agency.objects.alive(timezone.localdate()).in_tree_order())
    everywhere = list(Column.objects.open().select_related("parent").in_tree_order())
    agencies = [special.item.agency] if special else _own(request, everybody)
    standing = special.item.revision.column_id if special and special.item.revision else None
    columns = shelves.open_to(agencies, on=timezone.localdate(), standing=standing, among=everywhere).columns
    known = _known(everybody, everywhere)
    if request.method != "POST":
        composer, initial = _begun(special)
        form = forms.SpecialForm(initial=initial, agencies=agencies, columns=columns, special=special)
        return _editor(request, special, form, composer, known)
    composer = forms.Composer.read(request.POST, known)
    troubles = _take_pictures(request, composer)
    act = request.POST.get("do", "")
    form = forms.SpecialForm(request.POST, agencies=agencies, columns=columns, special=special)
    if act and act != "save":
        # A button of a block: the page as it was typed, unchecked, with the block moved.
        typed = {name: request.POST.get(name, "") for name in form.fields}
        form = forms.SpecialForm(initial=typed, agencies=agencies, columns=columns, special=special)
        return _editor(request, special, form, composer, known, place=composer.do(act), troubles=troubles)
    if form.is_valid() and not troubles:
        made = _kept(request, special, form, composer, troubles)
        if made is not None:
            toasts.say(request, _("Kept. Hand it in for review from the page of its text."))
            return redirect("disclosures:item", item_id=made.item_id)
    return _editor(request, special, form, composer, known, troubles=troubles, status=422)


def _kept(
    request: HttpRequest,
    special: Special | None,
    form: forms.SpecialForm,
    composer: forms.Composer,
    troubles: dict[int, str],
) -> Special | None:
    composition = form.composition(composer.parts, composer.pictures)
    by, at = request.user, timezone.now()
    assert isinstance(by, Person)
    try:
        if special is None:
            given = {"slug": form.cleaned_data["slug"], "kind": form.cleaned_data["kind"]}
            return acts.make(agency=form.chosen_agency, composition=composition, by=by, at=at, **given)
        base, note = form.cleaned_data["base"] or 0, form.cleaned_data["note"]
        return acts.change(special=special, composition=composition, by=by, at=at, base=base, note=note)
    except blocks.UnfitBlock as refusal:
        troubles[refusal.number] = refusal.sentence
    except (acts.UnfitSpecial, refusals.Incomplete) as refusal:
        form.add_error(refusal.field if refusal.field in form.fields else None, refusal.sentence)
    except refusals.Refused as refusal:
        form.add_error(None, refusal.sentence)
    return None


def _begun(special: Special | None) -> tuple[forms.Composer, dict[str, Any]]:
    if special is None or special.item.revision is None:
        return forms.Composer([blocks.Block("text")]), {}
    revision = special.item.revision
    text = SpecialText.objects.filter(revision=revision).first()
    attached = Attachment.objects.filter(revision=revision).select_related("file").order_by("position", "pk")
    pictures = [writing.Kept(each.file, each.name) for each in attached]
    initial = {"title": revision.title, "summary": revision.summary, "base": revision.number}
    initial["column"] = str(revision.column_id or "")
    if text is not None:
        initial |= {"shown_from": text.shown_from, "shown_until": text.shown_until}
    return forms.Composer(blocks.from_json(text.blocks) if text else (), pictures), initial


def _take_pictures(request: HttpRequest, composer: forms.Composer) -> dict[int, str]:
    """Keep what was uploaded with its block; by block what is wrong with a file."""
    troubles: dict[int, str] = {}
    for number, part in enumerate(composer.parts):
        upload: UploadedFile | None = request.FILES.get(f"block-{number}-upload")
        if upload is None or part.kind != "picture":
            continue
        name = (upload.name or "picture.png")[-150:]
        if name.rpartition(".")[2].lower() not in PICTURES:
            troubles[number] = _("A picture is a png, jpg, gif or webp file.")
            continue
        name = _free(name, {each.name for each in composer.pictures})
        try:
            stored = files.store_for_release(data=upload.read(), name=name, at=timezone.now())
        except faults.UnreadableFile as fault:
            troubles[number] = fault.message
            continue
        composer.pictures.append(writing.Kept(stored, name))
        composer.parts[number] = blocks.Block("picture", text=part.text, title=part.title, file=name)
    return troubles


def _free(name: str, taken: set[str]) -> str:
    stem, _dot, ending = name.rpartition(".")
    number, found = 1, name
    while found in taken:
        number += 1
        found = f"{stem}-{number}.{ending}"
    return found


def _editor(
    request: HttpRequest,
    special: Special | None,
    form: forms.SpecialForm,
    composer: forms.Composer,
    known: dict[str, dict[str, str]],
    *,
    place: int = -1,
    troubles: dict[int, str] | None = None,
    status: int = 200,
) -> HttpResponseBase:
    found = troubles or {}
    lines = [
        {
            "number": number,
            "block": each,
            "kind": blocks.KINDS.get(each.kind, each.kind),
            "trouble": found.get(number, ""),
            "is_here": number == place,
        }
        for number, each in enumerate(composer.parts)
    ]
    context = {
        "heading": _("Compose a special topic"),
        "crumbs": [(LIST, _("Special topics")), ("", special.slug if special else _("New"))],
        "nav": str(LIST),
        "special": special,
        "form": form,
        "lines": lines,
        "pictures": composer.pictures,
        "known": known,
        "kinds": list(blocks.KINDS.items()),
        "sources": list(blocks.SOURCES.items()),
        "whole_trouble": found.get(blocks.MOST_BLOCKS, "") if len(composer.parts) <= blocks.MOST_BLOCKS else "",
    }
    return render(request, "portal/desk/special_form.html", context, status=status)


@requires(Permission.ITEM_VIEW)
def preview(request: HttpRequest, special_id: int) -> HttpResponse:
    """The page as readers would see it, with its newest text and what stands behind it now."""
    special = get_object_or_404(_mine(request, Permission.ITEM_VIEW), pk=special_id)
    revision = special.item.revision
    assert revision is not None
    attached = Attachment.objects.filter(revision=revision)
    addresses = {each.name: reverse("disclosures:file", args=[special.item_id, each.pk]) for each in attached}
    with translation.override(pages.LANGUAGE):
        lines = item_pages.Rows(lists.words()[0])
        page = public_pages.special_page(special, revision, on=timezone.localdate(), lines=lines, files=addresses)
        answer = HttpResponse(pages.render(page, site.common()))
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer


@requires(Permission.ITEM_WITHDRAW)
@require_POST
def archive(request: HttpRequest, special_id: int) -> HttpResponseBase:
    """Lay it in the archive, or take it out again."""
    special = get_object_or_404(_mine(request, Permission.ITEM_WITHDRAW), pk=special_id)
    assert isinstance(request.user, Person)
    do = acts.reopen if special.archived_at else acts.archive
    do(special=special, by=request.user, at=timezone.now())
    toasts.say(request, _("Out of the archive.") if special.archived_at else _("In the archive."))
    return redirect("site:specials")


def _own(request: HttpRequest, everybody: list[Agency]) -> list[Agency]:
    """The agencies one writes for, one's own first. No query."""
    access = request.access  # type: ignore[attr-defined]
    home = getattr(request.user, "home_id", None)
    found = [each for each in everybody if access.may(Permission.ITEM_DRAFT, each)]
    return sorted(found, key=lambda each: each.pk != home)


def _known(agencies: list[Agency], columns: list[Column]) -> dict[str, dict[str, str]]:
    """What a block may name, by key: every agency and column, as all of them are public anyway, topics, figures."""
    return {
        "agency": {str(each.pk): each.short_name for each in agencies},
        "column": {str(each.pk): each.name for each in columns},
        "topic": catalog.labels("topics"),
        "indicator": {id: statutory.words_of(id) for id in indicators.declared() if ":" not in id},
    }
