"""Drafts: cleaned on the way in, never lost, never changed behind somebody's back."""

import dataclasses

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.disclosures.actions import drafting, refusals
from gongkai.disclosures.models import Item, Revision
from gongkai.events.models import Event
from tests.disclosures import journey
from tests.disclosures.journey import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def test_draft_cleans_scripts_out_of_the_text(office: journey.Office) -> None:
    item = office.drafted(body="<p onclick='x()'>一<script>alert(1)</script></p>")

    assert item.revision is not None
    assert "script" not in item.revision.body
    assert "onclick" not in item.revision.body


def test_draft_refuses_an_empty_title(office: journey.Office) -> None:
    with pytest.raises(refusals.Incomplete) as refused:
        office.drafted(title="  ")
    assert refused.value.field == "title"


def test_draft_refuses_a_closed_attribute_without_reason(office: journey.Office) -> None:
    with pytest.raises(refusals.Incomplete) as refused:
        office.drafted(attribute="closed")
    assert refused.value.field == "attribute_reason"


def test_draft_records_one_event_about_the_item(office: journey.Office) -> None:
    item = office.drafted()

    (event,) = Event.objects.all()
    assert (event.kind, event.about, event.agency_id) == ("item.drafted", item.reference, office.agency.pk)


def test_draft_many_writes_a_fixed_number_of_statements(
    office: journey.Office, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    contents = [office.content(title=f"第{n}号通告") for n in range(50)]

    with django_assert_max_num_queries(8):  # type: ignore[operator]
        items = drafting.draft_many(
            drafts=[drafting.Draft(office.agency, office.officer, each) for each in contents], at=NOW
        )

    saved = Item.objects.select_related("revision").get(pk=items[7].pk)
    assert saved.revision is not None
    assert saved.revision.title == "第7号通告"


def test_draft_many_keeps_nothing_when_one_is_wrong(office: journey.Office) -> None:
    contents = [office.content(), office.content(title="")]

    with pytest.raises(refusals.Incomplete):
        drafting.draft_many(drafts=[drafting.Draft(office.agency, office.officer, each) for each in contents], at=NOW)
    assert not Item.objects.exists()


def test_content_of_gives_back_what_was_drafted(office: journey.Office) -> None:
    content = office.content(doc_no="云政办发〔2026〕1号", keywords="便民")
    item = drafting.draft(agency=office.agency, by=office.officer, content=content, at=NOW)

    assert item.revision is not None
    assert drafting.content_of(Revision.objects.get(pk=item.revision.pk)) == dataclasses.replace(
        content, body=item.revision.body
    )


def test_revise_refuses_to_overwrite_a_newer_text(office: journey.Office) -> None:
    item = office.drafted()
    drafting.revise(item=item, by=office.officer, content=office.content(title="先保存的"), at=NOW, base=1)

    with pytest.raises(refusals.StaleRevision) as refused:
        drafting.revise(item=item, by=office.officer, content=office.content(title="后保存的"), at=NOW, base=1)
    assert refused.value.newer.title == "先保存的"


def test_revise_a_published_item_needs_a_note(office: journey.Office) -> None:
    item = office.published()

    with pytest.raises(refusals.ReasonMissing):
        drafting.revise(item=item, by=office.officer, content=office.content(), at=NOW, base=1)


def test_revise_a_published_item_leaves_the_public_text(office: journey.Office) -> None:
    item = office.published()

    drafting.revise(
        item=item, by=office.officer, content=office.content(title="更正后"), at=NOW, base=1, note="更正地址"
    )

    item.refresh_from_db()
    assert item.is_public
    assert item.stage == Item.State.DRAFT
    assert item.public_revision is not None
    assert item.public_revision.title == "关于公布便民服务点的通告"


def test_abandon_gives_up_a_correction(office: journey.Office) -> None:
    item = office.published()
    drafting.revise(
        item=item, by=office.officer, content=office.content(title="更正后"), at=NOW, base=1, note="更正地址"
    )

    drafting.abandon(item=item, by=office.officer, at=NOW)

    item.refresh_from_db()
    assert item.stage == Item.State.PUBLISHED


def test_discard_and_restore_a_draft(office: journey.Office) -> None:
    item = drafting.discard(item=office.drafted(), by=office.officer, at=NOW)
    assert item.state == Item.State.DISCARDED

    assert drafting.restore(item=item, by=office.officer, at=NOW).state == Item.State.DRAFT


def test_discard_refuses_what_was_public(office: journey.Office) -> None:
    with pytest.raises(refusals.WrongState):
        drafting.discard(item=office.published(), by=office.officer, at=NOW)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE disclosures_revision SET title = 'x'",
        "DELETE FROM disclosures_revision",
        "DELETE FROM disclosures_item",
        "UPDATE disclosures_clearance SET opinion = 'pass'",
        "DELETE FROM disclosures_publication",
        "UPDATE events_event SET data = '{}' WHERE seq IS NOT NULL",
        "DELETE FROM events_event",
    ],
)
def test_the_database_refuses_to_change_history(office: journey.Office, statement: str) -> None:
    from gongkai.events import actions as events

    office.published()
    events.seal()

    with pytest.raises(IntegrityError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
