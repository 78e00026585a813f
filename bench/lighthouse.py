"""Lighthouse on a baked portal as served by the embedded server: the throttled phone of its default profile.

usage: python bench/lighthouse.py --folder DIR [--lighthouse COMMAND] [--rounds 3] [--only home,list] [--keep DIR]

DIR is the home of an installation whose pages are baked; they are served at the address they were baked for, which
must be one of this machine (http://127.0.0.1:8000 unless GONGKAI_ADDRESS said otherwise). Needs Node and Chromium;
Lighthouse comes from npm: `npx --yes lighthouse` unless another command is named. Prints the median of the rounds as a
table in Markdown, and of each page the audits below their best with what they found.
"""

import argparse
import contextlib
import json
import os
import pathlib
import re
import shlex
import socket
import statistics
import subprocess
import sys
import tempfile
import urllib.parse
import urllib.request
from typing import Any

from pages import running

CATEGORIES = ("performance", "accessibility", "best-practices", "seo")
TIMES = {
    "first-contentful-paint": "first paint",
    "largest-contentful-paint": "largest paint",
    "total-blocking-time": "blocked",
    "cumulative-layout-shift": "shift",
}
# The kinds of pages, and where a page names one: the first link of that form there.
PAGES = {
    "home": ("/", ""),
    "list": ("/new/", ""),
    "item": ("/new/", r"/items/\d+/\d+\.html"),
    "search": ("/search/", ""),
    "results": ("/search/?q=%E4%BE%9B%E7%83%AD", ""),
    "report": ("/reports/", r"/reports/\d{4}/[\w-]+/"),
}
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --disable-component-update"
Report = dict[str, Any]


def baked_for(home: pathlib.Path) -> urllib.parse.SplitResult:
    """The address in the pages' own links; stops where it is not of this machine."""
    front = (home / "public" / "index.html").read_text("utf-8")
    found = re.search(r'<link rel="canonical" href="([^"]+)"', front)
    address = urllib.parse.urlsplit(found[1] if found else "")
    if address.hostname not in {"127.0.0.1", "localhost"} or address.port is None:
        sys.exit(f"These pages were baked for {address.geturl()}: bake them with GONGKAI_ADDRESS=http://127.0.0.1:8000")
    return address


def addresses(base: str) -> dict[str, str]:
    """Where one page of each kind stands."""
    found = {}
    for kind, (start, form) in PAGES.items():
        with urllib.request.urlopen(base + start, timeout=60) as answer:
            text = answer.read().decode()
        link = re.search(f'href="({form})"', text) if form else None
        if form and link is None:
            sys.exit(f"no {kind} on {start}")
        found[kind] = link[1] if link else start
    return found


def look(command: list[str], address: str, folder: pathlib.Path, name: str) -> Report:
    """One run of Lighthouse on one page; stops with its own words where it fails."""
    written = folder / f"{name}.json"
    words = [*command, address, "--quiet", "--output=json", f"--output-path={written}", f"--chrome-flags={FLAGS}"]
    words += [f"--only-categories={','.join(CATEGORIES)}"]
    environment = {"CHROME_PATH": "/usr/bin/chromium", **os.environ}
    done = subprocess.run(words, env=environment, capture_output=True, text=True, timeout=300)
    if done.returncode or not written.exists():
        sys.exit(done.stdout + done.stderr)
    report: Report = json.loads(written.read_text("utf-8"))
    if "runtimeError" in report:
        sys.exit(f"{address}: {report['runtimeError']['message']}")
    return report


def score(report: Report, category: str) -> int:
    """From 0 to 100, as Lighthouse shows it."""
    return round((report["categories"][category]["score"] or 0) * 100)


def row(kind: str, reports: list[Report]) -> str:
    """One row of the table: medians of scores and times, and what crossed the line."""
    cells = [f"{statistics.median(score(each, category) for each in reports):.0f}" for category in CATEGORIES]
    for audit in TIMES:
        value = statistics.median(each["audits"][audit]["numericValue"] for each in reports)
        cells.append(f"{value:.3f}" if audit.endswith("shift") else f"{value:.0f} ms")
    requests = reports[0]["audits"]["network-requests"]["details"]["items"]
    cells.append(f"{len(requests)}, {sum(each['transferSize'] for each in requests) / 1000:.0f} KB")
    return f"| {kind} | {' | '.join(cells)} |"


def wanting(kind: str, report: Report) -> list[str]:
    """Each audit of a counted weight that is not at its best, and the first things it names."""
    found = []
    for category in CATEGORIES:
        for entry in report["categories"][category]["auditRefs"]:
            audit = report["audits"][entry["id"]]
            if entry["weight"] and audit["score"] is not None and audit["score"] < 1:
                found.append(f"{kind}: {category}: {entry['id']} ({audit['score']}): {audit.get('displayValue', '')}")
                items = audit.get("details", {}).get("items", [])[:4]
                found += [f"    {json.dumps(item, ensure_ascii=False)[:300]}" for item in items]
    return found


def main() -> None:
    """Serve, look at each page, print the table and what is wanting."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--folder", type=pathlib.Path, required=True)
    parser.add_argument("--lighthouse", default="npx --yes lighthouse", help="the command that runs it")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", default="", help="kinds of pages, separated by commas")
    parser.add_argument("--keep", type=pathlib.Path, help="a folder for Lighthouse's own reports")
    options = parser.parse_args()
    home = options.folder.resolve()
    address = baked_for(home)
    base = f"{address.scheme}://{address.netloc}"
    with contextlib.suppress(OSError), socket.create_connection((address.hostname or "", address.port or 0), 1):
        sys.exit(f"Something is served at {base} already.")
    command = [sys.executable, "-m", "gongkai.config.cli", "serve", "--web-only", "--port", str(address.port)]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as temporary:
        folder = options.keep or pathlib.Path(temporary)
        folder.mkdir(parents=True, exist_ok=True)
        port = address.port or 0
        with running(command, port, GONGKAI_HOME=str(home), GONGKAI_ADDRESS=base, GONGKAI_LOG_LEVEL="ERROR"):
            chosen = {each for each in options.only.split(",") if each} or set(PAGES)
            pages = {kind: path for kind, path in addresses(base).items() if kind in chosen}
            seen: dict[str, list[Report]] = {kind: [] for kind in pages}
            for number in range(options.rounds):
                for kind, path in pages.items():
                    name = f"{kind}-{number + 1}"
                    seen[kind].append(look(shlex.split(options.lighthouse), base + path, folder, name))
    versions = {each["lighthouseVersion"] for reports in seen.values() for each in reports}
    print(f"Lighthouse {', '.join(versions)}, {options.rounds} rounds\n")
    print("| page | " + " | ".join([*CATEGORIES, *TIMES.values(), "requests"]) + " |")
    print("|---" * (len(CATEGORIES) + len(TIMES) + 2) + "|")
    for kind, reports in seen.items():
        print(row(kind, reports))
    print("\n" + ("\n".join(line for kind, reports in seen.items() for line in wanting(kind, reports[-1]))))


if __name__ == "__main__":
    main()
