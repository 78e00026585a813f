"""Drafts: kept sealed, submitted once whoever comes first, forgotten."""

import concurrent.futures
import datetime

import pytest
from django.db import connections
from django.utils import timezone

from gongkai.core import encryption, rekeying
from gongkai.foi.actions import drafting, receiving, uploading
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.intake import Draft, PendingFile
from gongkai.foi.queries import drafts
from tests.factories.orgs import AgencyFactory
from tests.foi import journey

PNG = b"\x89PNG\r\n\x1a\n" + b"picture" * 10


def submission() -> receiving.Submission:
    who = receiving.Who(kind="natural", name="沈知远", identity_kind="id-card", identity="TEST")
    return receiving.Submission(channel="web", applicant=who, description="老旧小区改造资金安排表")


@pytest.mark.django_db(transaction=True)
def test_two_clicks_at_the_same_moment_make_one_request() -> None:
    agency, at = AgencyFactory(), timezone.now()
    draft, _secret = drafting.begin(at=at)

    def click(_n: int) -> tuple[str, str]:
        try:
            receipt = drafting.submit(
                draft=draft, agency=agency, submission=submission(), arrived_on=timezone.localdate(at), at=at
            )
            return receipt.number, receipt.code
        finally:
            connections.close_all()

    with concurrent.futures.ThreadPoolExecutor(6) as pool:
        told = list(pool.map(click, range(6)))

    assert len(set(told)) == 1
    assert InfoRequest.objects.count() == 1


@pytest.mark.django_db
def test_what_was_submitted_is_not_changed_and_holds_nothing_personal() -> None:
    at = timezone.now()
    draft, secret = drafting.begin(at=at)
    drafting.keep(draft=draft, step="who", values={"name": "沈知远"}, at=at)
    drafting.submit(
        draft=draft, agency=AgencyFactory(), submission=submission(), arrived_on=timezone.localdate(at), at=at
    )

    drafting.keep(draft=draft, step="who", values={"name": "别人"}, at=at)

    row = drafts.find(secret, at=at)
    assert row is not None
    assert drafts.written(row).steps == {}
    assert drafts.find(secret, at=at + datetime.timedelta(days=2)) is None


@pytest.mark.django_db
def test_a_draft_is_found_by_its_secret_only_and_for_a_week() -> None:
    at = timezone.now()
    _draft, secret = drafting.begin(at=at)
    assert drafts.find(secret, at=at) is not None
    assert drafts.find("", at=at) is None
    assert drafts.find(secret + "x", at=at) is None
    assert drafts.find(secret, at=at + datetime.timedelta(days=8)) is None
    assert secret not in str(Draft.objects.values().get())


@pytest.mark.django_db
def test_pieces_follow_a_change_of_keys() -> None:
    at = timezone.now()
    draft, _secret = drafting.begin(at=at)
    row = uploading.take(draft=draft, kind="identity", title="证.png", data=PNG, at=at)
    encryption.add_key()
    assert uploading.stale_pieces() == 1

    rekeying.renew(progress=lambda _place, _count: None)

    assert uploading.stale_pieces() == 0
    encryption.drop_old_keys()
    assert uploading.data_of(PendingFile.objects.get(pk=row.pk)) == PNG


@pytest.mark.django_db
def test_forgetting_takes_the_files_from_the_disk(django_capture_on_commit_callbacks: object, settings: object) -> None:
    at = timezone.now()
    draft, _secret = drafting.begin(at=at)
    row = uploading.take(draft=draft, kind="identity", title="证.png", data=PNG, at=at)
    folder = settings.FILES_ROOT / "pending" / row.token  # type: ignore[attr-defined]
    assert folder.exists()
    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        drafting.forget_old(at=at + datetime.timedelta(days=8))
    assert not folder.exists()


@pytest.mark.django_db
def test_applicants_are_told_that_something_moved_and_never_what(mailoutbox: list, settings: object) -> None:
    from gongkai.events.models import Event
    from gongkai.foi.actions import updating

    office = journey.office()
    wants = office.who(email="shen@example.com", wants_updates=True)
    row = office.received(applicant=wants)
    office.received(applicant=office.who(email="other@example.com"))
    events = list(Event.objects.order_by("id"))

    updating.tell_applicants(events)
    updating.tell_applicants(events)

    (mail,) = mailoutbox
    assert mail.to == ["shen@example.com"]
    assert row.number in mail.subject
    assert "沈" not in mail.body and "改造" not in mail.body and "/requests/status/" in mail.body


@pytest.mark.django_db
def test_without_a_mail_server_no_address_reaches_the_log(settings: object, capsys: pytest.CaptureFixture[str]) -> None:
    from gongkai.events.models import Event
    from gongkai.foi.actions import updating

    settings.EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"  # type: ignore[attr-defined]
    office = journey.office()
    office.received(applicant=office.who(email="shen@example.com", wants_updates=True))
    updating.tell_applicants(list(Event.objects.all()))
    assert "shen@" not in capsys.readouterr().out
