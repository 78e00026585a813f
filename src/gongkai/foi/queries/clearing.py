"""Which clearances a letter needs, which is open, and what waits for whom."""

from collections.abc import Iterable, Mapping

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from gongkai.accounts.models import Person
from gongkai.accounts.queries import Access
from gongkai.core.permissions import Permission
from gongkai.foi.models.letters import Letter, LetterClearance, LetterVersion
from gongkai.rules import letters

Kind = LetterClearance.Kind
STEPS = (Kind.LEGAL, Kind.SECRECY, Kind.SIGN)
PERMISSION_OF_STEP = {
    Kind.LEGAL: Permission.REQUEST_LEGAL,
    Kind.SECRECY: Permission.REQUEST_SECRECY,
    Kind.SIGN: Permission.REQUEST_SIGN,
}
# Notices that move the term or cost money go out with a signature; other notices under the officer's name.
_SIGNED = frozenset({"extension", "delayed_term", "reasons", "fee"})


def needed(kind: str) -> tuple[str, ...]:
    """The clearances a kind of letter needs, in their order. Raises ValueError for an unknown kind."""
    letter = letters.letter(kind)
    if letter.kind == "reply" or letter.has_remedy:
        return STEPS
    return (Kind.SIGN,) if kind in _SIGNED else ()


def needs(letter: Letter) -> tuple[str, ...]:
    """The clearances a letter needs, as fixed when it was begun."""
    return tuple(step for step in STEPS if getattr(letter, f"needs_{step}"))


def next_step(letter: Letter, decided: Mapping[str, str]) -> str | None:
    """The step that is open, given the opinions so far by kind; None when all passed or one returned."""
    for step in needs(letter):
        opinion = decided.get(step)
        if opinion == LetterClearance.Opinion.RETURN:
            return None
        if opinion is None:
            return step
    return None


def newest(letter: Letter) -> LetterVersion:
    """The newest version of a letter. One query."""
    return letter.versions.select_related("author").order_by("-number")[0]


def decided(version: LetterVersion) -> dict[str, str]:
    """The opinions on a version by kind. One query."""
    return dict(version.clearances.values_list("kind", "opinion"))


def wrote_it(person: Person, letter: Letter) -> bool:
    """Whether the person wrote any version of the letter. One query."""
    return letter.versions.filter(author=person).exists()


def waiting_for(access: Access, step: str) -> QuerySet[Letter]:
    """Letters in review whose open step is this one and which this person may take, oldest first. One query."""
    latest = LetterVersion.objects.filter(letter=OuterRef("pk")).order_by("-number").values("pk")[:1]
    passed = LetterClearance.objects.filter(version=OuterRef("newest"), opinion=LetterClearance.Opinion.PASS)
    own = LetterVersion.objects.filter(letter=OuterRef("pk"), author=access.person)
    rows = Letter.objects.filter(
        state=Letter.State.IN_REVIEW,
        info_request__agency__in=access.agencies(PERMISSION_OF_STEP[Kind(step)]),
        **{f"needs_{step}": True},
    ).annotate(newest=latest)
    for before in STEPS[: STEPS.index(Kind(step))]:
        rows = rows.filter(Q(**{f"needs_{before}": False}) | Exists(passed.filter(kind=before)))
    return (
        rows.exclude(Exists(LetterClearance.objects.filter(version=OuterRef("newest"), kind=step)))
        .exclude(Exists(own))
        .select_related("info_request", "info_request__agency")
        .order_by("changed_at", F("id"))
    )


def open_steps(access: Access, most: int = 60) -> list[tuple[Letter, LetterClearance.Kind]]:
    """Letters in review whose open step this person may take, with that step, oldest first. One query at most."""
    wanted, before = Q(pk__in=[]), Q()
    for step in STEPS:
        if access.anywhere(PERMISSION_OF_STEP[step]):
            agencies = access.agencies(PERMISSION_OF_STEP[step])
            open_here = Q(**{f"needs_{step}": True, f"passed_{step}": False}, info_request__agency__in=agencies)
            wanted |= before & open_here
        before &= Q(**{f"needs_{step}": False}) | Q(**{f"passed_{step}": True})
    if not any(access.anywhere(permission) for permission in PERMISSION_OF_STEP.values()):
        return []
    latest = LetterVersion.objects.filter(letter=OuterRef("pk")).order_by("-number").values("pk")[:1]
    passed = LetterClearance.objects.filter(version=OuterRef("newest"), opinion=LetterClearance.Opinion.PASS)
    own = LetterVersion.objects.filter(letter=OuterRef("pk"), author=access.person)
    rows = (
        Letter.objects.filter(state=Letter.State.IN_REVIEW)
        .annotate(newest=latest)
        .annotate(**{f"passed_{step}": Exists(passed.filter(kind=step)) for step in STEPS})
        .filter(wanted)
        .exclude(Exists(own))
        .select_related("info_request", "info_request__agency")
        .order_by("changed_at", "id")[:most]
    )
    return [(row, next(step for step in STEPS if _is_open(row, step))) for row in rows]


def _is_open(row: Letter, step: LetterClearance.Kind) -> bool:
    return getattr(row, f"needs_{step}") and not getattr(row, f"passed_{step}")


def in_review(rows: Iterable[Letter]) -> list[Letter]:
    """Those of some letters that wait for a reviewer."""
    return [each for each in rows if each.state == Letter.State.IN_REVIEW]
