"""The command `gongkai demo`: read its words, start Django, and leave the rest to `installation`."""

import argparse
import importlib
import os
from collections.abc import Sequence

import django


def main(argv: Sequence[str]) -> int:
    """Run the command. Returns 0 when the demo stands (built now or before), 1 when it may not be built here."""
    options = _parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "gongkai.config.settings")
    django.setup()
    installation = importlib.import_module("gongkai.config.demo.installation")
    result: int = installation.run(reset=options.reset, items=options.items)
    return result


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="gongkai demo",
        description="Build the demo: a city that does not exist, its offices and people, and three years of items, "
        "in GONGKAI_HOME and nowhere else. Where a demo stands already, nothing is changed.",
        epilog="Exit codes: 0 the demo stands; 1 it may not be built here; 2 wrong usage.",
    )
    parser.add_argument(
        "--reset", action="store_true", help="take the demo that stands here away first, with all its data"
    )
    parser.add_argument(
        "--items", type=_count, default=3000, metavar="N", help="how many items (default 3000, at least 60)"
    )
    return parser


def _count(words: str) -> int:
    if not words.isdecimal() or not 60 <= int(words) <= 100_000:
        raise argparse.ArgumentTypeError("it must be a whole number from 60 to 100000")
    return int(words)
