"""The feed of a search: its newest results as Atom, RSS or JSON, under the same parameters as the page."""

import dataclasses
import datetime

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import condition, require_safe

from gongkai.core import feeds
from gongkai.core.permissions import PUBLIC, requires
from gongkai.search.forms import addresses
from gongkai.search.queries import generations, results

SIZE = 30
SECONDS = 600


def _stamp(request: HttpRequest, name: str) -> str | None:
    """What changes when the feed may: any commit of the index."""
    try:
        opened = generations.opened()
    except generations.IndexMissing:
        return None
    return f'"{opened.generation}-{hash(opened.stamp) & 0xFFFFFFFF:x}"'


@requires(PUBLIC)
@require_safe
@condition(etag_func=_stamp)
def feed(request: HttpRequest, name: str) -> HttpResponse:
    """The newest results of a search. What is wrong in its address is left out; without an index it asks to wait."""
    asked = addresses.query_of(request.GET.urlencode())
    query = dataclasses.replace(asked, order="date", page=1, size=SIZE)
    try:
        result = results.search(query)
    except generations.IndexMissing:
        return HttpResponse(status=503, headers={"Retry-After": "60"})
    line = addresses.Addresses(dataclasses.replace(asked, order="relevance", page=1)).to()
    title = _("Search: {words}").format(words=words_of(result))
    made = feeds.Feed(
        title=f"{title}｜{settings.SITE_NAME}",
        page=f"/search/{line}",
        folder="search/",
        entries=[_entry(hit) for hit in result.hits],
        query=line if line != "?" else "",
    )
    response = HttpResponse(feeds.written(made, name), content_type=feeds.MEDIA[name])
    response["Cache-Control"] = f"public, max-age={SECONDS}"
    return response


def words_of(result: results.SearchResult) -> str:
    """A search in a few words: what was typed and the filters in force."""
    chosen = [value.name for values in result.facets.values() for value in values if value.is_selected]
    days = (result.query.filters.since, result.query.filters.until)
    period = "—".join(day.isoformat() if day else "" for day in days) if any(days) else ""
    parts = filter(None, (result.query.text[:80], *chosen, period))
    return " · ".join(parts) or _("everything")


def _entry(hit: results.Hit) -> feeds.Entry:
    day = timezone.make_aware(datetime.datetime.combine(hit.published_on, datetime.time()))
    title = "".join(text for text, _is_hit in hit.title)
    summary = "".join(text for passage in hit.passages for text, _is_hit in passage.pieces)
    return feeds.Entry(
        id=hit.index_no or hit.address,
        address=hit.address,
        title=title,
        summary=summary or title,
        author=hit.agency_name,
        published_at=hit.published_at or day,
        changed_at=hit.published_at or day,
        tags=tuple(filter(None, (hit.doc_no,))),
    )
