"""Every model is a Record, prints itself, declares its personal fields, and orders nothing by itself."""

import re

import pytest
from django.db.models import CharField, Model, TextField

from gongkai.core.models import Record
from tests.house.test_factories import own_models

SUGGESTS_PERSON = re.compile(
    r"(^|_)(name|person|phone|mobile|email|address|contact|applicant|head|responsible|liaison)($|_)"
)

# Fields whose name suggests a person and that hold none, with what they hold.
NOT_PERSONAL = {
    "activities.Account.address": "the public address of an official account",
    "activities.Account.name": "the name of an official account",
    "activities.Paper.proof_name": "the name of a file",
    "activities.ReadingPoint.address": "where a public reading point is",
    "activities.ReadingPoint.name": "the name of a public reading point",
    "activities.Posting.address": "where an official post is read",
    "accounts.Person.username": "a sign-in name, chosen by the office",
    "annualreports.BatchFile.name": "the name of a file",
    "annualreports.Original.name": "the name of a file",
    "annualreports.Output.name": "the name of a file",
    "catalog.CatalogueEntry.responsible": "the kind of agency a superior's catalogue names",
    "catalog.Column.name": "the name of a column",
    "core.Appointment.name": "the name of a job of the clock",
    "core.Worker.name": "the name of a process",
    "disclosures.Attachment.name": "the name of a file",
    "disclosures.Chain.name": "the name of a chain of review",
    "disclosures.ChainStep.name": "what an office calls a step",
    "disclosures.Masking.file_name": "the name of a file",
    "disclosures.RequiredStep.name": "what an office calls a step",
    "disclosures.Revision.responsible_unit": "the name of a unit",
    "disclosures.SavedView.name": "the name of a saved view",
    "disclosures.Submission.name": "the name of a chain of review",
    "foi.InfoRequest.applicant_kind": "a column of the statutory form",
    "foi.SavedView.name": "the name of a saved view",
    "foi.SealedFile.name": "a random name on the disk",
    "events.Subscription.name": "the name of a listener",
    "orgs.Agency.address": "the address of an office, public by Article 12",
    "orgs.Agency.email": "the mailbox of an office, public by Article 12",
    "orgs.Agency.name": "the name of an agency",
    "orgs.Agency.phone": "the telephone of an office, public by Article 12",
    "orgs.Agency.short_name": "the short name of an agency",
    "orgs.AgencyName.name": "the name of an agency",
    "orgs.AgencyName.short_name": "the short name of an agency",
}


def text_fields(model: type[Model]) -> list[str]:
    """The names of a model's fields that hold text."""
    return [field.name for field in model._meta.get_fields() if isinstance(field, CharField | TextField)]


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_every_model_is_a_record_and_keeps_the_rules(model: type[Model]) -> None:
    assert issubclass(model, Record)
    assert "__str__" in vars(model), "a model prints itself"
    assert not model._meta.ordering, "order where you read"
    assert set(model.personal_fields) <= {field.name for field in model._meta.get_fields()}


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_fields_that_suggest_a_person_are_declared_one_way_or_the_other(model: type[Record]) -> None:
    for name in text_fields(model):
        if SUGGESTS_PERSON.search(name):
            label = f"{model._meta.label}.{name}"
            assert (name in model.personal_fields) != (label in NOT_PERSONAL), (
                f"{label}: put it in personal_fields, or here in NOT_PERSONAL with what it holds"
            )


def test_the_list_of_fields_that_hold_no_person_is_up_to_date() -> None:
    there = {f"{model._meta.label}.{name}" for model in own_models() for name in text_fields(model)}
    assert set(NOT_PERSONAL) <= there


@pytest.mark.parametrize("model", own_models(), ids=lambda model: model._meta.label)
def test_constraints_bear_the_name_of_their_app(model: type[Model]) -> None:
    for constraint in model._meta.constraints:
        assert constraint.name.startswith(model._meta.app_label), constraint.name
