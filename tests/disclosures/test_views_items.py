"""The list of items: rows by agency, filters, saved views, export, acts on many at once."""

import csv
import io
import re
from typing import Any

import openpyxl
import pytest
from django.test import Client
from django.urls import reverse

from gongkai.disclosures.models import Item, SavedView
from gongkai.disclosures.views import items
from tests.disclosures import journey
from tests.factories.accounts import person_with
from tests.factories.disclosures import draft_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
LIST = "/desk/items/"


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def signed_in(person: Any) -> Client:
    client = Client(headers={"accept-language": "en"})
    client.force_login(person, backend="allauth.account.auth_backends.AuthenticationBackend")
    return client


def titles(text: str) -> list[str]:
    return re.findall(r'<a class="plain" href="/desk/items/\d+/"><b>([^<]*)</b>', text)


def test_list_shows_the_items_of_my_agency_and_no_others(office: journey.Office) -> None:
    office.drafted(title="本机关的公告")
    draft_item(agency=AgencyFactory(), title="别人的公告")
    assert titles(signed_in(office.officer).get(LIST).content.decode()) == ["本机关的公告"]


def test_list_is_refused_to_a_person_without_role(office: journey.Office) -> None:
    stranger = person_with("operator", AgencyFactory())
    assert signed_in(stranger).get(LIST).status_code == 403


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("state=draft", {"草稿一", "草稿二"}),
        ("state=in-review", {"在审"}),
        ("q=一", {"草稿一"}),
        ("q=一+草稿", {"草稿一"}),
        ("q=〔2026〕7", {"草稿二"}),
        ("q={index_no}", {"公开"}),
        ("q={index_no}+草稿", set()),
        ("column={column}&state=draft", {"草稿一", "草稿二"}),
        ("author={officer}&state=draft", {"草稿一", "草稿二"}),
        ("changed_from=2999-01-01", set()),
        ("state=nonsense&changed_from=nonsense", {"草稿一", "草稿二", "在审", "公开"}),
    ],
)
def test_list_filters(office: journey.Office, query: str, expected: set[str]) -> None:
    office.drafted(title="草稿一")
    office.drafted(title="草稿二", doc_no="云教〔2026〕7号")
    office.in_review(title="在审")
    public = office.published(title="公开")
    asked = query.format(column=office.column.pk, officer=office.officer.pk, index_no=public.index_no)
    assert set(titles(signed_in(office.officer).get(f"{LIST}?{asked}").content.decode())) == expected


def test_list_pages_by_key_and_comes_back(office: journey.Office, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        office.drafted(title=f"第{number}号")
    monkeypatch.setattr(items.Items, "page_size", 2)
    client, seen, address = signed_in(office.officer), [], LIST
    while True:
        text = client.get(address).content.decode()
        seen += titles(text)
        older = re.search(r'href="([^"]*)" data-page="older"', text)
        if older is None:
            break
        address = LIST + older[1].replace("&amp;", "&")
    assert seen == ["第4号", "第3号", "第2号", "第1号", "第0号"]
    newer = re.search(r'href="([^"]*)" data-page="newer"', text)
    assert newer is not None
    assert titles(client.get(LIST + newer[1].replace("&amp;", "&")).content.decode()) == ["第2号", "第1号"]


@pytest.mark.parametrize("cursor", ["%3Ecut", "%3EWzFd", "x"])
def test_list_with_a_cut_cursor_shows_the_first_page(office: journey.Office, cursor: str) -> None:
    office.drafted(title="第一号")
    answer = signed_in(office.officer).get(f"{LIST}?state=draft&cursor={cursor}", follow=True)
    assert titles(answer.content.decode()) == ["第一号"]


def test_list_runs_the_same_queries_for_any_number_of_rows(
    office: journey.Office, django_assert_num_queries: Any
) -> None:
    client = signed_in(office.officer)
    office.drafted()
    client.get(LIST)
    with django_assert_num_queries(11):
        client.get(LIST)
    for _number in range(12):
        office.in_review()
    with django_assert_num_queries(11):
        client.get(LIST)


def test_export_writes_every_row_and_disarms_formulas(office: journey.Office) -> None:
    office.drafted(title='=HYPERLINK("http://x")')
    office.drafted(title="第二号")
    client = signed_in(office.officer)
    answer = client.get(f"{LIST}?export=csv")
    text = b"".join(answer.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    rows = list(csv.reader(io.StringIO(text)))
    assert [row[0] for row in rows[1:]] == ["第二号", '\'=HYPERLINK("http://x")']
    sheet = b"".join(client.get(f"{LIST}?export=xlsx").streaming_content)  # type: ignore[attr-defined]
    values = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.values)  # type: ignore[union-attr]
    assert values[1][0] == "第二号"
    assert values[2][0] == '\'=HYPERLINK("http://x")'


def test_bulk_submits_what_can_be_and_says_why_not_the_rest(office: journey.Office) -> None:
    good, bad = office.drafted(), office.drafted(title="没有栏目", column=None)
    foreign = draft_item(agency=AgencyFactory())
    answer = signed_in(office.officer).post(
        reverse("disclosures:bulk"),
        {"action": "submit", "row": [good.pk, bad.pk, foreign.pk], "next": LIST},
        follow=True,
    )
    text = answer.content.decode()
    assert "1 item was submitted" in text
    assert "没有栏目" in text and "Choose a column first." in text
    assert "1 item was left alone" in text
    for item, state in ((good, "in-review"), (bad, "draft"), (foreign, "draft")):
        item.refresh_from_db()
        assert item.state == state


def test_bulk_does_not_submit_personal_data(office: journey.Office) -> None:
    item = office.drafted(body="<p>手机 13800138000</p>")
    data = {"action": "submit", "row": [item.pk]}
    text = signed_in(office.officer).post(reverse("disclosures:bulk"), data, follow=True).content.decode()
    item.refresh_from_db()
    assert item.state == Item.State.DRAFT and "personal data" in text


def test_bulk_discard_can_be_undone(office: journey.Office) -> None:
    item = office.drafted()
    client = signed_in(office.officer)
    text = client.post(
        reverse("disclosures:bulk"), {"action": "discard", "row": [item.pk]}, follow=True
    ).content.decode()
    item.refresh_from_db()
    assert item.state == Item.State.DISCARDED
    undo = re.search(r'action="(/desk/items/restore/[^"]*)"', text)
    assert undo is not None
    client.post(undo[1])
    item.refresh_from_db()
    assert item.state == Item.State.DRAFT


def test_bulk_without_ticks_says_so(office: journey.Office) -> None:
    answer = signed_in(office.officer).post(reverse("disclosures:bulk"), {"action": "submit"}, follow=True)
    assert "No row was ticked." in answer.content.decode()


def test_bulk_does_not_go_back_to_a_foreign_address(office: journey.Office) -> None:
    answer = signed_in(office.officer).post(
        reverse("disclosures:bulk"), {"action": "submit", "next": "https://elsewhere.example/"}
    )
    assert answer["Location"] == LIST


def test_restoring_a_foreign_draft_does_nothing(office: journey.Office) -> None:
    foreign = draft_item(agency=AgencyFactory(), state=Item.State.DISCARDED)
    signed_in(office.officer).post(f"{reverse('disclosures:restore-many')}?ids={foreign.pk},x")
    foreign.refresh_from_db()
    assert foreign.state == Item.State.DISCARDED


def test_a_view_is_saved_once_under_its_name_and_removed_by_its_owner_alone(office: journey.Office) -> None:
    client = signed_in(office.officer)
    for query in ("state=draft&q=", "state=in-review"):
        client.post(reverse("disclosures:view-save"), {"name": " 我的 ", "query": query})
    view = SavedView.objects.get(person=office.officer)
    assert (view.name, view.query) == ("我的", "state=in-review")
    assert "我的" in client.get(LIST).content.decode()
    remove = reverse("disclosures:view-remove", args=[view.pk])
    assert signed_in(office.reviewer).post(remove).status_code == 404
    assert client.post(remove).status_code == 302
    assert not SavedView.objects.exists()


def test_a_view_without_name_is_not_saved(office: journey.Office) -> None:
    answer = signed_in(office.officer).post(
        reverse("disclosures:view-save"), {"name": "  ", "query": "state=draft"}, follow=True
    )
    assert "Give the view a name." in answer.content.decode()
    assert not SavedView.objects.exists()
