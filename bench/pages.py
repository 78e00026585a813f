"""Baked pages: nginx on a bare file, nginx on the public folder, and the embedded server, in one sitting.

usage: python bench/pages.py [--seconds 6] [--rounds 3]

Needs nginx and wrk. Prints the median of the rounds, interleaved, as a table in Markdown.
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
def running(command: list[str], port: int, **environment: str) -> Iterator[None]:
    """A server for as long as it is measured."""
    process = subprocess.Popen(command, env={**os.environ, **environment}, stderr=subprocess.DEVNULL)
    try:
        wait_for(port)
        yield
    finally:
        process.terminate()
        process.wait(10)


def measure(port: int, seconds: int) -> float:
    """Requests a second, as wrk counts them with 32 connections."""
    url = f"http://127.0.0.1:{port}/items/0/1.html"
    run = subprocess.run(["wrk", "-t1", "-c32", f"-d{seconds}s", url], capture_output=True, text=True, check=True)
    found = re.search(r"Requests/sec:\s+([\d.]+)", run.stdout)
    if found is None or "Non-2xx" in run.stdout:
        sys.exit(run.stdout)
    return float(found[1])


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
            running(["nginx", "-c", str(home / "nginx.conf"), "-p", str(home)], bare),
            running(granian, embedded, GONGKAI_HOME=str(home)),
        ):
            targets = {"nginx, bare file": bare, "nginx, baked page": baked, "embedded server": embedded}
            seen: dict[str, list[float]] = {name: [] for name in targets}
            for _round in range(options.rounds):
                for name, port in targets.items():
                    seen[name].append(measure(port, options.seconds))
    first = statistics.median(seen["nginx, bare file"])
    print("| served by | requests a second | of nginx on a bare file |\n|---|---|---|")
    for name, values in seen.items():
        middle = statistics.median(values)
        print(f"| {name} | {middle:,.0f} ({min(values):,.0f}-{max(values):,.0f}) | {middle / first:.0%} |")


if __name__ == "__main__":
    main()
