"""The demo: what is drawn up fits together, and what is built through the actions can be seen and searched."""

import datetime
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import transaction
from django.test import override_settings
from django.utils import timezone

from gongkai.accounts import queries as accounts
from gongkai.accounts.models import Person, Role
from gongkai.catalog.models import Column, IndexTemplate, Obligation
from gongkai.config import cli
from gongkai.config.demo import (
    build,
    city,
    command,
    directory,
    duties,
    files,
    installation,
    opening,
    reviews,
    schedule,
    staff,
    upkeep,
    words,
)
from gongkai.config.demo.paper import Letter, Paper, Sheet, chinese_number
from gongkai.config.demo.scene import Numbers, Scene
from gongkai.core.permissions import Permission
from gongkai.desk.models import Passed
from gongkai.disclosures.coordination_models import Question, Ruling
from gongkai.disclosures.duty_models import Sudden
from gongkai.disclosures.models import Ending, ImportRow, Item, Revision
from gongkai.disclosures.queries import policies
from gongkai.documents import reading
from gongkai.events import queries as trail
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import integrity, worklist
from gongkai.language import personal_data
from gongkai.notices.models import Notice
from gongkai.orgs.models import Agency, AgencyChange
from gongkai.portal.models import BakedFile
from gongkai.rules import calendars, credit_codes, document_numbers, vocabularies
from tests.factories.orgs import AgencyFactory

NOW = datetime.datetime(2026, 11, 21, 3, 0, tzinfo=datetime.UTC)
DAY = datetime.date(2026, 11, 21)


# --- as drawn up ---


def test_every_code_of_the_city_passes_its_checks_and_none_is_given_twice():
    offices = city.offices().values()
    assert [credit_codes.check(each.credit_code) for each in offices] == [()] * len(offices)
    assert [credit_codes.check_division(each.division) for each in offices] == [()] * len(offices)
    assert len({each.credit_code for each in offices}) == len({each.code for each in offices}) == len(offices)


def test_four_levels_and_about_sixty_agencies_stand_at_the_end():
    span = schedule.window(DAY)
    alive = [each for each in city.offices().values() if span.lives(each, DAY)]
    assert 60 <= len(alive) <= 70
    deepest = max(len(list(_chain(each))) for each in alive)
    assert deepest == 4


def _chain(office: city.Office) -> Iterator[str]:
    key = office.key
    while key:
        yield key
        key = city.offices()[key].parent


def test_forty_people_hold_all_nine_roles_and_nobody_reviews_what_they_may_write():
    people = staff.clerks()
    assert len(people) == 40
    assert {post.role for each in people for post in each.posts} == set(Role.values)
    for key, office in city.offices().items():
        if not office.until.startswith("20"):
            team = staff.team(key)
            assert not {team.reviewer, team.secrecy, team.issuer} & set(team.officers), key


def test_six_channels_hold_about_four_hundred_columns_and_every_duty_has_its_own():
    shelves = directory.shelves()
    assert len([each for each in shelves if not each.parent]) == 6
    assert 380 <= len(shelves) <= 450
    slugs = {each.slug for each in shelves}
    assert len(slugs) == len(shelves)
    kept = list(duties.kept())
    assert {each.column for each in kept} <= slugs
    assert len({(each.entry.code, each.office.key) for each in kept}) == len(kept)


def test_every_paper_of_three_years_has_a_column_a_topic_a_working_day_and_nobody_s_private_data():
    calendar, topics, genres = calendars.Calendar.load(), vocabularies.named("topics"), vocabularies.named("genres")
    slugs, numbers, rnd = {each.slug for each in directory.shelves()}, Numbers(), random.Random(1)
    slots = schedule.slots(schedule.window(DAY), count=900, rnd=rnd)
    assert len(slots) == 900
    assert len({slot.kind.write for slot in slots}) >= 40
    for slot in slots:
        text = slot.kind.write(Scene(slot.office, slot.day, rnd, numbers, slot.subject))
        assert (text.column or slot.column) in slugs
        assert calendar.is_working_day(slot.day)
        assert topics.find(text.topic), text.topic
        assert genres.find(text.genre), text.genre
        assert text.doc_no == "" or document_numbers.is_normal(text.doc_no), text.doc_no
        assert not [each for each in personal_data.find(text.body) if each.severity == "block"], text.title


def test_the_same_seed_and_day_give_the_same_three_years():
    span = schedule.window(DAY)
    one, two = (schedule.slots(span, count=200, rnd=random.Random(7)) for _n in range(2))
    assert [(slot.day, slot.office.key, slot.kind.column) for slot in one] == [
        (slot.day, slot.office.key, slot.kind.column) for slot in two
    ]


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (103, "一百零三"), (110, "一百一十")],
)
def test_articles_are_counted_as_papers_count_them(number: int, written: str):
    assert chinese_number(number) == written


def test_a_paper_escapes_what_it_is_given():
    assert "<script>" not in Paper().p("<script>").table(("<b>",), [("<i>",)]).html()


def test_firms_have_codes_that_pass_the_check():
    rnd = random.Random(3)
    assert all(credit_codes.check(words.firm_code(rnd)) == () for _n in range(50))


def test_made_files_can_be_read_and_are_the_same_every_time():
    at = timezone.localtime(NOW)
    for plan in (
        Sheet("表.xlsx", ("序号", "小区"), [(1, "平湖新村")]),
        Letter("说明.docx", "平湖新村改造说明", ("一、改造内容。",)),
        Letter("说明.pdf", "平湖新村改造说明", ("一、改造内容。",), "pdf"),
    ):
        data = files.made(plan, at=at)
        assert data == files.made(plan, at=at)
        assert "平湖新村" in reading.read(data, name=plan.name).text


# --- as built ---


@pytest.fixture(scope="module")
def small(django_db_setup: Any, django_db_blocker: Any, tmp_path_factory: Any) -> Iterator[tuple[build.Built, Path]]:
    """One small demo for the tests below and the folder it lies in, rolled back at the end."""
    home = tmp_path_factory.mktemp("demo")
    with django_db_blocker.unblock(), override_settings(**_folders(home)), transaction.atomic():
        yield build.build(out=lambda words: None, at=NOW, items=60), home
        transaction.set_rollback(True)


def _folders(home: Path) -> dict[str, Path]:
    public, stored = home / "public", home / "files"
    return {
        "HOME": home, "PUBLIC_ROOT": public, "INDEX_ROOT": home / "index", "FILES_ROOT": stored,
        "MEDIA_ROOT": stored, "STATIC_ROOT": public / "static",
    }  # fmt: skip


def test_items_stand_in_every_state_and_every_step_of_review(small):
    built, _home = small
    assert built.items >= 60
    assert built.people == 40
    assert set(Item.objects.values_list("state", flat=True)) == set(Item.State)
    assert Item.objects.exclude(amendment="").exists()
    assert {"in-force", "expired", "repealed", "amended"} & set(Item.objects.values_list("validity", flat=True))
    assert Revision.objects.filter(number__gt=1).exclude(change_note="").exists()
    assert Ending.objects.filter(kind=Ending.Kind.WITHDRAW).exists()
    assert Revision.objects.filter(attachments__isnull=False).exists()


def test_other_agencies_were_asked_and_one_has_not_answered(small):
    asked = Question.objects.filter(revision__title=reviews.TERM)
    assert sorted(each.given.kind if each.given else "" for each in asked.select_related("opinion")) == ["", "changes"]


def test_requests_stand_in_every_state_and_reached_most_outcomes(small):
    assert InfoRequest.objects.count() == 60
    assert set(InfoRequest.objects.values_list("state", flat=True)) == set(InfoRequest.State)
    assert len(set(InfoRequest.objects.values_list("outcome", flat=True))) >= 18
    reasons = {line.why for line in worklist.worklist(InfoRequest.objects.all(), on=DAY)}
    assert {"late", "deliver", "confirm", "lapsed", "silent", "unassigned"} <= reasons
    assert Remedy.objects.filter(result="corrected").exists()
    assert list(integrity.drifted()) == integrity.holes() == []


def test_nothing_happens_after_the_moment_of_building_or_outside_the_trail(small):
    assert not Item.objects.filter(changed_at__gt=NOW).exists()
    assert not Item.objects.filter(state=Item.State.SCHEDULED, publish_at__lte=NOW).exists()
    assert trail.first_broken_link() is None
    assert all(each.waiting == 0 for each in trail.backlogs())


def test_agencies_changed_on_their_days_and_kept_their_names(small):
    assert {"merge", "split", "rename", "dissolve", "move"} <= set(AgencyChange.objects.values_list("kind", flat=True))
    renamed = Agency.objects.get(code="YZ0010044")
    assert [each.short_name for each in renamed.names.order_by("since")] == ["市地方金融监管局", "市地方金融管理局"]
    assert Agency.objects.get(code="YZ0010083").parent == Agency.objects.get(code="YZ0010033")


def test_an_old_list_was_imported_and_its_wrong_rows_say_why(small):
    refused = ImportRow.objects.filter(outcome=ImportRow.Outcome.REFUSED)
    assert refused.count() >= 4
    assert all(each.messages for each in refused)
    assert ImportRow.objects.filter(outcome=ImportRow.Outcome.IMPORTED).count() >= 10


def test_each_demo_sign_in_may_do_its_part_with_the_common_password(small):
    agency = Agency.objects.get(code="YZ0010022")
    wanted = {"xuruolan": Permission.ITEM_DRAFT, "zhouboqian": Permission.ITEM_REVIEW,
              "bairuochuan": Permission.ITEM_SECRECY, "luzhixing": Permission.ITEM_ISSUE,
              "linkexin": Permission.COLUMN_EDIT, "dingyifan": Permission.TASK_VIEW}  # fmt: skip
    assert {username for username, _role, _place in installation.SIGN_INS} == set(wanted)
    for username, permission in wanted.items():
        person = Person.objects.get(username=username)
        assert accounts.access_of(person, on=DAY).may(permission, agency)
    assert Person.objects.get(username="xuruolan").check_password(opening.PASSWORD)


def test_duties_index_templates_and_notices_are_there(small):
    assert Obligation.objects.filter(ended_on__isnull=True).count() > 400
    assert IndexTemplate.objects.values("template").distinct().count() >= 4
    assert Column.objects.filter(closed_on__isnull=False).exists()
    assert Notice.objects.exists()


def test_the_office_sees_a_rush_a_merged_column_a_hand_over_and_a_decided_dispute(small):
    _built, home = small
    assert {(each.kind, each.count) for each in Sudden.objects.filter(agency__short_name="市图书馆")} == {
        ("surge", 12), ("formed-long-before", 12),
    }  # fmt: skip
    old = Column.objects.get(slug=upkeep.MERGED)
    assert old.merged_into is not None
    assert f"/columns/{old.merged_into.slug}/" in (home / "public" / "columns" / old.slug / "index.html").read_text()
    assert [each.to.username for each in Passed.objects.all()] == [upkeep.FOLLOWING]
    assert Ruling.objects.get().question.agency == Agency.objects.get(short_name="市自然资源和规划局")


def test_the_front_page_names_drafts_that_are_open_for_comment(small):
    _built, home = small
    assert policies.open_consultations(on=DAY).exists()
    assert "（征求意见稿）" in (home / "public/index.html").read_text(encoding="utf-8").partition("向您征求意见")[2]


def test_public_items_have_their_page_and_withdrawn_ones_only_a_tombstone(small):
    _built, home = small
    paths = set(BakedFile.objects.values_list("path", flat=True))
    assert "index.html" in paths
    assert (home / "public" / "index.html").is_file()
    titles = Item.objects.public().values_list("public_revision__title", flat=True)
    pages = [path.read_text(encoding="utf-8") for path in (home / "public").rglob("*.html")]
    assert any(titles[0] in page for page in pages)


def test_a_demo_is_known_again_and_left_alone(small, capsys):
    assert installation.ground() is installation.Ground.DEMO
    assert installation.run(reset=False, items=60) == 0
    assert "gongkai demo --reset" in capsys.readouterr().out


@pytest.mark.django_db
def test_an_installation_with_other_agencies_is_refused_even_with_reset(capsys):
    AgencyFactory()
    assert installation.run(reset=True, items=60) == 1
    assert "GONGKAI_HOME" in capsys.readouterr().err
    assert Agency.objects.count() == 1


@pytest.mark.parametrize("words", [["--items", "3"], ["--items", "many"], ["--unknown"]])
def test_wrong_words_end_with_code_two(words: list[str]):
    with pytest.raises(SystemExit) as end:
        command.main(words)
    assert end.value.code == 2


def test_the_command_line_knows_the_demo():
    assert cli.COMMANDS["demo"].module == command.__name__
