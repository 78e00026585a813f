"""The applicant reads a letter in the system: recorded each time, and where the law allows, proof that it arrived."""

import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from gongkai.foi.actions import fees, handling, kinds, ledger, letters
from gongkai.foi.actions.kinds import By
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.handling import Fee
from gongkai.foi.models.letters import Delivery, Letter
from gongkai.rules import service


@transaction.atomic
def read_online(*, letter: Letter, file_kind: str, by: By, at: datetime.datetime) -> Delivery | None:
    """Record that the applicant fetched an issued letter; the first time it may be the proof of its delivery.

    It is, where the applicant chose this way (`rules.service`): the reply is then delivered and the case closed, and
    the days to pay begin. Returns that delivery; None when it proves nothing, or nothing new. Raises WrongLetter.
    """
    row = letter.info_request
    handling.record(kinds.DOWNLOADED, row, by, at, letter=letter.pk, file_kind=file_kind)
    if not service.proves_arrival(row.wanted_way):
        return None
    if letter.deliveries.filter(step=Delivery.Step.ARRIVED).exists():
        return None
    on, moment = ledger.local_day(at), timezone.localtime(at)
    note = _("read in the system at %(moment)s") % {"moment": f"{moment:%Y-%m-%d %H:%M}"}
    delivery = letters.deliver(
        letter=letter, step=Delivery.Step.ARRIVED, way=Delivery.Way.WEBSITE, on=on, by=by, at=at, note=note
    )
    if letter.kind == "fee":
        _begin_to_pay(letter, on, by=by, at=at)
    return delivery


def _begin_to_pay(letter: Letter, on: datetime.date, *, by: By, at: datetime.datetime) -> None:
    open_ones = Fee.objects.filter(info_request=letter.info_request_id, paid_on__isnull=True, lapsed_on__isnull=True)
    fee = open_ones.order_by("-id").first()
    reached = Entry.objects.filter(info_request=letter.info_request_id, kind=Entry.Kind.FEE_NOTICE_RECEIVED)
    if fee is not None and not reached.filter(fee=fee).exists():
        fees.note_fee_notice_reached(fee=fee, on=on, by=by, at=at)
