"""Which entries of the basic directory each agency must keep, in which column, and how fresh."""

from collections.abc import Iterator
from dataclasses import dataclass

from gongkai.config.demo import city, directory
from gongkai.config.demo.city import Office
from gongkai.rules import obligations
from gongkai.rules.obligations import Obligation


@dataclass(frozen=True)
class Duty:
    """One obligation of one agency."""

    entry: Obligation
    office: Office
    column: str
    fresh: int | None


# Code of the entry → who keeps it (a set of `directory.chosen`, or keys), in which column, fresh for so many days.
_KEPT: tuple[tuple[str, str, str, int | None], ...] = (
    ("A12-1", "all", "guide-{code}", 1200),
    ("A20-2-1", "all", "organs-duties-{code}", 1200),
    ("A20-2-4", "bodies", "organs-leaders", 1200),
    ("A20-7-2", "budgets", "finance-budget-{code}", 240),
    ("A49-1", "bodies", "reports-{code}", 400),
    ("A20-1-2", "issuers", "documents-dept-{code}", None),
    ("A20-1-2", "gov", "documents-gov", None),
    ("A20-1-2", "office", "documents-office", None),
    ("A20-1-2", "local", "documents-local-{gov}", None),
    ("A20-3-1", "fgw", "plans-overall", 365),
    ("A20-3-2", "jtj jyj mzj zrj", "plans-special", 730),
    ("A20-4", "tjj", "statistics-monthly", 45),
    ("A20-5-1", "licensing", "licences-results-{code}", 65),
    ("A20-5-2", "spj zfzx bdc sgjj", "licences-guides", 365),
    ("A20-6-1", "scj cgj hbj jtj", "penalties-basis", None),
    ("A20-6-2", "enforcing", "penalties-results-{code}", 65),
    ("A20-7-1", "gov ws lj np", "finance-budget-{code}", 240),
    ("A20-8", "czj", "charges", 365),
    ("A20-9", "czj", "purchases-rules", None),
    ("A20-10", "fgw", "projects-progress", 70),
    ("A20-11-1", "nyj npny", "livelihood-village", 180),
    ("A20-11-2", "jyj wsjy", "livelihood-school", 365),
    ("A20-11-3", "ybj", "livelihood-insurance", 100),
    ("A20-11-3", "wjw rmyy", "livelihood-health", 90),
    ("A20-11-4", "mzj ljmz", "livelihood-relief", 45),
    ("A20-11-5", "rsj", "livelihood-jobs", 70),
    ("A20-12-1", "yjj office", "emergencies-plans", 365),
    ("A20-12-2", "qxj", "emergencies-warnings", 30),
    ("A20-13-1", "hbj", "inspections-environment", 38),
    ("A20-13-2", "wjw", "inspections-health", 90),
    ("A20-13-3", "yjj", "inspections-safety", 38),
    ("A20-13-4", "scj", "inspections-food", 18),
    ("A20-13-5", "scj", "inspections-quality", 180),
    ("A20-14", "rsj", "recruitment", 150),
    ("A21-1", "cgj wszj", "local-works", 60),
    ("A21-2", "swj jtj gjj", "local-works", 60),
    ("A21-3", "wlj tyj tsg", "local-culture", 200),
    ("A21-4", "zrj", "local-land", 60),
    ("A21-5", "ws lj", "local-houses", 365),
    ("A21-6", "gaj", "local-police", 200),
    ("A21-7", "mzj", "livelihood-relief", 45),
    ("A21-11", "townships", "towns-{code}", 100),
    ("A21-14", "townships", "towns-{code}", 100),
    ("A21-17", "townships", "towns-{code}", 100),
)


def kept() -> Iterator[Duty]:
    """Every obligation of every agency, in the order of the entries. Raises KeyError for an unknown code."""
    entries = {each.code: each for each in obligations.entries()}
    for code, names, pattern, fresh in _KEPT:
        for office in _offices(names):
            yield Duty(entries[code], office, directory.slug_for(pattern, office), fresh)


def _offices(names: str) -> list[Office]:
    offices = city.offices()
    keys = names.split()
    if len(keys) == 1 and keys[0] not in offices:
        return directory.chosen(keys[0])
    return [offices[key] for key in keys]
