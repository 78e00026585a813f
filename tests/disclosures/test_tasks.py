"""Imports in the background, words to people, and what the doctor says of items and files."""

import pytest
from django.db import connection

from gongkai.disclosures import tasks
from gongkai.disclosures.actions import files, importing, publishing, reviewing
from gongkai.disclosures.models import Item
from gongkai.events.models import Event
from gongkai.notices.models import Notice
from tests.disclosures import journey
from tests.disclosures.journey import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def tell(kind: str) -> None:
    tasks.tell_people(Event.objects.filter(kind=kind))


def test_import_files_reads_the_uploaded_folder_and_clears_it(office: journey.Office) -> None:
    batch = importing.start(agency=office.agency, source="上传", by=office.officer, at=NOW)
    folder = tasks.incoming(batch.pk)
    folder.mkdir(parents=True)
    (folder / "通告.txt").write_text("关于停水的通告\n\n因检修，明日停水。\n")

    result = tasks.import_files.call(batch_id=batch.pk, person_id=office.officer.pk, column_id=office.column.pk)

    assert result["imported"] == 1
    assert not folder.exists()


def test_reviewers_hear_of_what_waits_for_them_once(office: journey.Office) -> None:
    office.in_review()
    tell("item.submitted")
    tell("item.submitted")

    assert [notice.person for notice in Notice.objects.all()] == [office.reviewer]


def test_the_next_step_hears_after_a_pass(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    reviewing.clear(revision=item.revision, kind="business", by=office.reviewer, at=NOW)
    tell("item.cleared")

    assert [notice.person for notice in Notice.objects.all()] == [office.secrecy]


def test_the_author_hears_why_a_text_came_back(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    reviewing.send_back(revision=item.revision, kind="business", by=office.reviewer, reason="缺附件", at=NOW)
    tell("item.returned")

    notice = Notice.objects.get()
    assert notice.person == office.officer
    assert "缺附件" in notice.text


def test_the_author_hears_that_it_is_public(office: journey.Office) -> None:
    office.published()
    tell("item.published")

    assert Notice.objects.filter(person=office.officer).count() == 1


def test_the_doctor_finds_nothing_in_a_sound_house(office: journey.Office) -> None:
    office.published()
    publishing.withdraw(item=office.published(title="另一件"), by=office.issuer, reason="误发", at=NOW)

    assert tasks.examine_items(False) == []


def test_the_doctor_finds_and_repairs_an_item_that_lost_its_state(office: journey.Office) -> None:
    item = office.published()
    Item.objects.filter(pk=item.pk).update(state="cleared", public_revision=None)

    (finding,) = tasks.examine_items(False)
    assert item.reference in finding.text
    assert tasks.examine_items(True)[0].repaired
    assert tasks.examine_items(False) == []
    item.refresh_from_db()
    assert item.is_public


def test_the_doctor_names_a_damaged_file(office: journey.Office) -> None:
    stored = files.store_file(data=b"%PDF-1.4\n%%EOF\n", name="a.pdf", at=NOW)
    assert tasks.examine_files(False) == []
    files.path_of(stored).write_bytes(b"other")

    (finding,) = tasks.examine_files(False)
    assert stored.sha256[:12] in finding.text


def test_no_table_of_this_room_is_unguarded() -> None:
    guarded = {"revision", "clearance", "publication", "ending", "attachment", "item"}
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute("SELECT DISTINCT event_object_table FROM information_schema.triggers")
        else:
            cursor.execute("SELECT DISTINCT tbl_name FROM sqlite_master WHERE type = 'trigger'")
        found = {row[0].removeprefix("disclosures_") for row in cursor.fetchall()}
    assert guarded <= found
