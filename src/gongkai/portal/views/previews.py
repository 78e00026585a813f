"""The text of an attachment on a page of its own, for who cannot or will not open the file."""

import re

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import add_never_cache_headers
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_safe

from gongkai.core import pages
from gongkai.core.permissions import PUBLIC, requires
from gongkai.disclosures import pages as item_pages
from gongkai.disclosures.queries import public
from gongkai.search.models import FileText

LONGEST = 60_000
PICTURES = {"png", "jpg", "jpeg", "gif", "webp"}
_SHA256 = re.compile(r"[0-9a-f]{64}")


@requires(PUBLIC)
@require_safe
def preview(request: HttpRequest, item_id: int, sha256: str) -> HttpResponse:
    """An attachment of a public item: a picture as it is, of other files what was read from them for the search."""
    found = next(iter(public.whole([item_id])), None) if _SHA256.fullmatch(sha256) else None
    file = next((each for each in found.attachments if each.file.sha256 == sha256), None) if found else None
    if found is None or file is None:
        raise Http404
    text = FileText.objects.filter(sha256=sha256).values_list("text", flat=True).first()
    address = item_pages.item_address(item_id)
    context = {
        "page_title": file.name,
        "crumbs": (
            pages.Crumb(pgettext("portal", "Home"), "/"),
            pages.Crumb(found.revision.title, address),
            pages.Crumb(_("Preview of an attachment")),
        ),
        "name": file.name,
        "size": pages.size(file.file.size),
        "sha256": sha256,
        "file_address": "/" + item_pages.file_path(file),
        "item_address": address,
        "item_title": found.revision.title,
        "is_picture": file.name.rpartition(".")[2].lower() in PICTURES,
        "lines": (text or "")[:LONGEST].splitlines(),
        "is_cut": len(text or "") > LONGEST,
    }
    answer = render(request, "portal/preview.html", context)
    # It goes when the file goes: nobody keeps it.
    add_never_cache_headers(answer)
    answer.headers["X-Robots-Tag"] = "noindex"
    return answer
