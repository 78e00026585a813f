"""Special topics: composed by plain buttons, reviewed as texts, baked with what stands behind them."""

import datetime
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.test import Client

from gongkai.activities.actions import kinds as account_kinds
from gongkai.disclosures.actions import drafting, publishing, reviewing
from gongkai.disclosures.models import Item, Revision
from gongkai.portal.actions import baking, blocks, specials, verifying
from gongkai.portal.pages import specials as pages
from gongkai.portal.special_models import Special, SpecialText
from gongkai.portal.tasks import specials as tasks
from gongkai.portal.tasks import whole
from tests.disclosures import journey
from tests.factories import clock
from tests.factories.activities import AccountFactory, ActivityFactory, ReadingPointFactory
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory
from tests.factories.specials import TEXT, SpecialTextFactory
from tests.portal.conftest import event

pytestmark = pytest.mark.django_db
Block, Named = blocks.Block, blocks.Named
NEW = "/desk/site/specials/new/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office(AgencyFactory(code="housing", short_name="市住建局"))


def composition(office: journey.Office, *parts: Block, **fields: Any) -> specials.Composition:
    plain = {"title": "老旧小区改造", "summary": "改造政策与进展", "column": office.column, "blocks": parts or (TEXT,)}
    return specials.Composition(**(plain | fields))


def made(office: journey.Office, *parts: Block, **fields: Any) -> Special:
    given = composition(office, *parts, **fields)
    return specials.make(
        agency=office.agency, slug="old-houses", kind="topic", composition=given, by=office.officer, at=clock.NOW
    )


def published(office: journey.Office, special: Special) -> Special:
    item = Item.objects.get(pk=special.item_id)
    item = office.clear(reviewing.submit(item=item, by=office.officer, at=clock.NOW))
    publishing.publish(item=item, by=office.issuer, at=clock.NOW)
    return Special.objects.get(pk=special.pk)


def heard(item: Item, kind: str = "item.published") -> None:
    tasks.hear([event(kind, item.reference)])


def page(slug: str = "old-houses") -> str:
    path = Path(settings.PUBLIC_ROOT) / "specials" / slug / "index.html"
    return path.read_text(encoding="utf-8").replace("<wbr>", "") if path.exists() else ""


def in_list(office: journey.Office, **fields: Any) -> Block:
    return Block("list", title="最新文件", agency=Named(str(office.agency.pk), "市住建局"), **fields)


def test_a_special_walks_the_chain_and_shows_its_lists(office: journey.Office) -> None:
    special = made(office, Block("heading", text="政策"), in_list(office, words="改造"))
    first = published_item(agency=office.agency, column=office.column, title="改造办法")
    published_item(agency=office.agency, column=office.column, title="供热通知")
    heard(special.item)
    assert page() == ""
    special = published(office, special)
    heard(special.item)
    assert "改造办法" in page() and "供热通知" not in page()
    assert "老旧小区改造" in (Path(settings.PUBLIC_ROOT) / "specials/index.html").read_text(encoding="utf-8").replace(
        "<wbr>", ""
    )

    # Rebaked when what it lists comes and goes.
    second = published_item(agency=office.agency, column=office.column, title="改造进展")
    heard(second)
    assert "改造进展" in page()
    publishing.withdraw(item=first, reason="内容有误", by=office.issuer, at=clock.NOW)
    heard(first, "item.withdrawn")
    assert "改造办法" not in page()
    publishing.withdraw(item=special.item, reason="内容有误", by=office.issuer, at=clock.NOW)
    heard(special.item, "item.withdrawn")
    assert page() == ""


def test_reviewers_read_every_block_in_words(office: journey.Office) -> None:
    figure = Block(
        "figure", title="主动公开", agency=Named(str(office.agency.pk), "市住建局"), year=2025,
        indicator=Named("disclosed.total", "主动公开信息总数"),
    )  # fmt: skip
    special = made(office, in_list(office), figure, Block("links", text="办事指南 | https://www.gov.cn/"))
    assert special.item.revision is not None
    body = special.item.revision.body
    for words in (
        "/specials/old-houses/",
        "机构：市住建局",
        "最新10条",
        "2025年",
        "主动公开信息总数",
        "https://www.gov.cn/",
    ):
        assert words in body
    assert pages.text_of(special, special.item.revision) is not None


def test_a_correction_is_public_only_after_its_own_review(office: journey.Office) -> None:
    special = published(office, made(office))
    given = composition(office, Block("text", text="没有审核的话"))
    specials.change(special=special, composition=given, by=office.officer, at=clock.NOW, base=1, note="更新")
    special = Special.objects.get(pk=special.pk)
    heard(special.item)
    assert "没有审核的话" not in page() and TEXT.text in page()


def test_blocks_that_were_not_reviewed_are_never_shown(office: journey.Office) -> None:
    special = published(office, made(office))
    text = SpecialText.objects.get()
    attempts: list[Callable[[], object]] = [
        lambda: SpecialText.objects.update(blocks=[]),
        lambda: SpecialText.objects.all().delete(),
        lambda: Special.objects.all().delete(),
        lambda: Special.objects.update(slug="elsewhere"),
        lambda: SpecialTextFactory(special=special, revision=published_item().public_revision),
        lambda: SpecialTextFactory(special=special, revision=Revision.objects.get(pk=text.revision_id)),
    ]
    for attempt in attempts:
        with pytest.raises(DatabaseError), transaction.atomic():
            attempt()
    # Blocks put beside a draft that says something else: the words that were reviewed are shown, and no block.
    by_hand = drafting.revise(
        item=special.item,
        by=office.officer,
        content=office.content(body="<p>审核过的话</p>"),
        at=clock.NOW,
        base=1,
        note="改",
    )
    SpecialText.objects.create(
        special=special, revision=by_hand, blocks=blocks.as_json([Block("text", text="夹带的话")])
    )
    special = published(office, special)
    heard(special.item)
    assert "审核过的话" in page() and "夹带的话" not in page()


def test_it_is_shown_on_its_days_and_then_archived(office: journey.Office) -> None:
    since, until = clock.TODAY + datetime.timedelta(days=2), clock.TODAY + datetime.timedelta(days=9)
    special = published(office, made(office, shown_from=since, shown_until=until))

    def on(days: int) -> str:
        at = clock.NOW + datetime.timedelta(days=days)
        rows = pages.public_specials()
        tasks.bake(rows=rows, chosen=rows, target=baking.own(), at=at)
        return page()

    assert on(0) == ""
    assert on(2) and "已归档" not in on(2)
    assert "已归档" in on(10)
    specials.archive(special=special, by=office.issuer, at=clock.NOW)
    assert "已归档" in on(5)
    specials.reopen(special=special, by=office.issuer, at=clock.NOW)
    assert "已归档" not in on(5)


def test_a_figure_is_counted_now(office: journey.Office) -> None:
    published_item(agency=office.agency)
    block = Block(
        "figure", title="主动公开", agency=Named(str(office.agency.pk), "市住建局"), year=clock.TODAY.year,
        indicator=Named("disclosed.total", "主动公开信息总数"),
    )  # fmt: skip
    assert pages.figure_of(block, on=clock.TODAY).number == "1"
    stated = pages.figure_of(Block(**(vars(block) | {"source": "report"})), on=clock.TODAY)
    assert (stated.number, stated.address) == ("—", "")


LIST = Block("list", title="x")
BAD = [
    (Block("heading", text=" "), "标题"),
    (Block("text"), "文字"),
    (LIST, "列表"),
    (Block("list", words="改造", number=31), "30"),
    (Block("list", words="改造", number=0), "30"),
    (Block("figure", year=2025), "机构"),
    (Block("figure", agency=Named("1", "x"), indicator=Named("i", "i"), year=2999), "年"),
    (Block("figure", agency=Named("1", "x"), indicator=Named("i", "i"), year=2025, source="air"), "来源"),
    (Block("picture", file="图.png"), "图片"),
    (Block("links", text=""), "链接"),
    (Block("links", text="坏链接 | javascript:alert(1)"), "地址"),
    (Block("links", text="坏链接 | //evil.example/"), "地址"),
    (Block("script", text="x"), ""),
]


@pytest.mark.parametrize(("block", "words"), BAD, ids=range(len(BAD)))
def test_a_block_that_says_nothing_is_refused(block: Block, words: str) -> None:
    with pytest.raises(blocks.UnfitBlock) as refused:
        blocks.checked([TEXT, block], files=(), this_year=2026)
    assert refused.value.number == 1 and words in refused.value.sentence


@pytest.mark.parametrize(
    ("fields", "slug", "field"),
    [
        ({}, "Old Houses", "slug"),
        ({"blocks": (TEXT,) * 41}, "x-y-z", ""),
        ({"shown_from": datetime.date(2026, 5, 1), "shown_until": datetime.date(2026, 4, 1)}, "x-y-z", "shown_until"),
        ({}, "old-houses", "slug"),
    ],
)
def test_a_page_that_cannot_be_is_refused(
    office: journey.Office, fields: dict[str, Any], slug: str, field: str
) -> None:
    made(office)
    with pytest.raises((specials.UnfitSpecial, blocks.UnfitBlock)) as refused:
        specials.make(
            agency=office.agency, slug=slug, kind="topic", composition=composition(office, **fields), by=office.officer,
            at=clock.NOW,
        )  # fmt: skip
    assert getattr(refused.value, "field", "") == field
    assert Special.objects.count() == 1


# --- the editor ---


def typed(office: journey.Office, *parts: dict[str, Any], **fields: Any) -> dict[str, Any]:
    plain = {"agency": office.agency.pk, "slug": "old-houses", "kind": "service", "title": "老旧小区改造"}
    data = plain | {"column": office.column.pk, "blocks": len(parts), "do": "save"} | fields
    for number, part in enumerate(parts):
        data |= {f"block-{number}-{name}": value for name, value in part.items()}
    return data


def png() -> bytes:
    """A picture of one dot."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return len(data).to_bytes(4, "big") + kind + data + zlib.crc32(kind + data).to_bytes(4, "big")

    head = (1).to_bytes(4, "big") * 2 + bytes([8, 2, 0, 0, 0])
    dot = zlib.compress(b"\x00\xff\xff\xff")
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", dot) + chunk(b"IEND", b"")


def test_the_editor_works_by_buttons_alone(
    client: Client, office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    client.force_login(office.officer)
    with django_assert_max_num_queries(12):
        client.get(NEW)
    one, two = {"kind": "heading", "text": "甲"}, {"kind": "text", "text": "乙"}

    def after(do: str) -> list[str]:
        answer = client.post(NEW, typed(office, one, two, do=do))
        assert answer.status_code == 200
        assert answer.context["form"]["title"].value() == "老旧小区改造"
        return [line["block"].text or line["block"].kind for line in answer.context["lines"]]

    assert after("down:0") == after("up:1") == ["乙", "甲"]
    assert after("remove:0") == ["乙"]
    assert after("add:picture") == ["甲", "乙", "picture"]
    assert after("up:0") == after("down:9") == after("add:script") == ["甲", "乙"]
    assert Special.objects.count() == 0


def test_a_special_with_a_picture_is_kept_previewed_and_changed(client: Client, office: journey.Office) -> None:
    client.force_login(office.officer)
    picture = {"kind": "picture", "title": "改造后的小区", "upload": SimpleUploadedFile("小区.png", png(), "image/png")}
    answer = client.post(NEW, typed(office, {"kind": "text", "text": "进展"}, picture))
    assert answer.status_code == 302, answer.context["lines"]
    special = Special.objects.get()
    edit = f"/desk/site/specials/{special.pk}/"
    shown = client.get(f"{edit}preview/").content.decode()
    assert 'alt="改造后的小区"' in shown and f"/desk/items/{special.item_id}/files/" in shown
    form = client.get(edit)
    token = form.context["pictures"][0].token
    kept = {"kind": "picture", "title": "小区", "file": "小区.png"}
    answer = client.post(edit, typed(office, kept, base=1, attachment=token, slug="other"))
    assert answer.status_code == 302
    special.refresh_from_db()
    assert (special.slug, special.item.revision.number) == ("old-houses", 2)  # type: ignore[union-attr]
    assert "小区" in client.get("/desk/site/specials/").content.decode()


def test_what_is_wrong_stands_at_its_block(client: Client, office: journey.Office) -> None:
    client.force_login(office.officer)
    fake = {"kind": "picture", "title": "x", "upload": SimpleUploadedFile("x.exe", b"MZ")}
    answer = client.post(NEW, typed(office, {"kind": "text", "text": ""}))
    assert answer.status_code == 422 and answer.context["lines"][0]["trouble"]
    assert client.post(NEW, typed(office, fake)).context["lines"][0]["trouble"]
    assert client.post(NEW, typed(office, {"kind": "text", "text": "x"}, slug="X")).status_code == 422
    assert client.post(NEW, typed(office)).status_code == 422
    assert Special.objects.count() == 0
    client.force_login(office.reviewer)
    assert client.get(NEW).status_code == 403


def test_who_may_withdraw_archives(client: Client, office: journey.Office) -> None:
    special = published(office, made(office))
    path = f"/desk/site/specials/{special.pk}/archive/"
    front = Path(settings.PUBLIC_ROOT) / "index.html"
    tasks.hear([event("special.reopened", f"special:{special.pk}")])
    assert f"/specials/{special.slug}/" in front.read_text(encoding="utf-8")
    client.force_login(office.officer)
    assert client.post(path).status_code == 403
    client.force_login(office.issuer)
    client.post(path)
    assert Special.objects.get().archived_at is not None
    tasks.hear([event("special.archived", f"special:{special.pk}")])
    assert f"/specials/{special.slug}/" not in front.read_text(encoding="utf-8")
    client.post(path)
    assert Special.objects.get().archived_at is None


# --- accounts and channels on the portal ---


def test_the_public_list_names_accounts_and_closed_ones_with_their_note() -> None:
    AccountFactory(name="云州发布", address="https://weibo.com/yunzhou")
    AccountFactory(name="内部测试号", is_listed=False)
    AccountFactory(name="旧号", closed_on=clock.TODAY, closing_note="并入云州发布")
    tasks.hear_of_accounts([event(account_kinds.OPENED, "account:1")])
    shown = (Path(settings.PUBLIC_ROOT) / "accounts/index.html").read_text(encoding="utf-8")
    assert "云州发布" in shown and "并入云州发布" in shown and "内部测试号" not in shown


def test_open_reading_points_are_named_with_where_and_whom_to_call() -> None:
    point = ReadingPointFactory(name="云州市图书馆", address="人民路18号", agency__phone="0990-8861 1000")
    ReadingPointFactory(name="旧查阅点", closed_on=clock.TODAY)
    tasks.hear_of_accounts([event("reading-point.opened", f"reading-point:{point.pk}")])
    shown = (Path(settings.PUBLIC_ROOT) / "reading-points/index.html").read_text(encoding="utf-8")
    assert "云州市图书馆" in shown and "人民路18号" in shown and "0990-8861 1000" in shown and "旧查阅点" not in shown


def test_an_items_page_names_its_other_channels() -> None:
    item = published_item()
    row = ActivityFactory(agency=item.agency, item=item, channel="board", link="https://x.gov.cn/photo")
    tasks.hear_of_channels([event("activity.recorded", row.reference)])
    path = Path(settings.PUBLIC_ROOT) / f"items/{item.pk // 1000}/{item.pk}.html"
    shown = path.read_text(encoding="utf-8")
    assert "公告栏" in shown and "https://x.gov.cn/photo" in shown


def test_a_full_bake_has_specials_and_accounts_and_leaves_nothing_over(office: journey.Office) -> None:
    published(office, made(office))
    whole.bake_everything(target=baking.own(), at=clock.NOW, progress=lambda _part, _count: None)
    assert TEXT.text in page()
    assert (Path(settings.PUBLIC_ROOT) / "accounts/index.html").exists()
    assert [each.words for each in verifying.verify(root=Path(settings.PUBLIC_ROOT))] == []
