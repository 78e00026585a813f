"""Annual reports printed for tests: the statutory tables of an edition with given figures, in every layout."""

import dataclasses
import random

from tests.documents import files

COLUMNS = ("natural_person", "enterprise", "research", "public_welfare", "legal_services", "other_org", "total")
ROWS_2021 = (
    ("requests.received", "一、本年新收政府信息公开申请数量", "", ""),
    ("requests.carried_in", "二、上年结转政府信息公开申请数量", "", ""),
    ("requests.granted", "三、本年度办理结果", "（一）予以公开", ""),
    ("requests.partial", "", "（二）部分公开（区分处理的，只计这一情形，不计其他情形）", ""),
    ("requests.refused.state_secret", "", "（三）不予公开", "1.属于国家秘密"),
    ("requests.refused.law_prohibited", "", "", "2.其他法律行政法规禁止公开"),
    ("requests.refused.security_stability", "", "", "3.危及“三安全一稳定”"),
    ("requests.refused.third_party", "", "", "4.保护第三方合法权益"),
    ("requests.refused.internal_affairs", "", "", "5.属于三类内部事务信息"),
    ("requests.refused.process_info", "", "", "6.属于四类过程性信息"),
    ("requests.refused.enforcement_files", "", "", "7.属于行政执法案卷"),
    ("requests.refused.admin_query", "", "", "8.属于行政查询事项"),
    ("requests.not_provided.not_held", "", "（四）无法提供", "1.本机关不掌握相关政府信息"),
    ("requests.not_provided.no_existing_info", "", "", "2.没有现成信息需要另行制作"),
    ("requests.not_provided.unclear_after_correction", "", "", "3.补正后申请内容仍不明确"),
    ("requests.not_processed.petition", "", "（五）不予处理", "1.信访举报投诉类申请"),
    ("requests.not_processed.repeated", "", "", "2.重复申请"),
    ("requests.not_processed.publication", "", "", "3.要求提供公开出版物"),
    ("requests.not_processed.excessive", "", "", "4.无正当理由大量反复申请"),
    ("requests.not_processed.confirm_existing", "", "", "5.要求行政机关确认或重新出具已获取信息"),
    (
        "requests.other_handling.overdue_correction",
        "",
        "（六）其他处理",
        "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请",
    ),
    (
        "requests.other_handling.overdue_fee",
        "",
        "",
        "2.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理其政府信息公开申请",
    ),
    ("requests.other_handling.other", "", "", "3.其他"),
    ("requests.handled", "", "（七）总计", ""),
    ("requests.carried_out", "四、结转下年度继续办理", "", ""),
)
PUBLISHED = {
    "2021": (
        (
            "第二十条第（一）项",
            ("本年制发件数", "本年废止件数", "现行有效件数"),
            (
                ("规章", ("regulations.issued", "regulations.repealed", "regulations.in_force")),
                (
                    "行政规范性文件",
                    ("normative_documents.issued", "normative_documents.repealed", "normative_documents.in_force"),
                ),
            ),
        ),
        ("第二十条第（五）项", ("本年处理决定数量",), (("行政许可", ("licensing.decisions",)),)),
        (
            "第二十条第（六）项",
            ("本年处理决定数量",),
            (("行政处罚", ("penalty.decisions",)), ("行政强制", ("coercion.decisions",))),
        ),
        ("第二十条第（八）项", ("本年收费金额（单位：万元）",), (("行政事业性收费", ("admin_fees.amount",)),)),
    ),
    "2019": (
        (
            "第二十条第（一）项",
            ("本年新制作数量", "本年新公开数量", "对外公开总数量"),
            (
                ("规章", ("regulations.new_made", "regulations.new_disclosed", "regulations.disclosed_total")),
                (
                    "规范性文件",
                    (
                        "normative_documents.new_made",
                        "normative_documents.new_disclosed",
                        "normative_documents.disclosed_total",
                    ),
                ),
            ),
        ),
        (
            "第二十条第（五）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            (
                ("行政许可", ("licensing.items_last_year", "licensing.items_change", "licensing.decisions")),
                (
                    "其他对外管理服务事项",
                    ("other_services.items_last_year", "other_services.items_change", "other_services.decisions"),
                ),
            ),
        ),
        (
            "第二十条第（六）项",
            ("上一年项目数量", "本年增/减", "处理决定数量"),
            (
                ("行政处罚", ("penalty.items_last_year", "penalty.items_change", "penalty.decisions")),
                ("行政强制", ("coercion.items_last_year", "coercion.items_change", "coercion.decisions")),
            ),
        ),
        (
            "第二十条第（八）项",
            ("上一年项目数量", "本年增/减"),
            (("行政事业性收费", ("admin_fees.items_last_year", "admin_fees.items_change")),),
        ),
        (
            "第二十条第（九）项",
            ("采购项目数量", "采购总金额"),
            (("政府集中采购", ("procurement.count", "procurement.amount")),),
        ),
    ),
}
OUTCOMES = ("upheld", "corrected", "other", "pending", "total")
OUTCOME_LABELS = ("结果维持", "结果纠正", "其他结果", "尚未审结", "总计")
SHEET = (
    ("（一）主动公开政府信息数", "条", "disclosed.total"),
    ("其中：主动公开规范性文件数", "条", "normative_documents.disclosed"),
    ("制发规范性文件总数", "件", "normative_documents.issued"),
    ("1.政府公报公开政府信息数", "条", "disclosed.by_channel.gazette"),
    ("2.政府网站公开政府信息数", "条", "disclosed.by_channel.website"),
    ("3.政务微博公开政府信息数", "条", "disclosed.by_channel.weibo"),
    ("4.政务微信公开政府信息数", "条", "disclosed.by_channel.wechat"),
    ("5.其他方式公开政府信息数", "条", "disclosed.by_channel.other"),
    ("（一）回应公众关注热点或重大舆情数", "次", "responses.hot_topics"),
    ("1.参加或举办新闻发布会总次数", "次", "responses.press_conferences"),
    ("其中：主要负责同志参加新闻发布会次数", "次", "responses.press_conferences_principal"),
    ("2.政府网站在线访谈次数", "次", "responses.online_interviews"),
    ("3.政策解读稿件发布数", "篇", "responses.interpretations"),
    ("4.微博微信回应事件数", "次", "responses.weibo_wechat"),
    ("5.其他方式回应事件数", "次", "responses.other"),
    ("（一）收到申请数", "件", "requests.received.total"),
    ("1.当面申请数", "件", "requests.received.by_channel.in_person"),
    ("2.传真申请数", "件", "requests.received.by_channel.fax"),
    ("3.网络申请数", "件", "requests.received.by_channel.online"),
    ("4.信函申请数", "件", "requests.received.by_channel.letter"),
    ("（二）申请办结数", "件", "requests.closed.total"),
    ("1.按时办结数", "件", "requests.closed.on_time"),
    ("2.延期办结数", "件", "requests.closed.extended"),
    ("（三）申请答复数", "件", "requests.answered.total"),
    ("1.属于已主动公开范围数", "件", "requests.granted.already_disclosed"),
    ("2.同意公开答复数", "件", "requests.granted.total"),
    ("3.同意部分公开答复数", "件", "requests.partial.total"),
    ("4.不同意公开答复数", "件", "requests.refused.total"),
    ("其中：涉及国家秘密", "件", "requests.refused.state_secret.total"),
    ("5.不属于本行政机关公开数", "件", "requests.not_provided.not_held.total"),
    ("四、行政复议数量", "件", "reconsideration.total"),
    ("（一）维持具体行政行为数", "件", "reconsideration.upheld"),
    ("（二）被依法纠错数", "件", "reconsideration.corrected"),
    ("（三）其他情形数", "件", "reconsideration.other"),
    ("五、行政诉讼数量", "件", "litigation.total"),
    ("（一）维持具体行政行为或者驳回原告诉讼请求数", "件", "litigation.upheld"),
    ("（二）被依法纠错数", "件", "litigation.corrected"),
    ("（三）其他情形数", "件", "litigation.other"),
    ("六、举报投诉数量", "件", "complaints.total"),
    ("七、依申请公开信息收取的费用", "万元", "fees.amount"),
    ("（一）政府信息公开工作专门机构数", "个", "organisation.units"),
    ("（二）设置政府信息公开查阅点数", "个", "reading_points.count"),
    ("（三）从事政府信息公开工作人员数", "人", "staff.total"),
    ("1.专职人员数（不包括政府公报及政府网站工作人员数）", "人", "staff.full_time"),
    ("2.兼职人员数", "人", "staff.part_time"),
    ("（四）政府信息公开专项经费（不包括用于政府公报编辑管理及政府网站建设维护等方面的经费）", "万元", "budget.amount"),
    ("（一）召开政府信息公开工作会议或专题会议数", "次", "meetings.count"),
    ("（二）举办各类培训班数", "次", "trainings.count"),
    ("（三）接受培训人员数", "人次", "trainings.trainees"),
)


_PDF_ROW = 36
_PDF_LINES = 34
_PDF_SIZE = 5


@dataclasses.dataclass(frozen=True)
class Cell:
    text: str
    rowspan: int = 1
    colspan: int = 1


@dataclasses.dataclass(frozen=True)
class Printed:
    """Tables as rows of cells, each under its chapter heading, and the figures they hold."""

    edition: str
    tables: tuple[tuple[str, tuple[tuple[Cell, ...], ...]], ...]
    figures: dict[str, int | float]


def report(edition: str, *, seed: int, largest: int = 9000) -> Printed:
    """A report with random figures; the request table balances, so that blanks inside numbers can be told."""
    chance = random.Random(seed)
    figures: dict[str, int | float] = {}

    def figure(name: str) -> str:
        value = chance.choice((0, chance.randint(0, 9), chance.randint(0, largest)))
        if name.endswith("_change"):
            value = chance.randint(-5, 5)
        figures[name] = value
        return f"+{value}" if name.endswith("_change") and value > 0 else str(value)

    if edition == "2014":
        rows = [(Cell("统计指标"), Cell("单位"), Cell("统计数"))]
        rows += [(Cell(label), Cell(unit), Cell(figure(name))) for label, unit, name in SHEET]
        return Printed(edition, (("附表：政府信息公开情况统计表", tuple(rows)),), figures)
    tables = (
        ("二、主动公开政府信息情况", _published(edition, figure)),
        ("三、收到和处理政府信息公开申请情况", _requests(edition, chance, figures, largest)),
        ("四、政府信息公开行政复议、行政诉讼情况", _remedies(figure)),
    )
    return Printed(edition, tables, figures)


def _published(edition, figure):
    rows = []
    for article, heads, lines in PUBLISHED[edition]:
        rows.append((Cell(article, colspan=4),))
        wide = 4 - len(heads)
        rows.append((Cell("信息内容"), *map(Cell, heads[:-1]), Cell(heads[-1], colspan=wide)))
        for label, names in lines:
            texts = [figure(name) for name in names]
            rows.append((Cell(label), *map(Cell, texts[:-1]), Cell(texts[-1], colspan=wide)))
    return tuple(rows)


def _requests(edition, chance, figures, largest):
    rows = [
        (Cell("（本列数据的勾稽关系为：第一项加第二项之和，等于第三项加第四项之和）", 3, 3), Cell("申请人情况", 1, 7)),
        (Cell("自然人", 2), Cell("法人或其他组织", 1, 5), Cell("总计", 2)),
        tuple(map(Cell, ("商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他"))),
    ]
    lines = ROWS_2021
    if edition == "2019":
        lines = tuple(each for each in lines if not each[0].startswith("requests.other_handling"))
        at = next(place for place, each in enumerate(lines) if each[0] == "requests.handled")
        lines = (*lines[:at], ("requests.other_handling", "", "（六）其他处理", ""), *lines[at:])
    for place, (name, *labels) in enumerate(lines):
        values = [chance.choice((0, chance.randint(0, 9), chance.randint(0, largest))) for _ in range(6)]
        values.append(sum(values))
        for column, value in zip(COLUMNS, values, strict=True):
            if name != "requests.other_handling" or column == "total":
                figures[f"{name}.{column}"] = value
        rows.append((*_labels(lines, place, labels), *(Cell(str(value)) for value in values)))
    return tuple(rows)


def _labels(lines, place, labels):
    first, second, third = labels
    cells = []
    if first:
        following = next((n for n, each in enumerate(lines[place + 1 :], start=1) if each[1]), len(lines) - place)
        if not second:
            return [Cell(first, 1, 3)]
        cells.append(Cell(first, following))
    if second:
        following = next(
            (n for n, each in enumerate(lines[place + 1 :], start=1) if each[1] or each[2]), len(lines) - place
        )
        cells.append(Cell(second, following if third else 1, 1 if third else 2))
    if third:
        cells.append(Cell(third))
    return cells


def _remedies(figure):
    groups = ("reconsideration", "litigation.direct", "litigation.after_reconsideration")
    return (
        (Cell("行政复议", 1, 5), Cell("行政诉讼", 1, 10)),
        (*(Cell(label, 2) for label in OUTCOME_LABELS), Cell("未经复议直接起诉", 1, 5), Cell("复议后起诉", 1, 5)),
        tuple(Cell(label) for label in OUTCOME_LABELS * 2),
        tuple(Cell(figure(f"{group}.{outcome}")) for group in groups for outcome in OUTCOMES),
    )


def _around(printed: Printed) -> tuple[str, str]:
    year = {"2014": 2016, "2019": 2020, "2021": 2023}[printed.edition]
    return (
        f"临江市水务局{year}年政府信息公开工作年度报告",
        f"本报告所列数据的统计期限自{year}年1月1日起至{year}年12月31日止。",
    )


def html(printed: Printed, *, paragraphs: bool = False) -> bytes:
    title, opening = _around(printed)
    parts = [f"<html><head><meta charset=utf-8></head><body><h1>{title}</h1><p>{opening}</p>"]
    for heading, rows in printed.tables:
        parts.append(f"<p>{heading}</p><table>")
        for row in rows:
            cells = "".join(
                f"<td rowspan={each.rowspan} colspan={each.colspan}>"
                + (f"<p><span>{each.text}</span></p>" if paragraphs else each.text)
                + "</td>"
                for each in row
            )
            parts.append(f"<tr>{cells}</tr>")
        parts.append("</table>")
    return "".join([*parts, "</body></html>"]).encode()


def text(printed: Printed, layout: str) -> bytes:
    """`pipes` a row a line, `lines` a cell a line, `piped_lines` a cell and a bar a line, `tabs`, or `blanks`."""
    title, opening = _around(printed)
    parts = [title, opening]
    for heading, rows in printed.tables:
        parts.append(heading)
        for row in rows:
            cells = [each.text for each in row]
            if layout == "pipes":
                parts.append("".join(f"{each} | " for each in cells) + "| " * sum(cell.colspan - 1 for cell in row))
            elif layout == "tabs":
                parts.append("\t".join(cells))
            elif layout == "blanks":
                parts.append(" ".join(cells))
            else:
                parts.extend(f"{each} |" if layout == "piped_lines" else each for each in cells)
    return "\n".join(parts).encode()


def word(printed: Printed) -> bytes:
    title, opening = _around(printed)

    def fill(document) -> None:
        document.add_heading(title, 0)
        document.add_paragraph(opening)
        for heading, rows in printed.tables:
            document.add_paragraph(heading)
            width = max(column + cell.colspan for _, column, cell in _placed(rows))
            table = document.add_table(rows=len(rows), cols=width)
            for row, column, cell in _placed(rows):
                corner = table.cell(row, column)
                if cell.rowspan > 1 or cell.colspan > 1:
                    corner = corner.merge(table.cell(row + cell.rowspan - 1, column + cell.colspan - 1))
                corner.text = cell.text

    return files.word(fill)


def workbook(printed: Printed) -> bytes:
    title, opening = _around(printed)

    def fill(book) -> None:
        sheet = book.active
        sheet.append([title])
        sheet.append([opening])
        base = 3
        for heading, rows in printed.tables:
            sheet.cell(base, 1, heading)
            for row, column, cell in _placed(rows):
                value = int(cell.text) if cell.text.lstrip("-").isdigit() else cell.text
                sheet.cell(base + 1 + row, column + 1, value)
                if cell.rowspan > 1 or cell.colspan > 1:
                    sheet.merge_cells(
                        start_row=base + 1 + row,
                        start_column=column + 1,
                        end_row=base + row + cell.rowspan,
                        end_column=column + cell.colspan,
                    )
            base += len(rows) + 2

    return files.workbook(fill)


def pdf(printed: Printed, *, prose: tuple[str, ...] = ()) -> bytes:
    """Every place of the grid ruled on its own, rows split over pages as they fall, long labels wrapped.

    Lines of `prose` stand on pages of their own between the opening and the tables.
    """
    title, opening = _around(printed)
    paper = files.Pdf().page().text(40, 800, title, 16).text(40, 770, opening, 10)
    for place, line in enumerate(prose):
        if place % _PDF_LINES == 0:
            paper.page()
        paper.text(40, 800 - place % _PDF_LINES * 22, line, 11)
    if prose:
        paper.page()
    height = 740.0
    for heading, rows in printed.tables:
        if height < 120:
            paper.page()
            height = 800.0
        paper.text(40, height, heading, 12)
        height -= 20
        grid = _grid(rows)
        width = 520 / max(map(len, grid))
        while grid:
            room = max(1, int((height - 40) // _PDF_ROW))
            _draw(paper, height, grid[:room], width)
            height -= _PDF_ROW * len(grid[:room]) + 30
            grid = grid[room:]
            if grid:
                paper.page()
                height = 800.0
    return paper.data()


def _draw(paper, height, grid, width) -> None:
    paper.table(40, height, [[""] * len(row) for row in grid], width=width, height=_PDF_ROW)
    room = max(4, int((width - 6) // _PDF_SIZE))
    for number, row in enumerate(grid):
        for column, words in enumerate(row):
            lines = [words[at : at + room] for at in range(0, len(words), room)]
            for place, line in enumerate(lines):
                paper.text(43 + column * width, height - number * _PDF_ROW - 8 - place * 6, line, _PDF_SIZE)


def _placed(rows):
    taken: set[tuple[int, int]] = set()
    for number, row in enumerate(rows):
        column = 0
        for cell in row:
            while (number, column) in taken:
                column += 1
            taken |= {(number + down, column + right) for down in range(cell.rowspan) for right in range(cell.colspan)}
            yield number, column, cell
            column += cell.colspan


def _grid(rows):
    placed = list(_placed(rows))
    width = max(column + cell.colspan for _, column, cell in placed)
    grid = [[""] * width for _ in rows]
    for row, column, cell in placed:
        grid[row][column] = cell.text
    return grid
