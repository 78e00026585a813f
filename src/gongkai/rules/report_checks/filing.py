"""Whether a report was filed in time: the deadlines of both Regulations."""

import datetime
import re

from gongkai.rules import forms
from gongkai.rules.report_checks import facts

_GOVERNMENT = re.compile(r"(?:省|市|县|区|州|旗|盟|自治区)(?:人民)?政府$")
_NEITHER = re.compile(r"(?:乡|镇|街道|街道办事处|苏木)(?:人民政府|办事处)?$")
_FIRST_OF_2008 = 2008


def check(report: facts.ReportFacts, *, filed_on: datetime.date | None) -> list[facts.Finding]:
    """Filed after the last day: 31 January for agencies and 31 March for governments under the Regulation of 2019,
    31 March for all under that of 2008.

    Silent without a day or a year. Where the agency is not known, or is a township or street of which the
    Regulation does not speak, the later day counts and the finding is a warning.
    """
    if filed_on is None or report.year is None or report.year < _FIRST_OF_2008:
        return []
    form = forms.edition_for(report.year) or forms.form("form-2014")
    agency = report.agency or ""
    is_sure = bool(agency) and not _NEITHER.search(agency)
    is_agency = is_sure and not _GOVERNMENT.search(agency)
    due_on, basis = form.due_on(report.year, "agency" if is_agency else "government")
    if filed_on <= due_on:
        return []
    late = (filed_on - due_on).days
    return [
        facts.Finding(
            rule="filed_late",
            severity="error" if is_sure else "warning",
            sentence=(
                f"{report.year}年度报告应在{_chinese(due_on)}前公布（{basis}），实际为{_chinese(filed_on)}，迟{late}天"
            ),
            english=f"Due on {due_on.isoformat()}, filed on {filed_on.isoformat()}: {late} days late",
        )
    ]


def _chinese(day: datetime.date) -> str:
    return f"{day.year}年{day.month}月{day.day}日"
