"""Requests of the three years: some sixty, from every channel, in every state, each act through the actions of foi."""

import datetime
import decimal
from collections.abc import Callable
from dataclasses import dataclass, field

from gongkai.accounts.models import Person
from gongkai.config.demo import city, schedule
from gongkai.config.demo import request_plan as plan
from gongkai.config.demo.lives import Moment, Step
from gongkai.config.demo.request_texts import APPLICANTS, WISHES
from gongkai.config.demo.stage import Stage, moment
from gongkai.foi.actions import consulting, deciding, fees, handling, letters, receiving, remedies, terms
from gongkai.foi.models.cases import InfoRequest, NumberRule, SavedView
from gongkai.foi.models.handling import Consultation, Fee
from gongkai.foi.models.letters import Letter
from gongkai.foi.models.remedies import Remedy
from gongkai.foi.queries import clocks
from gongkai.rules import letters as law
from gongkai.rules import outcomes

OFFICERS = {
    "zjj": ("xuruolan", "hanqing"), "hbj": ("miaoyutong",), "fgw": ("keyifan",), "office": ("gaomingxuan",),
    "zrj": ("shaoxiaoman",), "lj": ("tangziqian",),
}  # fmt: skip
LEGAL, SECRECY, SIGNER, DESK = "mengyuan", "bairuochuan", "luzhixing", "linkexin"
_VIEWS = (("xuruolan", "快到期的", "state=handling"), ("linkexin", "等申请人补正的", "state=correction"))


def steps(stage: Stage) -> list[Step]:
    """All acts on all requests, to be done in the order of their moments."""
    _rules(stage)
    cases = [Case(stage, *line, place) for place, line in enumerate(plan.PAST)]
    found = [step for case in cases for step in case.steps()]
    for place, kind, result, after in plan.REMEDIES:
        found += cases[place].remedy(kind, result, after)
    for place, line in enumerate(plan.NOW, start=len(plan.PAST)):
        found += Case(stage, *line, place).steps()
    return found


def add_views(stage: Stage) -> None:
    """Views of the register that people saved."""
    for username, name, query in _VIEWS:
        SavedView.objects.create(owner=stage.people[username], name=name, query=query)


def _rules(stage: Stage) -> None:
    """Every office signs its requests and letters with its own word."""
    since = stage.span.start
    NumberRule.objects.bulk_create(
        NumberRule(agency=agency, series="", template=f"{city.offices()[key].sign}{{series}}〔{{year}}〕{{serial}}号", since=since)
        for key, agency in stage.agencies.items()
    )  # fmt: skip


@dataclass
class Case:
    """One request on its way. `fate` is how far it goes: a name of an act, or the code of an outcome."""

    stage: Stage
    back: int
    office: str
    channel: str
    wish: int
    fate: str
    place: int
    row: InfoRequest | None = None
    letter: Letter | None = None
    fee: Fee | None = None
    asked: list[Consultation] = field(default_factory=list)
    found: Remedy | None = None
    planned: list[Step] = field(default_factory=list)

    def steps(self) -> list[Step]:
        """What happens to it."""
        self._do(0, 9, self.receive)
        if self.fate == "entered":
            return self.planned
        self._do(0, 11, self.confirm)
        way = plan.WAYS.get(self.fate)
        if way is not None:
            for offset, hour, name in way:
                self._do(offset, hour, getattr(self, name))
        else:
            self._answer(self.fate)
        return self.planned

    def remedy(self, kind: str, result: str, after: int) -> list[Step]:
        """A remedy sought against the answer."""
        already = len(self.planned)
        self._do(12 + after, 10, lambda at: self._open(kind, at))
        self._do(16 + after, 15, self._respond)
        if result:
            self._do(30 + after, 10, lambda at: self._result(result, at))
        return self.planned[already:]

    # --- the days ---

    @property
    def received_on(self) -> datetime.date:
        """The day it came in."""
        return schedule.back(self.stage.now.date(), self.back) if self.back else self.stage.now.date()

    def day(self, offset: int) -> datetime.date:
        """So many working days on."""
        return clocks.calendar().add_working_days(self.received_on, offset)

    def _do(self, offset: int, hour: int, act: Callable[[Moment], object]) -> None:
        self.planned.append((moment(self.day(offset), hour, self.place % 60), act))

    # --- the people ---

    @property
    def officer(self) -> Person:
        """Who handles it."""
        names = OFFICERS[self.office]
        return self.stage.people[names[self.place % len(names)]]

    def person(self, name: str) -> Person:
        """Somebody of the city."""
        return self.stage.people[name]

    @property
    def known(self) -> InfoRequest:
        """The request, as it is in the database."""
        assert self.row is not None
        return InfoRequest.objects.select_related("agency").get(pk=self.row.pk)

    # --- the acts ---

    def receive(self, at: Moment) -> None:
        """It comes in."""
        person = APPLICANTS[(self.place * 7) % len(APPLICANTS)]
        by_net = self.channel in {"web", "email"}
        self.row = receiving.receive(
            agency=self.stage.agencies[self.office],
            submission=receiving.Submission(
                self.channel,
                receiving.Who(**person),
                WISHES[self.wish],
                wanted_way="website" if by_net else "post",
                wanted_carrier="electronic" if by_net else "paper",
            ),
            arrived_on=at.date(),
            by="applicant" if self.channel == "web" else self.person(DESK),
            at=at,
        ).info_request

    def confirm(self, at: Moment) -> None:
        """Both sides confirm, where that begins the term."""
        if self.known.state == InfoRequest.State.ENTERED:
            receiving.confirm_receipt(
                info_request=self.known, on=at.date(), by=self.person(DESK), at=at, note="电话确认"
            )

    def assign(self, at: Moment) -> None:
        """The office gives it to somebody."""
        handling.assign(info_request=self.known, officer=self.officer, by=self.person(DESK), at=at, unit="业务科")

    def search(self, at: Moment) -> None:
        """It is searched for."""
        missing = self.fate == "NONE_NOT_HELD"
        handling.record_search(
            info_request=self.known, by=self.officer, on=at.date(), places="综合档案室、协同办公系统、业务科室资料柜",
            keywords="项目名称、年份", result="not-found" if missing else "found",
            found="" if missing else "资金安排表 1 件，验收材料 1 件", at=at,
        )  # fmt: skip

    def correct(self, at: Moment) -> None:
        """The applicant is asked to correct."""
        until = clocks.calendar().add_working_days(at.date(), 10)
        terms.ask_correction(
            info_request=self.known,
            points="请写明所需信息的地点和年度",
            on=at.date(),
            until=until,
            by=self.officer,
            at=at,
        )

    def corrected(self, at: Moment) -> None:
        """The applicant corrects."""
        text = WISHES[self.wish] + "（补正：限 2025 年度，望山区范围）"
        terms.receive_correction(info_request=self.known, description=text, on=at.date(), by="applicant", at=at)

    def ask(self, at: Moment) -> None:
        """A third party is asked."""
        for name in ("云州城建集团有限公司", "云州建工二公司")[: 2 if self.fate == "objected" else 1]:
            asked = consulting.ask_third_party(
                info_request=self.known, party_name=name, matter="施工报价和合同单价", on=at.date(), by=self.officer, at=at,
                answer_by=clocks.calendar().add_working_days(at.date(), 15),
            )  # fmt: skip
            self.asked.append(asked)

    def ask_comaker(self, at: Moment) -> None:
        """The agency that made it too is asked."""
        consulting.ask_co_maker(
            info_request=self.known, party_name="云州市财政局", party_agency=self.stage.agencies["czj"],
            matter="联合印发的资金分配方案", on=at.date(), by=self.officer, at=at,
        )  # fmt: skip

    def hear_objection(self, at: Moment) -> None:
        """The last of those asked objects, the others agree."""
        for each in self.asked[:-1]:
            consulting.record_opinion(consultation=each, opinion="agrees", on=at.date(), by=self.officer, at=at)
        consulting.record_opinion(
            consultation=self.asked[-1], opinion="objects", on=at.date(), by=self.officer, at=at,
            reason="单价属于商业秘密，公开会影响后续投标",
        )  # fmt: skip

    def weigh(self, at: Moment) -> None:
        """The objection is found to hold."""
        consulting.weigh(
            consultation=self.asked[-1],
            weighing="upheld",
            reason="单价未向社会公开过，理由成立",
            by=self.officer,
            at=at,
        )

    def extend(self, at: Moment) -> None:
        """The term is extended."""
        terms.extend(
            info_request=self.known, working_days=15, reason="材料较多，需逐页隐去个人信息", approver=self.person(SIGNER),
            on=at.date(), by=self.officer, at=at,
        )  # fmt: skip

    def charge(self, at: Moment) -> None:
        """A fee notice goes out."""
        self.fee = fees.notice_fee(
            info_request=self.known, basis="pages", count=120, on=at.date(), by=self.officer, at=at
        )

    def pay(self, at: Moment) -> None:
        """It is paid."""
        assert self.fee is not None
        fees.record_payment(
            fee=self.fee, amount_yuan=decimal.Decimal(self.fee.amount_yuan), on=at.date(), by=self.person(DESK), at=at,
            receipt_no=f"云财票{self.place:06d}",
        )  # fmt: skip

    def ask_reasons(self, at: Moment) -> None:
        """So many requests want their reasons."""
        until = clocks.calendar().add_working_days(at.date(), 10)
        terms.ask_reasons(
            info_request=self.known, reason="同一申请人本月第 31 件", on=at.date(), until=until, by=self.officer, at=at
        )

    def lapse(self, at: Moment) -> None:
        """The time of the applicant is over."""
        deciding.close_lapsed(info_request=self.known, on=at.date(), by=self.officer, at=at)

    def withdraw(self, at: Moment) -> None:
        """The applicant takes it back."""
        deciding.withdraw(info_request=self.known, on=at.date(), reason="已从其他途径获得", by="applicant", at=at)

    # --- the answer ---

    @property
    def outcome(self) -> tuple[str, str]:
        """What it comes to: the outcome's code and its first ground."""
        code = self.fate if self.fate.isupper() else "PARTIAL"
        grounds = outcomes.outcome(code).grounds
        return code, grounds[0].code if grounds else ""

    def draft(self, at: Moment) -> None:
        """The reply is written."""
        code, ground = self.outcome
        row = self.known
        kind = law.for_outcome(code, ground)
        body = f"您申请公开的“{WISHES[self.wish]}”收悉。经审查，{outcomes.outcome(code).label}。"
        self.letter = letters.draft_letter(
            info_request=row, kind=kind.id, title=kind.title(row.regime), body=body, by=self.officer, at=at,
            outcome=code, ground=ground,
        )  # fmt: skip

    def submit(self, at: Moment) -> None:
        """It goes to the reviewers."""
        assert self.letter is not None
        letters.submit_letter(letter=self.letter, by=self.officer, at=at)

    def _pass(self, step: str, name: str, at: Moment) -> None:
        assert self.letter is not None
        version = self.letter.versions.select_related("letter__info_request").order_by("-number")[0]
        letters.clear_letter(version=version, kind=step, by=self.person(name), at=at)

    def pass_legal(self, at: Moment) -> None:
        """Legal review."""
        self._pass("legal", LEGAL, at)

    def pass_secrecy(self, at: Moment) -> None:
        """Secrecy review."""
        self._pass("secrecy", SECRECY, at)

    def sign(self, at: Moment) -> None:
        """Signature."""
        self._pass("sign", SIGNER, at)

    def send_back(self, at: Moment) -> None:
        """The secrecy reviewer returns it."""
        assert self.letter is not None
        version = self.letter.versions.select_related("letter__info_request").order_by("-number")[0]
        letters.return_letter(
            version=version, kind="secrecy", reason="附件第 3 页管网坐标没有脱密", by=self.person(SECRECY), at=at
        )

    def decide(self, at: Moment) -> None:
        """It is decided, and the reply issued."""
        code, ground = self.outcome
        letter = Letter.objects.get(pk=self.letter.pk) if self.letter else None
        deciding.decide(
            info_request=self.known, outcome=code, ground=ground, basis="见答复书", reasons="见答复书", letter=letter,
            on=at.date(), by=self.person(SIGNER), at=at,
        )  # fmt: skip

    def deliver(self, at: Moment) -> None:
        """The reply is sent."""
        assert self.letter is not None
        letter = Letter.objects.select_related("info_request").get(pk=self.letter.pk)
        by_post = self.known.wanted_way == "post"
        letters.deliver(
            letter=letter, step="sent", way="express" if by_post else "website", on=at.date(), by=self.officer, at=at,
            tracking_no=f"99{self.place:09d}" if by_post else "",
        )  # fmt: skip

    def _answer(self, fate: str) -> None:
        """From the desk to the letter box, in eleven working days; late ones in thirty."""
        late = 16 if fate == "late" else 0
        self._do(1, 9, self.assign)
        self._do(3, 10, self.search)
        start = 4
        if fate == "REFUSE_THIRD_PARTY":
            for offset, act in ((4, self.ask), (7, self.hear_objection), (8, self.weigh)):
                self._do(offset, 11, act)
            start = 9
        if fate == "NONE_STILL_UNCLEAR":
            for offset, act in ((4, self.correct), (8, self.corrected)):
                self._do(offset, 11, act)
            start = 10
        if fate == "NOACT_ABUSE":
            self._do(4, 11, self.ask_reasons)
            start = 6
        acts = (self.draft, self.submit, self.pass_legal, self.pass_secrecy, self.sign, self.decide, self.deliver)
        for number, act in enumerate(acts):
            self._do(start + late + number // 2 + number // 5, 10 + number % 2 * 4, act)

    # --- afterwards ---

    def _open(self, kind: str, at: Moment) -> None:
        bodies = {"review": "云州市人民政府", "complaint": "云州市人民政府办公室"}
        self.found = remedies.open_remedy(
            agency=self.stage.agencies[self.office], info_request=self.known, kind=kind, by=self.person(DESK), at=at,
            body=bodies.get(kind, "云州市望山区人民法院"), filed_on=at.date(), notified_on=at.date(),
            case_no=f"云政复〔{at.year}〕{self.place + 1}号" if kind == "review" else "", claim="撤销答复，责令重新答复",
        )  # fmt: skip

    def _respond(self, at: Moment) -> None:
        assert self.found is not None
        remedies.respond(remedy=self.found, on=at.date(), by=self.officer, at=at, text="提交答复书和证据清单")

    def _result(self, result: str, at: Moment) -> None:
        assert self.found is not None
        redo = clocks.calendar().add_working_days(at.date(), 20) if result == "corrected" else None
        remedies.decide_remedy(
            remedy=self.found, result=result, on=at.date(), by=self.person(DESK), at=at, redo_by=redo,
            text={"upheld": "维持", "corrected": "撤销，责令限期重新答复", "other": "申请人撤回"}[result],
        )  # fmt: skip
