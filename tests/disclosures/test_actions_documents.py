"""Documents: explained, cleaned up, amended, filed; and nothing gets around the doors and the guards."""

import datetime
from typing import Any

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from gongkai.accounts.models import Role
from gongkai.accounts.queries import access_of
from gongkai.disclosures.actions import checks, cleanups, drafting, interpreting, policies, publishing, refusals
from gongkai.disclosures.document_models import Cleanup, CleanupEntry, Exemption, Interpretation
from gongkai.disclosures.models import Ending, Item, Publication
from gongkai.disclosures.queries import around, documents_due, editions, normative
from gongkai.disclosures.queries import cleanups as cleanup_queries
from gongkai.disclosures.queries import policies as policy_queries
from gongkai.events.models import Event
from gongkai.statistics.queries import counting, indicators, spans
from tests.disclosures import journey
from tests.factories import clock
from tests.factories.accounts import person_with
from tests.factories.orgs import AgencyFactory

pytestmark = pytest.mark.django_db
NOW, TODAY = clock.NOW, clock.TODAY
DAY = datetime.timedelta(days=1)
Verdict = CleanupEntry.Verdict


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def document(office: journey.Office, number: int = 1, at: datetime.datetime = NOW, **fields: Any) -> Item:
    """A public normative document."""
    plain = {
        "title": f"便民服务管理办法之{number}",
        "doc_no": f"云政发〔2026〕{number}号",
        "legal_item": "20-1",
        "formed_on": timezone.localdate(at),
    }
    return office.published(at=at, **(plain | fields))


def refused_by_the_database(act: Any) -> bool:
    try:
        with transaction.atomic():
            act()
    except DatabaseError:
        return True
    return False


def standing(office: journey.Office, on: datetime.date) -> dict[str, str]:
    access = access_of(office.officer, on=TODAY)
    return {row.doc_no[-3:-1].strip("〕"): row.standing for row in normative.register(access, on=on)}


# --- the register and the figures ---


def test_the_register_tells_how_each_document_stood_on_any_day_and_figures_count_the_same(
    office: journey.Office,
) -> None:
    kept = document(office, 1)
    gone = document(office, 2)
    document(office, 3, expires_on=TODAY + 9 * DAY)
    document(office, 4, effective_on=TODAY + 5 * DAY)
    office.published(title="没有文号的公告")
    act = document(office, 5)
    publishing.change_validity(
        item=gone, kind="repeal", on=TODAY + 3 * DAY, reason="代替", act=act, by=office.issuer, at=NOW
    )
    publishing.change_validity(
        item=kept, kind="amend", on=TODAY + 3 * DAY, reason="修改", act=act, by=office.issuer, at=NOW
    )
    assert standing(office, TODAY - DAY) == {}
    today = {"1": "in-force", "2": "in-force", "3": "in-force", "4": "pending", "5": "in-force"}
    assert standing(office, TODAY) == today
    later = standing(office, TODAY + 10 * DAY)
    assert later == {"1": "amended", "2": "repealed", "3": "expired", "4": "in-force", "5": "in-force"}
    for day in (TODAY, TODAY + 10 * DAY):
        held = normative.in_force(on=day).count()
        assert held == sum(value in ("in-force", "amended") for value in standing(office, day).values())
        span = spans.Span(datetime.date(day.year, 1, 1), day)
        one = indicators.indicator("normative_documents.in_force")
        assert counting.count(spans.Scope(office.agency, span), [one])[one.id] == held


def test_what_repeals_what_is_known_from_both_sides(office: journey.Office) -> None:
    act, gone = document(office, 1), document(office, 2)
    publishing.change_validity(item=gone, kind="repeal", on=TODAY, reason="废止", act=act, by=office.issuer, at=NOW)
    _own, deeds = around.endings(act)
    assert [each.item for each in deeds] == [gone]
    ending = gone.endings.get()
    assert (ending.act, ending.on) == (act, TODAY)
    assert Event.objects.filter(kind="item.acted", about=act.reference).count() == 1


def test_an_act_must_be_another_public_item_whoever_says_so(office: journey.Office) -> None:
    one, draft = document(office, 1), office.drafted()
    for act in (one, draft):
        with pytest.raises(refusals.NotPublic):
            publishing.change_validity(
                item=one, kind="repeal", on=TODAY, reason="废止", act=act, by=office.issuer, at=NOW
            )
        row = {"item": one, "kind": "repeal", "on": TODAY, "reason": "废止", "by": "sql", "at": NOW, "act": act}
        assert refused_by_the_database(lambda row=row: Ending.objects.create(**row))
    text = {"item": one, "kind": "amend", "on": TODAY, "reason": "修改", "by": "sql", "at": NOW}
    assert refused_by_the_database(lambda: Ending.objects.create(**text, amended=draft.revision))


# --- the text of a day ---


def amended(
    office: journey.Office, item: Item, body: str, *, at: datetime.datetime, is_correction: bool = False
) -> None:
    """A new text on its whole way; an amendment from that day on unless it is a correction."""
    item.refresh_from_db()
    assert item.revision is not None
    content = drafting.content_of(item.revision)
    fields = {name: getattr(content, name) for name in content.__dataclass_fields__} | {"body": body}
    base = item.revision.number
    revision = drafting.revise(
        item=item, by=office.officer, content=drafting.Content(**fields), at=at, base=base, note="改"
    )
    journey.reviewing.submit(item=item, by=office.officer, at=at)
    publishing.publish(item=office.clear(item, at=at), by=office.issuer, at=at)
    if not is_correction:
        on = timezone.localdate(at)
        publishing.change_validity(
            item=item, kind="amend", on=on, reason="修改", amended=revision, by=office.issuer, at=at
        )


def bodies(item: Item, *days: datetime.date) -> list[str]:
    found = editions.of([item.pk])[item.pk]
    held = [editions.text_on(found, day) for day in days]
    return [each.revision.body if each and each.revision else "" for each in held]


def test_the_text_of_a_day_is_the_last_correction_of_its_edition(office: journey.Office) -> None:
    item = document(office, 1, body="<p>甲错</p>")
    amended(office, item, "<p>甲</p>", at=NOW + DAY, is_correction=True)
    amended(office, item, "<p>乙</p>", at=NOW + 10 * DAY)
    amended(office, item, "<p>丙</p>", at=NOW + 20 * DAY)
    days = [TODAY - DAY, TODAY, TODAY + 9 * DAY, TODAY + 10 * DAY, TODAY + 19 * DAY, TODAY + 20 * DAY]
    assert bodies(item, *days) == ["<p>甲</p>", "<p>甲</p>", "<p>甲</p>", "<p>乙</p>", "<p>乙</p>", "<p>丙</p>"]
    item.refresh_from_db()
    assert item.validity == Item.Validity.AMENDED


def test_a_sealed_text_is_not_the_text_of_any_day(office: journey.Office) -> None:
    item = document(office, 1, body="<p>甲</p>")
    first = item.public_revision
    amended(office, item, "<p>乙</p>", at=NOW + DAY)
    assert first is not None and item.revision is not None
    checks.Masking.objects.create(
        original=first, revision=item.revision, label="电话", count=1, by=office.officer, at=NOW
    )
    assert bodies(item, TODAY) == [""]


# --- interpretations ---


def test_an_interpretation_counts_from_the_day_it_is_public(office: journey.Office) -> None:
    one = document(office, 1)
    rows = normative.documents(on=TODAY)
    assert normative.owing(rows, on=TODAY).count() == 1
    item = interpreting.begin(document=one, kind="picture", column=office.column, by=office.officer, at=NOW)
    assert item.revision is not None and "解读" in item.revision.title
    due = normative.duties(rows.select_related("item"), on=TODAY)[one.pk]
    assert (due.state, due.due_on) == ("owed", TODAY + 3 * DAY)
    late = TODAY + 6 * DAY
    assert normative.late(rows, on=TODAY + 3 * DAY).count() == 0
    assert normative.late(rows, on=late).count() == 1
    assert normative.duties(rows.select_related("item"), on=late)[one.pk].state == "late"
    access = access_of(office.officer, on=TODAY)
    assert list(documents_due.to_explain(access, on=TODAY)) == [one]
    amended(office, item, "<p>办法解读如下。</p>", at=NOW, is_correction=True)
    assert normative.duties(rows.select_related("item"), on=late)[one.pk].state == "done"
    assert not normative.late(rows, on=late).exists() and not documents_due.to_explain(access, on=TODAY).exists()
    figure = indicators.indicator("responses.interpretations")
    scope = spans.Scope(office.agency, spans.year(2026))
    assert counting.count(scope, [figure])[figure.id] == 1


def test_a_link_is_made_once_between_a_document_and_another_item_nearby(office: journey.Office) -> None:
    one, item = document(office, 1), office.drafted(title="解读")
    link = interpreting.link(document=one, item=item, kind="text", by=office.officer, at=NOW)
    with pytest.raises(refusals.LinkedAlready):
        interpreting.link(document=one, item=item, kind="video", by=office.officer, at=NOW)
    with pytest.raises(refusals.NotPublic):
        interpreting.link(document=one, item=one, kind="text", by=office.officer, at=NOW)
    with pytest.raises(refusals.NotPublic):
        interpreting.link(document=item, item=one, kind="text", by=office.officer, at=NOW)
    with pytest.raises(refusals.NoDocument):
        interpreting.link(document=office.published(), item=item, kind="text", by=office.officer, at=NOW)
    stranger = journey.office(AgencyFactory())
    with pytest.raises(refusals.OfOthers):
        interpreting.link(document=one, item=stranger.drafted(), kind="text", by=stranger.officer, at=NOW)
    assert refused_by_the_database(lambda: Interpretation.objects.filter(pk=link.pk).update(kind="video"))
    interpreting.unlink(interpretation=link, by=office.officer, at=NOW)
    assert not Interpretation.objects.exists()
    assert Event.objects.filter(kind="item.interpreted-no-more", about=one.reference).exists()


def test_an_exemption_needs_its_reason_and_can_be_taken_back(office: journey.Office) -> None:
    one = document(office, 1)
    with pytest.raises(refusals.ReasonMissing):
        interpreting.exempt(document=one, reason=" ", by=office.officer, at=NOW)
    interpreting.exempt(document=one, reason="仅涉及内部管理", by=office.officer, at=NOW)
    assert not normative.owing(normative.documents(on=TODAY), on=TODAY).exists()
    interpreting.owe_again(document=one, by=office.officer, at=NOW)
    assert not Exemption.objects.exists()


# --- clean-ups ---


def begun(office: journey.Office, **fields: Any) -> Cleanup:
    plain = {"agency": office.agency, "title": "清理", "as_of": TODAY, "due_on": TODAY + 30 * DAY}
    return cleanups.begin(by=office.officer, at=NOW, **(plain | fields))


def judge(office: journey.Office, cleanup: Cleanup, verdict: str, *items: Item) -> None:
    rows = cleanup.entries.filter(item__in=items)
    cleanups.judge(cleanup=cleanup, entries=rows, verdict=verdict, reason="理由", by=office.officer, at=NOW)


def test_a_cleanup_lists_what_was_in_force_and_is_carried_out_through_the_usual_door(office: journey.Office) -> None:
    items = [document(office, number) for number in range(1, 5)]
    publishing.change_validity(item=items[3], kind="repeal", on=TODAY, reason="废止", by=office.issuer, at=NOW)
    document(journey.office(AgencyFactory()), 9)
    cleanup = begun(office)
    assert set(cleanup.entries.values_list("item", flat=True)) == {item.pk for item in items[:3]}
    assert documents_due.to_judge(access_of(office.officer, on=TODAY)).count() == 3
    judge(office, cleanup, Verdict.KEEP, items[0])
    judge(office, cleanup, Verdict.REPEAL, items[1])
    judge(office, cleanup, Verdict.AMEND, items[2])
    far = cleanup_queries.progress(cleanup)
    assert (far.undecided, far.share, far.to_end, far.to_amend) == (0, 100, 1, 1)
    act = office.published(title="关于废止部分文件的决定")
    entries = list(cleanup.entries.select_related("item"))
    done = cleanups.carry_out(cleanup=cleanup, entries=entries, on=TODAY, act=act, by=office.issuer, at=NOW)
    assert list(done.done) == [items[1]] and not done.refused
    items[1].refresh_from_db()
    assert items[1].validity == Item.Validity.REPEALED
    assert Event.objects.filter(kind="item.validity", about=items[1].reference).count() == 1
    again = cleanups.carry_out(cleanup=cleanup, entries=entries, on=TODAY, act=act, by=office.issuer, at=NOW)
    assert not again.done
    assert cleanup_queries.progress(cleanup).to_end == 0


def test_a_cleanup_is_closed_by_its_announcement_when_everything_is_decided(office: journey.Office) -> None:
    one = document(office, 1)
    cleanup = begun(office)
    act = office.published(title="清理结果公告")
    with pytest.raises(refusals.Undecided):
        cleanups.close(cleanup=cleanup, announcement=act, by=office.officer, at=NOW)
    row = {"closed_at": NOW, "closed_by": "sql", "announcement": act}
    assert refused_by_the_database(lambda: Cleanup.objects.filter(pk=cleanup.pk).update(**row))
    judge(office, cleanup, Verdict.KEEP, one)
    with pytest.raises(refusals.NotPublic):
        cleanups.close(cleanup=cleanup, announcement=office.drafted(), by=office.officer, at=NOW)
    cleanups.close(cleanup=cleanup, announcement=act, by=office.officer, at=NOW)
    with pytest.raises(refusals.CleanupClosed):
        judge(office, cleanup, Verdict.REPEAL, one)
    entry = cleanup.entries.get()
    assert refused_by_the_database(lambda: CleanupEntry.objects.filter(pk=entry.pk).update(verdict="repeal"))
    assert refused_by_the_database(lambda: CleanupEntry.objects.create(cleanup=cleanup, item=act))
    assert refused_by_the_database(lambda: CleanupEntry.objects.filter(pk=entry.pk).delete())
    assert refused_by_the_database(lambda: Cleanup.objects.filter(pk=cleanup.pk).update(title="另一个"))


@pytest.mark.parametrize(
    "fields", [{"title": " "}, {"as_of": TODAY + DAY}, {"due_on": TODAY - DAY}, {"as_of": TODAY - 9 * DAY}]
)
def test_a_cleanup_that_cannot_be_is_refused(office: journey.Office, fields: dict[str, Any]) -> None:
    document(office, 1)
    with pytest.raises(refusals.UnfitCleanup):
        begun(office, **fields)


def test_a_verdict_needs_its_reason(office: journey.Office) -> None:
    document(office, 1)
    cleanup = begun(office)
    with pytest.raises(refusals.ReasonMissing):
        cleanups.judge(
            cleanup=cleanup, entries=cleanup.entries.all(), verdict="keep", reason="", by=office.officer, at=NOW
        )


# --- policy files ---


def test_a_policy_file_tells_the_whole_way_and_the_public_no_notes(office: journey.Office) -> None:
    file = policies.open_file(agency=office.agency, title="便民服务办法", by=office.officer, at=NOW)
    draft = office.published(title="征求意见公告")
    step = {"file": file, "by": office.officer, "at": NOW}
    policies.add_step(kind="proposal", on=TODAY - 60 * DAY, note="内部", **step)
    policies.add_step(kind="consultation", on=TODAY - 40 * DAY, until=TODAY - 10 * DAY, item=draft, **step)
    policies.add_step(kind="opinions", on=TODAY - 5 * DAY, received=9, adopted=4, item=office.drafted(), **step)
    one, act = document(office, 1), document(office, 2)
    file = policies.name_document(file=file, document=one, by=office.officer, at=NOW)
    publishing.change_validity(
        item=one, kind="repeal", on=TODAY + 9 * DAY, reason="内部理由", act=act, by=office.issuer, at=NOW
    )
    way = policy_queries.way(file)
    assert [each.kind for each in way] == ["proposal", "consultation", "opinions", "issue", "repeal"]
    assert way[0].note == "内部" and way[4].item == act
    seen = policy_queries.way(file, public_only=True)
    assert [bool(each.item) for each in seen] == [False, True, False, True, True]
    assert {each.note for each in seen} == {""}
    assert policy_queries.naming([draft.pk]) == policy_queries.naming([act.pk]) == {file.pk}


def test_a_step_that_cannot_be_is_refused(office: journey.Office) -> None:
    file = policies.open_file(agency=office.agency, title="便民服务办法", by=office.officer, at=NOW)
    step = {"file": file, "kind": "opinions", "on": TODAY, "by": office.officer, "at": NOW}
    with pytest.raises(refusals.UnfitStep):
        policies.add_step(until=TODAY - DAY, **step)
    with pytest.raises(refusals.UnfitStep):
        policies.add_step(received=1, adopted=2, **step)
    with pytest.raises(refusals.OfOthers):
        policies.add_step(item=journey.office(AgencyFactory()).drafted(), **step)
    one = document(office, 1)
    policies.name_document(file=file, document=one, by=office.officer, at=NOW)
    with pytest.raises(refusals.LinkedAlready):
        policies.open_file(agency=office.agency, title="又一个", document=one, by=office.officer, at=NOW)
    kept = policies.add_step(**step)
    policies.remove_step(step=kept, by=office.officer, at=NOW)
    assert not file.steps.exists()


def test_nobody_sees_what_stands_around_documents_of_others(office: journey.Office) -> None:
    document(office, 1)
    begun(office)
    policies.open_file(agency=office.agency, title="便民服务办法", by=office.officer, at=NOW)
    stranger = access_of(person_with(Role.OFFICER, AgencyFactory()), on=TODAY)
    assert not normative.register(stranger, on=TODAY).exists()
    assert not cleanup_queries.visible(stranger).exists()
    assert not policy_queries.visible(stranger).exists()
    assert not documents_due.to_judge(stranger).exists()
    assert Publication.objects.count() == 1
