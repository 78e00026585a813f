"""Chains of review: frozen at the submission, and every way around them is refused, by the act and by the database."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.accounts.models import Person, Role
from gongkai.core import guards
from gongkai.disclosures.actions import absences, chains, drafting, publishing, rebuilding, refusals, reviewing
from gongkai.disclosures.actions.chains import Step
from gongkai.disclosures.chain_models import Chain, ForcedIssue, OpenStep, RequiredStep, Submission, Substitution
from gongkai.disclosures.models import Clearance, Item, Publication
from gongkai.disclosures.queries import chains as frozen
from gongkai.disclosures.queries import integrity, review
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories.accounts import person_with
from tests.factories.disclosures import (
    ClearanceFactory,
    OnBehalfFactory,
    RequiredStepFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def four_steps(office: journey.Office, **fields: Any) -> Chain:
    """A chain with two content reviews; each step by another person unless told otherwise."""
    steps = [Step("business", 1, "一审"), Step("second", 2, "二审"), Step("secrecy", 3, "保密"), Step("issue", 2)]
    plain: dict[str, Any] = {"agency": office.agency, "kind": "", "name": "四步", "steps": steps}
    return chains.set_chain(**(plain | fields), by=office.officer, at=NOW)


def clear(item: Item, kind: str, by: Person, **fields: Any) -> Clearance:
    assert item.revision is not None
    return reviewing.clear(revision=item.revision, kind=kind, by=by, at=NOW, **fields)


def refused(match: str) -> Any:
    return pytest.raises(IntegrityError, match=match)


@pytest.mark.parametrize(
    "steps",
    [
        [Step("business", 1), Step("issue", 1)],
        [Step("issue", 1), Step("secrecy", 1)],
        [Step("secrecy", 1), Step("secrecy", 1), Step("issue", 1)],
        [Step("secrecy", 0), Step("issue", 1)],
    ],
    ids=["without secrecy", "issue not last", "a step twice", "without a term"],
)
def test_a_chain_that_protects_nothing_is_refused(office: journey.Office, steps: list[Step]) -> None:
    with pytest.raises(refusals.UnfitChain):
        four_steps(office, steps=steps)


def test_the_nearest_chain_for_the_kind_holds(office: journey.Office) -> None:
    item = office.drafted()
    assert item.revision is not None
    assert frozen.chain_for(item.revision, item) is None
    general = four_steps(office)
    assert frozen.chain_for(item.revision, item) == general
    own = four_steps(office, kind=office.column.kind, name="专用")
    assert frozen.chain_for(item.revision, item) == own


def test_four_steps_are_passed_in_turn_and_the_item_is_published(office: journey.Office) -> None:
    four_steps(office)
    item = office.in_review()
    second = person_with(Role.REVIEWER, office.agency)
    for kind, person in (("business", office.reviewer), ("second", second), ("secrecy", office.secrecy)):
        assert review.next_clearance(item) == kind
        clear(item, kind, person)
    assert OpenStep.objects.get().step.kind == "issue"
    clear(item, "issue", office.issuer)
    item.refresh_from_db()
    assert item.state == Item.State.CLEARED and not OpenStep.objects.exists()
    assert publishing.publish(item=item, by=office.issuer, at=NOW).is_public


def test_a_chain_changed_meanwhile_does_not_touch_what_was_handed_in(office: journey.Office) -> None:
    item = office.in_review()
    four_steps(office)
    assert office.clear(item).state == Item.State.CLEARED
    later = office.in_review(title="后来的")
    assert frozen.standing(later.revision).steps[1].kind == "second"  # type: ignore[arg-type]


def test_nobody_takes_two_steps_where_steps_are_apart(office: journey.Office) -> None:
    four_steps(office)
    item = office.in_review()
    clear(item, "business", office.reviewer)
    with pytest.raises(refusals.TwoSteps):
        clear(item, "second", office.reviewer)
    with refused("one_person_two_steps"), transaction.atomic():
        ClearanceFactory(revision=item.revision, kind="second", reviewer=office.reviewer)


def test_a_step_is_not_skipped_nor_taken_outside_the_chain(office: journey.Office) -> None:
    four_steps(office)
    item = office.in_review()
    with pytest.raises(refusals.NotItsTurn):
        clear(item, "secrecy", office.secrecy)
    for kind in ("secrecy", "third"):
        with refused("out_of_turn"), transaction.atomic():
            ClearanceFactory(revision=item.revision, kind=kind, reviewer=office.secrecy)


def test_a_named_step_is_nobody_elses(office: journey.Office) -> None:
    named = person_with(Role.REVIEWER, office.agency)
    four_steps(office, steps=[Step("business", 1, person=named), Step("secrecy", 1), Step("issue", 1)])
    item = office.in_review()
    with pytest.raises(refusals.NotYourStep):
        clear(item, "business", office.reviewer)
    with refused("step_of_somebody_else"), transaction.atomic():
        ClearanceFactory(revision=item.revision, reviewer=office.reviewer)
    assert clear(item, "business", named).reviewer == named


def test_the_database_refuses_who_wrote_an_earlier_text(office: journey.Office) -> None:
    item = office.drafted()
    drafting.revise(item=item, by=office.issuer, content=office.content(title="改过"), at=NOW, base=1)
    item = reviewing.submit(item=item, by=office.issuer, at=NOW)
    with refused("earlier_author_clears_text"), transaction.atomic():
        ClearanceFactory(revision=item.revision, reviewer=office.officer)


def test_the_database_refuses_a_publication_that_lacks_a_step_of_its_chain(office: journey.Office) -> None:
    four_steps(office)
    item = office.in_review()
    clear(item, "business", office.reviewer)
    revision = item.revision
    assert revision is not None
    values = [item.pk, revision.pk, revision.content_hash, "x", NOW, ""]
    with refused("publication_before_its_chain"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO disclosures_publication (item_id, revision_id, content_hash, by, at, note) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            values,
        )
    with refused("published_is_whole|was_not_published|only_if_published"), transaction.atomic():
        Item.objects.filter(pk=item.pk).update(state=Item.State.PUBLISHED)


def test_the_database_refuses_a_submission_that_goes_around_the_chain(office: journey.Office) -> None:
    chain = four_steps(office)
    item = office.drafted()
    with refused("submission_without_its_chain"), transaction.atomic():
        SubmissionFactory(revision=item.revision)
    handed_in = office.in_review(title="已送审")
    clear(handed_in, "business", office.reviewer)
    with refused("submission_after_clearance"), transaction.atomic():
        SubmissionFactory(revision=handed_in.revision, chain=chain)
    submission = Submission.objects.get(revision=handed_in.revision)
    with refused("step_after_clearance"), transaction.atomic():
        RequiredStepFactory(submission=submission, kind="third")
    with refused("requiredstep_is_never_changed"), transaction.atomic():
        RequiredStep.objects.filter(submission=submission, kind="secrecy").update(kind="third")
    with refused("requiredstep_is_never_deleted"), transaction.atomic():
        RequiredStep.objects.filter(submission=submission, kind="secrecy").delete()


def test_weaker_steps_slipped_in_do_not_publish(office: journey.Office) -> None:
    chain = four_steps(office)
    item = office.drafted()
    submission = SubmissionFactory(revision=item.revision, chain=chain, steps=(("secrecy", 1), ("issue", 1)))
    for kind, person in (("secrecy", office.secrecy), ("issue", office.issuer)):
        ClearanceFactory(revision=submission.revision, kind=kind, reviewer=person)
    with refused("publication_before_its_chain"), transaction.atomic():
        Publication.objects.create(
            item=item, revision=item.revision, content_hash=submission.revision.content_hash, by="x", at=NOW
        )


def test_a_chain_only_ends(office: journey.Office) -> None:
    chain = four_steps(office)
    with refused("chain_only_ends"), transaction.atomic():
        Chain.objects.filter(pk=chain.pk).update(is_apart=False)
    office.in_review()
    with refused("chain_changed_in_use"), transaction.atomic():
        chain.steps.create(position=9, kind="third", name="", days=1)
    chains.end_chain(chain=chain, by=office.officer, at=NOW)
    assert Chain.objects.get().ended_at == NOW


def away(office: journey.Office, person: Person, substitute: Person) -> Substitution:
    return absences.be_away(
        person=person, substitute=substitute, begins_at=NOW - DAY, ends_at=NOW + DAY, reason="出差", by=person, at=NOW
    )


def test_a_substitute_takes_the_step_and_it_is_recorded_for_whom(office: journey.Office) -> None:
    item = office.in_review()
    substitute = person_with(Role.OFFICER, office.agency)
    with pytest.raises(refusals.NotAway):
        clear(item, "business", substitute, on_behalf_of=office.reviewer)
    away(office, office.reviewer, substitute)
    clearance = clear(item, "business", substitute, on_behalf_of=office.reviewer)
    assert clearance.on_behalf.person == office.reviewer


def test_a_substitute_never_takes_two_steps(office: journey.Office) -> None:
    item = office.in_review()
    away(office, office.secrecy, office.reviewer)
    clear(item, "business", office.reviewer)
    with pytest.raises(refusals.TwoSteps):
        clear(item, "secrecy", office.reviewer, on_behalf_of=office.secrecy)
    slipped = ClearanceFactory(revision=item.revision, kind="secrecy", reviewer=office.reviewer)
    with refused("substitute_takes_two_steps"), transaction.atomic():
        OnBehalfFactory(clearance=slipped, person=office.secrecy)


def test_a_substitute_does_not_pass_what_either_of_them_wrote(office: journey.Office) -> None:
    author = person_with(Role.REVIEWER, office.agency)
    item = drafting.draft(agency=office.agency, by=author, content=office.content(), at=NOW)
    item = reviewing.submit(item=item, by=author, at=NOW)
    away(office, author, office.issuer)
    with pytest.raises(refusals.OwnText):
        clear(item, "business", office.issuer, on_behalf_of=author)


def test_the_database_refuses_a_substitute_out_of_time(office: journey.Office) -> None:
    item = office.in_review()
    row = away(office, office.reviewer, office.issuer)
    absences.come_back(substitution=row, by=office.reviewer, at=NOW - DAY / 2)
    clearance = ClearanceFactory(revision=item.revision, reviewer=office.issuer)
    with refused("substitute_without_absence"), transaction.atomic():
        OnBehalfFactory(clearance=clearance, person=office.reviewer)
    with refused("substitution_only_ends"), transaction.atomic():
        Substitution.objects.filter(pk=row.pk).update(ended_at=None)


@pytest.mark.parametrize("case", ["self", "past", "no role", "twice", "no reason"])
def test_an_absence_that_cannot_be_is_refused(office: journey.Office, case: str) -> None:
    given: dict[str, Any] = {"substitute": office.issuer, "begins_at": NOW, "ends_at": NOW + DAY, "reason": "出差"}
    if case == "self":
        given["substitute"] = office.reviewer
    elif case == "past":
        given["ends_at"] = NOW - DAY
    elif case == "no role":
        given["substitute"] = journey.office().issuer
    elif case == "twice":
        away(office, office.reviewer, office.secrecy)
    else:
        given["reason"] = " "
    with pytest.raises(refusals.Refused):
        absences.be_away(person=office.reviewer, by=office.reviewer, at=NOW, **given)


def test_the_head_spares_all_but_the_secrecy_review(office: journey.Office) -> None:
    head = person_with(Role.ISSUER, office.agency)
    four_steps(office, head=head)
    item = office.in_review()
    assert item.revision is not None
    forced = reviewing.force_issue(revision=item.revision, by=head, reason="防汛预警", at=NOW)
    assert forced.spared == "一审、二审、签发" or "Issue" in forced.spared
    assert review.next_clearance(item) == "secrecy"
    with pytest.raises(refusals.NotItsTurn):
        clear(item, "business", office.reviewer)
    with refused("publication_before_its_chain"), transaction.atomic():
        Publication.objects.create(
            item=item, revision=item.revision, content_hash=item.revision.content_hash, by="x", at=NOW
        )
    clear(item, "secrecy", office.secrecy)
    item.refresh_from_db()
    assert item.state == Item.State.CLEARED
    assert publishing.publish(item=item, by=head, at=NOW).is_public


def test_forcing_needs_the_head_a_reason_and_another_author(office: journey.Office) -> None:
    four_steps(office, head=office.issuer)
    item = office.in_review()
    assert item.revision is not None
    with pytest.raises(refusals.ReasonMissing):
        reviewing.force_issue(revision=item.revision, by=office.issuer, reason=" ", at=NOW)
    with pytest.raises(refusals.NotTheHead):
        reviewing.force_issue(revision=item.revision, by=office.reviewer, reason="急", at=NOW)
    values = {"revision": item.revision, "content_hash": item.revision.content_hash, "reason": "急", "at": NOW}
    with refused("forced_by_another_than_the_head"), transaction.atomic():
        ForcedIssue.objects.create(by=office.reviewer, **values)
    with refused("forced_by_another_than_the_head"), transaction.atomic():
        ForcedIssue.objects.create(by=office.issuer, **(values | {"content_hash": "0" * 64}))


def test_the_head_who_forced_does_not_take_the_secrecy_review(office: journey.Office) -> None:
    four_steps(office, head=office.secrecy)
    item = office.in_review()
    assert item.revision is not None
    reviewing.force_issue(revision=item.revision, by=office.secrecy, reason="急", at=NOW)
    with pytest.raises(refusals.TwoSteps):
        clear(item, "secrecy", office.secrecy)
    with refused("one_person_two_steps"), transaction.atomic():
        ClearanceFactory(revision=item.revision, kind="secrecy", reviewer=office.secrecy)


def test_a_return_marks_words_that_stand_in_the_text(office: journey.Office) -> None:
    item = office.in_review(body="<p>收费<strong>酌情</strong>下调。</p>")
    assert item.revision is not None
    given: dict[str, Any] = {"revision": item.revision, "kind": "business", "by": office.reviewer, "at": NOW}
    with pytest.raises(refusals.NoSuchPassage):
        reviewing.send_back(reason="幅度", marked=[reviewing.Passage("没有的话")], **given)
    clearance = reviewing.send_back(reason="幅度", marked=[reviewing.Passage("酌情下调", "写明幅度")], **given)
    (passage,) = clearance.passages.all()
    assert (passage.start, passage.quote, passage.text) == (2, "酌情下调", "写明幅度")


def test_a_page_unread_stops_a_pass_where_the_chain_says_so(
    office: journey.Office, tmp_path: Any, settings: Any
) -> None:
    settings.FILES_ROOT = tmp_path
    four_steps(office, are_pages_read=True)
    stored = journey.stored_text()
    item = office.in_review(attachments=(drafting.AttachmentContent(stored, "附件.txt"),))
    with pytest.raises(refusals.PagesUnread):
        clear(item, "business", office.reviewer)
    journey.tick_all(item, office.reviewer)
    assert clear(item, "business", office.reviewer).opinion == "pass"


def test_the_doctor_knows_which_guard_was_lifted_and_finds_an_item_without_its_step(office: journey.Office) -> None:
    standing = {each.name for each in guards.guards()}
    assert "disclosures_publication_before_its_chain" in standing
    assert "disclosures_publication_without_clearance" not in standing
    item = office.in_review()
    OpenStep.objects.all().delete()
    assert [each.field for _item, found in integrity.drifted_items() for each in found] == ["open_step"]
    rebuilding.rebuild(item=item, by="system:doctor", at=NOW)
    assert OpenStep.objects.get().step.kind == "business"
