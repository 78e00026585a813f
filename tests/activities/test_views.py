"""Pages of activities: quick form, list, one record, correction, spreadsheet, and who may do what."""

import datetime
import io
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from gongkai.accounts.models import Person, Role
from gongkai.activities.actions import kinds, reminding
from gongkai.activities.models import kinds as tables
from gongkai.activities.models.records import Activity
from gongkai.activities.queries import sheets
from gongkai.events.models import Event
from gongkai.notices.models import Notice
from gongkai.orgs.models import Agency
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.activities import ActivityFactory, NumberFactory, yearly
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF"


@pytest.fixture
def officer(client: Client) -> Person:
    """An information officer, signed in."""
    agency: Agency = AgencyFactory(code="bureau")
    person = person_with(Role.OFFICER, agency)
    client.force_login(person)
    return person


def _today() -> str:
    return timezone.localdate().isoformat()


@pytest.mark.parametrize("kind", tables.KINDS)
def test_every_kind_has_its_form(client: Client, officer: Person, kind: str) -> None:
    answer = client.get("/desk/activities/new/", {"kind": kind})
    assert answer.status_code == 200
    assert str(tables.kind(kind).label) in answer.content.decode()


@pytest.mark.parametrize(
    ("kind", "first"),
    [
        ("publication", ["title", "on", "channels"]),
        ("press", ["title", "on", "is_head_present"]),
        ("training", ["title", "on", "number_trainees"]),
        ("meeting", ["title", "on"]),
        ("office", ["title", "year"]),
    ],
)
def test_the_quick_form_asks_three_things_at_most(client: Client, officer: Person, kind: str, first: list[str]) -> None:
    form = client.get("/desk/activities/new/", {"kind": kind}).context["form"]
    assert [each.name for each in form.asked_first] == first
    assert not form.is_later_open
    later = {"title": "", "link": "javascript:alert(1)"}
    answer = client.post(f"/desk/activities/new/?kind={kind}", later)
    assert answer.status_code == 422
    assert answer.context["form"].is_later_open


def test_the_kinds_are_offered_and_last_year_is_carried_over(client: Client, officer: Person) -> None:
    yearly("office", officer.home, timezone.localdate().year - 1, title="信息公开办")
    assert "新闻发布会" in client.get("/desk/activities/new/").content.decode()
    assert client.post("/desk/activities/carry/").status_code == 302
    assert Activity.objects.filter(title="信息公开办").count() == 2


def test_recorded_in_several_channels_with_a_file(client: Client, officer: Person) -> None:
    file = SimpleUploadedFile("推送截图.pdf", PDF, "application/pdf")
    data = {"title": "政策问答", "on": _today(), "channels": ["wechat", "weibo"], "file": file}
    answer = client.post("/desk/activities/new/?kind=publication", data)
    assert answer.status_code == 302, answer.content.decode()
    rows = list(Activity.objects.order_by("id"))
    assert [(each.channel, each.is_repeat, each.has_proof) for each in rows] == [
        ("wechat", False, True),
        ("weibo", True, True),
    ]
    got = client.get(f"/desk/activities/{rows[0].pk}/file/")
    assert b"".join(got.streaming_content) == PDF  # type: ignore[attr-defined]


def test_a_record_repeats_an_item_or_a_record(client: Client, officer: Person) -> None:
    item = published_item(agency=officer.home, index_no="甲/1")
    first = ActivityFactory(agency=officer.home)
    for words in ("甲/1", f"#{first.pk}"):
        data = {"title": "转发", "on": _today(), "channels": ["weibo"], "repeats": words}
        assert client.post("/desk/activities/new/?kind=publication", data).status_code == 302
    assert item.activities.count() == 1
    assert first.repeated_by.count() == 1
    wrong = {"title": "转发", "on": _today(), "channels": ["weibo"], "repeats": "乙/9"}
    answer = client.post("/desk/activities/new/?kind=publication", wrong)
    assert answer.status_code == 422
    assert "乙/9" in answer.content.decode()


def test_a_return_without_proof_is_sent_back_with_everything_typed(client: Client, officer: Person) -> None:
    data = {"title": "行政许可", "year": 2025, "number_decisions": "12"}
    answer = client.post("/desk/activities/new/?kind=licence", data)
    assert answer.status_code == 422
    words = answer.content.decode()
    assert "须附依据" in words
    assert 'value="12"' in words


def test_corrected_and_struck_out_on_the_page(client: Client, officer: Person) -> None:
    day = datetime.date(2025, 3, 4)
    training = ActivityFactory(agency=officer.home, kind="training", channel="", on=day, title="培训班")
    NumberFactory(activity=training, measure="trainees", value=Decimal(30))
    address = f"/desk/activities/{training.pk}/"
    assert 'value="30"' in client.get(f"{address}correct/").content.decode()
    data = {"title": "培训班", "on": day.isoformat(), "number_trainees": "33", "base": 1}
    assert client.post(f"{address}correct/", data).status_code == 422
    assert client.post(f"{address}correct/", data | {"reason": "漏计"}).status_code == 302
    assert client.post(f"{address}correct/", data | {"reason": "又一次"}).status_code == 422
    page = client.get(address).content.decode()
    assert "漏计" in page
    assert "33" in page
    client.post(f"{address}strike/", {"reason": ""})
    assert Activity.objects.standing().count() == 1
    client.post(f"{address}strike/", {"reason": "未举办"})
    assert Activity.objects.standing().count() == 0


def test_the_list_filters_exports_and_takes_a_fixed_number_of_queries(
    client: Client, officer: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(6):
        yearly("reading-point", officer.home, 2025, title=f"第{number}点", visits=number)
    ActivityFactory(agency=officer.home)
    client.get("/desk/activities/")  # so that the session is there
    with django_assert_max_num_queries(12):
        page = client.get("/desk/activities/?kind=reading-point").content.decode()
    assert page.count("data-row") == 6
    assert "公众号" not in page
    lines = b"".join(client.get("/desk/activities/?export=csv").streaming_content).decode()  # type: ignore[attr-defined]
    assert lines.count("\n") == 8


def test_an_inspector_sees_and_does_not_record(client: Client) -> None:
    row = ActivityFactory()
    client.force_login(person_with(Role.INSPECTOR, row.agency))
    assert client.get(f"/desk/activities/{row.pk}/").status_code == 200
    for address in ("new/", "sheet/", f"{row.pk}/correct/"):
        assert client.get(f"/desk/activities/{address}").status_code == 403


# --- the spreadsheet ---


def book(*rows: dict[str, Any]) -> bytes:
    """A workbook with these rows under all heads."""
    heads = sheets.columns()
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    sheet.append(list(heads.values()))
    for row in rows:
        sheet.append([row.get(name, "") for name in heads])
    written = io.BytesIO()
    made.save(written)
    return written.getvalue()


def _upload(client: Client, officer: Person, data: bytes) -> Any:
    file = SimpleUploadedFile("活动.xlsx", data)
    return client.post("/desk/activities/sheet/", {"agency": officer.home_id, "file": file})


GOOD = {"kind": "其他渠道公开信息", "title": "转发政策问答", "on": "2025年3月4日", "channel": "政务微信、政务微博"}
WRONG = [
    ({"kind": ""}, "类型", "必填"),
    ({"kind": "聚会"}, "类型", "没有这一类"),
    ({"on": "2025-02-30"}, "日期", "不是日期"),
    ({"on": ""}, "日期", "请填写日期"),
    ({"channel": "信鸽"}, "渠道", "没有这个渠道"),
    ({"channel": ""}, "渠道", "请选择渠道"),
    ({"agency": "elsewhere"}, "机关代码", "没有这个代码"),
    ({"item": "乙/9"}, "相同信息的索引号", "没有这个索引号"),
    ({"number:trainees:人次": "5"}, "受训人员（人次）", "没有这个数"),
    ({"kind": "培训", "channel": "", "number:trainees:人次": "许多"}, "受训人员（人次）", "不是数"),
    ({"kind": "培训", "channel": "", "number:trainees:人次": "-5"}, "受训人员（人次）", "不能小于零"),
    ({"link": "ftp://x"}, "链接", "完整网址"),
]


@pytest.mark.parametrize(("cells", "column", "reason"), WRONG)
def test_a_wrong_cell_is_named_with_its_reason(
    client: Client, officer: Person, cells: dict[str, str], column: str, reason: str
) -> None:
    assert _upload(client, officer, book(GOOD | cells)).status_code == 302
    page = client.get("/desk/activities/sheet/trial/").content.decode()
    assert reason in page
    assert column in page
    assert "第 2 行" in page
    assert client.post("/desk/activities/sheet/trial/").status_code == 200
    assert not Activity.objects.exists()
    assert b"".join(client.get("/desk/activities/sheet/faulty/").streaming_content)  # type: ignore[attr-defined]


def test_good_rows_are_recorded_through_all_their_channels(client: Client, officer: Person) -> None:
    staff = {
        "kind": "staff",
        "title": "工作人员",
        "year": "2025",
        "number:full_time:人": "1",
        "number:part_time:人": "2",
    }
    _upload(client, officer, book(GOOD, staff, GOOD | {"on": "x"}))
    assert client.post("/desk/activities/sheet/trial/", {"only_good": "1"}).status_code == 302
    assert sorted(Activity.objects.values_list("kind", "channel")) == [
        ("publication", "wechat"),
        ("publication", "weibo"),
        ("staff", ""),
    ]
    assert Activity.objects.filter(same_as__isnull=False).count() == 1


def test_what_is_stated_once_a_year_stands_in_a_sheet_once(client: Client, officer: Person) -> None:
    funds = {"kind": "专项经费", "title": "经费", "year": "2025", "number:amount:万元": "5"}
    _upload(client, officer, book(funds, funds))
    assert "每年只填一次" in client.get("/desk/activities/sheet/trial/").content.decode()
    assert client.post("/desk/activities/sheet/trial/", {"only_good": "1"}).status_code == 302
    _upload(client, officer, book(funds))
    assert client.post("/desk/activities/sheet/trial/").status_code == 302
    assert Activity.objects.count() == 1


@pytest.mark.parametrize("data", [b"", b"not a sheet", book()])
def test_a_file_that_is_no_sheet_with_rows_is_refused(client: Client, officer: Person, data: bytes) -> None:
    answer = _upload(client, officer, data)
    assert answer.status_code == 200
    assert "error" in answer.content.decode()


def test_the_template_has_every_column_and_the_trial_wants_a_file(client: Client, officer: Person) -> None:
    assert b"".join(client.get("/desk/activities/sheet/template/").streaming_content)  # type: ignore[attr-defined]
    assert client.get("/desk/activities/sheet/trial/").status_code == 302


# --- the reminder ---


def test_each_liaison_is_reminded_once_a_month(officer: Person) -> None:
    ActivityFactory(agency=officer.home, on=datetime.date(2026, 2, 9))
    day = datetime.date(2026, 3, 2)
    assert [reminding.remind(on=day, at=clock.NOW), reminding.remind(on=day, at=clock.NOW)] == [1, 0]
    reminding.tell_people(list(Event.objects.filter(kind=kinds.REMINDED)))
    notice = Notice.objects.get()
    assert notice.person == officer
    assert "2026-02" in notice.text
    assert "1 条" in notice.text


def test_nobody_is_reminded_after_the_first_days_of_a_month(officer: Person) -> None:
    assert reminding.remind(on=datetime.date(2026, 3, 11), at=clock.NOW) == 0
