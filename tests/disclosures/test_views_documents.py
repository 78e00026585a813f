"""The pages around documents: the register on a day, interpretations, clean-ups, policy files; strangers see none."""

import datetime
import io
from typing import Any

import openpyxl
import pytest
from django.urls import reverse
from django.utils import timezone

from gongkai.accounts.models import Role
from gongkai.disclosures.actions import publishing
from gongkai.disclosures.document_models import Cleanup, Exemption, Interpretation, PolicyFile, PolicyStep
from gongkai.disclosures.models import Item
from tests.disclosures import journey
from tests.disclosures.test_actions_documents import begun, document
from tests.disclosures.test_views_items import signed_in, titles
from tests.factories.accounts import person_with
from tests.factories.disclosures import published_item
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
REGISTER = "/desk/items/documents/"
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


@pytest.fixture
def keeper(office: journey.Office) -> Any:
    return signed_in(person_with(Role.DISCLOSURE_OFFICE, office.agency))


def now() -> datetime.datetime:
    return timezone.now() - datetime.timedelta(hours=1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", {"办法甲", "办法乙"}),
        ("standing=repealed", {"办法乙"}),
        ("standing=in-force", {"办法甲"}),
        ("on={before}", {"办法甲", "办法乙"}),
        ("on={before}&standing=repealed", set()),
        ("on=nonsense", {"办法甲", "办法乙"}),
        ("q=〔2026〕2号", {"办法乙"}),
        ("year={year}", {"办法甲", "办法乙"}),
        ("year=1999", set()),
        ("document=rules", set()),
        ("explained=owed", {"办法甲"}),
        ("explained=late", set()),
        ("explained=done", set()),
    ],
)
def test_the_register_filters_by_day_and_state(office: journey.Office, query: str, expected: set[str]) -> None:
    at = now() - 2 * DAY
    document(office, 1, at=at, title="办法甲", formed_on=timezone.localdate() - DAY)
    gone = document(office, 2, at=at, title="办法乙", formed_on=timezone.localdate() - DAY)
    today = timezone.localdate()
    publishing.change_validity(item=gone, kind="repeal", on=today, reason="废止", by=office.issuer, at=now())
    query = query.format(before=today - DAY, year=(today - DAY).year)
    assert set(titles(signed_in(office.officer).get(f"{REGISTER}?{query}").content.decode())) == expected


def test_the_register_asks_the_same_whatever_it_holds(
    office: journey.Office, django_assert_max_num_queries: Any
) -> None:
    client = signed_in(office.officer)
    plain = {"agency": office.agency, "legal_item": "20-1", "formed_on": datetime.date(2026, 1, 5)}
    for number in range(1, 4):
        published_item(title=f"办法{number}", doc_no=f"云政发〔2026〕{number}号", **plain)
    client.get(REGISTER)
    with django_assert_max_num_queries(11):
        assert len(titles(client.get(REGISTER).content.decode())) == 3
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(client.get(f"{REGISTER}?export=xlsx"))))  # type: ignore[arg-type]
    assert sheet.active is not None and sheet.active.max_row == 4


def test_an_empty_register_says_so(office: journey.Office) -> None:
    assert "No document is registered" in signed_in(office.officer).get(REGISTER).content.decode()


def test_an_interpretation_is_begun_linked_and_spared(office: journey.Office) -> None:
    client = signed_in(office.officer)
    one = document(office, 1, at=now())
    address = reverse("disclosures:interpretations", args=[one.pk])
    assert "Nothing explains it yet" in client.get(address).content.decode()
    answer = client.post(address, {"form": "begin", "kind": "video", "column": ""})
    link = Interpretation.objects.get()
    assert answer["Location"] == reverse("disclosures:edit", args=[link.item_id])
    other = office.drafted(title="问答")
    assert client.post(address, {"form": "link", "item": "没有", "kind": "text"}).status_code == 422
    assert client.post(address, {"form": "link", "item": str(other.pk), "kind": "questions"}).status_code == 302
    assert client.post(address, {"form": "exempt", "reason": ""}).status_code == 422
    assert client.post(address, {"form": "exempt", "reason": "不涉及公众"}).status_code == 302
    assert client.post(reverse("disclosures:owes-again", args=[one.pk])).status_code == 302
    client.post(reverse("disclosures:unlink", args=[link.pk]))
    assert Interpretation.objects.get().item == other and not Exemption.objects.exists()
    assert "问答" in client.get(reverse("disclosures:item", args=[one.pk])).content.decode()
    stranger = signed_in(person_with(Role.OFFICER, AgencyFactory()))
    assert stranger.get(address).status_code == 404
    assert stranger.post(reverse("disclosures:unlink", args=[Interpretation.objects.get().pk])).status_code == 404


def test_an_office_below_says_which_document_its_item_explains(office: journey.Office) -> None:
    one = document(office, 1, at=now())
    below = journey.office(AgencyFactory(parent=office.agency))
    item = below.drafted(title="图解")
    client = signed_in(below.officer)
    address = reverse("disclosures:explains", args=[item.pk])
    assert client.post(address, {"document": "云政发〔2026〕99号", "kind": "picture"}).status_code == 422
    assert client.post(address, {"document": "云政发〔2026〕1号", "kind": "picture"}).status_code == 302
    assert Interpretation.objects.get().document == one


def test_a_cleanup_from_its_beginning_to_its_close(office: journey.Office, keeper: Any) -> None:
    items = [document(office, number, at=now()) for number in (1, 2)]
    today = timezone.localdate()
    data = {"agency": office.agency.pk, "title": "清理", "as_of": today, "due_on": today - DAY}
    assert keeper.post(reverse("disclosures:cleanup-new"), data).status_code == 422
    assert keeper.post(reverse("disclosures:cleanup-new"), data | {"due_on": today + DAY}).status_code == 302
    cleanup = Cleanup.objects.get()
    address = reverse("disclosures:cleanup", args=[cleanup.pk])
    assert len(titles(keeper.get(address).content.decode())) == 2
    assert "清理" in keeper.get(reverse("disclosures:cleanups")).content.decode()
    judging = reverse("disclosures:cleanup-judge", args=[cleanup.pk])
    rows = [each.pk for each in cleanup.entries.order_by("pk")]
    assert keeper.post(judging, {"row": rows, "action": "judge"}).status_code == 200
    assert keeper.post(judging, {"row": rows, "verdict": "repeal", "reason": ""}).status_code == 422
    assert keeper.post(judging, {"row": rows[:1], "verdict": "repeal", "reason": "已被代替"}).status_code == 302
    assert keeper.post(judging, {"row": rows[1:], "verdict": "keep", "reason": "需要"}).status_code == 302
    act = office.published(at=now(), title="清理结果公告")
    out = reverse("disclosures:cleanup-carry-out", args=[cleanup.pk])
    assert keeper.post(out, {"act": "没有", "on": today, "row": rows}).status_code == 422
    assert keeper.post(out, {"act": act.index_no, "on": today, "row": rows}).status_code == 302
    items[0].refresh_from_db()
    assert items[0].validity == Item.Validity.REPEALED
    ending = reverse("disclosures:cleanup-close", args=[cleanup.pk])
    assert keeper.post(ending, {"announcement": act.index_no}).status_code == 302
    cleanup.refresh_from_db()
    assert cleanup.is_closed
    keeper.post(judging, {"row": rows, "verdict": "amend", "reason": "改"})
    assert not cleanup.entries.filter(verdict="amend").exists()


def test_a_cleanup_is_judged_and_kept_only_by_who_may(office: journey.Office) -> None:
    document(office, 1)
    cleanup = begun(office)
    row = cleanup.entries.get().pk
    judging = reverse("disclosures:cleanup-judge", args=[cleanup.pk])
    reader = signed_in(office.secrecy)
    assert reader.post(judging, {"row": row, "verdict": "keep", "reason": "需要"}).status_code == 403
    officer = signed_in(office.officer)
    for name in ("cleanup-close", "cleanup-prolong", "cleanup-carry-out"):
        assert officer.get(reverse(f"disclosures:{name}", args=[cleanup.pk])).status_code == 403
    stranger = signed_in(person_with(Role.DISCLOSURE_OFFICE, AgencyFactory()))
    for name in ("cleanup", "cleanup-judge", "cleanup-close", "cleanup-prolong", "cleanup-carry-out"):
        assert stranger.get(reverse(f"disclosures:{name}", args=[cleanup.pk])).status_code == 404


def test_a_policy_file_is_opened_filled_and_bound_to_its_document(office: journey.Office) -> None:
    client = signed_in(office.officer)
    one = document(office, 1, at=now())
    new = reverse("disclosures:policy-new")
    assert one.revision is not None and one.revision.title in client.get(f"{new}?document={one.pk}").content.decode()
    assert client.post(new, {"agency": office.agency.pk, "title": ""}).status_code == 422
    assert client.post(new, {"agency": office.agency.pk, "title": "便民办法"}).status_code == 302
    file = PolicyFile.objects.get()
    address = reverse("disclosures:policy", args=[file.pk])
    step = {"form": "step", "kind": "opinions", "on": "2026-01-05", "received": "3", "adopted": "4"}
    assert client.post(address, step).status_code == 422
    assert client.post(address, step | {"adopted": "2"}).status_code == 302
    assert client.post(address, {"form": "document", "document": one.index_no}).status_code == 302
    words = client.get(address).content.decode()
    assert "3 received, 2 adopted" in words and "/policies/files/" in words
    assert "便民办法" in client.get(reverse("disclosures:policies")).content.decode()
    stranger = signed_in(person_with(Role.OFFICER, AgencyFactory()))
    assert stranger.get(address).status_code == 404
    removal = reverse("disclosures:policy-step-remove", args=[PolicyStep.objects.get().pk])
    assert stranger.post(removal).status_code == 404
    assert client.post(removal).status_code == 302 and not PolicyStep.objects.exists()


def test_the_standing_form_names_the_act_and_the_amended_text(office: journey.Office, keeper: Any) -> None:
    one, act = document(office, 1, at=now()), document(office, 2, at=now())
    address = reverse("disclosures:standing", args=[one.pk])
    data = {"kind": "amend", "on": "2026-03-02", "reason": "修改", "amended": one.public_revision_id}
    assert keeper.post(address, data | {"act": "云政发〔2026〕1号"}).status_code == 422
    assert keeper.post(address, data | {"act": "云政发〔2026〕2号"}).status_code == 302
    ending = one.endings.get()
    assert (ending.act, ending.amended_id) == (act, one.public_revision_id)
    assert "By " in keeper.get(reverse("disclosures:item", args=[one.pk])).content.decode()
