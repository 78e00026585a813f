"""What is offered while somebody types, for the script of the search box; without it nothing is lost."""

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_safe

from gongkai.core.permissions import PUBLIC, requires
from gongkai.search.queries import suggestions


@requires(PUBLIC)
@require_safe
def suggest(request: HttpRequest) -> HttpResponse:
    """Words, agencies and documents that fit what was typed. Kept by the reader's own browser for a minute."""
    typed = request.GET.get("q", "")[: suggestions.LONGEST].replace("\x00", "")
    found = [
        {"kind": each.kind, "text": each.text, "address": each.address, "remark": each.remark}
        for each in suggestions.suggest(typed)
    ]
    response = JsonResponse({"suggestions": found}, json_dumps_params={"ensure_ascii": False})
    response["Cache-Control"] = "private, max-age=60"
    response["X-Robots-Tag"] = "noindex"
    return response
