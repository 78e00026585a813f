"""What people type about items: days, numbers, texts, tokens of attachments."""

import datetime

import pytest
from django import forms as django_forms
from django.http import QueryDict

from gongkai.disclosures.forms import acts, days, writing
from tests.factories.disclosures import StoredFileFactory


@pytest.mark.parametrize("text", ["2026-11-20", "2026.11.20", "2026/11/20", "2026年11月20日", " 2026-11-20 "])
def test_a_day_is_read_as_people_write_it(text: str) -> None:
    assert days.DayField().clean(text) == datetime.date(2026, 11, 20)


@pytest.mark.parametrize("text", ["2026-02-30", "2026年13月1日", "明天", "2026"])
def test_what_is_no_day_is_refused(text: str) -> None:
    with pytest.raises(django_forms.ValidationError):
        days.DayField().clean(text)


@pytest.mark.parametrize(
    ("html", "expected"),
    [
        ("<p>一</p><p>二</p>", {"body": "一\n\n二", "body_format": "text"}),
        ("", {"body": "", "body_format": "text"}),
        ("<h2>一</h2><p>二</p>", {"body": "<h2>一</h2><p>二</p>", "body_format": "html"}),
    ],
)
def test_a_text_is_plain_only_where_nothing_is_lost(html: str, expected: dict[str, str]) -> None:
    assert writing.body_of(html) == expected


def test_what_the_editor_shows_is_cleaned_whoever_typed_it() -> None:
    assert "script" not in writing.editor_html("<p>好</p><script>x</script>", is_html=True)
    assert writing.editor_html("<b>", is_html=False) == "<p>&lt;b&gt;</p>"


@pytest.mark.django_db
def test_attachments_come_back_in_the_order_of_their_numbers() -> None:
    one, two = (writing.Kept(StoredFileFactory(), name) for name in ("一.pdf", "二.pdf"))
    data = QueryDict(mutable=True)
    data.setlist("attachment", [one.token, two.token, "made up"])
    data.setlist("attachment_order", ["2", "1", "3"])
    assert [each.name for each in writing.kept(data)] == ["二.pdf", "一.pdf"]
    data.setlist("attachment_remove", [two.token])
    assert [each.name for each in writing.kept(data)] == ["一.pdf"]


@pytest.mark.parametrize(
    ("opinion", "reason", "is_valid"), [("pass", "", True), ("return", " ", False), ("return", "改", True)]
)
def test_a_return_needs_its_reason(opinion: str, reason: str, is_valid: bool) -> None:
    data = {"opinion": opinion, "reason": reason, "revision": "1", "kind": "business"}
    assert acts.DecisionForm(data).is_valid() is is_valid
