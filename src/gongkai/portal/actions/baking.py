"""Baking: pages are rendered, compared by hash, written where they differ, and recorded in the manifest."""

import datetime
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from gongkai.core import pages
from gongkai.portal import queries
from gongkai.portal.actions import writing
from gongkai.portal.models import BakedFile

MANIFEST = "manifest.json"


@dataclass
class Target:
    """Where pages go: the installation's own folder, whose files are recorded, or a folder elsewhere.

    `hashes` collects every path that should be there with its hash, for the manifest. With `is_checked` the record
    is not believed: files are compared with what they should be, as a full bake does.
    """

    root: Path
    is_recorded: bool = True
    is_checked: bool = False
    hashes: dict[str, str] = field(default_factory=dict)
    written: int = 0
    same: int = 0
    removed: int = 0

    def add(self, other: "Target") -> None:
        """Count what was done elsewhere as done here."""
        self.hashes |= other.hashes
        self.written += other.written
        self.same += other.same
        self.removed += other.removed


def own() -> Target:
    """The installation's own public folder."""
    return Target(Path(settings.PUBLIC_ROOT))


@dataclass(frozen=True)
class StoredCopy:
    """A stored file that is to be public under a path; what it is `about`, if not itself."""

    path: str
    sha256: str
    source: Path
    about: str = ""


def bake(*, found: Iterable[pages.Page], common: Mapping[str, Any], target: Target, at: datetime.datetime) -> list[str]:
    """Render pages and write those that differ from what is recorded or are missing. Returns the paths written.

    Safe to repeat, and after a crash between writing and recording. Raises OSError when the disk refuses; what was
    written until then is recorded.
    """
    rendered = [(page, pages.render(page, common)) for page in found]
    known = _known(target, [page.path for page, _content in rendered])
    rows: list[BakedFile] = []
    try:
        for page, content in rendered:
            sha256 = writing.sha256(content)
            target.hashes[page.path] = sha256
            if known.get(page.path) == sha256 and _is_whole(target, page.path, sha256):
                target.same += 1
                continue
            writing.write(target.root, page.path, content)
            target.written += 1
            rows.append(BakedFile(path=page.path, sha256=sha256, about=page.about, baked_at=at))
    finally:
        _record(target, rows)
    return [row.path for row in rows]


def bring(*, copies: Iterable[StoredCopy], target: Target, at: datetime.datetime) -> None:
    """Make stored files public where they are not yet. Raises OSError, as when the stored file is lost."""
    wanted = {copy.path: copy for copy in copies}
    known = _known(target, list(wanted))
    rows: list[BakedFile] = []
    try:
        for path, copy in wanted.items():
            target.hashes[path] = copy.sha256
            if known.get(path) == copy.sha256 and _is_whole(target, path, copy.sha256):
                target.same += 1
                continue
            writing.bring(target.root, path, copy.source)
            target.written += 1
            rows.append(
                BakedFile(path=path, sha256=copy.sha256, about=copy.about or f"file:{copy.sha256}", baked_at=at)
            )
    finally:
        _record(target, rows)


def remove(*, paths: Iterable[str], target: Target) -> int:
    """Take files down: first from the disk, then from the record. Returns how many were there."""
    gone = sorted(set(paths))
    count = sum(writing.remove(target.root, path) for path in gone)
    target.removed += count
    if target.is_recorded:
        for start in range(0, len(gone), 400):
            BakedFile.objects.filter(path__in=gone[start : start + 400]).delete()
    return count


def remove_surplus(*, target: Target, since: datetime.datetime, keep: Sequence[str] = ("static/",)) -> int:
    """After a full bake that began at `since`: remove every file it did not want. Returns how many.

    What others baked in the meantime stays, and what lies below `keep`.
    """
    wanted = set(target.hashes)
    if target.is_recorded:
        wanted.update(BakedFile.objects.filter(baked_at__gt=since).values_list("path", flat=True))
        recorded = BakedFile.objects.values_list("path", flat=True).iterator(chunk_size=5000)
        remove(paths=[path for path in recorded if path not in wanted], target=target)
    count = 0
    for path in list(writing.files_in(target.root)):
        plain = path.removesuffix(".gz") if writing.is_twinned(path.removesuffix(".gz")) else path
        if plain not in wanted and plain != MANIFEST and not path.startswith(tuple(keep)):
            (target.root / path).unlink(missing_ok=True)
            count += 1
    target.removed += count
    return count


def write_manifest(*, target: Target, at: datetime.datetime) -> None:
    """Write the list of all pages with their hashes beside them.

    Attachments are left out: their addresses carry their hash, and their names must go with a takedown.
    """
    files = target.hashes
    if target.is_recorded:
        files = dict(BakedFile.objects.values_list("path", "sha256").iterator(chunk_size=5000))
    content = {
        "site": settings.SITE_ADDRESS,
        "baked_at": at.isoformat(timespec="seconds"),
        "files": {path: files[path] for path in sorted(files) if not path.startswith(writing.ATTACHMENTS)},
    }
    text = json.dumps(content, ensure_ascii=False, indent=0)
    writing.write(target.root, MANIFEST, text.encode())


def _known(target: Target, paths: Sequence[str]) -> dict[str, str]:
    if target.is_recorded:
        return queries.baked(paths)
    found = {}
    for path in paths:
        file = writing.place_of(target.root, path)
        if file.is_file():
            found[path] = writing.sha256(file.read_bytes())
    return found


def _is_whole(target: Target, path: str, sha256: str) -> bool:
    if target.is_checked:
        return writing.fault(target.root, path, sha256) is None
    return writing.is_there(target.root, path)


def _record(target: Target, rows: Sequence[BakedFile]) -> None:
    if target.is_recorded and rows:
        BakedFile.objects.bulk_create(
            {row.path: row for row in rows}.values(),
            update_conflicts=True,
            unique_fields=["path"],
            update_fields=["sha256", "about", "baked_at"],
            batch_size=200,
        )
