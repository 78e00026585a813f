"""Real documents and reports on their way through three steps, with faults planted in them: every one is caught."""

import io
import pathlib

import openpyxl
import pytest
from django.db import transaction

from gongkai.disclosures.actions import checks, drafting, files, intake, refusals, reviewing
from gongkai.disclosures.models import Item
from gongkai.disclosures.queries import checking
from gongkai.documents import cleaning
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories import clock

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared"
PAPERS = [*sorted((SHARED / "documents").glob("*.txt")), *sorted((SHARED / "seeds").glob("*.txt"))]
IDENTITY = "11010519491231002X"
PLANTED = f"<p>联系人身份证 {IDENTITY}，依据云政发[2026]8号办理。</p>"

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.skipif(not PAPERS, reason="the shared documents are not beside this checkout"),
]


def hidden_sheet() -> bytes:
    """A spreadsheet with a sheet nobody sees."""
    book = openpyxl.Workbook()
    book.active["A1"] = "合计"
    book.create_sheet("底稿").sheet_state = "hidden"
    book["底稿"]["A1"] = "内部测算"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def read(path: pathlib.Path, shelves: intake.Shelves) -> drafting.Content:
    """What an import makes of the file; a report without a title to be found gets one."""
    source = intake.Source(path.name, path.name, path.read_bytes)
    (entry,) = intake.entries(source, shelves)
    if entry.content is not None:
        return entry.content
    return drafting.Content(title=path.stem, body=cleaning.plain_to_html(path.read_text("utf-8")))


def test_faults_planted_in_real_documents_are_all_caught(settings: object, tmp_path: pathlib.Path) -> None:
    settings.FILES_ROOT = tmp_path  # type: ignore[attr-defined]
    office = journey.office()
    shelves = intake.Shelves.of(office.agency, column=office.column, on=clock.TODAY)
    stored = files.store_for_release(data=hidden_sheet(), name="底稿.xlsx", at=NOW)
    assert len(PAPERS) >= 25
    for path in PAPERS:
        content = read(path, shelves)
        values = {**vars(content), "body": content.body + PLANTED, "column": office.column}
        values["attachments"] = (drafting.AttachmentContent(stored, "底稿.xlsx"),)
        item = drafting.draft(agency=office.agency, by=office.officer, content=drafting.Content(**values), at=NOW)
        with pytest.raises(refusals.MustBeMended), transaction.atomic():
            reviewing.submit(item=item, by=office.officer, at=NOW)
        assert item.revision is not None
        found = checking.check(item.revision, agency=office.agency, on=clock.TODAY)
        kinds = {each.kind: each for each in found}
        assert {"identity_number", "hidden_sheet", "bracket"} <= set(kinds), path.name
        assert kinds["bracket"].text.endswith("[2026]8号")
        for each in (kinds["identity_number"], kinds["hidden_sheet"]):
            checks.mask(item=item, fingerprint=each.fingerprint, by=office.officer, at=NOW)
        let_stand(item, office)
        reviewing.submit(item=item, by=office.officer, at=NOW)
        assert office.clear(item).state == Item.State.CLEARED, path.name


def let_stand(item: Item, office: journey.Office) -> None:
    """What else stops a real document: published as it is, so it stands with a reason."""
    assert item.revision is not None
    for each in checking.check(item.revision, agency=office.agency, on=clock.TODAY):
        if each.is_stop:
            checks.dismiss(item=item, fingerprint=each.fingerprint, reason="原文已公开", by=office.officer, at=NOW)
