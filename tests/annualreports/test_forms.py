"""What clerks type: numbers in every way of writing, and what is wrong with them in their words."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError

from gongkai.annualreports import forms


@pytest.mark.parametrize(
    ("written", "number"),
    [
        ("1234", Decimal(1234)),
        ("１，２３４", Decimal(1234)),
        ("1 234.50", Decimal("1234.50")),
        ("-12", Decimal(-12)),
        ("0", Decimal(0)),
        ("", None),
        ("  ", None),
    ],
)
def test_a_number_is_read_however_it_is_written(written: str, number: Decimal | None) -> None:
    assert forms.NumberField(required=False).clean(written) == number


@pytest.mark.parametrize("written", ["十二", "12件", "1.23456", "1e9", "9" * 20, "--1"])
def test_what_is_no_number_is_told(written: str) -> None:
    with pytest.raises(ValidationError):
        forms.NumberField(required=False).clean(written)


def test_a_correction_needs_a_number_or_the_tick() -> None:
    form = forms.CorrectForm({"snapshot": "1", "reason": "x"})
    assert not form.is_valid()
    assert "number" in form.errors
    assert forms.CorrectForm({"snapshot": "1", "reason": "x", "is_none": "on"}).is_valid()
