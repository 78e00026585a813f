"""Files of the public form, sent up in pieces that may stop and go on: each piece lies sealed on the disk.

The rule is that of resumable uploads: the server says how much it has, the browser goes on from there. A piece that
was written but not counted, because the process died between, is written again over itself.
"""

import datetime
import pathlib
import secrets
import shutil

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.core import encryption
from gongkai.documents import faults, kinds, paper
from gongkai.foi.actions import refusals
from gongkai.foi.actions.files import write
from gongkai.foi.actions.receiving import Upload
from gongkai.foi.models.cases import CaseFile
from gongkai.foi.models.intake import Draft, PendingFile
from gongkai.foi.queries import drafts

LARGEST = 10 * 1024 * 1024
LARGEST_PIECE = 1024 * 1024
MOST = 6
OFFERED = (CaseFile.Kind.IDENTITY, CaseFile.Kind.AUTHORITY, CaseFile.Kind.SUPPLEMENT)
ACCEPTED = (kinds.PDF, kinds.JPEG, kinds.PNG, kinds.DOCX)
_PLACE = "foi.PendingFile"


class WrongOffset(Exception):
    """The piece does not begin where the file stands; `received` says where that is."""

    def __init__(self, received: int) -> None:
        super().__init__(received)
        self.received = received


@transaction.atomic
def begin(*, draft: Draft, kind: str, title: str, size: int, at: datetime.datetime) -> PendingFile:
    """Begin a file of so many bytes. Raises Because for one too large, empty, or one too many."""
    Draft.objects.select_for_update().get(pk=draft.pk)
    if not 0 < size <= LARGEST:
        raise refusals.Because(_("A file may have up to 10 MB; this one is larger or empty."), field="files")
    if draft.files.count() >= MOST:
        raise refusals.Because(_("Up to %(most)d files can be sent.") % {"most": MOST}, field="files")
    return PendingFile.objects.create(
        draft=draft,
        token=secrets.token_hex(16),
        kind=CaseFile.Kind(kind),
        title=pathlib.PurePath(title.replace("\\", "/")).name[:200] or "file",
        size=size,
        started_at=at,
    )


@transaction.atomic
def add(*, pending: PendingFile, offset: int, data: bytes, at: datetime.datetime) -> PendingFile:
    """Put a piece where the file stands. The last piece completes it, and then it must be what it claims to be.

    Raises WrongOffset, Because, and the faults of `gongkai.documents`; a file refused so is dropped.
    """
    row = PendingFile.objects.select_for_update().get(pk=pending.pk)
    if offset != row.received:
        raise WrongOffset(row.received)
    if not data or len(data) > LARGEST_PIECE or offset + len(data) > row.size:
        raise refusals.Because(_("This piece does not fit the file."), field="files")
    write(_folder(row) / f"{offset:010d}", encryption.seal_bytes(data, place=_PLACE))
    row.received += len(data)
    if row.received == row.size:
        row.completed_at = at
        check(data_of(row), row.title)
    row.save(update_fields=["received", "completed_at"])
    return row


def take(*, draft: Draft, kind: str, title: str, data: bytes, at: datetime.datetime) -> PendingFile:
    """A file that came in one go, as from a form without script. Raises as `begin` and `add`."""
    with transaction.atomic():
        row = begin(draft=draft, kind=kind, title=title, size=len(data), at=at)
        for offset in range(0, len(data), LARGEST_PIECE):
            row = add(pending=row, offset=offset, data=data[offset : offset + LARGEST_PIECE], at=at)
    return row


def check(data: bytes, title: str) -> str:
    """The kind of a file from an applicant, told by its content. Raises the faults of `gongkai.documents`."""
    found = kinds.check(data, name=title, limits=paper.Limits(file_bytes=LARGEST))
    if found not in ACCEPTED:
        advice = _("please send a picture (JPG, PNG), a PDF or a Word file (docx)")
        raise faults.UnsupportedKind(title, found=kinds.LABELS[found], advice=advice)
    return found


def data_of(pending: PendingFile) -> bytes:
    """The bytes that have come up so far."""
    pieces = sorted(_folder(pending).iterdir()) if _folder(pending).exists() else []
    named = [piece for piece in pieces if piece.name.isdecimal()]
    opened = [encryption.unseal_bytes(piece.read_bytes(), place=_PLACE) for piece in named]
    return b"".join(opened)[: pending.received]


def uploads_of(draft: Draft) -> tuple[Upload, ...]:
    """The whole files of a draft, as a submission takes them."""
    return tuple(Upload(row.kind, row.title, data_of(row)) for row in drafts.files(draft))


@transaction.atomic
def drop(*, pending: PendingFile) -> None:
    """Take a file back."""
    folder = _folder(pending)
    pending.delete()
    transaction.on_commit(lambda: shutil.rmtree(folder, ignore_errors=True))


def drop_all(*, draft: Draft) -> None:
    """Take all files of a draft back."""
    for row in draft.files.defer("title"):
        drop(pending=row)


def stale_pieces() -> int:
    """How many pieces lie under another key than the one in use."""
    return len(_stale())


def renew_pieces(limit: int) -> int:
    """Seal some stale pieces anew under the key in use. Returns how many."""
    pieces = _stale()[:limit]
    for piece in pieces:
        write(piece, encryption.seal_bytes(encryption.unseal_bytes(piece.read_bytes(), place=_PLACE), place=_PLACE))
    return len(pieces)


def _stale() -> list[pathlib.Path]:
    """The pieces of files on their way, of those whose draft still stands, under an older key."""
    current = encryption.ring().first.id
    folders = [_folder(row) for row in PendingFile.objects.defer("title").order_by("id")]
    pieces = [piece for folder in folders if folder.exists() for piece in sorted(folder.iterdir())]
    return [each for each in pieces if each.name.isdecimal() and encryption.key_of(each.read_bytes()) != current]


def _folder(row: PendingFile) -> pathlib.Path:
    return pathlib.Path(settings.FILES_ROOT) / "pending" / row.token
