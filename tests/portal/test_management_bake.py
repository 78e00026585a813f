"""The command `bake`: the whole portal here and elsewhere, and the comparison that names every difference."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from gongkai.core import checkup
from gongkai.disclosures.actions import publishing
from gongkai.disclosures.models import Item
from gongkai.portal.actions import baking, verifying
from gongkai.portal.models import BakedFile, ListingEntry
from gongkai.portal.tasks import whole
from tests.factories import clock
from tests.portal.test_tasks_following import with_attachment


def bake(**options):
    call_command("bake", **options)


def verify(capsys):
    """What --verify prints; empty when it is content."""
    capsys.readouterr()
    try:
        call_command("bake", verify=True)
    except CommandError as error:
        assert error.returncode == 1
        return capsys.readouterr().out.splitlines()
    return []


def test_a_full_bake_is_whole_and_the_comparison_content(city, public_root, capsys):
    item, file = with_attachment(city)

    bake()

    for path in ("index.html", "about/index.html", "help/index.html", "accessibility/index.html", "sitemap/index.html",
                 "robots.txt", "sitemap.xml", "sitemaps/lists.xml", "agencies/index.html", "topics/index.html",
                 "gaps/index.html", "agencies/yunzhou/items/index.html",
                 f"items/{item.pk // 1000}/{item.pk}.svg", file):  # fmt: skip
        assert (public_root / path).exists(), path
    assert (public_root / "static/portal/components.css.gz").exists()
    assert verify(capsys) == []


def test_the_manifest_names_every_page_with_its_hash_and_no_attachment(city, public_root):
    with_attachment(city)
    bake()

    manifest = json.loads((public_root / "manifest.json").read_text())["files"]

    assert manifest["index.html"] == hashlib.sha256((public_root / "index.html").read_bytes()).hexdigest()
    pages = BakedFile.objects.exclude(path__startswith="files/").values_list("path", flat=True)
    assert set(manifest) == set(pages)


def test_a_second_full_bake_writes_nothing(city, public_root, capsys):
    city.publish()
    bake()
    before = (public_root / "index.html").stat().st_mtime_ns
    capsys.readouterr()

    bake()

    assert (public_root / "index.html").stat().st_mtime_ns == before
    assert "0" in capsys.readouterr().out.split()[1]


def test_a_deleted_folder_is_restored(city, public_root, capsys):
    with_attachment(city)
    bake()
    shutil.rmtree(public_root)
    assert verify(capsys)

    bake()

    assert verify(capsys) == []


def test_every_kind_of_difference_is_named_and_put_right(city, hear, public_root, capsys):
    item, _file = with_attachment(city)
    gone = city.publish()
    fresh = city.publish()
    hear(item, gone)
    (public_root / "index.html").write_text("changed")
    (public_root / "new/index.html").unlink()
    (public_root / "new/feed.xml.gz").unlink()
    (public_root / "left-over.html").write_text("x")
    (public_root / "new/.index.html.abc").write_text("half written")
    Item.objects.filter(pk=gone.pk).update(state="withdrawn", public_revision=None)

    found = verify(capsys)

    for path in (
        "index.html:",
        "new/index.html:",
        "new/feed.xml:",
        "left-over.html:",
        "new/.index.html.abc:",
        f"items/{gone.pk // 1000}/{gone.pk}.html:",
        f"item:{gone.pk}:",
        f"items/{fresh.pk // 1000}/{fresh.pk}.html:",
    ):
        assert any(line.startswith(path) for line in found), path
    bake()
    assert verify(capsys) == []
    assert not ListingEntry.objects.filter(item_id=gone.pk).exists()


def test_an_attachment_that_is_public_no_longer_is_named(city, hear, capsys):
    item, file = with_attachment(city)
    hear(item)
    Item.objects.filter(pk=item.pk).update(state="withdrawn", public_revision=None)

    assert any(line.startswith(file) for line in verify(capsys))


def test_a_portal_elsewhere_is_complete_and_leaves_this_one_alone(city, hear, public_root, tmp_path):
    item, file = with_attachment(city)
    hear(item)
    recorded = set(BakedFile.objects.values_list("path", flat=True))
    there = tmp_path / "usb stick"

    bake(to=there)

    page = f"items/{item.pk // 1000}/{item.pk}.html"
    for path in (
        "index.html",
        page,
        f"{page}.gz",
        file,
        "manifest.json",
        "static/portal/components.css",
        "sitemap.xml",
    ):
        assert (there / path).exists(), path
    assert set(BakedFile.objects.values_list("path", flat=True)) == recorded
    for path, sha256 in json.loads((there / "manifest.json").read_text())["files"].items():
        assert hashlib.sha256((there / path).read_bytes()).hexdigest() == sha256


def test_a_portal_elsewhere_loses_what_was_withdrawn_when_baked_again(city, tmp_path):
    item, file = with_attachment(city)
    there = tmp_path / "there"
    bake(to=there)
    publishing.withdraw(item=item, by="person:1", reason="有误", at=clock.NOW)

    bake(to=there)

    assert not (there / file).exists()
    assert "各有关单位" not in (there / f"items/{item.pk // 1000}/{item.pk}.html").read_text()


def test_a_folder_with_other_things_is_not_touched(city, tmp_path):
    (tmp_path / "holiday.jpg").write_bytes(b"x")

    with pytest.raises(CommandError):
        bake(to=tmp_path)

    assert (tmp_path / "holiday.jpg").exists()


def test_one_item_or_agency_can_be_baked_alone(city, public_root):
    item = city.publish()

    bake(item=item.pk)
    assert (public_root / f"items/{item.pk // 1000}/{item.pk}.html").exists()
    bake(agency="yunzhou")
    assert (public_root / "agencies/yunzhou/index.html").exists()
    with pytest.raises(CommandError):
        bake(item=999)
    with pytest.raises(CommandError):
        bake(agency="nowhere")


def test_a_full_bake_spreads_lists_evenly(city, hear, public_root):
    hear(*(city.publish(title=f"第{number}号") for number in range(45)))
    ListingEntry.objects.filter(listing__key="new").update(page=1)

    bake()

    assert (public_root / "new/p1.html").exists()
    assert (public_root / "new/p2.html").exists()
    assert not (public_root / "new/p3.html").exists()
    assert (public_root / "new/p1.html").read_text().count('class="entry"') == 20


def test_the_doctor_finds_and_repairs(city, hear, public_root: Path):
    hear(city.publish())
    bake()
    (public_root / "index.html").write_text("changed")

    found = checkup.CHECKS["portal"].examine(False)
    assert [each.repaired for each in found] == [False]

    assert all(each.repaired for each in checkup.CHECKS["portal"].examine(True))
    assert checkup.CHECKS["portal"].examine(False) == []


def test_what_is_published_while_a_full_bake_runs_stays(city, hear, public_root):
    city.publish()

    def meanwhile(part, count):
        if part == "agencies":
            hear(city.publish(title="赶在中间公开的通知"))

    whole.bake_everything(target=baking.own(), at=clock.NOW, progress=meanwhile)

    item = Item.objects.get(public_revision__title="赶在中间公开的通知")
    assert (public_root / f"items/{item.pk // 1000}/{item.pk}.html").exists()
    assert list(verifying.verify(root=public_root)) == []
    assert f"items/{item.pk // 1000}/{item.pk}.html" in (public_root / "manifest.json").read_text()
