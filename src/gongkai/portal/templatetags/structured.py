"""What a page is, for machines that read it: its description, and schema.org as JSON-LD, made from what it shows."""

import html
import json
from typing import Any

from django import template
from django.conf import settings
from django.template import Context
from django.utils import timezone
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _

register = template.Library()

_PLAIN = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026"}


# A summary as lists of results print it, and as much of a text as surely holds it between its marks.
_LENGTH, _BEGINNING = 120, 4000


@register.simple_tag(takes_context=True)
def described(context: Context) -> str:
    """A sentence or two for who lists the page: its summary, its beginning, else its name. No query."""
    site = context["site"]
    owner = site.owner.name if site.owner else site.name
    if context.get("is_home"):
        return _("Find and read what {owner} has made public; ask for what is not there.").format(owner=owner)
    revision, column, head = context.get("revision"), context.get("column"), context.get("head")
    told = ""
    if revision and context.get("item"):
        told = revision.summary or html.unescape(strip_tags(revision.body[:_BEGINNING]))
    elif head or column:
        told = getattr(column, "description", "") or getattr(head, "intro", "")
    found = " ".join(told.split()) or _("{title}. Made public by {owner}.").format(
        title=context.get("page_title") or site.name, owner=owner
    )
    return Truncator(found).chars(_LENGTH, truncate="…")


@register.simple_tag(takes_context=True)
def structured(context: Context, here: str) -> SafeString:
    """The page at an address, its place in the site, and the document or agency it shows. No query."""
    page = _page(context, here)
    graph: list[dict[str, Any]] = [page]
    if crumbs := context.get("crumbs"):
        graph.append(_crumbs(crumbs, here))
    found = {"@context": "https://schema.org", "@graph": graph}
    text = json.dumps(found, ensure_ascii=False, separators=(",", ":"))
    for mark, plain in _PLAIN.items():
        text = text.replace(mark, plain)
    return SafeString(f'<script type="application/ld+json">{text}</script>')


def _page(context: Context, here: str) -> dict[str, Any]:
    address = settings.SITE_ADDRESS + here
    site = {"@type": "WebSite", "@id": f"{settings.SITE_ADDRESS}/#site", "name": settings.SITE_NAME}
    base = {"@id": address, "url": address, "name": str(context.get("page_title") or settings.SITE_NAME)}
    if context.get("is_home"):
        search = {"@type": "EntryPoint", "urlTemplate": f"{settings.SITE_ADDRESS}/search/?q={{q}}"}
        action = {"@type": "SearchAction", "target": search, "query-input": "required name=q"}
        return {**site, "url": address, "inLanguage": "zh-Hans", "potentialAction": action}
    if context.get("revision") and context.get("item") and context.get("published"):
        return {**base, "isPartOf": site, **_document(context)}
    if context.get("agency") and context.get("contacts") is not None:
        return {**base, "isPartOf": site, "@type": "WebPage", "mainEntity": _agency(context["agency"])}
    kind = "CollectionPage" if context.get("rows") is not None else "WebPage"
    return {**base, "@type": kind, "isPartOf": site, "inLanguage": "zh-Hans"}


def _document(context: Context) -> dict[str, Any]:
    item, revision = context["item"], context["revision"]
    found: dict[str, Any] = {
        "@type": "Legislation" if item.validity else "DigitalDocument",
        "headline": revision.title,
        "inLanguage": "zh-Hans",
        "identifier": [each for each in (item.index_no, revision.doc_no) if each],
        "datePublished": _moment(item.first_published_at),
        "dateModified": _moment(item.published_at),
        "publisher": {"@type": "GovernmentOrganization", "name": item.agency.name},
        "isAccessibleForFree": True,
    }
    if item.validity and revision.doc_no:
        found["legislationIdentifier"] = revision.doc_no
    if revision.summary:
        found["abstract"] = revision.summary
    if revision.keywords:
        found["keywords"] = revision.keywords
    if context.get("files"):
        found["encoding"] = [
            {"@type": "MediaObject", "name": each.name, "contentUrl": settings.SITE_ADDRESS + each.address}
            for each in context["files"]
        ]
    return found


def _agency(agency: Any) -> dict[str, Any]:
    told = {
        "name": agency.name,
        "alternateName": agency.short_name,
        "telephone": agency.phone,
        "address": agency.address,
        "email": agency.email,
        "openingHours": agency.hours,
        "identifier": agency.credit_code,
    }
    return {"@type": "GovernmentOrganization", **{name: value for name, value in told.items() if value}}


def _crumbs(crumbs: Any, here: str) -> dict[str, Any]:
    return {
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": number,
                "name": str(crumb.name),
                "item": settings.SITE_ADDRESS + (crumb.address or here),
            }
            for number, crumb in enumerate(crumbs, start=1)
        ],
    }


def _moment(moment: Any) -> str:
    return timezone.localtime(moment).isoformat(timespec="seconds") if moment else ""
