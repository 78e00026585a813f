"""Tables as copies leave them: turned, split, merged cells repeated, heads lost, figures beside labels, cut off."""

import re

import pytest
from hypothesis import given, settings, strategies

from tests.documents.annual_report import printed, test_tables

EDITIONS = ("2014", "2019", "2021")
seeds = strategies.integers(0, 10**6)


def opening(source: printed.Printed) -> str:
    return "\n".join(printed.text(source, "pipes").decode().split("\n")[:2])


def grids(source: printed.Printed, *, repeated: bool = False) -> list[tuple[str, list[list[str]]]]:
    """Each table as a full grid; a merged cell stands once, or `repeated` in every place it covers."""
    found = []
    for heading, rows in source.tables:
        placed = list(printed._placed(rows))
        width = max(column + cell.colspan for _, column, cell in placed)
        grid = [[""] * width for _ in rows]
        for row, column, cell in placed:
            for down in range(cell.rowspan if repeated else 1):
                for right in range(cell.colspan if repeated else 1):
                    grid[row + down][column + right] = cell.text
        found.append((heading, grid))
    return found


def page(source: printed.Printed, tables: list[tuple[str, list[list[str]]]]) -> str:
    parts = [f"<p>{line}</p>" for line in opening(source).split("\n")]
    for heading, grid in tables:
        rows = "".join("<tr>" + "".join(f"<td>{text}</td>" for text in row) + "</tr>" for row in grid)
        parts.append(f"<p>{heading}</p><table>{rows}</table>")
    return "".join(parts)


def lines(source: printed.Printed, tables: list[tuple[str, list[list[str]]]], between: str) -> str:
    written = [between.join(row) for heading, grid in tables for row in ([heading], *grid)]
    return "\n".join([opening(source), *written])


def has_figures(row: list[str]) -> bool:
    return any(re.fullmatch(r"[-+]?\d+", text) for text in row)


def assert_read(source: printed.Printed, text: str, name: str, *, without: tuple[str, ...] = ()) -> None:
    """Everything is read but what begins with `without`, and nothing that was not printed."""
    found = test_tables.figures(test_tables.read(text.encode(), name))
    wanted = {name: [number] for name, number in source.figures.items() if not name.startswith(without or "-")}
    assert found == wanted


@settings(max_examples=9, deadline=None)
@given(edition=strategies.sampled_from(EDITIONS), seed=seeds, between=strategies.sampled_from(["\t", " | "]))
def test_merged_cells_repeated_in_every_place(edition: str, seed: int, between: str) -> None:
    source = printed.report(edition, seed=seed)

    assert_read(source, lines(source, grids(source, repeated=True), between), "a.txt")


@settings(max_examples=6, deadline=None)
@given(edition=strategies.sampled_from(EDITIONS), seed=seeds)
def test_merged_cells_told_once_without_their_spans(edition: str, seed: int) -> None:
    source = printed.report(edition, seed=seed)

    assert_read(source, page(source, grids(source)), "a.html")


@settings(max_examples=6, deadline=None)
@given(edition=strategies.sampled_from(EDITIONS), seed=seeds)
def test_tables_with_their_rows_downwards(edition: str, seed: int) -> None:
    source = printed.report(edition, seed=seed)
    turned = [(heading, [list(row) for row in zip(*grid, strict=True)]) for heading, grid in grids(source)]

    found = test_tables.figures(test_tables.read(page(source, turned).encode(), "a.html"))

    asked = {name: [number] for name, number in source.figures.items() if name.startswith(("requests", "disclosed"))}
    assert asked.items() <= found.items()
    assert all(found[name] == [source.figures[name]] for name in found)


@settings(max_examples=6, deadline=None)
@given(edition=strategies.sampled_from(["2019", "2021"]), seed=seeds, is_page=strategies.booleans())
def test_tables_whose_heads_were_lost(edition: str, seed: int, is_page: bool) -> None:
    source = printed.report(edition, seed=seed)
    rest = [(heading, [row for row in grid if has_figures(row)]) for heading, grid in grids(source)]
    text, name = (page(source, rest), "a.html") if is_page else (lines(source, rest, "\t"), "a.txt")

    assert_read(source, text, name, without=("reconsideration", "litigation"))


@pytest.mark.parametrize("edition", EDITIONS)
@pytest.mark.parametrize("between", ["<p>第 3 页</p>", "<p>- 3 -</p>", "<p>3 / 8</p>", ""])
@pytest.mark.parametrize("is_repeated", [True, False])
def test_a_table_split_over_pages(edition: str, between: str, is_repeated: bool) -> None:
    source = printed.report(edition, seed=19)
    heads = {"2014": 1}.get(edition, 3)

    def split(found: re.Match[str]) -> str:
        rows = re.findall(r"<tr>.*?</tr>", found[0])
        if len(rows) < 15 or (edition != "2014" and "勾稽" not in found[0]):
            return found[0]
        again = "".join(rows[:heads]) if is_repeated else ""
        return f"<table>{''.join(rows[:14])}</table>{between}<table>{again}{''.join(rows[14:])}</table>"

    assert_read(source, re.sub(r"<table>.*?</table>", split, printed.html(source).decode()), "a.html")


@pytest.mark.parametrize("line", ["- 3 -", "第3页 共8页", "3 / 8", "", "　　"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_a_page_number_between_cells_on_lines(edition: str, line: str) -> None:
    source = printed.report(edition, seed=23)
    pieces = printed.text(source, "lines").decode().split("\n")
    at = len(pieces) * 2 // 3

    assert_read(source, "\n".join([*pieces[:at], line, *pieces[at:]]), "a.txt")


NUMBERING = {
    "circled": lambda text: re.sub(r"(?<=>)(\d)\.", lambda found: "①②③④⑤⑥⑦⑧"[int(found[1]) - 1], text),
    "half brackets": lambda text: re.sub(r"（([一二三四五六七八])）", r"(\1)", text),
    "bracketed": lambda text: re.sub(r"(?<=>)(\d)\.", r"（\1）", text),
    "paused": lambda text: re.sub(r"(?<=>)(\d)\.", r"\1、", text),
    "none": lambda text: re.sub(r"(?<=>)(?:\d\.|（.）|[一二三四五六七]、)", "", text),
    "blanks before": lambda text: re.sub(r"(?<=>)(\d\.|（.）)", r"&nbsp;&nbsp;\1 ", text),
}


@pytest.mark.parametrize("name", NUMBERING)
@pytest.mark.parametrize("edition", EDITIONS)
def test_numbering_of_every_kind(edition: str, name: str) -> None:
    source = printed.report(edition, seed=29)

    assert_read(source, NUMBERING[name](printed.html(source).decode()), "a.html")


@pytest.mark.parametrize("mark", ["/", "-", "—", "－", "无", "\\"])
@pytest.mark.parametrize("edition", EDITIONS)
def test_marks_for_nothing_are_no_zeros_and_keep_the_places(edition: str, mark: str) -> None:
    source = printed.report(edition, seed=31)
    page_text = printed.html(source).decode().replace(">0<", f">{mark}<")
    on_lines = re.sub(r"(?m)^0$", mark.replace("\\", r"\\"), printed.text(source, "lines").decode())

    for text, name in ((page_text, "a.html"), (on_lines, "a.txt")):
        found = test_tables.figures(test_tables.read(text.encode(), name))
        assert {name: numbers for name, numbers in found.items() if numbers != [0]} == {
            name: [number] for name, number in source.figures.items() if number
        }


SHEET_LINES = {
    "label: number unit": "{label}：{number}{unit}",
    "label number": "{label} {number}",
    "label (unit) number": "{label}（{unit}） {number}",
    "label unit number": "{label} {unit} {number}",
    "label unitnumber": "{label} {unit}{number}",
    "label number unit, full stop": "{label}{number}{unit}。",
    "wide blanks": "　　{label}　　{unit}　　{number}",
}


@pytest.mark.parametrize("name", SHEET_LINES)
def test_the_sheet_of_2014_with_its_figures_beside_the_labels(name: str) -> None:
    source = printed.report("2014", seed=37)
    rows = [
        SHEET_LINES[name].format(label=label, unit=unit, number=source.figures[indicator])
        for label, unit, indicator in printed.SHEET
    ]

    assert_read(source, "\n".join([opening(source), "政府信息公开情况统计表", *rows]), "a.txt")


@pytest.mark.parametrize("between", ["\t", "html"])
def test_the_sheet_of_2014_in_two_columns(between: str) -> None:
    source = printed.report("2014", seed=41)
    cells = [(label, unit, str(source.figures[indicator])) for label, unit, indicator in printed.SHEET]
    rows = [[*one, *other] for one, other in zip(cells[0::2], [*cells[1::2], ("", "", "")], strict=False)]
    table = [("政府信息公开情况统计表", rows)]

    if between == "html":
        assert_read(source, page(source, table), "a.html")
    else:
        assert_read(source, lines(source, table, between), "a.txt")


def test_the_sheet_of_2014_with_units_in_the_cells_of_figures() -> None:
    source = printed.report("2014", seed=43)
    rows = [["统计指标", "统计数"]]
    rows += [[label, f"{source.figures[indicator]}{unit}"] for label, unit, indicator in printed.SHEET]

    assert_read(source, page(source, [("政府信息公开情况统计表", rows)]), "a.html")


@settings(max_examples=40, deadline=None)
@given(
    edition=strategies.sampled_from(EDITIONS),
    seed=seeds,
    layout=strategies.sampled_from(["pipes", "lines", "tabs", "blanks", "html"]),
    share=strategies.floats(0.1, 0.99),
)
def test_a_copy_cut_off_anywhere_invents_nothing(edition: str, seed: int, layout: str, share: float) -> None:
    source = printed.report(edition, seed=seed)
    whole = (printed.html(source) if layout == "html" else printed.text(source, layout)).decode()
    cut = re.sub(r"\d+$", "", whole[: int(len(whole) * share)])

    found = test_tables.read(cut.encode(), "a.html" if layout == "html" else "a.txt")

    assert all(each.number == source.figures[each.id] for each in found.values if each.id and not each.is_implied)
