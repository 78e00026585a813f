"""People are told once per event, and what they have seen stays seen."""

import pytest

from gongkai.notices import actions
from gongkai.notices.models import Notice
from tests.factories import clock
from tests.factories.accounts import PersonFactory
from tests.factories.notices import NoticeFactory


@pytest.mark.django_db
def test_tell_reaches_each_person_once_per_event_however_often_it_is_called():
    people = [PersonFactory(), PersonFactory()]
    for _ in range(3):
        actions.tell(people=[*people, people[0]], text="退回了", link="/desk/", event_id=7, at=clock.NOW)
    assert Notice.objects.count() == 2
    actions.tell(people=people[:1], text="又退回了", event_id=8, at=clock.NOW)
    assert Notice.objects.filter(person=people[0]).count() == 2


@pytest.mark.django_db
def test_tell_takes_one_statement_and_nobody_is_no_error(django_assert_num_queries):
    people = [PersonFactory() for _ in range(20)]
    with django_assert_num_queries(1):
        actions.tell(people=people, text="x", event_id=1, at=clock.NOW)
    actions.tell(people=[], text="x", event_id=2, at=clock.NOW)
    assert Notice.objects.count() == 20


@pytest.mark.django_db
def test_tell_cuts_what_is_too_long():
    actions.tell(people=[PersonFactory()], text="长" * 1000, at=clock.NOW)
    text = Notice.objects.get().text
    assert len(text) == 300
    assert text.endswith("…")


@pytest.mark.django_db
def test_mark_seen_counts_what_was_new_and_leaves_others_and_later_ones():
    one, other = NoticeFactory(), NoticeFactory()
    later = NoticeFactory(person=one.person)
    assert actions.mark_seen(person=one.person, at=clock.NOW, up_to=one.pk) == 1
    later.refresh_from_db()
    other.refresh_from_db()
    assert later.seen_at is None
    assert actions.mark_seen(person=one.person, at=clock.NOW) == 1
    assert actions.mark_seen(person=one.person, at=clock.NOW) == 0
    assert other.seen_at is None
