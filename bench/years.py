"""A year of requests rebuilt from a report's figures, case by case, through the real actions.

    .venv/bin/python -m bench.years [--agency huaian2024|suizhou2017|…]     builds it and compares every cell

A `Year` says how many cases there were of which kind, by which channel, with which outcome; where a report does not
say it, the plan does, and says so. `rebuild` makes an agency, its people and the cases; the same plan gives the same
cases. `expected` are the cells of the form as the report prints them.
"""

import argparse
import datetime
import random
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

COLUMNS = ("natural", "company", "research", "charity", "legal_service", "other_org")
REMEDY_RESULTS = ("upheld", "corrected", "other", "pending")


@dataclass(frozen=True)
class Plan:
    """One case to be: who, how it came, when, and what becomes of it; `outcome` empty: still open at the year's end."""

    kind: str
    channel: str
    received_on: datetime.date
    outcome: str = ""
    ground: str = ""


@dataclass(frozen=True)
class Year:
    """A report's year: its place, its form, the cases behind it and the cells it prints."""

    name: str
    year: int
    edition: str
    expected: dict[str, int]
    cases: tuple[Plan, ...]
    remedies: dict[tuple[str, str], int] = field(default_factory=dict)


# --- reports of the form of 2014 ---


def by_channel(name: str, year: int, channels: dict[str, int], outcomes: dict[tuple[str, str], int]) -> Year:
    """A year of the first Regulation: counts by channel and by outcome, all answered in time."""
    rnd = random.Random(f"{name} {year}")
    came = [channel for channel, count in channels.items() for _ in range(count)]
    ended = [pair for pair, count in outcomes.items() for _ in range(count)]
    assert len(came) == len(ended), (name, len(came), len(ended))
    rnd.shuffle(ended)
    cases = tuple(
        Plan("natural" if rnd.random() < 0.8 else "company", channel, _day(year, rnd), outcome, ground)
        for channel, (outcome, ground) in zip(came, ended, strict=True)
    )
    rows = {"counter": "s3_in_person", "fax": "s3_fax", "web": "s3_online", "registered_post": "s3_letter"}
    expected = {rows[channel]: count for channel, count in channels.items()}
    expected |= {"s3_received": len(cases), "s3_closed": len(cases), "s3_closed_on_time": len(cases)}
    expected |= {"s3_replied": len(cases), "s3_closed_extended": 0, "s4": 0, "s5": 0, "s6": 0, "s7": 0}
    granted = outcomes.get(("DISCLOSED", ""), 0)
    expected |= {"s3_r2_granted": granted, "s3_r5_not_this_agency": outcomes.get(("NONE_NOT_HELD", "not_ours"), 0)}
    return Year(name, year, "form-2014", expected, cases)


def _day(year: int, rnd: random.Random) -> datetime.date:
    return datetime.date(year, 1, 4) + datetime.timedelta(days=rnd.randrange(300))


GRANTED = ("DISCLOSED", "")
NOT_OURS = ("NONE_NOT_HELD", "not_ours")
SMALL = (
    # 平山区: eight by channel; “均已答复告知或建议到其他相关部门申请公开”. How many of each is our guess.
    by_channel("pingshan-qu", 2017, {"counter": 5, "registered_post": 2, "web": 1}, {GRANTED: 6, NOT_OURS: 2}),
    # 随州市: 131 by channel, all closed. The outcomes are not told; ours.
    by_channel(
        "suizhou", 2017, {"counter": 42, "fax": 2, "web": 60, "registered_post": 27}, {GRANTED: 111, NOT_OURS: 20}
    ),
    # 坪山区: eight, all answered; channels and outcomes are not told; ours.
    by_channel("pingshan", 2017, {"web": 8}, {GRANTED: 8}),
    # 朝阳区: two, one by the net and one by letter, both granted: as printed.
    by_channel("chaoyang", 2016, {"web": 1, "registered_post": 1}, {GRANTED: 2}),
    # 土默特右旗: one. Channel and outcome are ours.
    by_channel("tuyouqi", 2017, {"counter": 1}, {GRANTED: 1}),
)


# --- the report of 淮安 2024, form of 2021 ---


def huaian(path: Path) -> Year:
    """The sample of the form's data file: table 3 column by column, table 4 case by case."""
    import yaml

    sample = yaml.safe_load(path.read_text(encoding="utf-8"))["sample_huaian_2024"]
    expected = {
        f"table3.{row}.{column}": count
        for row, counts in sample["table3"].items()
        for column, count in zip(sample["columns"], counts, strict=True)
    }
    remedies = {}
    for case, counts in sample["table4"].items():
        for result, count in zip((*REMEDY_RESULTS, "total"), counts, strict=True):
            expected[f"table4.{case}_{result}"] = count
            if result != "total":
                remedies[case, result] = count
    return Year("huaian", 2024, "form-2021", expected, tuple(_cases(sample["table3"])), remedies)


def _cases(table: dict[str, list[int]]) -> Iterator[Plan]:
    from gongkai.rules import outcomes

    by_row: dict[str, tuple[str, str]] = {}
    for each in outcomes.outcomes("2019"):
        ground = each.grounds[0].code if each.grounds else ""
        by_row[outcomes.form_row("form-2021", each.code, ground) or ""] = (each.code, ground)
    by_row["granted"] = GRANTED
    by_row["other_misc"] = ("OTHER_MISC", "withdrawn")
    rnd = random.Random(2024)
    for place, kind in enumerate(COLUMNS):
        ends = [by_row[row] for row, counts in table.items() if row in by_row for _ in range(counts[place])]
        rnd.shuffle(ends)
        carried_in, carried_out = table["carried_in"][place], table["carried_out"][place]
        for number, (outcome, ground) in enumerate(ends):
            day = datetime.date(2023, 12, 11) + datetime.timedelta(days=rnd.randrange(19))
            # Who has to lose a term first came early enough for it to end within the year.
            if number >= carried_in:
                day = datetime.date(2024, 1, 2) + datetime.timedelta(days=rnd.randrange(300))
            yield Plan(kind, _channel(rnd), day, outcome, ground)
        for _ in range(carried_out):
            yield Plan(kind, _channel(rnd), datetime.date(2024, 12, 9) + datetime.timedelta(days=rnd.randrange(20)))


def _channel(rnd: random.Random) -> str:
    return rnd.choices(["web", "registered_post", "email", "counter", "ordinary_post"], [55, 25, 10, 7, 3])[0]


# --- walking ---


class Walk:
    """An agency with everybody a request needs, and the way of one case through all acts."""

    def __init__(self, year: Year) -> None:
        from gongkai.accounts.models import Person
        from gongkai.orgs.models import Agency

        self.year = year
        self.agency = Agency.objects.create(
            code=f"YEAR-{year.name}".upper(), name=year.name, short_name=year.name, kind="government", level="city",
            sort_path="/",
        )  # fmt: skip
        self.agency.path = f"/{self.agency.pk}/"
        self.agency.save(update_fields=["path"])
        names = ("officer", "legal", "secrecy", "signer")
        self.people = {
            name: Person.objects.create(username=f"{year.name}-{name}", name=name, home=self.agency) for name in names
        }
        self.days = _calendar()
        self.count = 0

    def rebuild(self, *, out: Callable[[int], None] = lambda _n: None) -> None:
        """Every case of the plan, in the order of receipt, then the remedies."""
        done = []
        for number, plan in enumerate(sorted(self.year.cases, key=lambda each: each.received_on), start=1):
            row = self.case(plan)
            if row.outcome:
                done.append(row)
            out(number)
        self._remedies(done)

    def case(self, plan: Plan) -> Any:
        """One case from its receipt to what becomes of it."""
        from gongkai.foi.actions import handling, receiving

        self.count += 1
        day = plan.received_on
        identity = f"{self.year.name}-{self.count:06d}"
        who = receiving.Who(plan.kind, f"申请人{self.count}", identity_kind="other", identity=identity)
        wanted = f"第{self.count}号项目的批复文件和资金安排"
        receipt = receiving.receive(
            agency=self.agency,
            submission=receiving.Submission(plan.channel, who, wanted),
            arrived_on=day,
            confirmed_on=day,
            by=self.people["officer"],
            at=self.at(day),
        )
        row = receipt.info_request
        handling.assign(info_request=row, officer=self.people["officer"], by=self.people["officer"], at=self.at(day))
        if plan.outcome:
            self._end(row, plan)
        return row

    def _end(self, row: Any, plan: Plan) -> None:
        from gongkai.foi.actions import deciding, fees, terms

        on = self.days.add_working_days(plan.received_on, 4)
        officer, at = self.people["officer"], self.at(on)
        if plan.outcome == "OTHER_NO_CORRECTION":
            until = self.days.add_working_days(on, 10)
            terms.ask_correction(info_request=row, points="写明名称", on=on, until=until, by=officer, at=at)
            self._lapse(row)
        elif plan.outcome == "OTHER_NO_PAYMENT":
            fees.notice_fee(info_request=row, basis="pages", count=120, on=on, by=officer, at=at)
            self._lapse(row)
        elif plan.outcome == "OTHER_MISC":
            deciding.withdraw(info_request=row, on=on, reason="不再需要", by=officer, at=at)
        else:
            self._reply(row, plan, on)

    def _lapse(self, row: Any) -> None:
        from gongkai.foi.actions import deciding

        day = self.days.add_working_days(row.waits_until, 1)
        deciding.close_lapsed(info_request=row, on=day, by=self.people["officer"], at=self.at(day))

    def _reply(self, row: Any, plan: Plan, on: datetime.date) -> None:
        from gongkai.foi.actions import deciding, letters
        from gongkai.rules import letters as law

        officer = self.people["officer"]
        self._prepare(row, plan, on)
        day = self.days.add_working_days(on, 3)
        at = self.at(day)
        kind = law.for_outcome(plan.outcome, plan.ground)
        letter = letters.draft_letter(
            info_request=row, kind=kind.id, title=kind.title(row.regime), body="答复内容。", by=officer, at=at,
            outcome=plan.outcome, ground=plan.ground,
        )  # fmt: skip
        letters.submit_letter(letter=letter, by=officer, at=at)
        version = letter.versions.select_related("letter__info_request").get()
        for step, name in (("legal", "legal"), ("secrecy", "secrecy"), ("sign", "signer")):
            letters.clear_letter(version=version, kind=step, by=self.people[name], at=at)
        letter = version.letter
        deciding.decide(
            info_request=row, outcome=plan.outcome, ground=plan.ground, basis="见答复书", reasons="见答复书",
            letter=letter, on=day, by=officer, at=at,
        )  # fmt: skip
        letters.deliver(letter=letter, step="sent", way="website", on=day, by=officer, at=at)

    def _prepare(self, row: Any, plan: Plan, on: datetime.date) -> None:
        from gongkai.foi.actions import consulting, handling, terms

        officer, at = self.people["officer"], self.at(on)
        if plan.ground == "not_exist":
            handling.record_search(
                info_request=row, by=officer, on=on, places="综合档案室、办公系统", result="not-found", at=at
            )
        elif plan.outcome == "REFUSE_THIRD_PARTY":
            asked = consulting.ask_third_party(
                info_request=row, party_name="某公司", matter="报价", on=on, by=officer, at=at,
                answer_by=self.days.add_working_days(on, 15),
            )  # fmt: skip
            consulting.record_opinion(
                consultation=asked, opinion="objects", on=on, by=officer, at=at, reason="商业秘密"
            )
            consulting.weigh(consultation=asked, weighing="upheld", reason="理由成立", by=officer, at=at)
        elif plan.outcome == "NONE_STILL_UNCLEAR":
            terms.ask_correction(
                info_request=row, points="写明名称", on=on, until=self.days.add_working_days(on, 10), by=officer, at=at
            )
            terms.receive_correction(info_request=row, description="还是那些材料", on=on, by="applicant", at=at)
        elif plan.outcome == "NOACT_ABUSE":
            until = self.days.add_working_days(on, 10)
            terms.ask_reasons(info_request=row, reason="数量明显过多", on=on, until=until, by=officer, at=at)

    def _remedies(self, rows: list[Any]) -> None:
        from gongkai.foi.actions import remedies

        place = 0
        for (kind, result), count in self.year.remedies.items():
            for _each in range(count):
                row = rows[place % len(rows)]
                place += 1
                filed = max(row.decided_on, datetime.date(self.year.year, 1, 15))
                remedy = remedies.open_remedy(
                    agency=self.agency, info_request=row, kind=kind, body="复议机关或者法院", filed_on=filed,
                    notified_on=filed, by=self.people["officer"], at=self.at(filed),
                )  # fmt: skip
                if result != "pending":
                    day = min(filed + datetime.timedelta(days=30), datetime.date(self.year.year, 12, 31))
                    remedies.decide_remedy(
                        remedy=remedy,
                        result=result,
                        on=day,
                        text="见决定书",
                        by=self.people["officer"],
                        at=self.at(day),
                    )

    def at(self, day: datetime.date) -> datetime.datetime:
        """A moment of a day."""
        from django.utils import timezone

        return datetime.datetime.combine(day, datetime.time(10), tzinfo=timezone.get_default_timezone())


def _calendar() -> Any:
    from gongkai.rules import calendars

    return calendars.Calendar.load()


def differences(walk: Walk) -> dict[str, tuple[int, Any]]:
    """The cells in which the register's statistics differ from the report: cell to (printed, counted)."""
    from gongkai.foi.queries import statistics
    from gongkai.orgs.models import Agency

    found = statistics.table(Agency.objects.filter(pk=walk.agency.pk), walk.year.year, walk.year.edition)
    return {cell: (count, found[cell]) for cell, count in walk.year.expected.items() if found[cell] != count}


def main() -> None:
    """Rebuild the years in the database at hand and compare them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--form-2021", type=Path, help="the data file of the form with the sample of 淮安 2024")
    options = parser.parse_args()
    from django import setup

    setup()
    years = [*SMALL, *([huaian(options.form_2021)] if options.form_2021 else [])]
    print("| report | cases | seconds | cells compared | cells that differ |\n|---|---|---|---|---|")
    wrong = {}
    for year in years:
        walk, start = Walk(year), time.perf_counter()
        walk.rebuild()
        found = differences(walk)
        wrong |= {f"{year.name} {cell}": pair for cell, pair in found.items()}
        took = time.perf_counter() - start
        print(f"| {year.name} {year.year} | {len(year.cases):,} | {took:.1f} | {len(year.expected)} | {len(found)} |")
    for cell, (printed, counted) in wrong.items():
        print(f"{cell}: printed {printed}, counted {counted}")
    sys.exit(bool(wrong))


if __name__ == "__main__":
    main()
