"""Fees: a notice with its arithmetic, its arrival, the payment."""

import datetime
import decimal
from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from gongkai.foi.actions import kinds, ledger, refusals
from gongkai.foi.actions.kinds import By
from gongkai.foi.actions.ledger import Book
from gongkai.foi.models.cases import InfoRequest
from gongkai.foi.models.clock import Entry
from gongkai.foi.models.handling import Fee
from gongkai.foi.queries import similar
from gongkai.rules import fees

State = InfoRequest.State
Kind = Entry.Kind


@transaction.atomic
def notice_fee(
    *,
    info_request: InfoRequest,
    basis: str,
    count: int,
    on: datetime.date,
    by: By,
    at: datetime.datetime,
    already: int | None = None,
    lines: Sequence[Mapping[str, Any]] | None = None,
) -> Fee:
    """Send a fee notice by items or by pages, never both; the term begins anew after payment (2019 Art. 42).

    `already` are the same applicant's earlier requests of the month; left out, they are counted here. For costs under
    the Regulation of 2007 give `lines` with label, count and amount_yuan (`rules.fees.local` makes them). Raises
    WrongState, NoRule, Because when nothing is to be paid or a notice is open already.
    """
    book = ledger.open_book(info_request, State.HANDLING, by=by, at=at)
    article = _article(book)
    if book.row.fees.filter(paid_on__isnull=True, lapsed_on__isnull=True).exists():
        raise refusals.Because(_("A fee notice is open already."), article=article)
    if basis != Fee.Basis.COSTS and book.row.fees.exclude(basis=basis).exists():
        raise refusals.Because(_("A request is charged by items or by pages, never by both."), article=article)
    before = similar.same_month(book.row) if already is None else already
    amount, steps = _reckoned(book, basis, count, before, on, lines)
    if amount <= 0:
        raise refusals.Because(_("By the tariff nothing is to be paid."), article=article)
    rule = book.regime.fee
    days = rule.working_days if rule else 20
    row = Fee.objects.create(
        info_request=book.row,
        basis=Fee.Basis(basis),
        count=count,
        already=before if basis == Fee.Basis.ITEMS else 0,
        amount_yuan=amount,
        lines=steps,
        noticed_on=on,
        pay_by=book.days.add_working_days(on, days),
        by=kinds.reference(by),
        at=at,
    )
    book.enter(Kind.FEE_NOTICED, on=on, until=row.pay_by, fee=row)
    book.close(kinds.FEE_NOTICED, fee=row.pk, amount_yuan=str(amount))
    book.refresh(info_request)
    return row


def _article(book: Book) -> str:
    return book.regime.article(book.regime.fee.article) if book.regime.fee else book.regime.cite


def _reckoned(
    book: Book,
    basis: str,
    count: int,
    already: int,
    on: datetime.date,
    lines: Sequence[Mapping[str, Any]] | None,
) -> tuple[decimal.Decimal, list[dict[str, Any]]]:
    if basis == Fee.Basis.COSTS:
        if book.regime.fee is not None:
            raise refusals.NoRule(_("This Regulation knows no cost fees, only the processing fee."))
        given = [dict(line) for line in lines or ()]
        total = sum((decimal.Decimal(str(line["amount_yuan"])) for line in given), decimal.Decimal(0))
        return total, [{**line, "amount_yuan": str(line["amount_yuan"])} for line in given]
    if book.regime.fee is None or on < book.regime.fee.since:
        raise refusals.NoRule(_("No processing fee could be charged on that day."))
    fee = fees.by_items(count, already=already, on=on) if basis == Fee.Basis.ITEMS else fees.by_pages(count, on=on)
    steps: list[dict[str, Any]] = fees.to_plain(fee)["steps"]
    return decimal.Decimal(fee.amount_yuan), steps


@transaction.atomic
def note_fee_notice_reached(*, fee: Fee, on: datetime.date, by: By, at: datetime.datetime) -> Fee:
    """Note the day on which the notice reached the applicant: the days to pay count from there. Raises Because."""
    book, row = _open(fee, by=by, at=at)
    book.enter(Kind.FEE_NOTICE_RECEIVED, on=on, fee=row)
    rule = book.regime.fee
    if rule is not None:
        row.pay_by = book.days.add_working_days(on, rule.working_days)
        row.save(update_fields=["pay_by"])
    book.close(kinds.FEE_REACHED, fee=row.pk, on=on.isoformat())
    fee.pay_by = row.pay_by
    return fee


@transaction.atomic
def record_payment(
    *, fee: Fee, amount_yuan: decimal.Decimal, on: datetime.date, by: By, at: datetime.datetime, receipt_no: str = ""
) -> Fee:
    """Record that a fee was paid in full; the term begins anew the day after. Raises Because, NotByTheLedger."""
    book, row = _open(fee, by=by, at=at)
    if amount_yuan != row.amount_yuan:
        raise refusals.Because(
            _("The notice says %(due)s yuan, not %(paid)s.") % {"due": row.amount_yuan, "paid": amount_yuan},
            field="amount_yuan",
        )
    book.enter(Kind.FEE_PAID, on=on, fee=row)
    row.paid_on, row.paid_yuan, row.receipt_no = on, amount_yuan, receipt_no.strip()
    row.save(update_fields=["paid_on", "paid_yuan", "receipt_no"])
    book.close(kinds.FEE_PAID, fee=row.pk, amount_yuan=str(amount_yuan))
    fee.paid_on, fee.paid_yuan, fee.receipt_no = row.paid_on, row.paid_yuan, row.receipt_no
    return fee


def _open(fee: Fee, *, by: By, at: datetime.datetime) -> tuple[Book, Fee]:
    book = ledger.open_book(fee.info_request, by=by, at=at)
    row = Fee.objects.get(pk=fee.pk)
    if row.paid_on is not None:
        raise refusals.Because(_("The fee was paid on %(day)s.") % {"day": row.paid_on.isoformat()})
    if row.lapsed_on is not None:
        raise refusals.Because(_("The fee was not paid in time, and the request was closed for it."))
    return book, row
