"""Files: bytes are kept once under their hash, outside the web root, after their kind is known."""

import datetime
import hashlib
import os
import pathlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext_lazy

from gongkai.disclosures.actions import refusals
from gongkai.disclosures.models import Attachment, Revision, StoredFile
from gongkai.documents import faults, kinds, paper, parts
from gongkai.documents.inspection import inspecting


class FileLost(refusals.Refused):
    """The bytes of a stored file are gone or changed; `gongkai doctor` names it too."""

    words = gettext_lazy("The stored file is missing or damaged; restore it from the backup.")


def store_file(*, data: bytes, name: str, at: datetime.datetime) -> StoredFile:
    """Keep bytes and return their record; the same bytes are kept once.

    Raises the faults of `gongkai.documents` (empty, too large, wrong kind, zip bomb, macros), whose
    `.message` is for the user.
    """
    kind = kinds.check(data, name=name, limits=paper.Limits(file_bytes=settings.UPLOAD_LIMIT))
    sha256 = hashlib.sha256(data).hexdigest()
    target = pathlib.Path(settings.FILES_ROOT) / sha256[:2] / sha256
    if not target.exists():
        target.parent.mkdir(parents=True, exist_ok=True)
        temporary = target.with_name(f".{sha256}.{secrets.token_hex(4)}")
        try:
            with temporary.open("wb") as file:
                file.write(data)
                file.flush()
                os.fsync(file.fileno())
            temporary.replace(target)
        finally:
            temporary.unlink(missing_ok=True)
    stored, _created = StoredFile.objects.get_or_create(
        sha256=sha256, defaults={"size": len(data), "kind": str(kind), "stored_at": at}
    )
    return stored


@dataclass(frozen=True)
class Seen:
    """What somebody finds who looks into a file: what speaks against its release, and how many parts it has."""

    findings: list[list[str]]
    pages: int


def look_into(*, data: bytes, name: str, kind: str) -> Seen:
    """Look into a file of a known kind. Needs no database, so it may be done beside."""
    found = inspecting.inspect(data, name, limits=paper.Limits(file_bytes=settings.UPLOAD_LIMIT)).findings
    return Seen(
        [[each.kind, each.severity, each.where, each.message, each.masked] for each in found],
        _pages(data, name, kind),
    )


def store_for_release(*, data: bytes, name: str, at: datetime.datetime, seen: Seen | None = None) -> StoredFile:
    """As `store_file`, for a file that is to be public: what speaks against that is looked for and kept with it.

    `seen` is what `look_into` found, where that was done before.
    """
    stored = store_file(data=data, name=name, at=at)
    if stored.findings is None:
        _keep(stored, seen or look_into(data=data, name=name, kind=stored.kind))
    return stored


def inspect_attachments(*, revisions: Sequence[Revision]) -> None:
    """Look into the attachments of revisions that nobody has looked into, and count their pages. Raises FileLost."""
    unseen = Q(file__findings__isnull=True) | Q(file__pages__isnull=True)
    for each in Attachment.objects.filter(unseen, revision__in=revisions).select_related("file"):
        _keep(each.file, look_into(data=read_file(each.file), name=each.name, kind=each.file.kind))


def _keep(stored: StoredFile, seen: Seen) -> None:
    if stored.findings is None:
        stored.findings = seen.findings
    stored.pages = seen.pages
    stored.save(update_fields=["findings", "pages"])


def _pages(data: bytes, name: str, kind: str) -> int:
    try:
        return parts.count(data, name=name, kind=kind)
    except faults.UnreadableFile:
        return 1


def path_of(stored: StoredFile) -> pathlib.Path:
    """Where the bytes lie. Raises FileLost."""
    path = pathlib.Path(settings.FILES_ROOT) / stored.path
    if not path.is_file():
        raise FileLost
    return path


def read_file(stored: StoredFile) -> bytes:
    """The bytes, checked against their hash. Raises FileLost."""
    data = path_of(stored).read_bytes()
    if hashlib.sha256(data).hexdigest() != stored.sha256:
        raise FileLost
    return data
