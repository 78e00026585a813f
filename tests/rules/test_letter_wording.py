"""The wording of letters: every kind has one, says what the law wants said, and names no field that is none."""

import pytest

from gongkai.rules import letter_wording, letters

# Said by every letter's head, number line, signature or opening, not by its paragraphs.
ELSEWHERE = {"agency", "number", "applicant", "signed_on", "contact", "remedy", "received_on", "subject", "basis"}
ELSEWHERE |= {"case_number"}


@pytest.mark.parametrize("letter", letters.letters(), ids=lambda each: each.id)
def test_a_letter_says_everything_it_must(letter: letters.Letter) -> None:
    said = {name for each in letter_wording.wording(letter.id) for name in each.fields}
    wanted = {each.id for outcome in ("", *letter.by_outcome) for each in letter.required(outcome)}

    assert wanted - ELSEWHERE <= said
    assert said <= set(letter_wording.known_fields(letter.id))


def test_a_paragraph_that_may_fall_away_names_its_field() -> None:
    for letter in letters.letters():
        for each in letter_wording.wording(letter.id):
            assert not each.when or each.when in each.fields, (letter.id, each.text)


@pytest.mark.parametrize(("kind", "to"), [("correction", "{{ applicant }}"), ("third_party_ask", "{{ party }}")])
def test_a_letter_is_addressed_to_whom_it_goes(kind: str, to: str) -> None:
    assert letter_wording.addressee(kind) == to


def test_an_unknown_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="没有这种文书"):
        letter_wording.wording("made-up")
