"""What needs to be known of the directory: its tree, its duties, its words, and how index numbers are written."""

import datetime

from django.db.models import F, Q

from gongkai.catalog.models import IndexTemplate, Term, Vocabulary
from gongkai.orgs.models import Agency

# 国办秘函〔2009〕6号: organisation code, year, five digits. Holds until an agency or the office says otherwise.
NATIONAL_TEMPLATE = "{org_code}/{yyyy}-{serial:05d}"


def index_template(agency: Agency, *, on: datetime.date) -> str:
    """The template in force for an agency on a day: its own, else the common one, else the national one."""
    rows = IndexTemplate.objects.filter(Q(agency=agency) | Q(agency__isnull=True), since__lte=on)
    found = rows.order_by(F("agency").desc(nulls_last=True), "-since", "-id").first()
    return found.template if found else NATIONAL_TEMPLATE


def index_values(agency: Agency) -> dict[str, str]:
    """What an agency puts in for the tokens of a template; empty where it has no such code."""
    return {
        "org_code": agency.credit_code[8:17],
        "credit_code": agency.credit_code,
        "division": agency.division_code,
        "dept": agency.code,
    }


def terms(vocabulary: str, *, on: datetime.date) -> list[Term]:
    """The terms of a vocabulary (topics, genres, …) in the version in force on a day, in order. One query."""
    versions = Vocabulary.objects.filter(code=vocabulary, since__lte=on).order_by("-since", "-version")
    return list(Term.objects.filter(vocabulary=versions.values("pk")[:1]).order_by("position", "pk"))
