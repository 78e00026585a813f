"""What the public reads around a document: its earlier texts, the file of its policy, the results of a clean-up."""

import dataclasses
import datetime
from collections.abc import Iterable, Sequence

from django.db.models import QuerySet
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.core import pages
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.document_models import Cleanup, CleanupEntry, PolicyFile
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import around, cleanups, policies, public
from gongkai.disclosures.queries.editions import Edition
from gongkai.portal.pages.policies import FOLDER

FILES = f"{FOLDER}files/"
CLEANUPS = f"{FOLDER}cleanups/"
ON = f"/{FOLDER}on/"
LISTED = 500


@dataclasses.dataclass(frozen=True)
class Text:
    """One text of a document: from when until when, and where it is read; `address` is empty for the one in force."""

    since: str
    until: str
    address: str
    is_held: bool


@dataclasses.dataclass(frozen=True)
class Step:
    """One point on the way of a policy."""

    day: str
    words: str
    title: str
    address: str
    opinions: str
    note: str


@dataclasses.dataclass(frozen=True)
class Verdict:
    """One line of the results of a clean-up."""

    title: str
    number: str
    address: str
    agency: str
    verdict: str
    outcome: str


def edition_path(item_id: int, number: int) -> str:
    """Where an earlier text of a document lies; texts are counted from the oldest."""
    return f"items/{item_id // 1000}/{item_id}-{number}.html"


def file_path(file_id: int) -> str:
    """Where the file of a policy lies."""
    return f"{FILES}{file_id}.html"


def cleanup_path(cleanup_id: int) -> str:
    """Where the results of a clean-up lie."""
    return f"{CLEANUPS}{cleanup_id}.html"


def with_around(page: pages.Page, each: public.PublicItem, near: around.Around) -> pages.Page:
    """An item's page that also names what explains it, what it did to others, its policy file and its earlier texts."""
    more = {
        "explained_by": [(link.kind, *_link(link.other)) for link in near.explained_by],
        "explains": [(link.kind, *_link(link.other)) for link in near.explains],
        "deeds": [
            (pages.day(deed.ending.on), str(deed.ending.get_kind_display()), *_link(deed.other)) for deed in each.deeds
        ],
        "policy_file": f"/{file_path(near.policy_file)}" if near.policy_file else "",
        "texts": _texts(each.item.pk, near.editions) if len(near.editions) > 1 else (),
    }
    return dataclasses.replace(page, context={**page.context, **more})


def _link(relative: public.Relative) -> tuple[str, str]:
    return item_pages.item_address(relative.item_id), relative.title


def _texts(item_id: int, editions: Sequence[Edition]) -> list[Text]:
    last = len(editions)
    return [
        Text(
            pages.day(each.since),
            pages.day(each.until),
            f"/{edition_path(item_id, number)}" if number < last and each.revision else "",
            each.revision is not None,
        )
        for number, each in enumerate(editions, start=1)
    ]


def edition_pages(each: public.PublicItem, near: around.Around) -> list[pages.Page]:
    """The pages of the earlier texts of a document; the text in force is the page of the document itself."""
    found = []
    for number, edition in enumerate(near.editions[:-1], start=1):
        if edition.revision is None:
            continue
        own = item_pages.item_address(each.item.pk)
        context = {
            "page_title": edition.revision.title,
            "section": "policies",
            "crumbs": (
                pages.Crumb(pgettext("portal", "Home"), "/"),
                pages.Crumb(_("Policy library"), f"/{FOLDER}"),
                pages.Crumb(each.revision.doc_no or each.revision.title, own),
                pages.Crumb(_("Earlier text")),
            ),
            "item": each.item,
            "title": pages.breakable(edition.revision.title),
            "number": edition.revision.doc_no,
            "since": pages.day(edition.since),
            "until": pages.day(edition.until),
            "body": mark_safe(edition.revision.body),  # noqa: S308  cleaned on the way in by an allow-list
            "current": own,
            "updated": pages.day(each.item.published_at),
        }
        path = edition_path(each.item.pk, number)
        found.append(pages.Page(path, "portal/edition.html", context, about=each.item.reference))
    return found


def policy_page(file: PolicyFile) -> pages.Page:
    """The whole way of one policy, as far as it is public. At most four queries."""
    way = policies.way(file, public_only=True)
    document = file.document if file.document and file.document.is_public else None
    title = _name(file, way)
    context = {
        "page_title": title,
        "section": "policies",
        "crumbs": (
            pages.Crumb(pgettext("portal", "Home"), "/"),
            pages.Crumb(_("Policy library"), f"/{FOLDER}"),
            pages.Crumb(_("Policy files"), f"/{FILES}"),
            pages.Crumb(title),
        ),
        "title": pages.breakable(title),
        "agency": file.agency,
        "document": item_pages.item_address(document.pk) if document else "",
        "tag": item_pages.tag(document.validity) if document else None,
        "steps": [_step(each) for each in way],
        "updated": pages.day(max((each.on for each in way), default=None)),
    }
    return pages.Page(file_path(file.pk), "portal/policy_file.html", context, about=file.reference)


def _name(file: PolicyFile, way: Iterable[policies.Moment]) -> str:
    """What the public calls a policy: the title of its document, else of the first reviewed item of its steps."""
    if file.document and file.document.public_revision and file.document.is_public:
        return file.document.public_revision.title
    return next(
        (each.title for each in way if each.item is not None), _("A policy of {agency}").format(agency=file.agency.name)
    )


def _step(each: policies.Moment) -> Step:
    opinions = ""
    if each.received is not None:
        opinions = _("{received} opinions received").format(received=each.received)
        if each.adopted is not None:
            opinions += _(", {adopted} adopted").format(adopted=each.adopted)
    day = pages.day(each.on) + (f" – {pages.day(each.until)}" if each.until else "")
    address = item_pages.item_address(each.item.pk) if each.item else ""
    return Step(day, each.words, each.title, address, opinions, each.note)


def files_page() -> pages.Page:
    """The list of policy files, newest first. Two queries and those of names."""
    rows = policies.public().order_by("-at", "-pk")
    lines = []
    for file in rows[:LISTED]:
        title = _name(file, policies.way(file, public_only=True) if file.document_id is None else ())
        tag = item_pages.tag(file.document.validity) if file.document and file.document.is_public else None
        lines.append((f"/{file_path(file.pk)}", title, file.agency.short_name, tag))
    context = _shelf(
        _("Policy files"), _("The whole way of a policy on one page: draft, opinions, decision, issue, end.")
    )
    return pages.Page(f"{FILES}index.html", "portal/shelf.html", {**context, "lines": lines}, about="policy:all")


def cleanup_page(cleanup: Cleanup) -> pages.Page:
    """The results of a closed clean-up, document by document. One query."""
    rows = cleanups.with_outcome(cleanup.entries.filter(item__state=Item.State.PUBLISHED))
    rows = rows.select_related("item__agency", "item__public_revision").order_by(
        "verdict", "item__agency__sort_path", "pk"
    )
    title = _title_of(cleanup)
    announcement = cleanup.announcement
    assert announcement is not None and announcement.public_revision is not None
    context = {
        "page_title": title,
        "section": "policies",
        "crumbs": (
            pages.Crumb(pgettext("portal", "Home"), "/"),
            pages.Crumb(_("Policy library"), f"/{FOLDER}"),
            pages.Crumb(_("Results of clean-ups"), f"/{CLEANUPS}"),
            pages.Crumb(title),
        ),
        "title": title,
        "announcement": (item_pages.item_address(announcement.pk), announcement.public_revision.title),
        "groups": _groups(rows),
        "updated": pages.day(cleanup.closed_at),
    }
    return pages.Page(cleanup_path(cleanup.pk), "portal/cleanup.html", context, about=cleanup.reference)


def _title_of(cleanup: Cleanup) -> str:
    return _("{agency}: results of the clean-up of documents in force on {day}").format(
        agency=cleanup.agency.name, day=pages.day(cleanup.as_of)
    )


def _groups(rows: QuerySet[CleanupEntry]) -> list[tuple[str, str, list[Verdict]]]:
    found: dict[str, list[Verdict]] = {value: [] for value in ("keep", "amend", "repeal", "lapse")}
    for each in rows:
        revision = each.item.public_revision
        if revision is None or each.verdict not in found:
            continue
        line = Verdict(
            revision.title,
            revision.doc_no,
            item_pages.item_address(each.item_id),
            each.item.agency.short_name,
            str(each.get_verdict_display()),
            cleanups.outcome(each),
        )
        found[each.verdict].append(line)
    labels = dict(CleanupEntry.Verdict.choices)
    return [(str(labels[value]), pages.count(len(lines)), lines) for value, lines in found.items() if lines]


def cleanups_page() -> pages.Page:
    """The list of closed clean-ups. One query."""
    lines = [
        (f"/{cleanup_path(each.pk)}", _title_of(each), pages.day(each.closed_at), None)
        for each in cleanups.closed()[:LISTED]
    ]
    words = _("Which documents stay in force, and which are amended, repealed or declared lapsed.")
    context = _shelf(_("Results of clean-ups"), words)
    return pages.Page(f"{CLEANUPS}index.html", "portal/shelf.html", {**context, "lines": lines}, about="cleanup:all")


def _shelf(title: str, intro: str) -> dict[str, object]:
    return {
        "page_title": title,
        "section": "policies",
        "crumbs": (
            pages.Crumb(pgettext("portal", "Home"), "/"),
            pages.Crumb(_("Policy library"), f"/{FOLDER}"),
            pages.Crumb(title),
        ),
        "intro": intro,
    }


def address_on(item: Item, editions: Sequence[Edition], on: datetime.date) -> str:
    """Where the text of a document is read that held on a day; empty where it is not held here."""
    for number, each in enumerate(editions, start=1):
        if each.holds(on):
            if number == len(editions):
                return item_pages.item_address(item.pk)
            return f"/{edition_path(item.pk, number)}" if each.revision else ""
    return item_pages.item_address(item.pk)
