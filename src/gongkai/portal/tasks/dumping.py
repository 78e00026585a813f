"""Everything public as files: written anew each night, signed, and taken down at once with what is withdrawn.

One gzipped file of JSON lines for each kind of record, their schema, a manifest with hashes and the signature of the
manifest. A dump that a withdrawal has overtaken while it was written is written again.
"""

import datetime
import gzip
import json
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db.models import Max
from django.utils import timezone, translation

from gongkai.core import background, pages, schedule
from gongkai.events.models import Event
from gongkai.portal.actions import baking, signing, writing
from gongkai.portal.models import BakedFile
from gongkai.portal.pages import data, describing, records, site

ABOUT = "dump"
MANIFEST, SIGNATURE, KEY, SCHEMA = "manifest.json", "manifest.json.sig", "key.pem", "schema.json"
WITHDRAWN = ("item.withdrawn", "report.withdrawn")
SIZE = 500
_ATTEMPTS = 3


def dump(*, target: baking.Target, at: datetime.datetime) -> list[describing.Part]:
    """Write the whole dump into a public folder, with the page and the catalogue that name it. Returns its parts."""
    with translation.override(pages.LANGUAGE):
        for _attempt in range(_ATTEMPTS):
            before = _last_withdrawal()
            with tempfile.TemporaryDirectory(dir=_workshop()) as folder:
                parts = [_write(kind, Path(folder)) for kind in records.KINDS]
                with writing.exclusive():
                    if _last_withdrawal() == before:
                        made_at = _unchanged_since(parts, target) or at
                        _bring(parts, Path(folder), target=target, at=at, made_at=made_at)
                        bake_pages(parts, target=target, at=at, made_at=made_at)
                        return parts
    return []


def _write(kind: records.Kind, folder: Path) -> describing.Part:
    path, count = folder / f"{kind.name}.jsonl.gz", 0
    with path.open("wb") as file, gzip.GzipFile("", "wb", 6, file, mtime=0) as out:
        for row in _rows(kind):
            out.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            count += 1
    content = path.read_bytes()
    return describing.Part(path.name, len(content), writing.sha256(content), count)


def _rows(kind: records.Kind) -> Iterator[records.Row]:
    last = 0
    while found := kind.rows(last, SIZE, {}):
        yield from found
        last = found[-1]["id"]


def _unchanged_since(parts: Sequence[describing.Part], target: baking.Target) -> datetime.datetime | None:
    """When the dump in the folder was made, if it is the same; None where there is none or it differs."""
    path = writing.place_of(target.root, f"{describing.DUMP}{MANIFEST}")
    if not path.is_file():
        return None
    held = path.read_bytes()
    made_at = datetime.datetime.fromisoformat(json.loads(held)["made_at"])
    return made_at if _manifest(parts, describing.schemas(), made_at) == held else None


def _bring(
    parts: Sequence[describing.Part],
    folder: Path,
    *,
    target: baking.Target,
    at: datetime.datetime,
    made_at: datetime.datetime,
) -> None:
    copies = [
        baking.StoredCopy(f"{describing.DUMP}{part.name}", part.sha256, folder / part.name, about=ABOUT)
        for part in parts
    ]
    baking.bring(copies=copies, target=target, at=at)
    schema = describing.schemas()
    manifest = _manifest(parts, schema, made_at)
    beside = {
        SCHEMA: schema,
        MANIFEST: manifest,
        SIGNATURE: signing.sign(manifest),
        KEY: signing.public_key(),
    }
    found = [pages.Page(f"{describing.DUMP}{name}", content=content, about=ABOUT) for name, content in beside.items()]
    baking.bake(found=found, common={}, target=target, at=at)


def _manifest(parts: Sequence[describing.Part], schema: bytes, at: datetime.datetime) -> bytes:
    found = {
        "site": settings.SITE_ADDRESS,
        "made_at": timezone.localtime(at).isoformat(timespec="seconds"),
        "schema": {"name": SCHEMA, "sha256": writing.sha256(schema)},
        "parts": [{"name": part.name, "size": part.size, "sha256": part.sha256, "rows": part.rows} for part in parts],
    }
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def bake_pages(
    parts: Sequence[describing.Part],
    *,
    target: baking.Target,
    at: datetime.datetime,
    made_at: datetime.datetime | None = None,
) -> None:
    """The page about open data and the catalogue. The caller holds the public folder."""
    found = [data.data_page(parts, at=made_at), describing.catalogue_page(parts, at=made_at)]
    baking.bake(found=found, common=site.common(), target=target, at=at)


def hear(heard: Sequence[Event]) -> None:
    """After a withdrawal: no dump holds it any more, and a new one is asked for. Safe to repeat."""
    made = BakedFile.objects.filter(about=ABOUT).aggregate(at=Max("baked_at"))["at"]
    if made is None or made > max(each.at for each in heard):
        return
    target, at = baking.own(), timezone.now()
    with writing.exclusive(), translation.override(pages.LANGUAGE):
        paths = list(BakedFile.objects.filter(about=ABOUT).values_list("path", flat=True))
        baking.remove(paths=paths, target=target)
        bake_pages((), target=target, at=at)
    dump_again.enqueue()


@background.background(attempts=3)
def dump_again() -> dict[str, Any]:
    """Write the dump anew."""
    parts = dump(target=baking.own(), at=timezone.now())
    return {part.name: part.rows for part in parts}


@schedule.every("portal.dump", 24 * 60 * 60)
def dump_by_night(now: datetime.datetime) -> None:
    """Have the dump written once a day, where there is a portal."""
    if BakedFile.objects.filter(path="index.html").exists():
        dump_again.enqueue()


def _last_withdrawal() -> int:
    return Event.objects.filter(kind__in=WITHDRAWN).aggregate(last=Max("pk"))["last"] or 0


def _workshop() -> Path:
    """Where the parts are written: on the disk of the installation, outside of what is public."""
    folder = Path(settings.HOME) / "work"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
