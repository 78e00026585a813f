"""Files of cases: their bytes are typed by content, sealed, kept outside the web root, and erased for good."""

import datetime
import hashlib
import os
import pathlib
import secrets

from django.conf import settings
from django.db import transaction

from gongkai.core import encryption
from gongkai.documents import kinds, paper
from gongkai.foi.actions import refusals
from gongkai.foi.models.cases import SealedFile
from gongkai.foi.queries import integrity

_PLACE = "foi.SealedFile"


def seal(*, data: bytes, name: str, at: datetime.datetime) -> SealedFile:
    """Keep bytes sealed and return their record. The bytes are on the disk before the record is written.

    Raises the faults of `gongkai.documents` (empty, too large, wrong kind, zip bomb, macros), whose `.message` is for
    the user.
    """
    kind = kinds.check(data, name=name, limits=paper.Limits(file_bytes=settings.UPLOAD_LIMIT))
    row = SealedFile(
        name=secrets.token_hex(16),
        sha256=hashlib.sha256(data).hexdigest(),
        size=len(data),
        kind=str(kind),
        stored_at=at,
    )
    sealed = encryption.seal_bytes(data, place=_PLACE)
    row.key_id = encryption.key_of(sealed)
    write(path_of(row), sealed)
    row.save(force_insert=True)
    return row


def unseal(file: SealedFile) -> bytes:
    """The bytes, checked against their hash. Raises FileLost, Erased, core.encryption.Unopenable."""
    if file.erased_at is not None:
        raise refusals.Erased
    try:
        sealed = path_of(file).read_bytes()
    except FileNotFoundError as error:
        raise refusals.FileLost from error
    data = encryption.unseal_bytes(sealed, place=_PLACE)
    if hashlib.sha256(data).hexdigest() != file.sha256:
        raise refusals.FileLost
    return data


def reseal(file: SealedFile) -> SealedFile:
    """Seal a file anew under the key in use; whoever reads it meanwhile gets the one or the other, whole."""
    sealed = encryption.seal_bytes(unseal(file), place=_PLACE)
    write(path_of(file), sealed)
    file.key_id = encryption.key_of(sealed)
    file.save(update_fields=["key_id"])
    return file


def erase(file: SealedFile, *, at: datetime.datetime) -> SealedFile:
    """Remove the bytes for good, once this is committed; the record stays and says when."""
    file.erased_at = at
    file.save(update_fields=["erased_at"])
    path = path_of(file)
    transaction.on_commit(lambda: path.unlink(missing_ok=True))
    return file


def sweep(*, before: datetime.datetime, at: datetime.datetime) -> int:
    """Remove what acts that were broken off left behind: records of nothing, and bytes without a record."""
    count = 0
    for file in integrity.orphaned_files().filter(stored_at__lt=before):
        erase(file, at=at)
        count += 1
    root = pathlib.Path(settings.FILES_ROOT) / "sealed"
    for path in root.glob("*/*") if root.exists() else ():
        written = datetime.datetime.fromtimestamp(path.stat().st_mtime, datetime.UTC)
        if written < before and not SealedFile.objects.filter(name=path.name).exists():
            path.unlink(missing_ok=True)
            count += 1
    return count


def path_of(file: SealedFile) -> pathlib.Path:
    """Where the sealed bytes lie."""
    return pathlib.Path(settings.FILES_ROOT) / file.path


def write(target: pathlib.Path, data: bytes) -> None:
    """Write bytes whole or not at all, on the disk before this returns."""
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_name(f".{target.name}.{secrets.token_hex(4)}")
    try:
        with temporary.open("wb") as opened:
            opened.write(data)
            opened.flush()
            os.fsync(opened.fileno())
        temporary.replace(target)
    finally:
        temporary.unlink(missing_ok=True)
