"""`gongkai deadline`: until when a request must be answered, step by step, for anyone, without a database."""

import argparse
import dataclasses
import datetime
import json
import sys
from collections.abc import Sequence

from gongkai.rules import calendars, clocks, deadlines, explanations, ledgers, regimes

_IMPOSSIBLE, _USAGE = 1, 2
# The last day to correct belongs to the notice; on the command line it stands alone.
CORRECTION_LIMIT = "correction_limit"
_TELLS_UNTIL = ("delayed_term", "reopened")


class Unreadable(ValueError):
    """A word of the command line that cannot be read; the message says how it is written."""


def main(argv: Sequence[str] | None = None) -> int:
    """Explain one due day; 0 done, 1 the entries cannot stand, 2 wrong usage."""
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
        regime = regimes.regime(arguments.regime.upper().removeprefix("R")) if arguments.regime else None
        ledger = _ledger(arguments, regime)
        on = _day(arguments.on) if arguments.on else None
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _USAGE
    except (Unreadable, regimes.NoRegime) as fault:
        sys.stderr.write(f"gongkai deadline: {fault}\n")
        return _USAGE
    calendar = calendars.Calendar.load()
    try:
        told = deadlines.explain(ledger, calendar, regime)
        state = clocks.state(ledger, calendar, on, regime) if on else None
    except (ledgers.ImpossibleEntry, calendars.UncoveredDay, regimes.NoRegime) as fault:
        sys.stderr.write(f"gongkai deadline: {fault}\n")
        return _IMPOSSIBLE
    if arguments.json or (not arguments.text and not sys.stdout.isatty()):
        plain = explanations.to_plain(told)
        if state:
            plain["state"] = clocks.to_plain(state)
        sys.stdout.write(json.dumps(plain, ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(told, state))
    return 0


def as_text(told: explanations.Explanation, state: clocks.State | None = None) -> str:
    """The explanation for people: one line a step, then the state when there is one."""
    if told.due_on is None:
        head = "没有正在计算的答复期限"
    else:
        head = f"最迟答复日 {told.due_on.isoformat()}"
    rows = [head + ("（有年份尚未公布放假安排，暂按法定节假日计算）" if told.provisional else "")]
    rows += [
        f"  {each.on.isoformat()}  {each.what}{f'（{each.article}）' if each.article else ''}" for each in told.steps
    ]
    if state:
        rows.append(f"{state.on.isoformat()} {state.what}")
        rows += [f"  {each.what}" for each in state.silent]
    return "\n".join(rows) + "\n"


def entries(words: Sequence[str], most_extension: int) -> tuple[ledgers.Entry, ...]:
    """Ledger entries from KIND:DATE[:DATE] words. Raises Unreadable.

    A second date ends what the first began (asked and answered, sent and received, noticed and paid). `extended` takes
    working days, a date, or both; a date alone means the longest extension, a second date the new due day.
    """
    found: list[ledgers.Entry] = []
    limits: list[datetime.date] = []
    for word in words:
        kind_id, *parts = word.split(":")
        if kind_id == CORRECTION_LIMIT and len(parts) == 1:
            limits.append(_day(parts[0]))
            continue
        try:
            kind = ledgers.kind(kind_id)
        except ValueError as fault:
            known = "、".join([*(each.id for each in ledgers.kinds()), CORRECTION_LIMIT])
            raise Unreadable(f"{fault}。可用的种类：{known}") from fault
        if not 1 <= len(parts) <= 2:
            raise Unreadable(f"“{word}”应写成 {kind_id}:日期 或者 {kind_id}:日期:日期")
        found.extend(_extension(parts, most_extension) if kind.id == "extended" else _read(word, kind, parts))
    for limit in limits:
        place = next((i for i, each in enumerate(found) if each.kind == "correction_sent" and not each.until_on), None)
        if place is None:
            raise Unreadable(f"“{CORRECTION_LIMIT}:{limit.isoformat()}”之前没有 correction_sent")
        found[place] = dataclasses.replace(found[place], until_on=limit)
    return tuple(found)


def _read(word: str, kind: ledgers.Kind, parts: list[str]) -> list[ledgers.Entry]:
    on = _day(parts[0])
    if len(parts) == 1:
        return [ledgers.Entry(kind.id, on)]
    if kind.id in _TELLS_UNTIL:
        if parts[1].isdecimal():
            return [ledgers.Entry(kind.id, on, working_days=int(parts[1]))]
        return [ledgers.Entry(kind.id, on, until_on=_day(parts[1]))]
    if not kind.end:
        raise Unreadable(f"“{word}”只能写一个日期")
    return [ledgers.Entry(kind.id, on), ledgers.Entry(kind.end, _day(parts[1]))]


def _extension(parts: list[str], most: int) -> list[ledgers.Entry]:
    if parts[0].isdecimal() and len(parts) == 1:
        return [ledgers.Entry("extended", None, working_days=int(parts[0]))]
    if parts[0].isdecimal():
        parts = parts[::-1]
    on = _day(parts[0])
    if len(parts) == 1:
        return [ledgers.Entry("extended", on, working_days=most)]
    if parts[1].isdecimal():
        return [ledgers.Entry("extended", on, working_days=int(parts[1]))]
    return [ledgers.Entry("extended", on, until_on=_day(parts[1]))]


def _ledger(arguments: argparse.Namespace, regime: regimes.Regime | None) -> ledgers.Ledger:
    received_on = _day(arguments.received)
    bound = regime or regimes.for_day(received_on)
    return ledgers.Ledger(
        received_on=received_on,
        entries=entries(arguments.entry, bound.extension.working_days),
        channel=arguments.channel or "",
        regime=regime.id if regime else "",
    )


def _day(text: str) -> datetime.date:
    try:
        return datetime.date.fromisoformat(text)
    except ValueError as fault:
        raise Unreadable(f"“{text}”不是日期，应写成 2024-09-13") from fault


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai deadline",
        description="政府信息公开申请的最迟答复日和每一步依据 / when a request must be answered, and why",
        epilog="KIND: " + ", ".join([*(each.id for each in ledgers.kinds()), CORRECTION_LIMIT]),
    )
    parser.add_argument("--received", required=True, metavar="DATE", help="收到申请之日 / day of receipt")
    parser.add_argument("--regime", metavar="2008|2019", help="适用的条例，默认按收到之日 / by default by the day")
    parser.add_argument("--channel", choices=[each.id for each in regimes.channels()], help="提交途径 / channel")
    parser.add_argument("--entry", action="append", default=[], metavar="KIND:DATE[:DATE]", help="办理中的一项记录")
    parser.add_argument("--on", metavar="DATE", help="这一天的状态 / the state on that day")
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出JSON；写入文件或管道时默认 / default when piped")
    shape.add_argument("--text", action="store_true", help="输出文字；在终端上默认 / default on a terminal")
    return parser


if __name__ == "__main__":
    sys.exit(main())
