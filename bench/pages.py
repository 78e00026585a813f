"""Baked pages: nginx on a bare file, nginx on the public folder, and the embedded server, in one sitting.

usage: python bench/pages.py [--seconds 6] [--rounds 3]

Needs nginx and wrk. Prints the median of the rounds, interleaved, as a table in Markdown. The processor time of the
server for one request stands beside, because it hardly moves when other guests of the machine are busy.
"""

import argparse
import contextlib
import gzip
import os
import pathlib
import re
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator

PAGE = 12_288
CONFIG = """
worker_processes 1; daemon off; pid {home}/nginx.pid; error_log {home}/error.log;
events {{ worker_connections 1024; }}
http {{
  access_log off; sendfile on; keepalive_requests 1000000;
  client_body_temp_path {home}; proxy_temp_path {home};
  fastcgi_temp_path {home}; uwsgi_temp_path {home}; scgi_temp_path {home};
  types {{ text/html html; }}
  server {{ listen 127.0.0.1:{bare}; location / {{ root {home}/bare; }} }}
  server {{ listen 127.0.0.1:{baked}; include {site}; root {home}/public; }}
}}
"""


def free_port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def make_pages(home: pathlib.Path) -> None:
    """The same page once bare and once as the portal bakes it, with its compressed twin."""
    line = "<p>云州市人民政府关于公开信息的说明，共若干条，逐条列明。</p>\n"
    page = ("<!doctype html><html lang=zh-Hans><meta charset=utf-8><title>页</title>" + line * 200).encode()[:PAGE]
    for folder in ("bare/items/0", "public/items/0"):
        target = home / folder
        target.mkdir(parents=True)
        (target / "1.html").write_bytes(page)
    (home / "public/items/0/1.html.gz").write_bytes(gzip.compress(page, 6))


def wait_for(port: int) -> None:
    """Until something listens there; gives up after 30 seconds."""
    for _attempt in range(300):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 0.2):
            return
        time.sleep(0.1)
    sys.exit(f"nothing listens on {port}")


@contextlib.contextmanager
def running(command: list[str], port: int, **environment: str) -> Iterator[int]:
    """A server for as long as it is measured; gives the number of its process."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield process.pid
    finally:
        process.terminate()
        process.wait(10)


def processor_seconds(pid: int) -> float:
    """What a process and its direct children have used so far."""
    family = [pid, *map(int, pathlib.Path(f"/proc/{pid}/task/{pid}/children").read_text().split())]
    ticks = 0
    for each in family:
        fields = pathlib.Path(f"/proc/{each}/stat").read_text().rsplit(")", 1)[1].split()
        ticks += int(fields[11]) + int(fields[12])
    return ticks / os.sysconf("SC_CLK_TCK")


def measure(port: int, seconds: int, pid: int, *, header: str = "") -> tuple[float, float]:
    """Requests a second, as wrk counts them with 32 connections, and the server's microseconds for one."""
    url = f"http://127.0.0.1:{port}/items/0/1.html"
    before = processor_seconds(pid)
    command = ["wrk", "-t1", "-c32", f"-d{seconds}s", *(["-H", header] if header else []), url]
    run = subprocess.run(command, capture_output=True, text=True, check=True)
    used = processor_seconds(pid) - before
    speed = re.search(r"Requests/sec:\s+([\d.]+)", run.stdout)
    count = re.search(r"(\d+) requests in", run.stdout)
    if speed is None or count is None or "Non-2xx" in run.stdout:
        sys.exit(run.stdout)
    return float(speed[1]), used / int(count[1]) * 1e6


def main() -> None:
    """Measure all three, interleaved, and print the ratios."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=6)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    checkout = pathlib.Path(__file__).resolve().parents[1]
    with tempfile.TemporaryDirectory(prefix="gongkai-bench-") as folder:
        home = pathlib.Path(folder)
        home.chmod(0o755)
        make_pages(home)
        bare, baked, embedded = free_port(), free_port(), free_port()
        site = checkout / "deploy" / "nginx-public.conf"
        (home / "nginx.conf").write_text(CONFIG.format(home=home, bare=bare, baked=baked, site=site))
        granian = [str(checkout / ".venv/bin/granian"), "--interface", "wsgi", "--port", str(embedded), "--no-ws"]
        granian += ["--workers", "1", "--log-level", "error", "gongkai.config.wsgi:application"]
        with (
            running(["nginx", "-c", str(home / "nginx.conf"), "-p", str(home)], bare) as nginx,
            running(granian, embedded, GONGKAI_HOME=str(home)) as server,
        ):
            targets = {
                "nginx, bare file": (bare, nginx, ""),
                "nginx, baked page": (baked, nginx, ""),
                "nginx, baked page, as browsers ask": (baked, nginx, "Accept-Encoding: gzip"),
                "embedded server": (embedded, server, ""),
            }
            seen: dict[str, list[tuple[float, float]]] = {name: [] for name in targets}
            for _round in range(options.rounds):
                for name, (port, pid, header) in targets.items():
                    seen[name].append(measure(port, options.seconds, pid, header=header))
    report(seen)


def report(seen: dict[str, list[tuple[float, float]]]) -> None:
    """The table: medians, ranges, and both ratios against the bare file."""
    speeds = {name: [speed for speed, _used in values] for name, values in seen.items()}
    costs = {name: statistics.median(used for _speed, used in values) for name, values in seen.items()}
    first = next(iter(seen))
    print("| served by | requests a second | of nginx on a bare file | processor for one | bare file over it |")
    print("|---|---|---|---|---|")
    for name, values in speeds.items():
        middle, spread = statistics.median(values), f"{min(values):,.0f}-{max(values):,.0f}"
        ratio, cost = middle / statistics.median(speeds[first]), costs[name]
        print(f"| {name} | {middle:,.0f} ({spread}) | {ratio:.0%} | {cost:.1f} µs | {costs[first] / cost:.0%} |")


if __name__ == "__main__":
    main()
