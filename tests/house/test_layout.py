"""Each thing in its room: the files of an app, the size of files and functions, names that say nothing."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from gongkai.config.environment import CHECKOUT
from gongkai.config.translations import PACKAGE

ROOMS = {
    *("models", "permissions", "queries", "actions", "forms", "pages", "views", "api", "admin", "tasks"),
    *("management", "urls", "apps", "__init__", "migrations"),
    *("templates", "templatetags", "static", "locale", "data", "__pycache__"),
}
# What an app may hold besides, and why; empty is best.
BESIDES: dict[str, dict[str, str]] = {
    "disclosures": {
        "chain_models": "models.py is full and imported from eleven rooms; the tables of review stand beside it",
        "check_models": "the same for what an office adds to the checks",
        "document_models": "the same for what stands around a normative document",
        "duty_models": "the same for what agencies owe the public",
        "coordination_models": "the same for what agencies ask each other",
        "keeping_models": "the same for who looks after a text under way",
    },
    "portal": {
        "special_models": "what is baked and what is composed are two subjects; models.py is imported everywhere"
    },
}
# Packages that are no domain app and arrange themselves.
FREE = {"config", "core", "rules", "documents", "language"}
NAMELESS = {"utils", "helpers", "common", "misc", "util", "helper", "lib", "tools"}
FILE_LINES, TEST_LINES, FUNCTION_LINES = 400, 800, 60
# Wider, a line of a template holds more than one element and nobody reads it.
TEMPLATE_COLUMNS = 240

APPS = sorted(path.parent for path in PACKAGE.glob("*/apps.py") if path.parent.name not in FREE)
SOURCES = sorted(
    path for path in PACKAGE.rglob("*") if path.suffix in {".py", ".html"} and "migrations" not in path.parts
)
TESTS = sorted((CHECKOUT / "tests").rglob("*.py"))


def name_of(path: Path) -> str:
    """The path as a reader knows it."""
    return path.relative_to(CHECKOUT).as_posix()


@pytest.mark.parametrize("app", APPS, ids=lambda app: app.name)
def test_an_app_holds_only_the_files_of_an_app(app: Path) -> None:
    there = {path.name.removesuffix(".py") for path in app.iterdir()}
    assert there <= ROOMS | set(BESIDES.get(app.name, {})), sorted(there - ROOMS)


def test_no_module_has_a_name_that_says_nothing() -> None:
    assert [name_of(path) for path in [*SOURCES, *TESTS] if path.stem in NAMELESS] == []


@pytest.mark.parametrize(("paths", "limit"), [(SOURCES, FILE_LINES), (TESTS, TEST_LINES)], ids=["sources", "tests"])
def test_no_file_is_too_long(paths: list[Path], limit: int) -> None:
    lengths = {name_of(path): len(path.read_text(encoding="utf-8").splitlines()) for path in paths}
    assert {name: length for name, length in lengths.items() if length > limit} == {}


def _wide_lines(path: Path) -> Iterator[int]:
    """The numbers of the lines that are too wide; scripts that stand in the page are left out."""
    is_script = False
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        is_script = is_script or ("<script" in line and "</script>" not in line)
        if not is_script and len(line) > TEMPLATE_COLUMNS:
            yield number
        is_script = is_script and "</script>" not in line


def test_no_line_of_a_template_is_too_wide() -> None:
    pages = [path for path in SOURCES if path.suffix == ".html"]
    assert [f"{name_of(path)}:{number}" for path in pages for number in _wide_lines(path)] == []


def _functions(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node.name, (node.end_lineno or 0) - node.lineno + 1


def test_no_function_is_too_long() -> None:
    long = {
        f"{name_of(path)}:{name}": length
        for path in SOURCES
        if path.suffix == ".py"
        for name, length in _functions(path)
        if length > FUNCTION_LINES
    }
    assert long == {}


def test_every_module_opens_with_a_sentence() -> None:
    mechanical = {"management", "commands", "migrations", "templatetags"}
    modules = [
        path
        for path in SOURCES
        if path.suffix == ".py" and not (path.stem == "__init__" and path.parent.name in mechanical)
    ]
    without = [name_of(path) for path in modules if not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))]
    assert without == []


def test_there_is_no_code_in_package_files() -> None:
    for path in PACKAGE.rglob("__init__.py"):
        body = ast.parse(path.read_text(encoding="utf-8")).body
        code = [node for node in body if not isinstance(node, ast.Expr)]
        assert not code, name_of(path)


def test_every_tested_room_mirrors_a_source() -> None:
    beside = {"house", "browser", "factories", "__pycache__"}
    rooms = {path.name for path in (CHECKOUT / "tests").iterdir() if path.is_dir()} - beside
    assert rooms <= {path.name for path in PACKAGE.iterdir()}
