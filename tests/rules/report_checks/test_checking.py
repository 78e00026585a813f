"""The door: worst first, nothing twice, and the labelled real reports judged from their labelled figures."""

import json
import pathlib
import re
from typing import Any

import pytest

from gongkai.language import folding
from gongkai.rules import forms
from gongkai.rules.report_checks import checking, facts
from tests.rules.report_checks import reports

FOLDER = pathlib.Path(__file__).parents[4] / "shared/reports"
GOLD = sorted(FOLDER.glob("*.gold.json"))


def test_findings_come_worst_first() -> None:
    text = (
        "2022年公开[disclosed.total 235条]。其中,甲类[disclosed.by_category 38条],占[- 16.18%];"
        "其他[disclosed.by_category 190条],占[- 80.85%]。"
        "行政复议[reconsideration.total 5件],其中维持[reconsideration.upheld 2件],纠正[reconsideration.corrected 1件],"
        "其他[reconsideration.other 1件],尚未审结[reconsideration.pending 2件]。"
    )
    severities = [each.severity for each in checking.check(reports.told(text))]

    assert severities[0] == "error"
    assert severities == sorted(severities, key=["error", "warning", "rounding"].index)


def test_a_balanced_report_has_no_finding() -> None:
    form = forms.form("form-2019")
    report = reports.report(form, reports.balanced(form, [4, 1, 0, 6, 3]), is_computed=True)

    assert [each for each in checking.check(report) if each.severity == "error"] == []


def test_an_empty_report_has_no_finding() -> None:
    assert checking.check(facts.ReportFacts(())) == []


def test_every_finding_speaks_both_languages() -> None:
    form = forms.form("form-2021")
    figures = {name: number + 1 for name, number in reports.balanced(form, [4, 1, 0, 6, 3]).items()}
    found = checking.check(reports.report(form, figures))

    assert found
    assert all(re.search(r"[\u4e00-\u9fff]", each.sentence) and each.english for each in found)
    assert not any("{" in each.sentence + each.english for each in found)


def from_gold(gold: dict[str, Any], text: str) -> facts.ReportFacts:
    """The labelled figures of a real report as facts, with the places of their evidence."""
    found = []
    position = 0
    for value in gold["values"]:
        words = folding.fold_text(value["evidence"])
        start = text.find(words, position)
        start = start if start >= 0 else text.find(words)
        position = max(position, start)
        printed = re.escape(f"{value['value']:g}")
        number = re.search(printed + r"\D{0,3}", words)
        end = start + (number.end() if number else len(words))
        is_table = re.match(r"requests\..*\.(?!total)[a-z_]+$", value["id"]) and "by_channel" not in value["id"]
        found.append(
            facts.Fact(
                value["id"],
                value["value"],
                folding.fold_text(value.get("unit") or ""),
                "table" if is_table or "|" in words else "prose",
                facts.Place(words[: end - start], start, end),
                label=folding.fold_text(value.get("label") or ""),
                is_approximate=bool(value.get("approx")),
                is_implied=bool(value.get("implicit_zero")),
            )
        )
    return facts.ReportFacts(tuple(found), year=gold["year"], agency=gold["agency"], regime=gold["regime"], text=text)


def numbers(item: dict[str, Any]) -> tuple[set[float], set[float]]:
    if item["kind"] == "sum":
        return {float(item["whole"])}, {float(each) for each in (*item["parts"], item["parts_sum"])}
    return {float(each) for each in item["values"]}, set()


@pytest.mark.skipif(not GOLD, reason="the labelled reports are not here")
@pytest.mark.parametrize("path", GOLD, ids=[path.name[:3] for path in GOLD])
def test_a_labelled_report_gives_its_inconsistencies_and_no_false_alarm(path: pathlib.Path) -> None:
    gold = json.loads(path.read_text("utf-8"))
    source = path.with_name(path.name[:3] + ".txt")
    text = source.read_text("utf-8") if source.exists() else ""
    found = checking.check(from_gold(gold, folding.fold_text(text)))

    real = [each for each in gold["inconsistencies"] if each.get("severity") != "rounding"]
    for item in real:
        wanted, others = numbers(item)
        assert any(wanted <= set(each.numbers) and (not others or others & set(each.numbers)) for each in found), item
    if not real:
        assert [each.sentence for each in found if each.severity == "error"] == []
