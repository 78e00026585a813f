"""Days of mourning: the style of the day follows them, and no page is baked anew."""

import datetime

import pytest
from django.db import IntegrityError, transaction

from gongkai.events.models import Event
from gongkai.portal.actions import mourning
from gongkai.portal.models import BakedFile, Mourning
from gongkai.portal.pages import today
from gongkai.portal.tasks import mourning as tasks
from tests.factories import clock
from tests.factories.portal import MourningFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def style(on: datetime.date) -> bytes:
    return today.style(on=on).content or b""


@pytest.mark.parametrize(("days", "is_grey"), [(-1, False), (0, True), (2, True), (3, False)])
def test_the_style_is_grey_from_the_first_to_the_last_day(days, is_grey):
    mourning.enter(first_on=clock.TODAY, last_on=clock.TODAY + 2 * DAY, reason="公告", by="person:1", at=clock.NOW)

    assert (b"grayscale" in style(clock.TODAY + days * DAY)) is is_grey
    assert Event.objects.get().kind == "mourning.entered"


def test_colours_chosen_for_reading_are_left():
    MourningFactory()
    assert all(scheme in style(clock.TODAY) for scheme in (b"=wb]", b"=by]", b"=yk]", b"=ky]"))


def test_lifted_days_have_their_colour_back_and_are_lifted_once():
    row = mourning.lift(mourning=MourningFactory(), by="person:2", at=clock.NOW)

    assert b"grayscale" not in style(clock.TODAY)
    with pytest.raises(mourning.LiftedAlready):
        mourning.lift(mourning=row, by="person:2", at=clock.NOW)


def test_days_that_end_before_they_begin_are_refused_by_action_and_database():
    with pytest.raises(mourning.EndsBeforeItBegins):
        mourning.enter(first_on=clock.TODAY, last_on=clock.TODAY - DAY, reason="x", by="person:1", at=clock.NOW)
    with pytest.raises(IntegrityError, match="portal_mourning_ends"), transaction.atomic():
        MourningFactory(last_on=clock.TODAY - DAY)
    assert not Mourning.objects.exists()


def test_only_the_style_of_the_day_is_written(public_root):
    MourningFactory()
    tasks.bake(at=clock.NOW)

    assert b"grayscale" in (public_root / "today.css").read_bytes()
    assert list(BakedFile.objects.values_list("path", flat=True)) == ["today.css"]
