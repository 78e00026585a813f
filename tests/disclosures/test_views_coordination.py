"""Asking other agencies in the desk: the question, the answer in the worklist, the ruling, and who sees what."""

from typing import Any

import pytest
from django.test import Client

from gongkai.accounts.models import Person, Role
from gongkai.disclosures.actions import coordinating, drafting, reviewing
from gongkai.disclosures.coordination_models import Haste, Opinion, Question, Ruling
from gongkai.disclosures.models import Item
from gongkai.orgs.models import Agency
from tests.disclosures import journey
from tests.factories.accounts import person_with
from tests.factories.disclosures import AttachmentFactory
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
NOW = journey.NOW
ASKED = {"text": "涉及贵局供水数据，请核实", "days": 5}


@pytest.fixture
def city() -> Agency:
    return AgencyFactory(short_name="市政府")


@pytest.fixture
def office(city: Agency) -> journey.Office:
    return journey.office(AgencyFactory(parent=city, short_name="市住建局"))


@pytest.fixture
def bureau(city: Agency) -> Agency:
    return AgencyFactory(parent=city, short_name="市水务局")


@pytest.fixture
def expert(bureau: Agency) -> Person:
    return person_with(Role.REVIEWER, bureau)


def _ask(client: Client, office: journey.Office, item: Item, bureau: Agency, **data: Any) -> Any:
    client.force_login(office.officer)
    return client.post(f"/desk/items/{item.pk}/ask/", {"agencies": [bureau.pk], **ASKED, **data})


def test_asked_answered_and_shown(client: Client, office: journey.Office, bureau: Agency, expert: Person) -> None:
    item = office.drafted(title="供水工程通告")
    assert _ask(client, office, item, bureau).status_code == 302
    question = Question.objects.get()
    page = client.get(f"/desk/items/{item.pk}/").content.decode()
    assert "市水务局" in page
    assert f"/desk/items/coordination/{question.pk}/" in page

    client.force_login(expert)
    assert "供水工程通告" in client.get("/desk/").content.decode()
    page = client.get(f"/desk/items/coordination/{question.pk}/").content.decode()
    assert "现将便民服务点予以公布" in page
    client.post(f"/desk/items/coordination/{question.pk}/", {"kind": "agree", "text": ""})
    assert Opinion.objects.get().by == expert
    assert "供水工程通告" not in client.get("/desk/").content.decode()


@pytest.mark.parametrize(
    ("data", "words"),
    [({"agencies": []}, "agencies"), ({"text": " "}, "text"), ({"days": 3}, "days"), ({"days": "x"}, "days")],
)
def test_a_question_put_wrongly_is_shown_again(
    client: Client, office: journey.Office, bureau: Agency, data: dict[str, Any], words: str
) -> None:
    answer = _ask(client, office, office.drafted(), bureau, **data)
    assert answer.status_code == 422
    assert answer.context["form"].errors[words]
    assert not Question.objects.exists()


def test_those_asked_see_the_frozen_text_and_nothing_else(
    client: Client, office: journey.Office, bureau: Agency, expert: Person
) -> None:
    item = office.drafted(title="问过的标题")
    coordinating.ask(item=item, agencies=[bureau], by=office.officer, at=NOW, **ASKED)
    question = Question.objects.get()
    drafting.revise(item=item, by=office.officer, content=office.content(title="后来的标题"), at=NOW, base=1)
    item.refresh_from_db()
    newer = AttachmentFactory(revision=item.revision)
    client.force_login(expert)
    page = client.get(f"/desk/items/coordination/{question.pk}/").content.decode()
    assert "问过的标题" in page
    assert "后来的标题" not in page
    assert client.get(f"/desk/items/{item.pk}/").status_code == 404
    assert client.get(f"/desk/items/{item.pk}/preview/1/").status_code == 404
    assert client.get(f"/desk/items/coordination/{question.pk}/files/{newer.pk}/").status_code == 404


def test_a_third_agency_sees_no_question(client: Client, office: journey.Office, bureau: Agency) -> None:
    (question,) = coordinating.ask(item=office.drafted(), agencies=[bureau], by=office.officer, at=NOW, **ASKED)
    client.force_login(person_with(Role.DISCLOSURE_OFFICE, AgencyFactory()))
    assert client.get(f"/desk/items/coordination/{question.pk}/").status_code == 404
    assert client.post(f"/desk/items/coordination/{question.pk}/", {"kind": "agree"}).status_code == 404
    assert question.revision.title not in client.get("/desk/items/coordination/").content.decode()


def test_who_asked_cannot_answer_for_the_other(client: Client, office: journey.Office, bureau: Agency) -> None:
    (question,) = coordinating.ask(item=office.drafted(), agencies=[bureau], by=office.officer, at=NOW, **ASKED)
    client.force_login(office.reviewer)
    assert client.post(f"/desk/items/coordination/{question.pk}/", {"kind": "agree"}).status_code == 404
    assert not Opinion.objects.exists()


def test_a_disagreement_is_decided_by_the_common_superior(
    client: Client, office: journey.Office, bureau: Agency, expert: Person, city: Agency
) -> None:
    (question,) = coordinating.ask(item=office.drafted(), agencies=[bureau], by=office.officer, at=NOW, **ASKED)
    address = f"/desk/items/coordination/{question.pk}/"
    client.force_login(expert)
    assert client.post(address, {"kind": "disagree", "text": ""}).status_code == 422
    client.post(address, {"kind": "disagree", "text": "数据未经核实"})
    head = person_with(Role.DISCLOSURE_OFFICE, city)
    client.force_login(head)
    assert "数据未经核实" in client.get("/desk/").content.decode()
    assert client.post(address, {"verdict": "publish", "reason": ""}).status_code == 422
    client.post(address, {"verdict": "publish", "reason": "已经核实"})
    assert Ruling.objects.get().by == head


def test_the_page_does_not_publish_over_an_open_question(
    client: Client, office: journey.Office, bureau: Agency
) -> None:
    item = office.drafted()
    coordinating.ask(item=item, agencies=[bureau], by=office.officer, at=NOW, **ASKED)
    office.clear(reviewing.submit(item=item, by=office.officer, at=NOW))
    client.force_login(office.issuer)
    assert "市水务局" in client.get(f"/desk/items/{item.pk}/").content.decode()
    client.post(f"/desk/items/{item.pk}/do/publish/")
    client.post(f"/desk/items/{item.pk}/schedule/", {"publish_at": "2030-01-01T09:00"})
    item.refresh_from_db()
    assert item.state == Item.State.CLEARED

    answer = client.post(f"/desk/items/{item.pk}/haste/", {"ground": "any", "reason": "急"})
    assert answer.status_code == 422
    client.post(f"/desk/items/{item.pk}/haste/", {"ground": "emergency", "reason": "暴雨红色预警"})
    assert Haste.objects.get().by == office.issuer
    client.post(f"/desk/items/{item.pk}/do/publish/")
    item.refresh_from_db()
    assert item.state == Item.State.PUBLISHED


def test_asking_again_is_one_click(client: Client, office: journey.Office, bureau: Agency) -> None:
    item = office.drafted()
    _ask(client, office, item, bureau)
    drafting.revise(item=item, by=office.officer, content=office.content(title="改后"), at=NOW, base=1)
    assert "again" in client.get(f"/desk/items/{item.pk}/").content.decode()
    client.post(f"/desk/items/{item.pk}/ask/", {"again": "1"})
    item.refresh_from_db()
    assert Question.objects.filter(revision=item.revision).count() == 1


def test_the_pages_take_a_fixed_number_of_queries(
    client: Client, office: journey.Office, bureau: Agency, expert: Person, django_assert_max_num_queries: Any
) -> None:
    for number in range(3):
        coordinating.ask(
            item=office.drafted(title=f"第{number}件"), agencies=[bureau], by=office.officer, at=NOW, **ASKED
        )
    client.force_login(expert)
    for path in ("", f"{Question.objects.order_by('pk')[0].pk}/"):
        with django_assert_max_num_queries(12):
            assert client.get(f"/desk/items/coordination/{path}").status_code == 200
    client.force_login(office.officer)
    with django_assert_max_num_queries(12):
        client.get(f"/desk/items/{Item.objects.order_by('pk')[0].pk}/ask/")
