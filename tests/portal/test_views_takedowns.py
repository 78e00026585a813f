"""Takedown in an emergency: found by whatever is known, gone everywhere, recorded; nobody reaches beyond their own."""

import contextlib
import gzip
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction

from gongkai.accounts.models import Role
from gongkai.core import background
from gongkai.disclosures.models import Ending, Item
from gongkai.events.models import Event
from gongkai.portal.models import Takedown, TakedownLine
from gongkai.portal.tasks import takedowns as tasks
from gongkai.search.models import FileText
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.portal import TakedownFactory, TakedownLineFactory
from tests.portal.test_tasks_following import with_attachment

pytestmark = pytest.mark.django_db
SCREEN = "/desk/site/takedown/"
IDENTITY = "11010519491231002X"


@pytest.fixture
def office(client, city):
    client.defaults["HTTP_ACCEPT_LANGUAGE"] = "en"
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, city.government, with_subtree=True))
    return client


def find(client, **boxes):
    answer = client.post(SCREEN, {"action": "find", **boxes})
    assert answer.status_code == 200
    return [int(pk) for pk in re.findall(r'name="take" value="(\d+)"', answer.content.decode())]


def remove(client, *items, capture, **fields):
    data = {
        "action": "remove",
        "take": [each.pk for each in items],
        "words": "正文",
        "reason": "含有身份证号",
        **fields,
    }
    with capture(execute=True):
        return client.post(SCREEN, data)


def test_the_screen_asks_twelve_queries_at_most(office, django_assert_max_num_queries):
    office.get(SCREEN)
    with django_assert_max_num_queries(12):
        text = office.get(SCREEN).content.decode()
    assert "Fill in one box" not in text
    assert 'name="reason"' not in text


def test_items_are_found_by_title_number_words_file_and_address(office, city, hear):
    item, path = with_attachment(city)
    other = city.publish(title="别的通知", body=f"<p>身份证号{IDENTITY[:6]}<strong>{IDENTITY[6:]}</strong></p>")
    hear(item, other)
    FileText.objects.create(sha256=path.split("/")[2], text=f"名单 {IDENTITY}", read_at=clock.NOW)

    assert find(office, item="附件的通知") == [item.pk]
    assert find(office, item=item.index_no) == [item.pk]
    assert find(office, words=IDENTITY) == [item.pk]
    assert find(office, words=IDENTITY[6:]) == sorted([item.pk, other.pk], reverse=True)
    assert find(office, file_name="附表") == [item.pk]
    assert find(office, file=SimpleUploadedFile("别名.txt", b"rows")) == [item.pk]
    assert find(office, address=f"https://example.test/{path}") == [item.pk]
    assert find(office, address=f"/zh-hant/items/0/{other.pk}.html?a=b") == [other.pk]
    assert find(office, address=f"/preview/{item.pk}/{'0' * 64}/") == [item.pk]
    assert set(find(office, address="https://example.test/columns/rules/")) == {item.pk, other.pk}
    assert find(office, address="https://example.test/nowhere/") == []
    assert find(office, address="/../../etc/passwd") == []


def test_wide_digits_are_found_too(office, city):
    wide = city.publish(title="公示", body="<p>１１０１０５１９４９１２３１００２Ｘ</p>")

    assert find(office, words=IDENTITY) == [wide.pk]


@pytest.mark.django_db(transaction=True)
def test_what_is_removed_is_gone_everywhere_and_recorded(office, city, hear, public_root):
    item, path = with_attachment(city)
    stays = city.publish(title="留下的通知")
    hear(item, stays)
    page = public_root / f"items/0/{item.pk}.html"
    assert page.exists() and (public_root / path).exists()

    answer = remove(office, item, capture=lambda execute: contextlib.nullcontext(), public_note="内容有误")

    row = Takedown.objects.get()
    assert answer["Location"] == f"/desk/site/takedown/{row.pk}/"
    item.refresh_from_db()
    assert item.state == Item.State.WITHDRAWN
    assert Ending.objects.get(item=item).reason == "含有身份证号"
    assert not (public_root / path).exists()
    for name in ("index.html", "columns/rules/index.html", "columns/rules/feed.json", "new/feed.xml"):
        assert f"/{item.pk}.html" not in (public_root / name).read_text("utf-8")
    assert "带附件" not in page.read_text("utf-8")
    assert "带附件" not in gzip.decompress((public_root / f"items/0/{item.pk}.html.gz").read_bytes()).decode()
    stays.refresh_from_db()
    assert stays.is_public
    line = TakedownLine.objects.get()
    kinds = {each["kind"] for each in line.places}
    assert {"page", "twin", "edition", "code", "file", "list", "feed", "sitemap", "home"} <= kinds
    assert [each for each in line.places if each["is_gone"] is False and each["kind"] != "index"] == []
    assert Event.objects.filter(kind="takedown.finished").exists()
    text = office.get(f"/desk/site/takedown/{row.pk}/").content.decode()
    assert path in text
    assert "内容有误" in text


def test_fetches_are_unknown_without_a_log_and_counted_with_one(
    office, city, hear, tmp_path, settings, django_capture_on_commit_callbacks
):
    item, path = with_attachment(city)
    hear(item)
    log = tmp_path / "access.log"
    settings.ACCESS_LOG = str(tmp_path / "access.log*")
    remove(office, item, capture=django_capture_on_commit_callbacks)
    row = Takedown.objects.get()
    assert "being counted" in office.get(f"/desk/site/takedown/{row.pk}/").content.decode()
    tasks.count_fetches.call(takedown_id=row.pk)
    assert "unknown: there is no access log" in office.get(f"/desk/site/takedown/{row.pk}/").content.decode()

    stamp = "[02/Mar/2026:10:00:00 +0800]"
    lines = [
        f'1.2.3.4 - - {stamp} "GET {address} HTTP/1.1" 200 5 "-" "x"'
        for address in (f"/items/0/{item.pk}.html", f"/zh-hant/items/0/{item.pk}.html?q=1", f"/{path}", "/other/")
    ]
    log.write_text("\n".join(lines), encoding="utf-8")
    tasks.count_fetches.call(takedown_id=row.pk)

    text = office.get(f"/desk/site/takedown/{row.pk}/").content.decode()
    assert "3 times" in text
    assert "1.2.3.4" not in text


def test_many_are_left_to_the_worker_with_progress(office, city, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    items = [city.publish(title=f"第{n}号正文") for n in range(3)]

    answer = remove(office, *items, capture=django_capture_on_commit_callbacks)

    assert 'data-running="1"' in office.get(answer["Location"]).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        background.run_due_tasks("test")
    assert Item.objects.filter(state=Item.State.WITHDRAWN).count() == 3
    assert "3 of 3 removed" in office.get(answer["Location"]).content.decode()


def test_one_that_was_withdrawn_meanwhile_is_told_and_the_others_go(
    office, city, django_capture_on_commit_callbacks, monkeypatch
):
    first, second = city.publish(title="第一"), city.publish(title="第二")
    monkeypatch.setattr(tasks, "AT_ONCE", 1)
    remove(office, first, second, capture=django_capture_on_commit_callbacks)
    Item.objects.filter(pk=first.pk).update(state=Item.State.WITHDRAWN, public_revision=None)

    tasks.remove_many.call(takedown_id=Takedown.objects.get().pk)
    tasks.remove_many.call(takedown_id=Takedown.objects.get().pk)

    refused = {line.item_id: bool(line.refused) for line in TakedownLine.objects.all()}
    assert refused == {first.pk: True, second.pk: False}


@pytest.mark.parametrize(
    ("changes", "sentence"), [({"reason": "  "}, "required"), ({"take": []}, "Tick what is to be removed.")]
)
def test_nothing_goes_without_reason_or_tick(office, city, changes, sentence, django_capture_on_commit_callbacks):
    item = city.publish(body="<p>正文</p>")

    answer = remove(office, item, capture=django_capture_on_commit_callbacks, **changes)

    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    item.refresh_from_db()
    assert item.is_public and not Takedown.objects.exists()


@pytest.mark.parametrize("boxes", [{}, {"words": "一"}, {"sha256": "../x"}])
def test_an_empty_or_senseless_search_is_refused(office, boxes):
    assert office.post(SCREEN, {"action": "find", **boxes}).status_code == 422


def test_personal_data_is_masked_in_list_and_record(office, city, django_capture_on_commit_callbacks):
    item = city.publish(title=f"关于{IDENTITY}的公示")

    page = office.post(SCREEN, {"action": "find", "words": IDENTITY}).content.decode()
    assert IDENTITY not in re.findall(r"<ul class=\"plain takedown__list\">.*?</ul>", page, re.DOTALL)[0]
    answer = remove(office, item, capture=django_capture_on_commit_callbacks, words=IDENTITY)

    assert IDENTITY not in Takedown.objects.get().sought
    assert IDENTITY not in office.get(answer["Location"]).content.decode()


def test_nobody_finds_removes_or_reads_beyond_their_agencies(client, city, django_capture_on_commit_callbacks, office):
    own = city.publish(title="正文一")
    foreign = city.publish(title="正文二", agency=city.government, column=city.column)
    remove(office, foreign, capture=django_capture_on_commit_callbacks)
    far = Takedown.objects.get()
    other = city.publish(title="正文三", agency=city.government, column=city.column)
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, city.bureau))

    assert find(client, words="正文") == [own.pk]
    assert find(client, address=f"/items/0/{other.pk}.html") == []
    assert remove(client, other, capture=django_capture_on_commit_callbacks).status_code == 422
    assert client.get(f"/desk/site/takedown/{far.pk}/").status_code == 404
    other.refresh_from_db()
    assert other.is_public


def test_refused_to_who_may_not_withdraw(client, city):
    client.force_login(person_with(Role.OFFICER, city.bureau))

    assert client.get(SCREEN).status_code == 403
    assert client.post(SCREEN, {"action": "remove"}).status_code == 403


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM portal_takedown",
        "DELETE FROM portal_takedownline",
        "UPDATE portal_takedown SET reason = 'x'",
        "UPDATE portal_takedown SET ordered_by = 'person:99'",
        "UPDATE portal_takedown SET finished_at = NULL",
        "UPDATE portal_takedownline SET places = '[]'",
        "UPDATE portal_takedownline SET removed_at = NULL",
        "UPDATE portal_takedownline SET item_id = item_id + 1",
    ],
)
def test_the_record_is_kept_by_the_database(statement):
    line = TakedownLineFactory(removed_at=clock.NOW, places=[{"kind": "page"}])
    line.takedown.finished_at = clock.NOW
    line.takedown.save()

    with pytest.raises(IntegrityError, match="portal_takedown"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_no_line_is_added_after_the_end():
    row = TakedownFactory(finished_at=clock.NOW)

    with pytest.raises(IntegrityError, match="portal_takedown_line_after_its_end"), transaction.atomic():
        TakedownLineFactory(takedown=row)
