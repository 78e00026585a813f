"""Publishing: only what was cleared, once, with a number for good; and what ends it."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.catalog.models import IndexTemplate
from gongkai.disclosures.actions import drafting, publishing, refusals, reviewing
from gongkai.disclosures.models import Ending, Item, Publication
from gongkai.events.models import Event
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories.disclosures import PublicationFactory

pytestmark = pytest.mark.django_db
LATER = NOW + datetime.timedelta(hours=3)


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def test_publish_gives_an_index_number_and_a_moment(office: journey.Office) -> None:
    item = office.published()

    assert item.is_public
    assert item.index_no
    assert item.published_at == NOW
    assert Publication.objects.get(item=item).revision == item.revision


def test_publish_refuses_what_is_not_cleared(office: journey.Office) -> None:
    with pytest.raises(refusals.WrongState):
        publishing.publish(item=office.in_review(), by=office.issuer, at=NOW)


def test_publish_twice_is_refused(office: journey.Office) -> None:
    item = office.published()
    with pytest.raises(refusals.WrongState):
        publishing.publish(item=item, by=office.issuer, at=NOW)


def test_publish_refuses_what_is_not_for_the_public(office: journey.Office) -> None:
    item = office.clear(office.in_review(attribute="on-request", attribute_reason="涉及第三方"))
    with pytest.raises(refusals.NotForThePublic):
        publishing.publish(item=item, by=office.issuer, at=NOW)


def test_publish_names_the_code_an_index_number_lacks(office: journey.Office) -> None:
    IndexTemplate.objects.create(agency=office.agency, since=NOW.date(), template="{org_code}/{yyyy}-{serial:05d}")
    item = office.clear(office.in_review())

    with pytest.raises(refusals.NoIndexNumber) as refused:
        publishing.publish(item=item, by=office.issuer, at=NOW)
    assert "组织机构代码" in refused.value.sentence


def test_the_database_refuses_a_publication_without_secrecy_review(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    reviewing.clear(revision=item.revision, kind="business", by=office.reviewer, at=NOW)

    with pytest.raises(IntegrityError, match="publication_before_its_chain"), transaction.atomic():
        Publication.objects.create(
            item=item, revision=item.revision, content_hash=item.revision.content_hash, by="x", at=NOW
        )


def test_the_database_refuses_to_publish_a_closed_item(office: journey.Office) -> None:
    item = office.in_review(attribute="closed", attribute_reason="内部事务信息")
    with pytest.raises(IntegrityError, match="publication_before_its_chain"), transaction.atomic():
        PublicationFactory(revision=item.revision)


def test_the_database_refuses_to_show_a_revision_that_was_not_published(office: journey.Office) -> None:
    item = office.published()
    drafting.revise(item=item, by=office.officer, content=office.content(title="改过"), at=NOW, base=1, note="更正")
    with pytest.raises(IntegrityError, match="was_not_published"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(public_revision=item.revision)


def test_the_database_keeps_an_index_number(office: journey.Office) -> None:
    item = office.published()
    with pytest.raises(IntegrityError, match="index_no_is_never_changed"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(index_no="other")


def test_a_correction_keeps_number_and_first_day(office: journey.Office) -> None:
    item = office.published()
    number = item.index_no
    drafting.revise(item=item, by=office.officer, content=office.content(title="更正后"), at=LATER, base=1, note="更正")
    reviewing.submit(item=item, by=office.officer, at=LATER)
    item = publishing.publish(item=office.clear(item, at=LATER), by=office.issuer, at=LATER)

    assert item.index_no == number
    assert item.first_published_at == NOW
    assert item.public_revision is not None
    assert item.public_revision.title == "更正后"
    assert Event.objects.filter(kind="item.published").last().data["first"] is False  # type: ignore[union-attr]


def test_schedule_and_publish_when_due(office: journey.Office) -> None:
    item = office.clear(office.in_review())
    publishing.schedule(item=item, by=office.issuer, publish_at=LATER, at=NOW)

    assert publishing.publish_due(at=NOW) == []
    (published,) = publishing.publish_due(at=LATER)
    assert published.is_public
    assert publishing.publish_due(at=LATER) == []


def test_schedule_refuses_the_past(office: journey.Office) -> None:
    item = office.clear(office.in_review())
    with pytest.raises(refusals.MomentPassed):
        publishing.schedule(item=item, by=office.issuer, publish_at=NOW, at=NOW)


def test_unschedule_keeps_it_cleared(office: journey.Office) -> None:
    item = office.clear(office.in_review())
    publishing.schedule(item=item, by=office.issuer, publish_at=LATER, at=NOW)

    assert publishing.unschedule(item=item, by=office.issuer, at=NOW).state == Item.State.CLEARED


def test_withdraw_leaves_a_tombstone_and_no_public_text(office: journey.Office) -> None:
    item = publishing.withdraw(
        item=office.published(), by=office.issuer, reason="含个人信息", at=LATER, public_note="已撤下"
    )

    assert item.state == Item.State.WITHDRAWN
    assert item.public_revision is None
    assert Ending.objects.get(item=item).public_note == "已撤下"


def test_withdraw_needs_a_reason(office: journey.Office) -> None:
    with pytest.raises(refusals.ReasonMissing):
        publishing.withdraw(item=office.published(), by=office.issuer, reason="", at=LATER)


def test_withdraw_twice_is_refused(office: journey.Office) -> None:
    item = publishing.withdraw(item=office.published(), by=office.issuer, reason="误发", at=LATER)
    with pytest.raises(refusals.WrongState):
        publishing.withdraw(item=item, by=office.issuer, reason="误发", at=LATER)


def test_repeal_keeps_the_item_readable(office: journey.Office) -> None:
    item = office.published(doc_no="云政办发〔2026〕1号")
    item = publishing.change_validity(
        item=item, kind="repeal", on=NOW.date(), reason="新办法施行", by=office.issuer, at=LATER
    )

    assert item.is_public
    assert item.validity == Item.Validity.REPEALED


@pytest.mark.parametrize(
    ("effective", "expires", "standing"),
    [(None, None, "in-force"), (1, None, "pending"), (0, None, "in-force"), (-9, -1, "expired"), (-9, 0, "in-force")],
)
def test_a_document_begins_with_its_standing(
    office: journey.Office, effective: int | None, expires: int | None, standing: str
) -> None:
    def day(offset: int | None) -> datetime.date | None:
        return None if offset is None else NOW.date() + datetime.timedelta(days=offset)

    item = office.published(doc_no="云政办发〔2026〕1号", effective_on=day(effective), expires_on=day(expires))
    assert item.validity == standing


def test_documents_take_effect_and_expire_on_their_day(office: journey.Office) -> None:
    tomorrow = NOW.date() + datetime.timedelta(days=1)
    pending = office.published(doc_no="云政办发〔2026〕1号", effective_on=tomorrow)
    expiring = office.published(doc_no="云政办发〔2026〕2号", expires_on=NOW.date())

    assert publishing.follow_calendar(on=tomorrow, at=LATER) == 2

    pending.refresh_from_db()
    expiring.refresh_from_db()
    assert (pending.validity, expiring.validity) == ("in-force", "expired")
    assert publishing.follow_calendar(on=tomorrow, at=LATER) == 0


def test_the_database_gives_an_index_number_to_one_item_only(office: journey.Office) -> None:
    first = office.published()
    second = office.clear(office.in_review(title="另一件"))
    with pytest.raises(IntegrityError), transaction.atomic():
        Item.objects.filter(pk=second.pk).update(index_no=first.index_no, first_published_at=NOW)
