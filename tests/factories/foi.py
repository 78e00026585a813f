"""Factories for requests: bare rows of every model; journeys through the real actions are in tests/foi/journey.py."""

import datetime
import decimal
import hashlib

import factory

from gongkai.foi.models import (
    calendars,
    cases,
    clock,
    handling,
    intake,
    letters,
    making,
    remedies,
    reminders,
    templates,
)
from tests.factories import clock as times
from tests.factories.accounts import PersonFactory
from tests.factories.orgs import AgencyFactory


class ApplicantFactory(factory.django.DjangoModelFactory):
    """A citizen with an identity card."""

    class Meta:
        model = cases.Applicant

    name = "沈知远"
    identity_kind = "id-card"
    identity = "11010519491231002X"
    phone = "13800138000"
    email = "shen@example.com"
    address = "云州市望山区府前路 1 号"


class InfoRequestFactory(factory.django.DjangoModelFactory):
    """A request handed in at the counter; no ledger is written."""

    class Meta:
        model = cases.InfoRequest

    agency = factory.SubFactory(AgencyFactory)
    year = 2026
    serial = factory.Sequence(lambda n: n + 1)
    number = factory.Sequence(lambda n: f"云公开申〔2026〕{n + 1}号")
    code_salt = "salt"
    code_hash = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    channel = cases.Channel.COUNTER
    arrived_on = times.TODAY
    received_on = times.TODAY
    entered_at = times.NOW
    entered_by = "person:1"
    regime = "2019"
    applicant = factory.SubFactory(ApplicantFactory)
    applicant_kind = cases.ApplicantKind.NATURAL
    subject = "2025 年老旧小区改造的资金安排表"
    terms = " 2025 老旧 小区 改造 资金 安排 "
    state = cases.InfoRequest.State.HANDLING
    clock = cases.InfoRequest.Clock.RUNNING
    due_on = datetime.date(2026, 3, 30)
    changed_at = times.NOW


class RequestTextFactory(factory.django.DjangoModelFactory):
    """What was asked for at first."""

    class Meta:
        model = cases.RequestText

    info_request = factory.SubFactory(InfoRequestFactory)
    number = 1
    kind = cases.RequestText.Kind.FIRST
    description = "2025 年老旧小区改造的资金安排表"
    at = times.NOW
    by = "person:1"
    content_hash = "0" * 64


class SealedFileFactory(factory.django.DjangoModelFactory):
    """The record of a sealed file; no bytes are written."""

    class Meta:
        model = cases.SealedFile

    name = factory.Sequence(lambda n: f"{n:032x}")
    sha256 = factory.Sequence(lambda n: hashlib.sha256(str(n).encode()).hexdigest())
    size = 1000
    kind = "pdf"
    key_id = "k1"
    stored_at = times.NOW


class CaseFileFactory(factory.django.DjangoModelFactory):
    """A scan of the request."""

    class Meta:
        model = cases.CaseFile

    info_request = factory.SubFactory(InfoRequestFactory)
    file = factory.SubFactory(SealedFileFactory)
    kind = cases.CaseFile.Kind.SCAN
    name = "申请表.pdf"
    by = "person:1"
    at = times.NOW


class NumberRuleFactory(factory.django.DjangoModelFactory):
    """An agency's own word in all its numbers."""

    class Meta:
        model = cases.NumberRule

    agency = factory.SubFactory(AgencyFactory)
    series = ""
    template = "云住建{series}〔{year}〕{serial}号"
    since = times.TODAY.replace(year=2000)


class SavedViewFactory(factory.django.DjangoModelFactory):
    """A person's view of the register."""

    class Meta:
        model = cases.SavedView

    owner = factory.SubFactory(PersonFactory)
    name = factory.Sequence(lambda n: f"视图{n}")
    query = "state=handling"


class EntryFactory(factory.django.DjangoModelFactory):
    """The first entry of a ledger."""

    class Meta:
        model = clock.Entry

    info_request = factory.SubFactory(InfoRequestFactory)
    number = 1
    kind = clock.Entry.Kind.RECEIVED
    on = times.TODAY
    by = "person:1"
    at = times.NOW


class DecisionFactory(factory.django.DjangoModelFactory):
    """A decision to give what was asked for."""

    class Meta:
        model = clock.Decision

    info_request = factory.SubFactory(InfoRequestFactory)
    number = 1
    outcome = "DISCLOSED"
    on = times.TODAY
    by = "person:1"
    at = times.NOW


class SearchFactory(factory.django.DjangoModelFactory):
    """A search that found nothing."""

    class Meta:
        model = handling.Search

    info_request = factory.SubFactory(InfoRequestFactory)
    searcher = factory.SubFactory(PersonFactory)
    on = times.TODAY
    places = "综合档案室、办公系统"
    result = handling.Search.Result.NOT_FOUND
    at = times.NOW


class ConsultationFactory(factory.django.DjangoModelFactory):
    """A third party who has been asked."""

    class Meta:
        model = handling.Consultation

    info_request = factory.SubFactory(InfoRequestFactory)
    kind = handling.Consultation.Kind.THIRD_PARTY
    party_name = "云州城建集团"
    matter = "施工报价"
    asked_on = times.TODAY
    answer_by = datetime.date(2026, 3, 23)


class FeeFactory(factory.django.DjangoModelFactory):
    """A fee notice for 120 pages."""

    class Meta:
        model = handling.Fee

    info_request = factory.SubFactory(InfoRequestFactory)
    basis = handling.Fee.Basis.PAGES
    count = 120
    amount_yuan = decimal.Decimal(1100)
    noticed_on = times.TODAY
    pay_by = datetime.date(2026, 3, 30)
    by = "person:1"
    at = times.NOW


class NoteFactory(factory.django.DjangoModelFactory):
    """A remark."""

    class Meta:
        model = handling.Note

    info_request = factory.SubFactory(InfoRequestFactory)
    author = factory.SubFactory(PersonFactory)
    text = "先问规划科"
    at = times.NOW


class RelationFactory(factory.django.DjangoModelFactory):
    """Two related requests."""

    class Meta:
        model = handling.Relation

    info_request = factory.SubFactory(InfoRequestFactory)
    other = factory.SubFactory(InfoRequestFactory)
    kind = handling.Relation.Kind.RELATED
    by = "person:1"
    at = times.NOW


class ErasureFactory(factory.django.DjangoModelFactory):
    """The record of an erasure."""

    class Meta:
        model = handling.Erasure

    info_request = factory.SubFactory(InfoRequestFactory)
    rule = "GONGKAI_REQUEST_YEARS=10"
    kept_until = times.TODAY
    by = "system:tick"
    at = times.NOW


class LetterFactory(factory.django.DjangoModelFactory):
    """The draft of a reply."""

    class Meta:
        model = letters.Letter

    info_request = factory.SubFactory(InfoRequestFactory)
    kind = "reply_disclosed"
    outcome = "DISCLOSED"
    needs_legal = True
    needs_secrecy = True
    needs_sign = True
    created_at = times.NOW
    changed_at = times.NOW


class LetterVersionFactory(factory.django.DjangoModelFactory):
    """The first version of a letter."""

    class Meta:
        model = letters.LetterVersion

    letter = factory.SubFactory(LetterFactory)
    number = 1
    author = factory.SubFactory(PersonFactory)
    at = times.NOW
    title = "政府信息公开申请答复书（予以公开）"
    body = "现予以公开，详见附件。"
    content_hash = factory.Sequence(lambda n: hashlib.sha256(f"letter {n}".encode()).hexdigest())


class LetterClearanceFactory(factory.django.DjangoModelFactory):
    """Somebody else's pass of the legal review."""

    class Meta:
        model = letters.LetterClearance

    version = factory.SubFactory(LetterVersionFactory)
    kind = letters.LetterClearance.Kind.LEGAL
    opinion = letters.LetterClearance.Opinion.PASS
    reviewer = factory.SubFactory(PersonFactory)
    content_hash = factory.SelfAttribute("version.content_hash")
    at = times.NOW


class IssueFactory(factory.django.DjangoModelFactory):
    """The issue of a letter that needs no clearance."""

    class Meta:
        model = letters.Issue

    version = factory.SubFactory(
        LetterVersionFactory,
        letter__kind="correction",
        letter__outcome="",
        letter__needs_legal=False,
        letter__needs_secrecy=False,
        letter__needs_sign=False,
    )
    letter = factory.SelfAttribute("version.letter")
    content_hash = factory.SelfAttribute("version.content_hash")
    agency = factory.SelfAttribute("version.letter.info_request.agency")
    series = "公补"
    year = 2026
    serial = factory.Sequence(lambda n: n + 1)
    number = factory.Sequence(lambda n: f"云公补〔2026〕{n + 1}号")
    on = times.TODAY
    by = "person:1"
    at = times.NOW


class DeliveryFactory(factory.django.DjangoModelFactory):
    """A letter put on the website for its applicant."""

    class Meta:
        model = letters.Delivery

    letter = factory.LazyFunction(lambda: IssueFactory().letter)
    step = letters.Delivery.Step.SENT
    way = letters.Delivery.Way.WEBSITE
    on = times.TODAY
    by = "person:1"
    at = times.NOW


class RemedyFactory(factory.django.DjangoModelFactory):
    """A reconsideration that is pending."""

    class Meta:
        model = remedies.Remedy

    info_request = factory.SubFactory(InfoRequestFactory)
    agency = factory.SelfAttribute("info_request.agency")
    kind = remedies.Remedy.Kind.REVIEW
    body = "云州市人民政府"
    filed_on = times.TODAY
    notified_on = times.TODAY
    opened_by = "person:1"
    opened_at = times.NOW


class RemedyStepFactory(factory.django.DjangoModelFactory):
    """A step of a remedy."""

    class Meta:
        model = remedies.RemedyStep

    remedy = factory.SubFactory(RemedyFactory)
    on = times.TODAY
    text = "收到行政复议答复通知书"
    by = "person:1"
    at = times.NOW


class CalendarNoticeFactory(factory.django.DjangoModelFactory):
    """A notice of 2027 that has been entered."""

    class Meta:
        model = calendars.CalendarNotice

    year = 2027
    title = "国务院办公厅关于2027年部分节假日安排的通知"
    number = factory.Sequence(lambda n: f"国办发明电〔2026〕{n + 1}号")
    issued_on = datetime.date(2026, 11, 4)
    days = factory.LazyFunction(
        lambda: {"holidays": [{"name": "元旦", "from": "2027-01-01", "to": "2027-01-03"}], "working_weekends": []}
    )
    entered_by = "person:1"
    entered_at = times.NOW


class ClockMoveFactory(factory.django.DjangoModelFactory):
    """A case that a notice moved by a day."""

    class Meta:
        model = calendars.ClockMove

    notice = factory.SubFactory(CalendarNoticeFactory)
    info_request = factory.SubFactory(InfoRequestFactory)
    due_before = datetime.date(2026, 3, 30)
    due_after = datetime.date(2026, 3, 31)


class DraftFactory(factory.django.DjangoModelFactory):
    """A form that has been begun."""

    class Meta:
        model = intake.Draft

    secret_hash = factory.Sequence(lambda n: hashlib.sha256(f"draft {n}".encode()).hexdigest())
    content = "{}"
    started_at = times.NOW
    changed_at = times.NOW


class PendingFileFactory(factory.django.DjangoModelFactory):
    """A file of which nothing has come up yet; no bytes are written."""

    class Meta:
        model = intake.PendingFile

    draft = factory.SubFactory(DraftFactory)
    token = factory.Sequence(lambda n: f"{n:032x}")
    kind = cases.CaseFile.Kind.IDENTITY
    title = "身份证.png"
    size = 1000
    started_at = times.NOW


class LetterTemplateFactory(factory.django.DjangoModelFactory):
    """An agency's own correction notice; no bytes are written."""

    class Meta:
        model = templates.LetterTemplate

    agency = factory.SubFactory(AgencyFactory)
    kind = "correction"
    file = factory.SubFactory(SealedFileFactory, kind="docx")
    uploaded_as = "补正告知书.docx"
    by = "person:1"
    at = times.NOW


class MakingFactory(factory.django.DjangoModelFactory):
    """The PDF of a draft that somebody wants to look at."""

    class Meta:
        model = making.Making

    info_request = factory.SelfAttribute("version.letter.info_request")
    kind = making.Making.Kind.LOOK
    version = factory.SubFactory(LetterVersionFactory)
    by = "person:1"
    at = times.NOW
    changed_at = times.NOW


class ReminderRuleFactory(factory.django.DjangoModelFactory):
    """An agency whose office hears of what is due a week ahead."""

    class Meta:
        model = reminders.ReminderRule

    agency = factory.SubFactory(AgencyFactory)
    step = "due-first"
    days = 7
    tells_office = True
    by = "person:1"
    at = times.NOW
