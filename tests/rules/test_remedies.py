"""Remedies at the changes of law: three and six months, reconsideration first, who reviews, how results count."""

import datetime

import pytest

from gongkai.rules import calendars, forms, outcomes, remedies

CALENDAR = calendars.Calendar.load()

# Decided, outcome, months to sue (0: reconsideration first).
PERIODS = [
    ("2008-05-01", "REFUSE_SECRET", 3),
    ("2015-04-30", "REFUSE_SECRET", 3),
    ("2015-05-01", "REFUSE_SECRET", 6),
    ("2023-12-31", "REFUSE_SECRET", 6),
    ("2024-01-01", "REFUSE_SECRET", 0),
    ("2024-01-01", "PARTIAL", 0),
    ("2024-01-01", "REFUSE_QUERY", 0),
    ("2024-01-01", "REFUSE_INTERNAL", 0),
    ("2024-01-01", "NONE_NOT_HELD", 6),
    ("2024-01-01", "NOACT_REPEAT", 6),
    ("2024-01-01", "DISCLOSED", 6),
    ("2026-11-21", "OTHER_NO_PAYMENT", 6),
]

# Day of decision, kind of agency, reviewers.
REVIEWERS = [
    ("2023-12-31", "department", ["same_government", "superior_department"]),
    ("2024-01-01", "department", ["same_government"]),
    ("2023-12-31", "vertical", ["superior_department"]),
    ("2024-01-01", "vertical", ["superior_department"]),
    ("2024-01-01", "government", ["superior_government"]),
    ("2024-01-01", "township", ["superior_government"]),
    ("2024-01-01", "dispatched", ["founding_government"]),
    ("2012-01-01", "institution", ["supervising_government", "supervising_department"]),
    ("2024-01-01", "general_office", ["same_government"]),
]


def day(text: str) -> datetime.date:
    return datetime.date.fromisoformat(text)


@pytest.mark.parametrize(("decided", "outcome", "months"), PERIODS)
def test_the_period_follows_the_day_and_the_outcome(decided: str, outcome: str, months: int) -> None:
    found = remedies.for_reply(decided_on=day(decided), outcome=outcome, agency_kind="department")
    assert found.reconsideration_days == 60
    assert found.is_review_first is (months == 0)
    assert bool(found.review_first_article) is (months == 0)
    if months:
        assert found.litigation_months == months


@pytest.mark.parametrize(("decided", "kind", "reviewers"), REVIEWERS)
def test_the_reviewer_follows_the_kind_of_agency(decided: str, kind: str, reviewers: list[str]) -> None:
    found = remedies.for_reply(decided_on=day(decided), outcome="DISCLOSED", agency_kind=kind)
    assert [each.id for each in found.reviewers] == reviewers


def test_every_outcome_has_a_remedy_at_every_time() -> None:
    for outcome in outcomes.outcomes():
        for decided in ("2008-05-01", "2019-05-15", "2026-01-01"):
            assert remedies.for_reply(decided_on=day(decided), outcome=outcome.code, agency_kind="department")


def test_the_paragraph_names_both_ways_or_one_after_the_other() -> None:
    old = remedies.for_reply(decided_on=day("2010-03-01"), outcome="REFUSE_SECRET", agency_kind="department")
    assert old.paragraph() == (
        "如不服本答复，可以自收到本答复之日起60日内向本级人民政府或者上一级主管部门申请行政复议，"
        "或者自收到本答复之日起3个月内向有管辖权的人民法院提起行政诉讼。"
    )
    new = remedies.for_reply(decided_on=day("2026-03-01"), outcome="PARTIAL", agency_kind="department")
    assert new.paragraph(paper="本告知书", reviewer="云州市人民政府", court="云州市中级人民法院") == (
        "如不服本告知书，应当自收到本告知书之日起60日内先向云州市人民政府申请行政复议；"
        "对行政复议决定仍不服的，可以自收到行政复议决定书之日起15日内向云州市中级人民法院提起行政诉讼。"
    )


def test_last_days_leave_the_first_day_out_and_do_not_end_on_a_day_of_rest() -> None:
    found = remedies.for_reply(decided_on=day("2024-08-01"), outcome="NONE_NOT_HELD", agency_kind="department")
    assert found.reconsideration_until(day("2024-08-01"), CALENDAR) == day("2024-09-30")
    assert found.reconsideration_until(day("2024-08-02"), CALENDAR) == day("2024-10-08")  # 1 October and on
    assert found.litigation_until(day("2024-08-30"), CALENDAR) == day("2025-02-28")
    assert found.litigation_until(day("2024-08-31"), CALENDAR) == day("2025-02-28")
    assert found.after_review_until(day("2024-09-13"), CALENDAR) == day("2024-09-29")  # Saturday 28 to make-up Sunday
    refused = remedies.for_reply(decided_on=day("2024-08-01"), outcome="REFUSE_LAW", agency_kind="department")
    assert refused.litigation_until(day("2024-08-30"), CALENDAR) is None


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(remedies.NoRemedy):
        remedies.for_reply(decided_on=day("2008-04-30"), outcome="DISCLOSED", agency_kind="department")
    with pytest.raises(remedies.NoRemedy, match="没有这类机关"):
        remedies.for_reply(decided_on=day("2024-01-01"), outcome="DISCLOSED", agency_kind="company")
    with pytest.raises(ValueError, match="没有这种办理结果"):
        remedies.for_reply(decided_on=day("2024-01-01"), outcome="MAYBE", agency_kind="department")
    with pytest.raises(ValueError, match="没有这种程序"):
        remedies.terms("arbitration", on=day("2024-01-01"))
    with pytest.raises(ValueError, match="没有这类案件"):
        remedies.case_kind("duel")
    with pytest.raises(ValueError, match="没有这种结果"):
        remedies.form_cell("form-2021", "review", "maybe")
    with pytest.raises(ValueError, match="没有这一版统计表"):
        remedies.form_cell("form-1999", "review", "upheld")


TERMS = [
    ("review", "2023-12-31", "reconsideration", "respond", "2024-03-01", "2024-03-11"),
    ("review", "2024-01-01", "reconsideration_simple", "respond", "2024-03-01", "2024-03-08"),
    ("review", "2024-01-01", "reconsideration_simple", "decide", "2024-03-01", "2024-04-01"),
    ("suit_direct", "2015-04-30", "litigation", "respond", "2015-03-02", "2015-03-12"),
    ("suit_direct", "2015-05-01", "litigation", "respond", "2015-05-04", "2015-05-19"),
    ("suit_after_review", "2024-01-01", "litigation", "decide", "2024-03-01", "2024-09-02"),
]


@pytest.mark.parametrize(("case", "on", "proceeding", "term", "start", "until"), TERMS)
def test_the_terms_of_a_proceeding(case: str, on: str, proceeding: str, term: str, start: str, until: str) -> None:
    assert remedies.proceeding_for(case, on=day(on)) == proceeding
    found = next(each for each in remedies.terms(proceeding, on=day(on)) if each.id == term)
    assert remedies.term_until(found, day(start), CALENDAR) == day(until)
    assert found.article


def test_every_result_has_its_cell_in_the_forms() -> None:
    for edition in ("form-2014", "form-2019", "form-2021"):
        cells = forms.form(edition).cells
        for case in remedies.case_kinds():
            for result in remedies.results():
                cell = remedies.form_cell(edition, case.id, result.id)
                assert cell is None or cell in cells
    assert remedies.form_cell("form-2021", "suit_after_review", "corrected") == "table4.suit_after_review_corrected"
    assert remedies.form_cell("form-2014", "review", "pending") is None
    assert remedies.form_cell("form-2014", "complaint", "other") == "s6"
    assert remedies.form_cell("form-2019", "complaint", "other") is None
