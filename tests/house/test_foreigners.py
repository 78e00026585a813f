"""Somebody with every role in another agency walks every address of the desk, and sees and changes nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import transaction

from gongkai.accounts.models import Person, Role
from gongkai.disclosures.models import Item
from gongkai.events.models import Event
from gongkai.orgs.models import Agency
from tests.disclosures import journey
from tests.factories.accounts import RoleHoldingFactory, person_with
from tests.factories.activities import (
    AccountFactory,
    ActivityFactory,
    PaperFactory,
    PostingFactory,
    ReadingPointFactory,
)
from tests.factories.annualreports import (
    BatchFactory,
    BatchFileFactory,
    FindingFactory,
    OutputFactory,
    PassageFactory,
    ReportFactory,
    SnapshotFactory,
    TextFactory,
)
from tests.factories.catalog import CatalogueEntryFactory, ColumnFactory, ObligationFactory
from tests.factories.coordination import QuestionFactory
from tests.factories.desk import PassedFactory
from tests.factories.disclosures import (
    AttachmentFactory,
    ChainFactory,
    ImportBatchFactory,
    ImportRowFactory,
    RevisionFactory,
    SavedViewFactory,
    StoredFileFactory,
    SubstitutionFactory,
    published_item,
)
from tests.factories.documents import (
    CleanupEntryFactory,
    InterpretationFactory,
    PolicyFileFactory,
    PolicyStepFactory,
)
from tests.factories.filing import RemarkFactory
from tests.factories.foi import (
    ApplicantFactory,
    CaseFileFactory,
    EntryFactory,
    InfoRequestFactory,
    LetterFactory,
    LetterVersionFactory,
    MakingFactory,
    RemedyFactory,
    RequestTextFactory,
)
from tests.factories.orgs import AgencyFactory
from tests.factories.portal import ProblemFactory, TakedownLineFactory
from tests.factories.specials import SpecialTextFactory
from tests.factories.statistics import StatementFactory
from tests.house.test_views import OURS

pytestmark = pytest.mark.django_db

# Addresses that belong to no agency: the operator's machine room, and words the whole installation shares.
SHARED = (
    "desk/tasks/",
    "desk/directory/vocabularies/",
    "desk/search/",
    "desk/requests/holidays/",
    "desk/site/mourning/",
    "desk/site/redirects/",
)
# Addresses that name no record of an agency: everybody is shown those of their own.
OWN = ("desk/requests/templates/",)
SECRET = "只有本机关能看的标题"
WITH_ARGUMENTS = [address for address, _view in OURS if address.startswith("desk/") and "<" in address]
OWNED = [address for address in WITH_ARGUMENTS if not address.startswith((*SHARED, *OWN))]
LISTS = [address for address, _view in OURS if address.startswith("desk/") and "<" not in address]
# Agencies stand in the public directory, so everybody who works here may read that they exist.
OPEN_TO_READ = {"desk/agencies/<int:agency_id>/"}


def _their_documents(item: Item) -> dict[str, Any]:
    """What stands around documents."""
    file = PolicyFileFactory(agency=item.agency, title=SECRET)
    return {
        "interpretation_id": InterpretationFactory(item=item, document__agency=item.agency).pk,
        "cleanup_id": CleanupEntryFactory(item=item, cleanup__agency=item.agency, cleanup__title=SECRET).cleanup_id,
        "policy_id": file.pk,
        "step_id": PolicyStepFactory(file=file, note=SECRET).pk,
    }


@pytest.fixture(scope="module")
def standing(django_db_setup: None, django_db_blocker: Any) -> Iterator[tuple[dict[str, Any], Person]]:
    """What is theirs and the stranger, built once; each test takes back what it did, the last one this."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield _everything(), _a_stranger()
        transaction.set_rollback(True)


@pytest.fixture
def theirs(standing: tuple[dict[str, Any], Person]) -> dict[str, Any]:
    """One of everything that an agency owns."""
    return standing[0]


@pytest.fixture
def stranger(standing: tuple[dict[str, Any], Person], client: Any) -> Any:
    """The browser of somebody with every role there is, in an agency beside theirs."""
    client.force_login(standing[1])
    return client


def _everything() -> dict[str, Any]:
    office = journey.office()
    draft = office.drafted(title=SECRET)
    attached = AttachmentFactory(revision=RevisionFactory(item=draft, number=2, title=SECRET))
    batch = ImportBatchFactory(agency=office.agency, source=SECRET)
    ImportRowFactory(batch=batch, title=SECRET)
    column = ColumnFactory(owner=office.agency)
    report = ReportFactory(agency=office.agency, body=SECRET)
    snapshot = SnapshotFactory(report=report)
    report.snapshot = snapshot
    report.save()
    drop = BatchFactory(agency=office.agency, author=office.officer)
    return {
        **_their_request(office.agency),
        **_their_documents(draft),
        "question_id": QuestionFactory(revision=draft.revision, text=SECRET, superior=office.agency).pk,
        "handover_id": PassedFactory(handover__person=office.officer, title=SECRET).handover_id,
        "item_id": draft.pk,
        "attachment_id": attached.pk,
        "number": 1,
        "chain_id": ChainFactory(agency=office.agency, name=SECRET).pk,
        "absence_id": SubstitutionFactory(person=office.officer, substitute=office.reviewer, reason=SECRET).pk,
        "fingerprint": "0" * 32,
        "batch_id": batch.pk,
        "agency_id": office.agency.pk,
        "person_id": office.officer.pk,
        "holding_id": RoleHoldingFactory(person=office.officer, agency=office.agency, role=Role.INSPECTOR).pk,
        "session_id": 1,
        "report_id": report.pk,
        "original_id": snapshot.original_id,
        "text_id": (text := TextFactory(snapshot=snapshot)).pk,
        "output_id": OutputFactory(text=text, name=SECRET).pk,
        "finding_id": FindingFactory(report=report, snapshot=snapshot, sentence=SECRET).pk,
        "passage_id": PassageFactory(report=report, text=SECRET).pk,
        "remark_id": RemarkFactory(report=report, words=SECRET).pk,
        "report_batch_id": drop.pk,
        "batch_file_id": BatchFileFactory(batch=drop, name=SECRET, report=report).pk,
        "column_id": column.pk,
        "catalogue_id": CatalogueEntryFactory(batch__agency=office.agency, title=SECRET).batch_id,
        "duty_id": ObligationFactory(agency=office.agency, column=column).pk,
        "view_id": SavedViewFactory(person=office.officer, name=SECRET).pk,
        "account_id": (account := AccountFactory(agency=office.agency, name=SECRET)).pk,
        "paper_id": PaperFactory(agency=office.agency, title=SECRET).pk,
        "point_id": ReadingPointFactory(agency=office.agency, name=SECRET).pk,
        "posting_id": PostingFactory(account=account, item=published_item(), error=SECRET).pk,
        "activity_id": ActivityFactory(agency=office.agency, title=SECRET).pk,
        "statement_id": StatementFactory(agency=office.agency, reason=SECRET, file=StoredFileFactory()).pk,
        "special_id": SpecialTextFactory(special__item=office.drafted(title=SECRET)).special_id,
        "problem_id": ProblemFactory(agency=office.agency, words=SECRET).pk,
        "takedown_id": TakedownLineFactory(takedown__reason=SECRET, item=draft).takedown_id,
        "sha256": AttachmentFactory(
            revision=draft.revision, file=StoredFileFactory(kind="png"), name=SECRET
        ).file.sha256,
        "year": 2026,
        "indicator": "disclosed.by_channel.wechat",
        "name": "submit",
    }


def _their_request(agency: Agency) -> dict[str, Any]:
    """A request with a letter, a file and a remedy, whose every text is secret."""
    row = InfoRequestFactory(agency=agency, subject=SECRET, applicant=ApplicantFactory(name=SECRET))
    RequestTextFactory(info_request=row, description=SECRET)
    EntryFactory(info_request=row)
    version = LetterVersionFactory(letter=LetterFactory(info_request=row), title=SECRET, body=SECRET)
    return {
        "request_id": row.pk,
        "letter_id": version.letter_id,
        "file_id": CaseFileFactory(info_request=row, name=SECRET).pk,
        "making_id": MakingFactory(info_request=row, version=version, error=SECRET).pk,
        "remedy_id": RemedyFactory(info_request=row, claim=SECRET).pk,
        "page": 1,
        "kind": "pdf",
    }


def _a_stranger() -> Person:
    agency = AgencyFactory()
    person = person_with(Role.OFFICER, agency, with_subtree=True)
    for role in Role:
        if role != Role.OFFICER:
            RoleHoldingFactory(person=person, agency=agency, role=role, with_subtree=True)
    return person


@pytest.mark.parametrize("address", OWNED)
def test_a_stranger_is_refused(address: str, theirs: dict[str, Any], stranger: Any) -> None:
    path = "/" + re.sub(r"<\w+:(\w+)>", lambda found: str(theirs[found[1]]), address)
    before = Event.objects.count(), list(Item.objects.values_list("pk", "state"))

    answers = [stranger.post(path, {"reason": "x", "opinion": "pass", "password": "x"})]
    if address not in OPEN_TO_READ:
        answers.append(stranger.get(path))

    assert {answer.status_code for answer in answers} <= {403, 404, 405}, path
    assert all(SECRET not in answer.content.decode() for answer in answers)
    assert (Event.objects.count(), list(Item.objects.values_list("pk", "state"))) == before


@pytest.mark.parametrize("address", LISTS)
def test_no_list_shows_a_stranger_what_is_theirs(address: str, theirs: dict[str, Any], stranger: Any) -> None:
    for query in ("", "?q=" + SECRET, "?format=csv", "?export=csv"):
        answer = stranger.get(f"/{address}{query}")
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        shown = body.decode(errors="replace").replace(f'value="{SECRET}"', "")
        assert SECRET not in shown or query.startswith("?q="), address
        assert f"/desk/items/{theirs['item_id']}/" not in shown, address
        assert f"/desk/requests/{theirs['request_id']}/" not in shown, address


def test_the_addresses_that_belong_to_no_agency_are_there() -> None:
    for prefix in SHARED:
        assert any(address.startswith(prefix) for address in WITH_ARGUMENTS), f"{prefix} is no longer needed"
