"""Following events: what is published stands everywhere, what is withdrawn nowhere; every fault leaves whole pages."""

import datetime
import errno
import gzip
import json
import shutil
import threading
from pathlib import Path

import lxml.etree
import pytest
from django.conf import settings
from django.db import connection

from gongkai.disclosures.actions import publishing
from gongkai.disclosures.models import Item
from gongkai.events import actions as events
from gongkai.events import queries as trail
from gongkai.portal.actions import baking, verifying, writing
from gongkai.portal.models import BakedFile, Listing, ListingEntry
from gongkai.portal.pages import feeds
from gongkai.portal.tasks import following, subscriptions
from tests.factories import clock
from tests.factories.catalog import ColumnFactory
from tests.factories.disclosures import AttachmentFactory, PublicationFactory, StoredFileFactory, draft_item
from tests.portal.conftest import event

LISTS = (
    "index.html",
    "new/index.html",
    "new/feed.xml",
    "new/rss.xml",
    "new/feed.json",
    "years/2026/index.html",
    "columns/statutory/index.html",
    "columns/rules/index.html",
    "columns/rules/feed.xml",
    "agencies/housing/index.html",
    "agencies/housing/feed.json",
    "agencies/housing/items/index.html",
    "agencies/housing/columns/rules/index.html",
    "statutory/20-1/index.html",
)


def with_attachment(city, name="附表.txt", data=b"rows"):
    """A public item with one attachment whose bytes are stored."""
    stored = StoredFileFactory(sha256=writing.sha256(data), size=len(data), kind="txt")
    source = Path(settings.FILES_ROOT) / stored.path
    source.parent.mkdir(parents=True, exist_ok=True)
    source.write_bytes(data)
    item = draft_item(agency=city.bureau, column=city.inner, title="带附件的通知")
    AttachmentFactory(revision=item.revision, file=stored, name=name)
    PublicationFactory(revision=item.revision, at=clock.NOW)
    item.state, item.public_revision = Item.State.PUBLISHED, item.revision
    item.index_no, item.first_published_at, item.published_at = f"99/2026-{item.pk}", clock.NOW, clock.NOW
    item.save()
    return item, f"files/{stored.sha256[:2]}/{stored.sha256}/{name}"


def differences(public_root):
    return [each.words for each in verifying.verify(root=public_root)]


def test_a_published_item_stands_on_its_page_in_every_list_and_feed(city, hear, public_root):
    item = city.publish(title="云州市老旧小区改造专项资金管理办法", doc_no="云政办发〔2026〕41号")

    hear(item)

    page = (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text()
    assert "云政办发〔2026〕41号" in page
    for path in (*LISTS, feeds.sitemap_part_path(item.pk)):
        assert f"/items/{item.pk // 1000}/{item.pk}.html" in (public_root / path).read_text(), path
        assert gzip.decompress((public_root / f"{path}.gz").read_bytes()) == (public_root / path).read_bytes()


def test_pages_carry_the_tags_of_the_standard(city, hear, public_root):
    item = city.publish(title="关于停车收费的通告", keywords="停车,收费", summary="收费时段调整。", source="市住建局")

    hear(item)

    page = (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text()
    for name, content in {
        "SiteName": settings.SITE_NAME,
        "SiteIDCode": "9901000001",
        "ColumnName": "规范性文件",
        "ArticleTitle": "关于停车收费的通告",
        "PubDate": "2026-03-02 10:00",
        "ContentSource": "市住建局",
        "Keywords": "停车,收费",
        "Description": "收费时段调整。",
    }.items():
        assert f'<meta name="{name}" content="{content}">' in page
    column = (public_root / "columns/rules/index.html").read_text()
    for name in ("ColumnName", "ColumnDescription", "ColumnKeywords", "ColumnType"):
        assert f'<meta name="{name}" content="' in column


def test_a_title_with_markup_is_printed_as_text(city, hear, public_root):
    item = city.publish(title='<script>alert("x")</script>通知')

    hear(item)

    assert "<script>alert" not in (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text()
    assert "<script>alert" not in (public_root / "new/index.html").read_text()


def test_pages_hold_no_inline_script_or_style(city, hear, public_root):
    item = city.publish()

    hear(item)

    for path in (
        f"items/{item.pk // 1000}/{item.pk}.html",
        "index.html",
        "directory/index.html",
        "agencies/housing/index.html",
    ):
        page = (public_root / path).read_text()
        assert " style=" not in page
        assert "<style" not in page
        assert "<script>" not in page
        assert len(page.encode()) < 60_000


def test_delivery_twice_changes_nothing(city, hear, public_root):
    item = city.publish()
    hear(item)
    before = {path: (public_root / path).stat().st_mtime_ns for path in writing.files_in(public_root)}

    hear(item, item)

    after = {path: (public_root / path).stat().st_mtime_ns for path in writing.files_in(public_root)}
    assert after == before
    assert ListingEntry.objects.filter(listing__key="new").count() == 1
    assert Listing.objects.get(key="new").total == 1


@pytest.mark.django_db(transaction=True)
def test_withdrawal_removes_every_copy_before_it_answers(city, hear, public_root):
    item, file = with_attachment(city)
    other = city.publish()
    hear(item, other)
    assert (public_root / file).read_bytes() == b"rows"

    publishing.withdraw(item=item, by="person:1", reason="内容有误", at=clock.NOW, public_note="正在核实。")

    page = (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text()
    assert "正在核实。" in page
    assert "各有关单位" not in page
    assert not (public_root / f"items/{item.pk // 1000}/{item.pk}.svg").exists()
    assert not (public_root / file).exists()
    for path in LISTS:
        text = (public_root / path).read_text()
        assert f"/items/{item.pk // 1000}/{item.pk}.html" not in text, path
        assert f"/items/{other.pk // 1000}/{other.pk}.html" in text, path
    assert "带附件的通知" not in "".join(
        (public_root / path).read_text() for path in writing.files_in(public_root) if path.endswith(("xml", "json"))
    )
    assert (
        f"/items/{item.pk // 1000}/{item.pk}.html" not in (public_root / feeds.sitemap_part_path(item.pk)).read_text()
    )
    assert f"/items/{other.pk // 1000}/{other.pk}.html" in (public_root / feeds.sitemap_part_path(other.pk)).read_text()


def test_a_tombstone_keeps_the_title_to_itself_when_told_so(city, hear, public_root):
    item = city.publish(title="含有个人信息的通知")
    hear(item)
    publishing.withdraw(item=item, by="person:1", reason="个人信息", at=clock.NOW, title_shown=False)

    hear(item, kind="item.withdrawn")

    assert "含有个人信息的通知" not in (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text()


def test_an_attachment_stays_while_another_public_item_has_it(city, hear, public_root):
    first, file = with_attachment(city)
    second = draft_item(agency=city.bureau, column=city.inner)
    AttachmentFactory(revision=second.revision, file=first.revision.attachments.get().file, name="附表.txt")
    PublicationFactory(revision=second.revision)
    second.state, second.public_revision = Item.State.PUBLISHED, second.revision
    second.index_no, second.first_published_at, second.published_at = "99/2026-9", clock.NOW, clock.NOW
    second.save()
    hear(first, second)
    publishing.withdraw(item=first, by="person:1", reason="重复", at=clock.NOW)

    hear(first, kind="item.withdrawn")

    assert (public_root / file).exists()


def test_a_repealed_document_is_marked_in_lists_and_names_its_successor(city, hear, public_root):
    old = city.publish(title="旧办法", doc_no="云建〔2020〕1号", validity="in-force")
    new = city.publish(title="新办法", doc_no="云建〔2026〕2号", validity="in-force")
    hear(old, new)
    publishing.change_validity(
        item=old, kind="repeal", on=clock.TODAY, reason="被代替", by="person:1", at=clock.NOW, successor=new
    )

    hear(old, kind="item.validity")

    assert "tag--off" in (public_root / f"items/{old.pk // 1000}/{old.pk}.html").read_text()
    assert "tag--off" in (public_root / "columns/rules/index.html").read_text()
    assert (
        f"/items/{new.pk // 1000}/{new.pk}.html" in (public_root / f"items/{old.pk // 1000}/{old.pk}.html").read_text()
    )
    assert "云建〔2020〕1号" in (public_root / f"items/{new.pk // 1000}/{new.pk}.html").read_text()


def test_a_full_disk_leaves_the_old_page_whole_and_is_made_good_later(city, hear, public_root, monkeypatch):
    item = city.publish(title="旧标题")
    hear(item)
    path = public_root / f"items/{item.pk // 1000}/{item.pk}.html"
    before = path.read_bytes()
    publishing.change_validity(item=item, kind="repeal", on=clock.TODAY, reason="停用", by="person:1", at=clock.NOW)
    opened = Path.open

    def full(self, mode="r", *args, **kwargs):
        if "w" in mode and self.name.startswith("."):
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(self, mode, *args, **kwargs)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        with pytest.raises(OSError, match="No space left"):
            hear(item, kind="item.validity")

    assert path.read_bytes() == before
    assert gzip.decompress(path.with_name(path.name + ".gz").read_bytes()) == before
    assert not [name for name in writing.files_in(public_root) if "/." in name]

    hear(item, kind="item.validity")
    assert path.read_bytes() != before
    assert differences(public_root) == []


def test_a_delivery_that_met_a_full_disk_is_reported_and_tried_again(city, public_root, monkeypatch):
    item = city.publish()
    events.record_many([event("item.published", item.reference)])
    moments = iter([clock.NOW + datetime.timedelta(minutes=5 * step) for step in range(200)])
    opened = Path.open

    def full(self, mode="r", *args, **kwargs):
        if "w" in mode and self.name.startswith("."):
            raise OSError(errno.ENOSPC, "No space left on device")
        return opened(self, mode, *args, **kwargs)

    events.seal()
    with monkeypatch.context() as patch:
        patch.setattr(Path, "open", full)
        events.deliver(worker="w", clock=lambda: next(moments))
    backlog = {each.name: each for each in trail.backlogs()}
    assert "No space left" in backlog["portal"].last_error

    events.deliver(worker="w", clock=lambda: next(moments))

    assert (public_root / f"items/{item.pk // 1000}/{item.pk}.html").exists()


def test_a_worker_killed_between_writing_and_recording_is_made_good_by_the_next(city, hear, public_root, monkeypatch):
    item = city.publish()

    def killed(target, rows):
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(baking, "_record", killed)
        with pytest.raises(KeyboardInterrupt):
            hear(item)
    assert not BakedFile.objects.filter(path=f"items/{item.pk // 1000}/{item.pk}.html").exists()

    hear(item)

    assert BakedFile.objects.filter(path=f"items/{item.pk // 1000}/{item.pk}.html").exists()
    assert differences(public_root) == []


def test_a_deleted_folder_comes_back_with_the_next_event_for_what_it_touches(city, hear, public_root):
    item = city.publish()
    hear(item)
    shutil.rmtree(public_root)

    hear(item)

    assert (public_root / f"items/{item.pk // 1000}/{item.pk}.html").exists()
    assert (public_root / "index.html").exists()


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_agree(city, public_root):
    items = [city.publish(title=f"第{number}号通知") for number in range(30)]
    told = [event("item.published", item.reference) for item in items]
    faults = []

    def work():
        try:
            following.hear(told)
        except Exception as fault:  # noqa: BLE001  the test itself reports it
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=work) for _ in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()

    assert faults == []
    assert Listing.objects.get(key="new").total == 30
    assert ListingEntry.objects.filter(listing__key="new").count() == 30
    assert differences(public_root) == []


def test_work_for_one_item_asks_the_same_number_of_questions_however_many_there_are(
    city, hear, django_assert_max_num_queries
):
    hear(*[city.publish() for _ in range(3)])
    few, many = [], []
    item = city.publish()
    with django_assert_max_num_queries(200) as asked:
        hear(item)
        few = list(asked.captured_queries)
    hear(*[city.publish() for _ in range(50)])
    item = city.publish()
    with django_assert_max_num_queries(200) as asked:
        hear(item)
        many = list(asked.captured_queries)

    assert len(many) <= len(few) + 3


def test_a_renamed_agency_is_printed_anew_everywhere(city, hear, public_root):
    item = city.publish()
    hear(item)
    city.bureau.name, city.bureau.short_name = "云州市住房局", "市住房局"
    city.bureau.save()

    following.hear([event("agency.renamed", city.bureau.reference)])

    assert "云州市住房局" in (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text()
    assert "市住房局" in (public_root / "new/index.html").read_text()
    assert "云州市住房局" in (public_root / "agencies/housing/index.html").read_text()


def test_events_about_other_things_are_passed_over(city, public_root):
    following.hear([event("item.published", "import:3"), event("item.published", "nonsense")])

    assert (public_root / "index.html").exists()


def test_feeds_are_well_formed_and_name_the_publisher(city, hear, public_root):
    item = city.publish(title="A & B 的<通知>")
    hear(item)

    atom = lxml.etree.fromstring((public_root / "new/feed.xml").read_bytes())
    assert atom.findtext("{*}entry/{*}title") == "A & B 的<通知>"
    assert lxml.etree.fromstring((public_root / "new/rss.xml").read_bytes()).findtext("channel/item/title")
    feed = json.loads((public_root / "new/feed.json").read_text())
    assert feed["items"][0]["authors"] == [{"name": "云州市住房和城乡建设局"}]
    lxml.etree.fromstring((public_root / "sitemap.xml").read_bytes())


def test_a_moved_column_takes_its_items_along(city, hear, public_root):
    item = city.publish()
    hear(item)
    other = ColumnFactory(slug="elsewhere", name="另一栏目", owner=city.government)
    city.inner.parent = other
    city.inner.path = f"{other.path}{city.inner.pk}/"
    city.inner.save()

    following.hear([event("column.moved", city.inner.reference)])

    address = f"/items/{item.pk // 1000}/{item.pk}.html"
    assert address in (public_root / "columns/elsewhere/index.html").read_text()
    assert address not in (public_root / "columns/statutory/index.html").read_text()
    assert "另一栏目" in (public_root / f"items/{item.pk // 1000}/{item.pk}.html").read_text()


def test_every_kind_followed_is_declared(db):
    assert set(subscriptions.FOLLOWED) <= set(events.KINDS)
