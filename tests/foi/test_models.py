"""What the database itself refuses, whoever asks: changed ledgers, own clearances, letters that were not passed."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction

from gongkai.foi.models.cases import Applicant, InfoRequest
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.models.handling import Search
from gongkai.foi.models.letters import Delivery, Issue, Letter, LetterClearance, LetterVersion
from tests.factories import foi
from tests.foi import journey

pytestmark = pytest.mark.django_db
DAY = journey.DAY

APPEND_ONLY: list[tuple[str, Any, dict[str, Any]]] = [
    ("entry", foi.EntryFactory, {"reason": "x"}),
    ("search", foi.SearchFactory, {"places": "x"}),
    ("decision", foi.DecisionFactory, {"outcome": "PARTIAL"}),
    ("text", foi.RequestTextFactory, {"description": "x"}),
    ("version", foi.LetterVersionFactory, {"title": "x"}),
    ("clearance", foi.LetterClearanceFactory, {"opinion": "pass", "reason": "x"}),
    ("delivery", foi.DeliveryFactory, {"note": "x"}),
    ("erasure", foi.ErasureFactory, {"rule": "x"}),
    ("step", foi.RemedyStepFactory, {"text": "x"}),
    ("move", foi.ClockMoveFactory, {"due_after": None}),
    ("note", foi.NoteFactory, {"at": journey.moment(datetime.date(2020, 1, 1))}),
]


def refused(act: Callable[[], object], name: str = "") -> None:
    """The act fails in the database, with the name of the guard."""
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        act()


@pytest.mark.parametrize(("_name", "factory", "change"), APPEND_ONLY, ids=[each[0] for each in APPEND_ONLY])
def test_what_was_written_is_never_changed_or_deleted(_name: str, factory: Any, change: dict[str, Any]) -> None:
    row = factory()
    rows = type(row).objects.filter(pk=row.pk)
    refused(lambda: rows.update(**change), "is_never_changed")
    with pytest.raises(IntegrityError, match="is_never_deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM {type(row)._meta.db_table} WHERE id = {row.pk}")


def test_an_issue_is_never_changed_but_gets_its_files_once() -> None:
    issue = foi.IssueFactory()
    rows = Issue.objects.filter(pk=issue.pk)
    refused(lambda: rows.update(number="云公补〔2026〕99号"), "is_never_changed")
    rows.update(pdf=foi.SealedFileFactory())
    refused(lambda: rows.update(pdf=foi.SealedFileFactory()), "is_never_changed")


@pytest.mark.parametrize("name", ["inforequest", "applicant", "consultation", "fee", "letter", "remedy"])
def test_rows_of_a_case_are_never_deleted(name: str) -> None:
    factories = {
        "inforequest": foi.InfoRequestFactory,
        "applicant": foi.ApplicantFactory,
        "consultation": foi.ConsultationFactory,
        "fee": foi.FeeFactory,
        "letter": foi.LetterFactory,
        "remedy": foi.RemedyFactory,
    }
    row = factories[name]()
    with pytest.raises(IntegrityError, match="is_never_deleted"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM foi_{name} WHERE id = {row.pk}")


@pytest.mark.parametrize(
    "change", [{"number": "x"}, {"serial": 99}, {"arrived_on": datetime.date(2026, 3, 1)}, {"code_hash": "0" * 64}]
)
def test_number_code_and_arrival_are_never_changed(change: dict[str, Any]) -> None:
    row = foi.InfoRequestFactory()
    refused(lambda: InfoRequest.objects.filter(pk=row.pk).update(**change), "never_changed|foi_code_without_new_salt")


def test_an_outcome_needs_its_decision() -> None:
    row = foi.InfoRequestFactory()
    values = {"state": "closed", "outcome": "DISCLOSED", "decided_on": DAY, "closed_on": DAY}
    refused(lambda: InfoRequest.objects.filter(pk=row.pk).update(**values), "foi_outcome_without_decision")
    Decision.objects.create(info_request=row, number=1, outcome="DISCLOSED", on=DAY, by="person:1", at=journey.NOW)
    InfoRequest.objects.filter(pk=row.pk).update(**values)


def test_a_request_is_not_born_decided() -> None:
    refused(
        lambda: foi.InfoRequestFactory(state="closed", outcome="DISCLOSED", decided_on=DAY, closed_on=DAY),
        "foi_request_born_decided",
    )


@pytest.mark.parametrize(
    ("change", "name"),
    [
        ({"state": "closed"}, "foi_outcome_when_decided|foi_closed_has_day"),
        ({"outcome": "DISCLOSED"}, "foi_outcome"),
        ({"received_on": None}, "foi_received_once_confirmed"),
        ({"due_on": datetime.date(2026, 1, 1)}, "foi_due_after_received"),
        ({"counted_outcome": "DISCLOSED"}, "foi_counted_with_outcome"),
        ({"waits_since": DAY}, "foi_waits_since_with_waits_until"),
    ],
)
def test_half_truths_are_refused(change: dict[str, Any], name: str) -> None:
    row = foi.InfoRequestFactory()
    refused(lambda: InfoRequest.objects.filter(pk=row.pk).update(**change), name)


def test_a_counter_entry_names_an_entry_of_its_own_request_and_why() -> None:
    entry, other = foi.EntryFactory(), foi.EntryFactory()
    refused(
        lambda: foi.EntryFactory(
            info_request=entry.info_request, number=2, kind=Entry.Kind.VOIDED, voids=other, reason="错"
        ),
        "foi_voids_entry_of_other_request",
    )
    refused(
        lambda: foi.EntryFactory(info_request=entry.info_request, number=2, kind=Entry.Kind.VOIDED, voids=entry),
        "foi_void_names_entry_and_reason",
    )


def test_nobody_clears_a_letter_of_their_own() -> None:
    version = foi.LetterVersionFactory()
    refused(
        lambda: foi.LetterClearanceFactory(version=version, reviewer=version.author), "foi_author_clears_own_letter"
    )


def test_a_clearance_is_bound_to_the_text() -> None:
    refused(lambda: foi.LetterClearanceFactory(content_hash="0" * 64), "foi_clearance_of_other_letter")


def issue_of(version: LetterVersion, **fields: Any) -> Issue:
    """Try to issue a version."""
    agency = version.letter.info_request.agency
    plain = {"content_hash": version.content_hash, "agency": agency, "series": "公复", "year": 2026, "serial": 1}
    plain |= {"number": "云公复〔2026〕1号", "on": DAY, "by": "person:1", "at": journey.NOW}
    return Issue.objects.create(letter=version.letter, version=version, **(plain | fields))


@pytest.mark.parametrize("missing", list(LetterClearance.Kind))
def test_a_reply_without_one_of_its_three_passes_is_not_issued(missing: str) -> None:
    version = foi.LetterVersionFactory()
    for kind in LetterClearance.Kind:
        if kind != missing:
            foi.LetterClearanceFactory(version=version, kind=kind)
    refused(lambda: issue_of(version), "foi_issue_without_clearance")
    foi.LetterClearanceFactory(version=version, kind=missing)
    assert issue_of(version).pk


def test_what_was_passed_is_what_is_issued() -> None:
    version = foi.LetterVersionFactory()
    for kind in LetterClearance.Kind:
        foi.LetterClearanceFactory(version=version, kind=kind)
    newer = foi.LetterVersionFactory(letter=version.letter, number=2)
    refused(lambda: issue_of(newer), "foi_issue_without_clearance")
    refused(lambda: issue_of(version, content_hash=newer.content_hash), "foi_issue_without_clearance")


def test_the_clearances_a_letter_needs_are_fixed() -> None:
    letter = foi.LetterFactory()
    refused(lambda: Letter.objects.filter(pk=letter.pk).update(needs_secrecy=False), "are_never_changed")
    refused(lambda: Letter.objects.filter(pk=letter.pk).update(kind="correction"), "are_never_changed")
    refused(lambda: Letter.objects.filter(pk=letter.pk).update(state="issued"), "was_not_issued")


def test_only_what_was_issued_is_delivered() -> None:
    letter = foi.LetterFactory()
    refused(lambda: foi.DeliveryFactory(letter=letter), "foi_delivery_of_letter_not_issued")
    assert Delivery.objects.count() == 0


def test_a_search_says_where_and_what() -> None:
    refused(lambda: foi.SearchFactory(places=""), "foi_search_says_where")
    refused(lambda: foi.SearchFactory(result=Search.Result.FOUND), "foi_search_says_what")


def test_an_erased_applicant_is_empty() -> None:
    row = foi.ApplicantFactory()
    refused(lambda: Applicant.objects.filter(pk=row.pk).update(erased_at=journey.NOW), "foi_erased_is_empty")


def test_texts_change_only_by_erasure() -> None:
    text = foi.RequestTextFactory()
    foi.ErasureFactory(info_request=text.info_request)
    assert type(text).objects.filter(pk=text.pk).update(description="") == 1


def test_an_extension_without_approver_or_length_is_refused() -> None:
    for fields in ({"working_days": 10, "reason": "忙"}, {"approver": "person:2", "reason": "忙"}):
        refused(lambda fields=fields: foi.EntryFactory(kind="extended", **fields), "foi_extension_is_approved")  # type: ignore[misc]
