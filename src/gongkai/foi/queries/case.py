"""A whole case for its page, in a handful of statements."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import OuterRef, QuerySet

from gongkai.accounts.models import Person
from gongkai.foi.models.cases import CaseFile, InfoRequest, RequestText, SealedFile
from gongkai.foi.models.clock import Decision, Entry
from gongkai.foi.models.handling import Consultation, Fee, Note, Relation, Search
from gongkai.foi.models.letters import Delivery, Issue, Letter, LetterClearance, LetterVersion
from gongkai.foi.models.remedies import Remedy, RemedyStep
from gongkai.foi.queries import bundles, clearing, clocks, closing, possible, similar
from gongkai.rules import clocks as law
from gongkai.rules import explanations

_OWN = {"info_request": OuterRef("pk")}
_OF_LETTER = {"letter__info_request": OuterRef("pk")}
_BUNDLES: dict[str, tuple[type[Any], dict[str, Any], str]] = {
    "entries_": (Entry, _OWN, "number"),
    "decisions_": (Decision, _OWN, "number"),
    "consultations_": (Consultation, _OWN, "id"),
    "fees_": (Fee, _OWN, "id"),
    "texts_": (RequestText, _OWN, "number"),
    "searches_": (Search, _OWN, "id"),
    "notes_": (Note, _OWN, "id"),
    "relations_": (Relation, _OWN, "id"),
    "files_": (CaseFile, _OWN, "id"),
    "sealed_": (SealedFile, {"case_files__info_request": OuterRef("pk")}, "id"),
    "letters_": (Letter, _OWN, "id"),
    "versions_": (LetterVersion, _OF_LETTER, "number"),
    "clearances_": (LetterClearance, {"version__letter__info_request": OuterRef("pk")}, "id"),
    "issues_": (Issue, _OF_LETTER, "id"),
    "deliveries_": (Delivery, _OF_LETTER, "id"),
    "remedies_": (Remedy, _OWN, "id"),
    "steps_": (RemedyStep, {"remedy__info_request": OuterRef("pk")}, "on"),
}


@dataclass(frozen=True)
class LetterLine:
    """A letter with its versions (oldest first), the opinions on the newest, its number and its deliveries."""

    letter: Letter
    versions: tuple[LetterVersion, ...]
    clearances: tuple[LetterClearance, ...]
    issue: Issue | None
    deliveries: tuple[Delivery, ...]
    next_step: str | None

    @property
    def newest(self) -> LetterVersion:
        """The newest version."""
        return self.versions[-1]


@dataclass(frozen=True)
class RemedyLine:
    """A remedy with its steps."""

    remedy: Remedy
    steps: tuple[RemedyStep, ...]


@dataclass(frozen=True)
class CasePage:
    """Everything a case page shows. Entries include voided ones; `standing` are those that count."""

    info_request: InfoRequest
    explanation: explanations.Explanation
    clock: law.State
    entries: tuple[Entry, ...]
    standing: tuple[Entry, ...]
    texts: tuple[RequestText, ...]
    searches: tuple[Search, ...]
    consultations: tuple[Consultation, ...]
    letters: tuple[LetterLine, ...]
    decisions: tuple[Decision, ...]
    fees: tuple[Fee, ...]
    files: tuple[CaseFile, ...]
    notes: tuple[Note, ...]
    relations: tuple[Relation, ...]
    remedies: tuple[RemedyLine, ...]
    possible: tuple[possible.Act, ...]
    similar: tuple[similar.Alike, ...]
    same_month: int
    people: dict[int, Person]


def bundled(rows: QuerySet[InfoRequest]) -> QuerySet[InfoRequest]:
    """Requests with everything that hangs on them, in one statement; for one row or a few."""
    annotations = {
        name: bundles.Rows(model.objects.filter(**where).order_by(order).distinct() if name == "sealed_" else
                           model.objects.filter(**where).order_by(order))
        for name, (model, where, order) in _BUNDLES.items()
    }  # fmt: skip
    return rows.select_related("agency", "officer", "applicant").annotate(**annotations)


def case_page(rows: QuerySet[InfoRequest], pk: int, on: datetime.date) -> CasePage:
    """One case out of some requests (those a person may see). Six queries. Raises InfoRequest.DoesNotExist."""
    row = bundled(rows).get(pk=pk)
    read = {name: bundles.models_of(model, getattr(row, name)) for name, (model, _w, _o) in _BUNDLES.items()}
    people = _people(read)
    days = clocks.calendar()
    standing = clocks.in_force(read["entries_"])
    explanation = clocks.explain(row, standing, days=days)
    for name in ("texts_", "searches_", "consultations_", "fees_", "notes_", "files_", "letters_", "remedies_"):
        for each in read[name]:
            each.info_request = row
    _join(read["files_"], "file", read["sealed_"])
    lines = _letter_lines(read)
    facts = closing.Facts(row, standing, read["consultations_"], read["searches_"], read["relations_"])
    case = possible.Case(row, standing, read["consultations_"], read["letters_"], explanation, on, facts)
    steps = bundles.by(read["steps_"], "remedy_id")
    return CasePage(
        info_request=row,
        explanation=explanation,
        clock=law.state(clocks.ledger(row, standing), days, on),
        entries=tuple(read["entries_"]),
        standing=tuple(standing),
        texts=tuple(read["texts_"]),
        searches=tuple(read["searches_"]),
        consultations=tuple(read["consultations_"]),
        letters=tuple(lines),
        decisions=tuple(read["decisions_"]),
        fees=tuple(read["fees_"]),
        files=tuple(read["files_"]),
        notes=tuple(read["notes_"]),
        relations=tuple(_with_others(read["relations_"])),
        remedies=tuple(RemedyLine(each, tuple(steps.get(each.pk, ()))) for each in read["remedies_"]),
        possible=tuple(possible.possible(row, on, case)),
        similar=tuple(similar.similar(row)),
        same_month=similar.same_month(row),
        people=people,
    )


def _letter_lines(read: dict[str, list[Any]]) -> list[LetterLine]:
    versions = bundles.by(read["versions_"], "letter_id")
    clearances = bundles.by(read["clearances_"], "version_id")
    issues = {each.letter_id: each for each in read["issues_"]}
    deliveries = bundles.by(read["deliveries_"], "letter_id")
    lines = []
    for letter in read["letters_"]:
        own = versions[letter.pk]
        for each in own:
            each.letter = letter
        opinions = clearances.get(own[-1].pk, [])
        decided = {each.kind: each.opinion for each in opinions}
        step = clearing.next_step(letter, decided) if letter.state == Letter.State.IN_REVIEW else None
        lines.append(
            LetterLine(
                letter,
                tuple(own),
                tuple(opinions),
                issues.get(letter.pk),
                tuple(deliveries.get(letter.pk, ())),
                step,
            )
        )
    return lines


_PERSONS = {
    "searches_": "searcher",
    "notes_": "author",
    "versions_": "author",
    "clearances_": "reviewer",
}


def _people(read: dict[str, list[Any]]) -> dict[int, Person]:
    """The people named anywhere in the case, also by reference (`person:12`), put on their rows. One query."""
    wanted = {getattr(row, f"{field}_id") for name, field in _PERSONS.items() for row in read[name]}
    for name in ("entries_", "issues_", "deliveries_", "files_", "decisions_"):
        wanted |= {_person_id(row.by) for row in read[name]}
    wanted |= {_person_id(row.approver) for row in read["entries_"]}
    wanted |= {_person_id(row.weighed_by or "") for row in read["consultations_"]}
    people = Person.objects.in_bulk(sorted(wanted - {0}))
    for name, field in _PERSONS.items():
        for row in read[name]:
            setattr(row, field, people[getattr(row, f"{field}_id")])
    return people


def _person_id(reference: str) -> int:
    kind, _colon, number = reference.partition(":")
    return int(number) if kind == "person" and number.isdecimal() else 0


def _join(rows: Iterable[Any], field: str, others: Sequence[Any]) -> None:
    by_id = {each.pk: each for each in others}
    for row in rows:
        setattr(row, field, by_id[getattr(row, f"{field}_id")])


def _with_others(relations: list[Relation]) -> list[Relation]:
    """Relations with the requests they lead to. One query when there are any."""
    others = InfoRequest.objects.in_bulk([each.other_id for each in relations if each.other_id])
    for each in relations:
        if each.other_id:
            each.other = others[each.other_id]
    return relations
