"""Reviews: three steps in order, by others than the author, bound to exactly one text."""

import io

import openpyxl
import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from gongkai.disclosures.actions import drafting, files, publishing, refusals, reviewing
from gongkai.disclosures.models import Clearance, Item
from gongkai.disclosures.queries import review
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories.disclosures import ClearanceFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def test_submit_refuses_an_item_without_column(office: journey.Office) -> None:
    with pytest.raises(refusals.Incomplete) as refused:
        office.in_review(column=None)
    assert refused.value.field == "column"


def test_submit_refuses_an_item_without_text_or_attachment(office: journey.Office) -> None:
    with pytest.raises(refusals.Incomplete) as refused:
        office.in_review(body="")
    assert refused.value.field == "body"


def test_submit_refuses_personal_data(office: journey.Office) -> None:
    with pytest.raises(refusals.MustBeMended):
        office.in_review(body="<p>手机 13800138000</p>")


def test_no_step_passes_personal_data_that_is_under_review_already(office: journey.Office) -> None:
    item = office.drafted(body="<p>手机 13800138000</p>")
    Item.objects.filter(pk=item.pk).update(state=Item.State.IN_REVIEW)
    assert item.revision is not None
    with pytest.raises(refusals.MustBeMended):
        reviewing.clear(revision=item.revision, kind="business", by=office.reviewer, at=NOW)


def test_submit_twice_is_refused(office: journey.Office) -> None:
    item = office.in_review()
    with pytest.raises(refusals.WrongState):
        reviewing.submit(item=item, by=office.officer, at=NOW)


def test_three_passes_clear_an_item(office: journey.Office) -> None:
    assert office.clear(office.in_review()).state == Item.State.CLEARED


def test_steps_come_in_order(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    with pytest.raises(refusals.NotItsTurn):
        reviewing.clear(revision=item.revision, kind="issue", by=office.issuer, at=NOW)


def test_the_author_cannot_clear(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    with pytest.raises(refusals.OwnText):
        reviewing.clear(revision=item.revision, kind="business", by=office.officer, at=NOW)


def test_the_author_of_an_earlier_revision_of_this_round_cannot_clear(office: journey.Office) -> None:
    item = office.drafted()
    drafting.revise(item=item, by=office.reviewer, content=office.content(title="改过"), at=NOW, base=1)
    reviewing.submit(item=item, by=office.reviewer, at=NOW)
    item.refresh_from_db()
    assert item.revision is not None

    with pytest.raises(refusals.OwnText):
        reviewing.clear(revision=item.revision, kind="business", by=office.officer, at=NOW)


def test_the_database_refuses_the_authors_clearance(office: journey.Office) -> None:
    item = office.in_review()
    with pytest.raises(IntegrityError, match="author_clears_own_text"), transaction.atomic():
        ClearanceFactory(revision=item.revision, reviewer=office.officer)


def test_the_database_refuses_a_clearance_of_another_text(office: journey.Office) -> None:
    item = office.in_review()
    with pytest.raises(IntegrityError, match="clearance_of_other_text"), transaction.atomic():
        ClearanceFactory(revision=item.revision, reviewer=office.reviewer, content_hash="0" * 64)


def test_the_second_reviewer_hears_who_was_first(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    reviewing.clear(revision=item.revision, kind="business", by=office.reviewer, at=NOW)

    with pytest.raises(refusals.AlreadyDecided) as refused:
        reviewing.clear(revision=item.revision, kind="business", by=office.issuer, at=NOW)
    assert office.reviewer.name in refused.value.sentence


def test_a_changed_text_needs_all_steps_again(office: journey.Office) -> None:
    item = office.clear(office.in_review())
    drafting.revise(item=item, by=office.officer, content=office.content(title="改过"), at=NOW, base=1)
    item = reviewing.submit(item=item, by=office.officer, at=NOW)

    assert review.next_clearance(item) == Clearance.Kind.BUSINESS


def test_send_back_needs_a_reason(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    with pytest.raises(refusals.ReasonMissing):
        reviewing.send_back(revision=item.revision, kind="business", by=office.reviewer, reason=" ", at=NOW)


def test_a_returned_text_cannot_be_handed_in_unchanged(office: journey.Office) -> None:
    item = office.in_review()
    assert item.revision is not None
    reviewing.send_back(revision=item.revision, kind="business", by=office.reviewer, reason="缺附件", at=NOW)

    with pytest.raises(refusals.WrongState):
        reviewing.submit(item=item, by=office.officer, at=NOW)


def test_a_recalled_text_cannot_be_cleared(office: journey.Office) -> None:
    item = office.in_review()
    reviewing.recall(item=item, by=office.officer, at=NOW)
    assert item.revision is not None

    with pytest.raises(refusals.WrongState):
        reviewing.clear(revision=item.revision, kind="business", by=office.reviewer, at=NOW)


def _workbook(*, hidden: bool) -> bytes:
    book = openpyxl.Workbook()
    book.active.append(["项目", "金额"])
    sheet = book.create_sheet("底稿")
    sheet.append(["内部意见"])
    if hidden:
        sheet.sheet_state = "hidden"
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_submit_refuses_an_attachment_with_a_hidden_sheet(office: journey.Office) -> None:
    stored = files.store_for_release(data=_workbook(hidden=True), name="明细.xlsx", at=NOW)
    with pytest.raises(refusals.MustBeMended):
        office.in_review(attachments=(drafting.AttachmentContent(stored, "明细.xlsx"),))


def test_submit_looks_into_an_attachment_that_nobody_has_looked_into(office: journey.Office) -> None:
    stored = files.store_file(data=_workbook(hidden=True), name="明细.xlsx", at=NOW)
    assert stored.findings is None
    with pytest.raises(refusals.MustBeMended):
        office.in_review(attachments=(drafting.AttachmentContent(stored, "明细.xlsx"),))


def test_submit_takes_an_attachment_that_hides_nothing(office: journey.Office) -> None:
    stored = files.store_for_release(data=_workbook(hidden=False), name="明细.xlsx", at=NOW)
    item = office.in_review(attachments=(drafting.AttachmentContent(stored, "明细.xlsx"),))
    assert item.state == Item.State.IN_REVIEW


def walk(*pairs: tuple[journey.Office, Item]) -> int:
    """Take drafts of some offices the whole way together; returns with how many statements."""
    with CaptureQueriesContext(connection) as asked:
        reviewing.submit_many(handed=[(item, office.officer) for office, item in pairs], at=NOW)
        for kind, seat in (("business", "reviewer"), ("secrecy", "secrecy"), ("issue", "issuer")):
            passes = [
                reviewing.Pass(item.revision, kind, getattr(office, seat)) for office, item in pairs if item.revision
            ]
            reviewing.clear_many(passes=passes, at=NOW)
        publishing.publish_many(released=[(item, office.issuer) for office, item in pairs], at=NOW)
    return len(asked)


def test_many_items_of_several_agencies_walk_together_with_few_statements_more(office: journey.Office) -> None:
    other = journey.office()
    two = [(each, each.drafted()) for each in (office, other)]
    eight = [(each, each.drafted(title=f"第{n}号通告")) for n in range(4) for each in (office, other)]
    few, many = walk(*two), walk(*eight)
    assert many - few <= 6  # the rows that become public are saved one by one
    numbers = [item.index_no for _office, item in (*two, *eight)]
    assert len(set(numbers)) == 10 and all(item.is_public for _office, item in eight)
    assert [item.index_no.rpartition("-")[2] for _office, item in eight[::2] if item.index_no] == [
        "00002", "00003", "00004", "00005",
    ]  # fmt: skip


def test_when_one_of_several_is_refused_nothing_is_done(office: journey.Office) -> None:
    good, bare = office.drafted(), office.drafted(column=None)
    with pytest.raises(refusals.Incomplete):
        reviewing.submit_many(handed=[(good, office.officer), (bare, office.officer)], at=NOW)
    first, second = office.in_review(), office.in_review()
    passes = [
        reviewing.Pass(each.revision, "business", by)
        for each, by in ((first, office.reviewer), (second, office.officer))
        if each.revision
    ]
    with pytest.raises(refusals.OwnText):
        reviewing.clear_many(passes=passes, at=NOW)
    good.refresh_from_db()
    assert good.state == Item.State.DRAFT and not Clearance.objects.exists()
