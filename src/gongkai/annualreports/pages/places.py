"""Where the public pages of annual reports lie, how their files are called, and the crumbs that lead to them."""

from collections.abc import Iterable
from urllib.parse import quote, urlencode

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.reports import Original, Report
from gongkai.annualreports.queries import shelves
from gongkai.core import pages
from gongkai.disclosures import pages as item_pages

LIBRARY = "reports/"
DATA = f"{LIBRARY}data/"
COMPARE = "/reports/compare/"
SECTION = "reports"
PAGE_OF_YEAR = 120


def folder(report: Report) -> str:
    """The folder of a report: by year and body, so that a report read anew after a withdrawal stands there again."""
    return f"{LIBRARY}{report.year}/{shelves.key_of(report)}/"


def address(report: Report) -> str:
    """The address of a report's page."""
    return f"/{folder(report)}"


def files_of(report: Report) -> list[str]:
    """Every file that shows a report and nothing else; its page comes first."""
    here = folder(report)
    return [f"{here}{name}" for name in ("index.html", "code.svg", "data.csv", "data.json", "report.json")]


def year_path(year: int, number: int = 1) -> str:
    """Where a year's page lies; a long year goes on."""
    return f"{LIBRARY}{year}/index.html" if number == 1 else f"{LIBRARY}{year}/p{number}.html"


def year_address(year: int) -> str:
    """The address of a year's page."""
    return f"/{LIBRARY}{year}/"


def body_path(key: str) -> str:
    """Where the page of a body's reports lies."""
    return f"{LIBRARY}bodies/{key}/index.html"


def body_address(key: str) -> str:
    """The address of a body's reports, side by side."""
    return f"/{LIBRARY}bodies/{key}/"


def original_path(original: Original) -> str:
    """Where the public copy of a paper lies: under its hash, as attachments do."""
    return f"files/{original.file.sha256[:2]}/{original.file.sha256}/{item_pages.safe_name(original.name)}"


def original_address(original: Original) -> str:
    """The address of the public copy of a paper."""
    return f"/{quote(original_path(original))}"


def output_path(output: Output) -> str:
    """Where the public copy of a report's file lies: under its hash, as attachments do."""
    assert output.file is not None, "what is public has been made"
    return f"files/{output.file.sha256[:2]}/{output.file.sha256}/{item_pages.safe_name(output.name)}"


def output_address(output: Output) -> str:
    """The address of the public copy of a report's file."""
    return f"/{quote(output_path(output))}"


def version_folder(report: Report, number: int) -> str:
    """The folder of an earlier version of a report."""
    return f"{folder(report)}v{number}/"


def compare_address(
    bodies: Iterable[str] = (), years: Iterable[int] = (), figures: Iterable[str] = (), path: str = COMPARE
) -> str:
    """The address of a comparison; it carries the whole choice."""
    chosen = [("body", each) for each in bodies]
    chosen += [("year", str(each)) for each in years] + [("figure", each) for each in figures]
    return f"{path}?{urlencode(chosen)}" if chosen else path


def crumbs(*more: pages.Crumb) -> tuple[pages.Crumb, ...]:
    """The way from the front page through the library."""
    library = pages.Crumb(pgettext("portal", "Annual reports"), f"/{LIBRARY}" if more else "")
    return (pages.Crumb(pgettext("portal", "Home"), "/"), library, *more)


def title_of(report: Report) -> str:
    """The report's own title, or one made from its body and year."""
    made = _("Annual report of {body} on disclosure in {year}").format(body=report.body, year=report.year)
    own = "".join(report.title.split())
    return own if own and str(report.year) in own else made
