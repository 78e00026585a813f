"""Other agencies asked before publication: terms, silence, disputes, haste, and every way round an open question."""

import datetime
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.accounts.models import Person, Role
from gongkai.disclosures.actions import coordinating, drafting, kinds, publishing, refusals, reviewing
from gongkai.disclosures.coordination_models import Haste, Opinion, Question, Ruling
from gongkai.disclosures.models import Item, Publication
from gongkai.disclosures.queries import coordination
from gongkai.events.models import Event
from gongkai.orgs.models import Agency
from tests.disclosures import journey
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
NOW = journey.NOW
DAY = datetime.timedelta(days=1)


@pytest.fixture
def city() -> Agency:
    """The common superior."""
    return AgencyFactory(short_name="市政府")


@pytest.fixture
def office(city: Agency) -> journey.Office:
    """The agency that asks."""
    return journey.office(AgencyFactory(parent=city))


@pytest.fixture
def bureau(city: Agency) -> Agency:
    """The agency that is asked."""
    return AgencyFactory(parent=city, short_name="市水务局")


@pytest.fixture
def expert(bureau: Agency) -> Person:
    """Who answers for it."""
    return person_with(Role.REVIEWER, bureau)


@pytest.fixture
def head(city: Agency) -> Person:
    """The disclosure office of the common superior."""
    return person_with(Role.DISCLOSURE_OFFICE, city)


def _asked(office: journey.Office, bureau: Agency, item: Item | None = None, **wanted: Any) -> Question:
    item = item or office.drafted()
    values = {"item": item, "agencies": [bureau], "text": "涉及贵局供水数据，请核实", "days": 5} | wanted
    return coordinating.ask(**({"at": NOW} | values), by=office.officer)[0]


def _cleared(office: journey.Office, item: Item) -> Item:
    return office.clear(reviewing.submit(item=item, by=office.officer, at=NOW))


def _publish(office: journey.Office, item: Item) -> Item:
    item.refresh_from_db()
    return publishing.publish(item=item, by=office.issuer, at=NOW)


def test_a_text_goes_out_when_all_asked_have_agreed(office: journey.Office, bureau: Agency, expert: Person) -> None:
    item = office.drafted()
    question = _asked(office, bureau, item)
    _cleared(office, item)
    with pytest.raises(refusals.QuestionsOpen) as refused:
        _publish(office, item)
    assert refused.value.names == "市水务局"
    coordinating.answer(question=question, kind="agree", by=expert, at=NOW)
    assert _publish(office, item).state == Item.State.PUBLISHED
    kinds_told = set(Event.objects.filter(about=item.reference).values_list("kind", flat=True))
    assert {kinds.ASKED, kinds.OPINED, kinds.PUBLISHED} <= kinds_told


def test_an_open_question_keeps_a_text_off_the_schedule(office: journey.Office, bureau: Agency) -> None:
    item = office.drafted()
    _asked(office, bureau, item)
    _cleared(office, item)
    with pytest.raises(refusals.QuestionsOpen):
        publishing.schedule(item=item, by=office.issuer, publish_at=NOW + DAY, at=NOW)


@pytest.mark.parametrize("is_forced_by_sql", [False, True])
def test_the_database_refuses_publication_over_an_open_question(
    office: journey.Office, bureau: Agency, expert: Person, is_forced_by_sql: bool
) -> None:
    item = office.drafted()
    question = _asked(office, bureau, item)
    _cleared(office, item)
    item.refresh_from_db()
    assert item.revision is not None
    with pytest.raises(IntegrityError), transaction.atomic():
        if is_forced_by_sql:
            with connection.cursor() as cursor:
                cursor.execute(
                    "INSERT INTO disclosures_publication (item_id, revision_id, content_hash, by, at, note) "
                    "VALUES (%s, %s, %s, 'x', %s, '')".replace("by,", '"by",'),
                    [item.pk, item.revision.pk, item.revision.content_hash, NOW],
                )
        else:
            Publication.objects.create(
                item=item, revision=item.revision, content_hash=item.revision.content_hash, by="x", at=NOW
            )
    coordinating.answer(question=question, kind="disagree", text="数据有误", by=expert, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.create(
            item=item, revision=item.revision, content_hash=item.revision.content_hash, by="x", at=NOW
        )


@pytest.mark.parametrize("act", ["delete", "term", "silence", "hash"])
def test_questions_and_opinions_are_never_rewritten(
    office: journey.Office, bureau: Agency, expert: Person, act: str
) -> None:
    question = _asked(office, bureau)
    rows = Question.objects.filter(pk=question.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        if act == "delete":
            rows.delete()
        elif act == "term":
            rows.update(due_on=question.due_on - DAY)
        elif act == "silence":
            rows.update(silence="decide")
        else:
            rows.update(content_hash="x")
    opinion = coordinating.answer(question=question, kind="disagree", text="有误", by=expert, at=NOW)
    for refused in (lambda: Opinion.objects.filter(pk=opinion.pk).update(kind="agree"), opinion.delete):
        with pytest.raises(IntegrityError), transaction.atomic():
            refused()


def test_silence_is_noted_after_the_term_only(office: journey.Office, bureau: Agency) -> None:
    question = _asked(office, bureau)
    assert coordinating.follow_terms(on=question.due_on, at=NOW) == 1  # reminded, not silent
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(question=question, kind="silent", on=question.due_on, at=NOW)
    later = NOW + (question.due_on - NOW.date()) + DAY
    assert coordinating.follow_terms(on=question.due_on + DAY, at=later) == 1
    assert coordinating.follow_terms(on=question.due_on + DAY, at=later) == 0
    assert coordination.questions().get(pk=question.pk).is_settled


def test_under_the_first_regulation_silence_is_no_consent(office: journey.Office, bureau: Agency, head: Person) -> None:
    at = datetime.datetime(2018, 3, 1, 2, tzinfo=datetime.UTC)
    item = office.drafted()
    question = _asked(office, bureau, item, at=at)
    assert (question.regime, question.silence) == ("2008", "decide")
    coordinating.follow_terms(on=question.due_on + DAY, at=at + datetime.timedelta(days=30))
    question = coordination.questions().get(pk=question.pk)
    assert question.is_disputed
    coordinating.rule(question=question, verdict="publish", reason="多次催告未答复", by=head, at=NOW)
    assert _publish(office, _cleared(office, item)).state == Item.State.PUBLISHED


def test_those_asked_are_reminded_once_before_the_term_ends(office: journey.Office, bureau: Agency) -> None:
    question = _asked(office, bureau)
    assert coordinating.follow_terms(on=NOW.date(), at=NOW) == 0
    before = question.due_on - DAY
    assert coordinating.follow_terms(on=before, at=NOW) == 1
    assert coordinating.follow_terms(on=before, at=NOW) == 0
    assert Event.objects.filter(kind=kinds.REMINDED, about=question.revision.item.reference).count() == 1


def test_a_disagreement_goes_to_the_common_superior(
    office: journey.Office, bureau: Agency, expert: Person, head: Person, city: Agency
) -> None:
    item = office.drafted()
    question = _asked(office, bureau, item)
    assert question.superior == city
    with pytest.raises(refusals.NothingToDecide):
        coordinating.rule(question=question, verdict="publish", reason="可以公开", by=head, at=NOW)
    coordinating.answer(question=question, kind="disagree", text="数据未经核实", by=expert, at=NOW)
    for verdict, by, error in (("publish", expert, refusals.OwnCause), ("publish", office.officer, refusals.OwnCause)):
        with pytest.raises(error):
            coordinating.rule(question=question, verdict=verdict, reason="可以公开", by=by, at=NOW)
    with pytest.raises(refusals.ReasonMissing):
        coordinating.rule(question=question, verdict="publish", reason=" ", by=head, at=NOW)
    coordinating.rule(question=question, verdict="publish", reason="已经核实", by=head, at=NOW)
    with pytest.raises(refusals.AnsweredAlready):
        coordinating.rule(question=question, verdict="refuse", reason="改判", by=head, at=NOW)
    assert _publish(office, _cleared(office, item)).state == Item.State.PUBLISHED


@pytest.mark.parametrize("verdict", ["amend", "refuse"])
def test_other_rulings_keep_the_text_back(
    office: journey.Office, bureau: Agency, expert: Person, head: Person, verdict: str
) -> None:
    item = office.drafted()
    question = _asked(office, bureau, item)
    coordinating.answer(question=question, kind="changes", text="删去第二段", by=expert, at=NOW)
    coordinating.rule(question=question, verdict=verdict, reason="意见成立", by=head, at=NOW)
    _cleared(office, item)
    with pytest.raises(refusals.QuestionsOpen):
        _publish(office, item)


def test_a_ruling_without_dispute_is_refused_by_the_database(
    office: journey.Office, bureau: Agency, expert: Person, head: Person
) -> None:
    question = _asked(office, bureau)
    for _round in range(2):
        with pytest.raises(IntegrityError), transaction.atomic():
            Ruling.objects.create(question=question, verdict="publish", reason="x", by=head, at=NOW)
        Opinion.objects.get_or_create(
            question=question, defaults={"kind": "agree", "by": expert, "on": NOW.date(), "at": NOW}
        )


def test_a_text_changed_afterwards_asks_again(office: journey.Office, bureau: Agency, expert: Person) -> None:
    item = office.drafted()
    question = _asked(office, bureau, item)
    coordinating.answer(question=question, kind="agree", by=expert, at=NOW)
    drafting.revise(item=item, by=office.officer, content=office.content(title="另一个标题"), at=NOW, base=1)
    with pytest.raises(refusals.AnsweredAlready):
        coordinating.answer(question=question, kind="agree", by=expert, at=NOW)
    item = reviewing.submit(item=item, by=office.officer, at=NOW)
    (again,) = coordinating.ask_again(item=item, by=office.officer, at=NOW)
    assert coordinating.ask_again(item=item, by=office.officer, at=NOW) == []
    assert (again.revision, again.text) == (item.revision, question.text)
    office.clear(item)
    with pytest.raises(refusals.QuestionsOpen):
        _publish(office, item)
    coordinating.answer(question=again, kind="agree", by=expert, at=NOW)
    published = _publish(office, item)
    assert published.state == Item.State.PUBLISHED


def test_a_correction_later_owes_nobody_the_questions_of_the_first_text(
    office: journey.Office, bureau: Agency, expert: Person
) -> None:
    item = office.drafted()
    coordinating.answer(question=_asked(office, bureau, item), kind="agree", by=expert, at=NOW)
    item = _publish(office, _cleared(office, item))
    content = office.content(body="<p>更正后的正文。</p>")
    drafting.revise(item=item, by=office.officer, content=content, at=NOW, base=1, note="更正数字")
    item.refresh_from_db()
    assert _publish(office, _cleared(office, item)).public_revision_id == item.revision_id


def test_what_the_law_names_goes_out_at_once_and_is_answered_all_the_same(
    office: journey.Office, bureau: Agency, expert: Person
) -> None:
    item = office.drafted()
    question = _asked(office, bureau, item)
    _cleared(office, item)
    item.refresh_from_db()
    for ground, reason, by, error in (
        ("haste", "急", office.issuer, refusals.NoGround),
        ("clarify", " ", office.issuer, refusals.ReasonMissing),
        ("clarify", "急", office.officer, refusals.OwnCause),
    ):
        with pytest.raises(error):
            coordinating.hasten(item=item, ground=ground, reason=reason, by=by, at=NOW)
    coordinating.hasten(item=item, ground="clarify", reason="网传停水消息不实", by=office.issuer, at=NOW)
    with pytest.raises(refusals.AnsweredAlready):
        coordinating.hasten(item=item, ground="clarify", reason="再一次", by=office.issuer, at=NOW)
    assert _publish(office, item).state == Item.State.PUBLISHED
    coordinating.answer(question=question, kind="agree", by=expert, at=NOW)


def test_haste_holds_for_one_text_and_not_by_its_author(office: journey.Office, bureau: Agency) -> None:
    item = office.drafted()
    _asked(office, bureau, item)
    revision = item.revision
    assert revision is not None
    for fields in ({"content_hash": "x"}, {"by": office.officer}):
        values = {"revision": revision, "content_hash": revision.content_hash, "by": office.issuer} | fields
        with pytest.raises(IntegrityError), transaction.atomic():
            Haste.objects.create(**values, ground="clarify", reason="急", at=NOW)
    coordinating.hasten(item=item, ground="emergency", reason="暴雨预警", by=office.issuer, at=NOW)
    drafting.revise(item=item, by=office.officer, content=office.content(title="改过的标题"), at=NOW, base=1)
    _cleared(office, item)
    with pytest.raises(refusals.QuestionsOpen):
        _publish(office, item)


def test_what_cannot_be_asked_is_refused(office: journey.Office, bureau: Agency) -> None:
    item = office.drafted()
    for wanted, error in (
        ({"agencies": [office.agency]}, refusals.OwnAgency),
        ({"agencies": []}, refusals.ReasonMissing),
        ({"text": " "}, refusals.ReasonMissing),
        ({"days": 4}, refusals.UnfitTerm),
        ({"days": 16}, refusals.UnfitTerm),
    ):
        with pytest.raises(error):
            _asked(office, bureau, item, **wanted)
    _asked(office, bureau, item)
    with pytest.raises(refusals.AskedAlready):
        _asked(office, bureau, item)
    with pytest.raises(refusals.WrongState):
        _asked(office, bureau, office.published(title="已经公开"))


def test_who_wrote_the_text_does_not_agree_for_another_agency(office: journey.Office, bureau: Agency) -> None:
    question = _asked(office, bureau)
    with pytest.raises(refusals.OwnCause):
        coordinating.answer(question=question, kind="agree", by=office.officer, at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        Opinion.objects.create(question=question, kind="agree", by=office.officer, on=NOW.date(), at=NOW)


@pytest.mark.parametrize(
    ("one", "other", "superior"),
    [("east", "west", "city"), ("east", "station", "city"), ("city", "east", "city"), ("east", "abroad", "city")],
)
def test_the_common_superior_stands_above_both(city: Agency, one: str, other: str, superior: str) -> None:
    east, west = AgencyFactory(parent=city), AgencyFactory(parent=city)
    known = {"city": city, "east": east, "west": west, "abroad": AgencyFactory()}
    known["station"] = AgencyFactory(parent=east)
    assert coordination.common_superior(known[one], known[other]) == known[superior]
