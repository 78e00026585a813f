"""Two people at the same moment: one act happens, the other is told, nothing is done twice."""

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from gongkai.disclosures.actions import drafting, publishing, refusals, reviewing
from gongkai.disclosures.models import Clearance, Item, Publication
from gongkai.events.models import Event
from tests.disclosures import journey
from tests.disclosures.journey import NOW

pytestmark = pytest.mark.django_db(transaction=True)


def both(*acts: Callable[[], object]) -> list[object]:
    """Run acts at the same moment, each with its own connection; returns what each gave or was refused with."""
    start = threading.Barrier(len(acts))
    results: list[object] = [None] * len(acts)

    def run(place: int, act: Callable[[], object]) -> None:
        start.wait()
        try:
            results[place] = act()
        except refusals.Refused as refused:
            results[place] = refused
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def refused(results: list[object]) -> list[object]:
    return [result for result in results if isinstance(result, refusals.Refused)]


def test_a_double_publish_publishes_once() -> None:
    office = journey.office()
    item = office.clear(office.in_review())
    again = Item.objects.get(pk=item.pk)

    results = both(
        lambda: publishing.publish(item=item, by=office.issuer, at=NOW),
        lambda: publishing.publish(item=again, by=office.issuer, at=NOW),
    )

    assert [type(one) for one in refused(results)] == [refusals.WrongState]
    assert Publication.objects.count() == 1
    assert Event.objects.filter(kind="item.published").count() == 1


def test_two_reviewers_at_once_give_one_opinion() -> None:
    office = journey.office()
    item = office.in_review()
    revision = item.revision
    assert revision is not None

    results = both(
        lambda: reviewing.clear(revision=revision, kind="business", by=office.reviewer, at=NOW),
        lambda: reviewing.send_back(revision=revision, kind="business", by=office.issuer, reason="缺附件", at=NOW),
    )

    assert len(refused(results)) == 1
    assert Clearance.objects.count() == 1


def test_two_writers_at_once_lose_no_text() -> None:
    office = journey.office()
    item = office.drafted()
    same = Item.objects.get(pk=item.pk)

    results = both(
        lambda: drafting.revise(item=item, by=office.officer, content=office.content(title="甲稿"), at=NOW, base=1),
        lambda: drafting.revise(item=same, by=office.issuer, content=office.content(title="乙稿"), at=NOW, base=1),
    )

    (stale,) = refused(results)
    assert isinstance(stale, refusals.StaleRevision)
    assert stale.newer.title in {"甲稿", "乙稿"}
    assert item.revisions.count() == 2


def test_many_publish_at_once_under_numbers_without_gap() -> None:
    office = journey.office()
    items = [office.clear(office.in_review(title=f"第{n}号通告")) for n in range(6)]

    both(*[lambda item=item: publishing.publish(item=item, by=office.issuer, at=NOW) for item in items])  # type: ignore[misc]

    numbers = sorted(str(number).rsplit("-", 1)[1] for number in Item.objects.values_list("index_no", flat=True))
    assert numbers == [f"{n:05d}" for n in range(1, 7)]
