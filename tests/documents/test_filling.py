"""Word templates: what they may hold, what is filled in, and what people type never becomes a field."""

from typing import Any

import pytest

from gongkai.documents import filling, word_forms
from tests.documents import files

LINES = (word_forms.Line("致{{ name }}"), word_forms.Line("理由：{{ reason }}", when="reason"))


def form() -> bytes:
    return word_forms.build(word_forms.Form("告知书", "{{ name }}", LINES, has_remedy=True))


def word(*paragraphs: str) -> bytes:
    def fill(document: Any) -> None:
        for each in paragraphs:
            document.add_paragraph(each)

    return files.word(fill)


def test_a_paragraph_falls_away_without_its_field() -> None:
    without = filling.text(filling.fill(form(), {"name": "云州"}))
    with_it = filling.text(filling.fill(form(), {"name": "云州", "reason": "涉密"}))

    assert "理由" not in without
    assert "理由：涉密" in with_it


def test_an_end_of_line_begins_a_paragraph() -> None:
    text = filling.text(filling.fill(form(), {"reason": "一、甲\n二、乙"}))

    assert "理由：一、甲\n二、乙" in text


def test_kept_fields_are_filled_another_time() -> None:
    first = filling.fill(form(), {"reason": "{{ name }}"}, keep=("name",))
    text = filling.text(filling.fill(first, {"name": "沈知远"}))

    assert "致沈知远" in text
    assert "理由：｛｛ name ｝｝" in text


@pytest.mark.parametrize("typed", ["<b>&'\"", "a{%x%}", "{# no #}", "\x00\x07字"])
def test_what_people_type_stays_words(typed: str) -> None:
    text = filling.text(filling.fill(form(), {"name": typed}))

    assert "致" in text


def test_fields_cut_into_pieces_by_word_are_found() -> None:
    def fill(document: Any) -> None:
        paragraph = document.add_paragraph("{{ na")
        paragraph.add_run("me }}").bold = True

    assert filling.fields(files.word(fill)) == {"name"}


def test_an_unknown_field_is_named() -> None:
    with pytest.raises(filling.WrongTemplate, match="nome"):
        filling.check(word("{{ nome }}"), known={"name"})


@pytest.mark.parametrize(
    "tag",
    [
        "{{ name|upper }}",
        "{{ name.x }}",
        "{{ name() }}",
        "{% for x in name %}{% endfor %}",
        "{% set a = 1 %}",
        "{{ 1 }}",
        "{% include 'a' %}",
    ],
)
def test_anything_but_fields_and_their_parts_is_refused(tag: str) -> None:
    with pytest.raises(filling.WrongTemplate):
        filling.check(word(tag), known={"name", "x"})


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"%PDF-1.4"])
def test_what_is_no_word_file_is_refused(data: bytes) -> None:
    with pytest.raises(filling.WrongTemplate):
        filling.check(data, known=set())
