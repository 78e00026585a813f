"""A whole installation in a folder of its own, served as in life, and a real browser that looks at it."""

import os
import pathlib
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright import sync_api

from tests.browser import office
from tests.core.installation import Installation

FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
FAILURES = pathlib.Path(__file__).parents[2] / "var" / "failures"
WIDE, PHONE = {"width": 1440, "height": 900}, {"width": 390, "height": 844}


@dataclass(frozen=True)
class Site:
    """A running installation."""

    address: str
    home: pathlib.Path

    @property
    def public(self) -> pathlib.Path:
        """The baked pages."""
        return self.home / "public"

    def get(self, path: str) -> tuple[int, str]:
        """Status and text of a page, as a reader without script gets them."""
        try:
            with urllib.request.urlopen(self.address + path, timeout=30) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            return answer.code, answer.read().decode()


def environment(home: pathlib.Path, **more: str) -> dict[str, str]:
    """The variables of an installation in `home`, free of those of the tests."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GONGKAI_", "DJANGO_"))}
    return {**kept, "GONGKAI_HOME": str(home), "GONGKAI_LOG_LEVEL": "WARNING", **more}


def gongkai(*words: str, env: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run one command of the installation; its failure fails the test with what it printed."""
    command = [sys.executable, "-m", "gongkai.config.cli", *words]
    done = subprocess.run(command, env=env, capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout + done.stderr
    return done


def expect_fit(page: sync_api.Page) -> None:
    """Nothing sticks out at the side. Waits for the page that a click has asked for."""
    page.wait_for_load_state()
    wide, room = page.locator("html").evaluate("root => [root.scrollWidth, root.clientWidth]")
    assert wide <= room, f"{page.url}: {wide} > {room}"


def expect_words(page: sync_api.Page, words: str, where: str = "main", *, patience: int = 20) -> None:
    """These words come to stand on the page within some seconds. Waits for the page that a click has asked for."""
    sync_api.expect(page.locator(where).first).to_contain_text(words, timeout=patience * 1000)


def expect_no_words(page: sync_api.Page, words: str, where: str = "main") -> None:
    """These words go from the page, or the page that a click has asked for does not have them."""
    sync_api.expect(page.locator(where).first).not_to_contain_text(words, timeout=20_000)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@pytest.fixture(scope="session")
def site(django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One small office, served by `gongkai serve` with its worker and scheduler."""
    home = tmp_path_factory.mktemp("installations") / "office"
    port = free_port()
    address = f"http://127.0.0.1:{port}"
    env = environment(home, GONGKAI_ADDRESS=address)
    with django_db_blocker.unblock():
        Installation(home).take_tables()
    filled = subprocess.run([sys.executable, office.__file__], env=env, capture_output=True, text=True, timeout=400)
    assert filled.returncode == 0, filled.stderr
    log = (home / "serve.log").open("w")
    command = [sys.executable, "-m", "gongkai.config.cli", "serve", "--port", str(port)]
    server = subprocess.Popen(command, env=env, stdout=log, stderr=log)
    try:
        _wait_until_ready(address, server, home / "serve.log")
        yield Site(address, home)
    finally:
        server.terminate()
        try:
            server.wait(30)
        except subprocess.TimeoutExpired:
            server.kill()
        log.close()
        shutil.rmtree(home, ignore_errors=True)


def _wait_until_ready(address: str, server: subprocess.Popen[bytes], log: pathlib.Path) -> None:
    for _attempt in range(600):
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{address}/readyz", timeout=5) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture(scope="session")
def browser() -> Iterator[sync_api.Browser]:
    """Chromium. Its driver keeps an event loop in this thread, beside which Django's tests go on as before."""
    with pytest.MonkeyPatch.context() as patch, sync_api.sync_playwright() as playwright:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        found = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
        assert found, "Chromium is missing: apt-get install chromium"
        launched = playwright.chromium.launch(executable_path=found, args=list(FLAGS))
        yield launched
        launched.close()


Desk = Callable[..., sync_api.Page]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item, call: pytest.CallInfo[None]) -> Generator[None, Any, Any]:
    """Keep what the browser showed when a journey failed: one picture a page, below var/failures."""
    report = yield
    if report.when == "call" and report.failed:
        for number, page in enumerate(getattr(item, "pages", [])):
            FAILURES.mkdir(parents=True, exist_ok=True)
            page.screenshot(path=FAILURES / f"{item.name}-{number}.png", full_page=True)
    return report


@pytest.fixture
def look(browser: sync_api.Browser, site: Site, request: pytest.FixtureRequest) -> Iterator[Desk]:
    """Open a page of the portal: `look("/", phone=True, script=False)`. A script error fails the test."""
    contexts = []
    errors: list[str] = []
    pages = request.node.pages = []

    def open_page(
        path: str, *, phone: bool = False, script: bool = True, scheme: str = "light", state: Any = None
    ) -> sync_api.Page:
        context = browser.new_context(
            storage_state=state,
            base_url=site.address,
            viewport=PHONE if phone else WIDE,  # type: ignore[arg-type]
            locale="zh-CN",
            java_script_enabled=script,
            color_scheme=scheme,  # type: ignore[arg-type]
        )
        contexts.append(context)
        page = context.new_page()
        pages.append(page)
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.set_default_timeout(20_000)
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="session")
def sessions() -> dict[str, Any]:
    """The cookies of those who have signed in before, so that a journey of many people stays short."""
    return {}


@pytest.fixture
def enter(look: Desk, sessions: dict[str, Any]) -> Desk:
    """Sign in as one of the office's people: `enter("reviewer", "/desk/items/")`."""

    def sign_in(username: str, path: str = "/desk/", **how: bool) -> sync_api.Page:
        if username in sessions:
            return look(path, state=sessions[username], **how)
        page = look(f"/desk/account/login/?next={path}", **how)
        page.fill("[name=login]", username)
        page.fill("[name=password]", office.PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"**{path}")
        sessions[username] = page.context.storage_state()
        return page

    return sign_in
