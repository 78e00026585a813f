"""The nightly dump: whole, signed, and gone with what is withdrawn."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from gongkai.disclosures.actions import publishing
from gongkai.portal.actions import baking, signing
from gongkai.portal.pages import records
from gongkai.portal.tasks import dumping
from tests.factories import clock
from tests.factories.disclosures import published_item

pytestmark = pytest.mark.django_db


@pytest.fixture
def folder(tmp_path: Path, settings: Any) -> Path:
    """A public folder of its own, with a dump of two items."""
    settings.HOME, settings.PUBLIC_ROOT = tmp_path, tmp_path / "public"
    for title in ("第一件", "第二件"):
        published_item(title=title)
    dumping.dump(target=baking.own(), at=clock.NOW)
    return tmp_path / "public" / "data" / "dump"


def test_a_dump_holds_every_kind_and_is_signed(folder: Path) -> None:
    manifest = (folder / "manifest.json").read_bytes()
    found = json.loads(manifest)
    assert [part["name"] for part in found["parts"]] == [f"{kind.name}.jsonl.gz" for kind in records.KINDS]
    key, signature = (folder / "key.pem").read_bytes(), (folder / "manifest.json.sig").read_bytes()
    assert signing.is_signed(manifest, signature, key)
    assert not signing.is_signed(manifest + b" ", signature, key)
    for part in found["parts"]:
        content = (folder / part["name"]).read_bytes()
        assert baking.writing.sha256(content) == part["sha256"]
        assert len(gzip.decompress(content).splitlines()) == part["rows"]
    rows = [json.loads(line) for line in gzip.decompress((folder / "items.jsonl.gz").read_bytes()).splitlines()]
    schema = json.loads((folder / "schema.json").read_text())["$defs"]["items"]
    assert [row["title"] for row in rows] == ["第一件", "第二件"]
    assert all(set(row) == set(schema["required"]) for row in rows)


def test_the_page_and_the_catalogue_name_the_parts(folder: Path) -> None:
    page = (folder.parent / "index.html").read_text()
    assert "/data/dump/items.jsonl.gz" in page
    catalogue = json.loads((folder.parent / "catalog.jsonld").read_text())
    assert catalogue["@type"] == "dcat:Catalog"
    assert len(catalogue["dcat:dataset"]) == len(records.KINDS)


def test_a_dump_of_the_same_is_the_same_file(folder: Path) -> None:
    before = (folder / "manifest.json").read_bytes()
    target = baking.own()
    dumping.dump(target=target, at=clock.NOW.replace(year=2027))
    assert (folder / "manifest.json").read_bytes() == before
    assert target.written == 0


def test_what_is_withdrawn_leaves_the_dump_at_once(folder: Path, django_capture_on_commit_callbacks: Any) -> None:
    item = records.Item.objects.get(public_revision__title="第一件")
    with django_capture_on_commit_callbacks(execute=True):
        publishing.withdraw(item=item, by="person:1", reason="有误", at=clock.NOW.replace(year=2027))
    assert not (folder / "items.jsonl.gz").exists()
    dumping.dump(target=baking.own(), at=clock.NOW.replace(year=2028))
    assert "第一件" not in gzip.decompress((folder / "items.jsonl.gz").read_bytes()).decode()


def test_the_key_is_made_once_and_for_its_owner_alone(folder: Path, settings: Any) -> None:
    path = Path(settings.HOME) / signing.FILE
    assert path.stat().st_mode & 0o777 == 0o600
    assert signing.public_key() == signing.public_key()
