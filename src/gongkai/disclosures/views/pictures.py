"""Pictures inside a text that is not public yet: shown in the desk where the public will see them later.

A text names a picture by the address it will have when it is public; while nobody can fetch it there, the editor and
the preview ask for it here.
"""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase

from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission, requires
from gongkai.disclosures.actions import files
from gongkai.disclosures.models import Attachment, StoredFile
from gongkai.disclosures.queries import sealing
from gongkai.documents import kinds, picture_files

READ = "read_pictures"
MOST_READ = 100
MOST_LOOKED_AT = 20


def remember(request: HttpRequest, hashes: list[str]) -> None:
    """Let who handed pictures in see them before anything is saved."""
    known = [each for each in request.session.get(READ, []) if each not in hashes]
    request.session[READ] = [*known, *hashes][-MOST_READ:]


@requires(Permission.ITEM_VIEW)
def picture(request: HttpRequest, sha256: str, name: str) -> HttpResponseBase:
    """One picture, for who may see a text that shows it, or has just handed it in."""
    stored = StoredFile.objects.filter(sha256=sha256, kind__in=picture_files.SHOWN).first()
    if stored is None or not (sha256 in request.session.get(READ, []) or _may_see(request.access, stored)):  # type: ignore[attr-defined]
        raise Http404
    try:
        data = files.read_file(stored)
    except files.FileLost as lost:
        raise Http404(lost.sentence) from lost
    response = HttpResponse(data, content_type=kinds.MEDIA_TYPES[stored.kind])
    response["Cache-Control"] = "private, max-age=60"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _may_see(access: Access, stored: StoredFile) -> bool:
    """Whether a text within reach shows it, other than a masked original that is closed to this person."""
    rows = Attachment.objects.filter(file=stored, revision__item__agency__in=access.agencies(Permission.ITEM_VIEW))
    for each in rows.select_related("revision__item__agency").order_by("-pk")[:MOST_LOOKED_AT]:
        if each.revision_id not in sealing.closed_to(access, each.revision.item):
            return True
    return False
