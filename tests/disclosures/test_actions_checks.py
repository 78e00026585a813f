"""Findings: masked by one click with the original under seal, or let stand with a reason; the office's own words."""

import io
from typing import Any

import docx
import openpyxl
import pytest
from django.db import IntegrityError, transaction

from gongkai.accounts import queries as accounts
from gongkai.disclosures.actions import checks, drafting, files, refusals, reviewing
from gongkai.disclosures.check_models import Dismissal, Masking
from gongkai.disclosures.models import Item, Revision
from gongkai.disclosures.queries import checking, own_lists, sealing
from tests.disclosures import journey
from tests.disclosures.journey import NOW
from tests.factories import clock

pytestmark = pytest.mark.django_db
IDENTITY = "11010519491231002X"


@pytest.fixture(autouse=True)
def _folder(settings: Any, tmp_path: Any) -> None:
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def office() -> journey.Office:
    return journey.office()


def found(item: Item, kind: str) -> checking.Finding:
    assert item.revision is not None
    lists = own_lists.of(item.agency)
    every = checking.check(item.revision, agency=item.agency, on=clock.TODAY, lists=lists)
    return next(each for each in every if each.kind == kind)


def newest(item: Item) -> Revision:
    item.refresh_from_db()
    assert item.revision is not None
    return item.revision


def test_masking_hides_the_letters_also_between_tags_and_seals_the_original(office: journey.Office) -> None:
    body = f"<p>张某，<strong>{IDENTITY[:6]}</strong>{IDENTITY[6:]}，见 {IDENTITY}。</p>"
    item = office.drafted(body=body)
    with pytest.raises(refusals.MustBeMended):
        reviewing.submit(item=item, by=office.officer, at=NOW)
    original = newest(item)
    checks.mask(item=item, fingerprint=found(item, "identity_number").fingerprint, by=office.officer, at=NOW)
    masked = newest(item)
    assert IDENTITY not in masked.body and "<strong>110***</strong>" in masked.body and masked.number == 2
    assert Masking.objects.get().original == original
    assert reviewing.submit(item=item, by=office.officer, at=NOW).state == Item.State.IN_REVIEW
    reviewer = accounts.access_of(office.reviewer, on=clock.TODAY)
    secrecy = accounts.access_of(office.secrecy, on=clock.TODAY)
    assert sealing.closed_to(reviewer, item) == {original.pk} and not sealing.closed_to(secrecy, item)


def test_masking_a_file_leaves_nothing_hidden_in_it(office: journey.Office) -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = f"证件 {IDENTITY}"
    book.create_sheet("底稿").sheet_state = "hidden"
    book["底稿"]["A1"] = "内部测算"
    buffer = io.BytesIO()
    book.save(buffer)
    stored = files.store_for_release(data=buffer.getvalue(), name="名单.xlsx", at=NOW)
    item = office.drafted(attachments=(drafting.AttachmentContent(stored, "名单.xlsx"),))
    assert found(item, "hidden_sheet").is_stop
    checks.mask(item=item, fingerprint=found(item, "hidden_sheet").fingerprint, by=office.officer, at=NOW)
    (attachment,) = newest(item).attachments.select_related("file")
    clean = openpyxl.load_workbook(io.BytesIO(files.read_file(attachment.file)))
    assert clean.sheetnames == ["Sheet"] and IDENTITY not in str(clean.active["A1"].value)
    assert not checking.stopped([newest(item)])


def test_what_is_no_personal_data_is_not_masked(office: journey.Office) -> None:
    item = office.drafted(body="<p>依据云政发[2026]8号。</p>")
    with pytest.raises(refusals.NotMaskable):
        checks.mask(item=item, fingerprint=found(item, "bracket").fingerprint, by=office.officer, at=NOW)
    with pytest.raises(refusals.NotMaskable):
        checks.mask(item=item, fingerprint="0" * 32, by=office.officer, at=NOW)


def test_nothing_is_masked_while_reviewers_read(office: journey.Office) -> None:
    item = office.in_review(body="<p>值班电话：010-66123456。</p>")
    with pytest.raises(refusals.WrongState):
        checks.mask(item=item, fingerprint=found(item, "phone").fingerprint, by=office.officer, at=NOW)


def test_a_finding_let_stand_needs_a_reason_and_holds_for_these_words_only(office: journey.Office) -> None:
    item = office.drafted(body="<p>手机 13800138000，备用 13900139000。</p>")
    finding = found(item, "phone")
    with pytest.raises(refusals.ReasonMissing):
        checks.dismiss(item=item, fingerprint=finding.fingerprint, reason=" ", by=office.officer, at=NOW)
    checks.dismiss(item=item, fingerprint=finding.fingerprint, reason="公开的值班手机", by=office.officer, at=NOW)
    assert checking.stopped([newest(item)])
    with pytest.raises(refusals.MustBeMended):
        reviewing.submit(item=item, by=office.officer, at=NOW)
    with pytest.raises(IntegrityError, match="dismissal_has_reason"), transaction.atomic():
        Dismissal.objects.create(item=item, fingerprint="x", label="", words="", reason="", by=office.officer, at=NOW)


def test_the_offices_own_words_are_looked_for_below_it_too(office: journey.Office) -> None:
    with pytest.raises(refusals.UnfitWords):
        checks.keep_lists(agency=office.agency, phrase_lines="", wrong_lines="单独一行", by=office.officer, at=NOW)
    checks.keep_lists(
        agency=office.agency,
        phrase_lines="持续优化营商环境\n王建国\t市长",
        wrong_lines="云洲市→云州市",
        by=office.officer,
        at=NOW,
    )
    item = office.drafted(body="<p>云洲市持续优化营商坏境，副市长王建国出席，请按排人员。</p>")
    words = {each: found(item, each).words for each in ("phrase", "title")}
    assert "持续优化营商环境" in words["phrase"] and "市长" in words["title"]
    assert item.revision is not None
    every = checking.check(item.revision, agency=item.agency, on=clock.TODAY, lists=own_lists.of(item.agency))
    assert {"云洲市", "按排"} <= {each.text for each in every if each.kind == "wrong_word"}


def test_a_link_to_an_item_that_is_not_public_is_dead(office: journey.Office) -> None:
    public = office.published(title="公开的")
    hidden = office.drafted(title="没公开的")
    links = "".join(f'<a href="/items/{each.pk // 1000}/{each.pk}.html">见此</a>' for each in (public, hidden))
    item = office.drafted(body=f"<p>{links}</p>")
    assert str(hidden.pk) in found(item, "dead_link").text


def test_a_comment_in_a_docx_stops_the_submission_even_from_an_import(office: journey.Office) -> None:
    document = docx.Document()
    run = document.add_paragraph("便民服务点名单").runs[0]
    document.add_comment(run, text="王局意见：此处先不公开", author="李某")
    buffer = io.BytesIO()
    document.save(buffer)
    stored = files.store_file(data=buffer.getvalue(), name="名单.docx", at=NOW)  # not looked into, as by another door
    item = office.drafted(attachments=(drafting.AttachmentContent(stored, "名单.docx"),))
    with pytest.raises(refusals.MustBeMended):
        reviewing.submit(item=item, by=office.officer, at=NOW)
