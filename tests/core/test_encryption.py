"""Sealed values: they open at their place only, survive a change of keys, and are found by blind index alone."""

import threading
from pathlib import Path
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.core.management import CommandError, call_command
from django.db import connection

from gongkai.core import backup, encryption, rekeying
from gongkai.foi.models.cases import Applicant
from tests.factories.foi import ApplicantFactory

PLACE = "app.Model.field"


def test_what_is_sealed_opens_again_at_its_place() -> None:
    sealed = encryption.seal("沈知远", place=PLACE)
    assert "沈" not in sealed
    assert encryption.unseal(sealed, place=PLACE) == "沈知远"


def test_two_sealings_of_one_value_differ() -> None:
    assert encryption.seal("同", place=PLACE) != encryption.seal("同", place=PLACE)


def test_an_empty_text_stays_empty() -> None:
    assert encryption.seal("", place=PLACE) == "" == encryption.unseal("", place=PLACE)


@pytest.mark.parametrize(
    "spoil", [lambda s: s[:-4] + "AAAA", lambda s: "ffffffff" + s[8:], lambda s: "x", lambda s: s[:12]]
)
def test_a_changed_value_does_not_open(spoil: Any) -> None:
    with pytest.raises(encryption.Unopenable):
        encryption.unseal(spoil(encryption.seal("沈知远", place=PLACE)), place=PLACE)


def test_a_value_moved_to_another_place_does_not_open() -> None:
    with pytest.raises(encryption.Unopenable):
        encryption.unseal(encryption.seal("沈知远", place=PLACE), place="app.Model.other")


def test_the_ring_is_made_once_and_readable_by_its_owner_only(settings: Any) -> None:
    rings = []
    threads = [threading.Thread(target=lambda: rings.append(encryption.ring().first.id)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    path = Path(settings.HOME, encryption.FILE)
    assert len(set(rings)) == 1
    assert path.stat().st_mode & 0o777 == 0o600
    assert not list(path.parent.glob(f".{encryption.FILE}.*"))


def test_a_backup_holds_the_ring(settings: Any, tmp_path: Path) -> None:
    encryption.ring()
    names = {name for name, _path in backup._members(tmp_path / "database.sqlite3")}
    assert encryption.FILE in names


@pytest.mark.parametrize("text", ["", "k1 short", "k1 !!!", "k-1 " + "A" * 44])
def test_a_ring_that_cannot_be_read_is_refused(text: str, settings: Any) -> None:
    settings.HOME.mkdir(parents=True)
    Path(settings.HOME, encryption.FILE).write_text(text)
    with pytest.raises(encryption.WrongRing):
        encryption.ring()


def test_a_ring_that_is_a_setting_is_not_changed_by_us(settings: Any) -> None:
    settings.PERSONAL_KEYS = "k1 " + "A" * 43 + "=,k0 " + "B" * 43 + "="
    assert [key.id for key in encryption.ring().keys] == ["k1", "k0"]
    with pytest.raises(encryption.WrongRing):
        encryption.add_key()


def test_a_blind_index_sees_through_width_case_and_blanks() -> None:
    assert encryption.blind("11010519491231002x") == encryption.blind("１１０１０５ 19491231002X")
    assert encryption.blind("") == ""
    assert encryption.blind("甲") != encryption.blind("乙")


@pytest.mark.django_db
class TestField:
    """The model field."""

    def test_the_database_never_holds_the_clear_text(self) -> None:
        row = ApplicantFactory(name="沈知远")
        with connection.cursor() as cursor:
            cursor.execute("SELECT name, identity, phone, email, address FROM foi_applicant WHERE id = %s", [row.pk])
            raw = " ".join(cursor.fetchone())
        assert not any(each in raw for each in ("沈", row.identity, row.phone, row.email, "府前路"))
        assert Applicant.objects.get(pk=row.pk).name == "沈知远"

    def test_a_sealed_field_cannot_be_searched(self) -> None:
        with pytest.raises(FieldError):
            Applicant.objects.filter(name="沈知远").exists()
        with pytest.raises(FieldError):
            Applicant.objects.filter(name__icontains="沈").exists()

    def test_emptiness_can_be_asked_for(self) -> None:
        ApplicantFactory(agent="")
        assert Applicant.objects.filter(agent="").count() == 1


@pytest.mark.django_db
class TestRotation:
    """`gongkai rotate-keys`."""

    def test_everything_is_sealed_anew_and_old_keys_can_then_be_dropped(self) -> None:
        row = ApplicantFactory(name="沈知远", same_as=encryption.blind("11010519491231002X"))
        old = encryption.ring().first.id

        call_command("rotate_keys", verbosity=0)

        assert encryption.ring().first.id != old
        assert rekeying.stale() == {}
        assert Applicant.objects.get(pk=row.pk).name == "沈知远"
        assert Applicant.objects.get(pk=row.pk).same_as == encryption.blind("11010519491231002X")
        call_command("rotate_keys", drop_old=True, verbosity=0)
        assert [key.id for key in encryption.ring().keys] == [encryption.ring().first.id]
        assert Applicant.objects.get(pk=row.pk).phone == row.phone

    def test_a_value_written_under_the_old_key_meanwhile_is_found_and_finished(self) -> None:
        row = ApplicantFactory()
        with connection.cursor() as cursor:
            cursor.execute("SELECT name FROM foi_applicant WHERE id = %s", [row.pk])
            (before,) = cursor.fetchone()
        call_command("rotate_keys", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute("UPDATE foi_applicant SET name = %s WHERE id = %s", [before, row.pk])

        assert rekeying.stale() == {"foi.Applicant.name": 1}
        call_command("rotate_keys", go_on=True, verbosity=0)
        assert rekeying.stale() == {}

    def test_the_same_applicant_is_found_while_keys_are_being_changed(self) -> None:
        before = encryption.blind("11010519491231002X")
        encryption.add_key()
        assert before in encryption.blinds("11010519491231002X")
        assert before != encryption.blind("11010519491231002X")

    def test_a_lost_key_stops_the_rotation_with_the_place(self) -> None:
        row = ApplicantFactory()
        with connection.cursor() as cursor:
            cursor.execute("UPDATE foi_applicant SET name = %s WHERE id = %s", ["deadbeef.AAAA", row.pk])
        with pytest.raises(CommandError, match=r"foi\.Applicant\.name"):
            call_command("rotate_keys", verbosity=0)
        assert ("foi.Applicant.name", row.pk) in list(rekeying.unopenable())
