"""`gongkai fee`: the processing fee of a request by items or by pages, step by step, without a database."""

import argparse
import datetime
import json
import sys
from collections.abc import Sequence

from gongkai.rules import fees

_REFUSED, _USAGE = 1, 2


def main(argv: Sequence[str] | None = None) -> int:
    """Reckon one fee; 0 done, 1 nothing can be charged or counted so, 2 wrong usage."""
    parser = _parser()
    try:
        arguments = parser.parse_args(argv)
        if arguments.already and arguments.items is None:
            parser.error("--already 只能与 --items 同用 / only with --items")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else _USAGE
    try:
        if arguments.items is not None:
            fee = fees.by_items(arguments.items, already=arguments.already, on=arguments.on)
        else:
            fee = fees.by_pages(arguments.pages, on=arguments.on)
    except ValueError as fault:
        sys.stderr.write(f"gongkai fee: {fault}\n")
        return _REFUSED
    if arguments.json or (not arguments.text and not sys.stdout.isatty()):
        sys.stdout.write(json.dumps(fees.to_plain(fee), ensure_ascii=False) + "\n")
    else:
        sys.stdout.write(as_text(fee))
    return 0


def as_text(fee: fees.Fee) -> str:
    """The fee for people: the sum, then one line a step."""
    rows = [f"信息处理费 {fee.amount_yuan} 元（{fees.counted(fee.mode)}）"]
    rows += [f"  {each.what}（{each.article}）" for each in fee.steps]
    return "\n".join(rows) + "\n"


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai fee", description="信息处理费：按件或者按量 / the processing fee by items or by pages"
    )
    mode = parser.add_mutually_exclusive_group(required=True)
    mode.add_argument("--items", type=int, metavar="N", help="本次申请的件数 / requests now")
    mode.add_argument("--pages", type=int, metavar="N", help="本件提供的页数 / pages given")
    parser.add_argument(
        "--already", type=int, default=0, metavar="M", help="同一申请人本月此前的件数 / before, this month"
    )
    parser.add_argument(
        "--on", type=datetime.date.fromisoformat, metavar="DATE", help="适用这一天的标准 / tariff of a day"
    )
    shape = parser.add_mutually_exclusive_group()
    shape.add_argument("--json", action="store_true", help="输出JSON；写入文件或管道时默认 / default when piped")
    shape.add_argument("--text", action="store_true", help="输出文字；在终端上默认 / default on a terminal")
    return parser


if __name__ == "__main__":
    sys.exit(main())
