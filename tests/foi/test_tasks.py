"""What happens by itself: reminders told once, silence, erasure, holidays, keys, the doctor's checks."""

import datetime
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from gongkai.accounts.models import Person, Role
from gongkai.events import actions as events
from gongkai.events.models import Event
from gongkai.foi import tasks
from gongkai.foi.actions import calendars, consulting, files, handling, receiving, refusals, reminding, retention
from gongkai.foi.models.calendars import ClockMove
from gongkai.foi.models.cases import CaseFile, InfoRequest, SealedFile
from gongkai.foi.queries import calendars as calendar_queries
from gongkai.foi.queries import clocks
from gongkai.notices.models import Notice
from tests.factories.accounts import person_with
from tests.foi import journey
from tests.foi.journey import DAY, moment
from tests.foi.test_actions_receiving import PDF

pytestmark = pytest.mark.django_db
Date = datetime.date


@pytest.fixture
def office() -> journey.Office:
    """An agency with its people."""
    return journey.office()


def told(person: Person) -> list[str]:
    """The words a person was told, oldest first."""
    return list(Notice.objects.filter(person=person).order_by("id").values_list("text", flat=True))


def deliver(*_kinds: str) -> None:
    """Give the listener what was recorded, as the worker would."""
    reminding.tell_people([each for each in Event.objects.order_by("id") if each.kind in reminding.HEARD])


class TestReminders:
    """At the steps of the law."""

    @pytest.mark.parametrize(
        ("on", "steps"),
        [
            (Date(2026, 3, 9), set()),
            (Date(2026, 3, 10), {"correction"}),
            (Date(2026, 3, 23), {"due-5"}),
            (Date(2026, 3, 26), {"due-5", "due-2"}),
            (Date(2026, 3, 30), {"due-5", "due-2", "due-0"}),
            (Date(2026, 3, 31), {"late"}),
            (Date(2026, 4, 8), {"late", "late-5"}),
        ],
    )
    def test_each_step_comes_on_its_day(self, on: Date, steps: set[str], office: journey.Office) -> None:
        office.received(DAY)
        reminding.remind_due(on=on, at=moment(on))
        assert {each.data["step"] for each in Event.objects.filter(kind="request.reminder")} == steps

    def test_each_is_told_once_and_of_several_only_the_most_urgent(self, office: journey.Office) -> None:
        row = office.received(DAY)
        handling.assign(info_request=row, officer=office.officer, by=office.desk, at=journey.NOW)
        on = Date(2026, 3, 26)
        assert reminding.remind_due(on=on, at=moment(on)) == 2
        assert reminding.remind_due(on=on, at=moment(on, 12)) == 0
        deliver()
        deliver()
        assert [text for text in told(office.officer) if "2026-03-30" in text] == [
            f"{row.number} 应于 2026-03-30 前答复，还有 2 个工作日"
        ]

    def test_the_office_hears_when_time_runs_out_and_when_there_is_no_officer(self, office: journey.Office) -> None:
        row = office.received(DAY)
        handling.assign(info_request=row, officer=office.officer, by="person:0", at=journey.NOW)
        reminding.remind_due(on=Date(2026, 3, 23), at=moment(Date(2026, 3, 23)))
        deliver()
        quiet = [text for text in told(office.desk) if "2026-03-30" in text]
        reminding.remind_due(on=Date(2026, 3, 30), at=moment(Date(2026, 3, 30)))
        deliver()
        assert quiet == []
        assert [text for text in told(office.desk) if "今天" in text]

    def test_who_is_late_for_long_is_told_to_the_office_above(self, office: journey.Office) -> None:
        above = person_with(Role.SUPERIOR, office.agency)
        office.received(DAY)
        on = Date(2026, 4, 8)
        reminding.remind_due(on=on, at=moment(on))
        deliver()
        assert told(above)

    def test_a_letter_in_review_is_told_to_whose_step_is_open(self, office: journey.Office) -> None:
        from gongkai.foi.actions import letters

        letter = office.letter(office.received(DAY), "reply_disclosed", DAY, outcome="DISCLOSED")
        letters.submit_letter(letter=letter, by=office.officer, at=journey.NOW)
        deliver()
        assert told(office.legal)
        assert not told(office.signer)

    def test_words_to_people_hold_nothing_personal(self, office: journey.Office) -> None:
        office.received(DAY, applicant=office.who(name="欧阳修远"), description="欧阳修远的补偿协议")
        reminding.remind_due(on=Date(2026, 3, 30), at=moment(Date(2026, 3, 30)))
        deliver()
        assert not Notice.objects.filter(text__contains="欧阳").exists()


def test_silence_is_noted_by_itself(office: journey.Office) -> None:
    row = office.received(DAY)
    asked = consulting.ask_third_party(
        info_request=row, party_name="甲", matter="乙", on=DAY, by=office.officer, at=journey.NOW
    )
    tasks.note_silence(moment(Date(2026, 3, 24)))
    asked.refresh_from_db()
    row.refresh_from_db()
    assert (asked.opinion, row.state) == ("silent", "handling")


class TestRetention:
    """The end of keeping."""

    def closed(self, office: journey.Office) -> InfoRequest:
        row = office.answered("DISCLOSED", Date(2026, 3, 10), applicant=office.who(name="欧阳修远"))
        handling.add_note(info_request=row, text="欧阳来电", by=office.officer, at=moment(Date(2026, 3, 10)))
        handling.attach(
            info_request=row, uploads=[receiving.Upload("identity", "欧阳.pdf", PDF)], by=office.officer,
            at=moment(Date(2026, 3, 10)),
        )  # fmt: skip
        return row

    def test_it_begins_after_the_years_and_not_before(self, office: journey.Office) -> None:
        row = self.closed(office)
        at = moment(Date(2036, 12, 31))
        with pytest.raises(refusals.Because, match="2036-12-31"):
            retention.erase(info_request=row, years=10, by="system:tick", at=at)
        assert retention.erase_due(years=10, by="system:tick", at=at, limit=10) == 0
        assert retention.erase_due(years=10, by="system:tick", at=moment(Date(2037, 1, 1)), limit=10) == 1

    def test_nothing_personal_is_left_and_the_record_stays(
        self, office: journey.Office, django_capture_on_commit_callbacks: Any
    ) -> None:
        row = self.closed(office)
        paths = [files.path_of(each) for each in SealedFile.objects.all()]
        with django_capture_on_commit_callbacks(execute=True):
            retention.erase(info_request=row, years=10, by="system:tick", at=moment(Date(2037, 1, 1)))
        row = InfoRequest.objects.select_related("applicant", "erasure").get(pk=row.pk)
        assert (row.subject, row.terms, row.applicant.name, row.applicant.same_as) == ("", "", "", "")
        assert row.texts.get().description == row.notes.get().text == row.letters.get().versions.get().body == ""
        assert not any(path.exists() for path in paths)
        assert row.erasure.counts["files"] == 1
        assert (row.outcome, row.number != "") == ("DISCLOSED", True)
        with connection.cursor() as cursor:
            for table in ("foi_inforequest", "foi_applicant", "foi_requesttext", "foi_note", "foi_casefile"):
                cursor.execute(f"SELECT * FROM {table}")
                assert "欧阳" not in str(cursor.fetchall())
        with pytest.raises(refusals.Erased):
            handling.look(info_request=row, by=office.officer, why="查", at=moment(Date(2037, 1, 2)))

    def test_an_open_case_is_kept(self, office: journey.Office) -> None:
        with pytest.raises(refusals.Because):
            retention.erase(info_request=office.received(DAY), years=1, by="system:tick", at=moment(Date(2050, 1, 1)))

    def test_what_acts_broken_off_left_behind_is_swept(self, office: journey.Office) -> None:
        self.closed(office)
        orphan = files.seal(data=PDF, name="x.pdf", at=journey.NOW)
        stray = files.path_of(orphan).with_name("0" * 32)
        stray.write_bytes(b"x")
        kept = CaseFile.objects.get().file
        assert files.sweep(before=moment(Date(2099, 1, 1)), at=moment(Date(2099, 1, 2))) == 2
        assert not stray.exists()
        assert files.unseal(kept) == PDF


class TestHolidays:
    """A year's notice."""

    DAYS = {
        "holidays": [{"name": "端午节", "from": "2027-06-09", "to": "2027-06-11"}],
        "working_weekends": [{"day": "2027-06-12", "for": "端午节"}],
    }

    def enter(self, office: journey.Office, **fields: Any) -> Any:
        plain: dict[str, Any] = {
            "year": 2027,
            "title": "关于2027年部分节假日安排的通知",
            "number": "国办发明电〔2026〕7号",
        }
        plain |= {"issued_on": Date(2026, 11, 4), "days": self.DAYS}
        return calendars.enter_notice(by=office.desk, at=moment(Date(2026, 11, 5)), **(plain | fields))

    def test_entering_changes_nothing_and_shows_what_would_move(self, office: journey.Office) -> None:
        row = office.received(Date(2027, 5, 20))
        before = row.due_on
        notice = self.enter(office)
        (moved,) = calendar_queries.moved(notice)
        row.refresh_from_db()
        assert (moved.info_request, row.due_on) == (row, before)
        assert moved.standing.values["due_on"] != before

    def test_a_second_person_applies_it_and_the_moves_are_on_record(self, office: journey.Office) -> None:
        row = office.received(Date(2027, 5, 20))
        untouched = office.received(Date(2026, 3, 2))
        before = row.due_on
        assert row.is_due_provisional
        notice = self.enter(office)
        at = moment(Date(2027, 5, 21))
        with pytest.raises(refusals.Because):
            calendars.apply_notice(notice=notice, by=office.desk, at=at)
        calendars.apply_notice(notice=notice, by=office.signer, at=at)
        row.refresh_from_db()
        move = ClockMove.objects.get(info_request=row)
        assert (move.due_before, move.due_after) == (before, row.due_on)
        assert row.due_on == clocks.explain(row).due_on != before
        assert not row.is_due_provisional
        assert not ClockMove.objects.filter(info_request=untouched).exists()
        with pytest.raises(refusals.Because):
            calendars.apply_notice(notice=notice, by=office.legal, at=at)

    @pytest.mark.parametrize(
        "days",
        [
            {"holidays": [{"name": "元旦", "from": "2026-12-31", "to": "2027-01-03"}]},
            {"holidays": [{"name": "元旦", "from": "不是日期", "to": "2027-01-03"}]},
            {"holidays": [{"name": "元旦"}]},
            {"holidays": [], "working_weekends": [{"day": "2027-06-09", "for": "端午节"}]},
        ],
    )
    def test_days_that_cannot_be_are_refused(self, days: dict[str, Any], office: journey.Office) -> None:
        with pytest.raises(refusals.Because) as refused:
            self.enter(office, days=days)
        assert refused.value.field == "days"

    def test_a_notice_entered_wrongly_is_dropped(self, office: journey.Office) -> None:
        notice = calendars.drop_notice(notice=self.enter(office), by=office.desk, at=moment(Date(2026, 11, 6)))
        assert notice.state == "dropped"


class TestDoctor:
    """What must hold."""

    def findings(self, check: Any, *, repair: bool = False) -> list[Any]:
        return check(repair)

    def test_a_sound_house_has_no_findings(self, office: journey.Office) -> None:
        office.answered("DISCLOSED", Date(2026, 3, 10))
        office.corrected(office.received(DAY), DAY, DAY)
        for check in (
            tasks.examine_requests, tasks.examine_numbers, tasks.examine_receipts, tasks.examine_files,
            tasks.examine_letters,
        ):  # fmt: skip
            assert check(False) == []

    def test_a_row_that_drifted_is_rebuilt_from_its_ledger(self, office: journey.Office) -> None:
        row = office.received(DAY)
        InfoRequest.objects.filter(pk=row.pk).update(due_on=Date(2026, 12, 31), is_extended=True)
        (found,) = tasks.examine_requests(False)
        assert "2026-12-31" in found.text
        assert tasks.examine_requests(True)[0].repaired
        row.refresh_from_db()
        assert row.due_on == Date(2026, 3, 30)
        assert tasks.examine_requests(False) == []

    def test_a_hole_in_the_numbers_is_named(self, office: journey.Office) -> None:
        from gongkai.catalog.actions import numbers as catalog

        office.received(DAY)
        catalog.allocate(prefix=f"foi:{office.agency.pk}:公开申:2026")
        (found,) = tasks.examine_numbers(False)
        assert "最后一号为 2" in found.text

    def test_a_request_that_came_in_past_the_door_is_named(self) -> None:
        from tests.factories.foi import InfoRequestFactory

        row = InfoRequestFactory()
        assert row.number in tasks.examine_receipts(False)[0].text

    def test_a_damaged_file_is_named(self, office: journey.Office) -> None:
        file = files.seal(data=PDF, name="x.pdf", at=journey.NOW)
        files.path_of(file).write_bytes(b"x.x")
        assert file.name in tasks.examine_files(False)[0].text

    def test_a_letter_changed_in_the_database_is_named(self, office: journey.Office) -> None:
        row = office.answered("DISCLOSED", Date(2026, 3, 10))
        version = row.letters.get().versions.get()
        type(version).objects.filter(pk=version.pk).update(body="改过的正文")
        assert len(tasks.examine_letters(False)) == 1


def test_rotating_keys_renews_files_and_letters_and_the_hashes_hold(office: journey.Office) -> None:
    row = office.answered("DISCLOSED", Date(2026, 3, 10))
    (file,) = handling.attach(
        info_request=row, uploads=[receiving.Upload("material", "表.pdf", PDF)], by=office.officer,
        at=moment(Date(2026, 3, 10)),
    )  # fmt: skip
    call_command("rotate_keys", verbosity=0)
    call_command("rotate_keys", drop_old=True, verbosity=0)
    file.file.refresh_from_db()
    assert files.unseal(file.file) == PDF
    assert tasks.examine_letters(False) == tasks.examine_files(False) == []


def test_a_look_is_recorded_with_its_reason_and_without_what_was_seen(office: journey.Office) -> None:
    row = office.received(DAY, applicant=office.who(name="欧阳修远"))
    with pytest.raises(refusals.Incomplete):
        handling.look(info_request=row, by=office.officer, why=" ", at=journey.NOW)
    assert handling.look(info_request=row, by=office.officer, why="核对身份", at=journey.NOW).name == "欧阳修远"
    event = Event.objects.get(kind="request.looked")
    assert (event.by, event.data["why"]) == (office.officer.reference, "核对身份")
    assert "欧阳" not in str(event.data)


def test_listeners_are_registered() -> None:
    assert "request-notices" in events.LISTENERS
