"""A report as it is printed: from a text that no longer changes with its figures, or from the text as it stands now."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch
from django.utils import timezone

from gongkai.annualreports.models.outputs import Output
from gongkai.annualreports.models.reports import Figure, Release, Report, Snapshot
from gongkai.annualreports.models.texts import Passage, Text
from gongkai.annualreports.queries import chapters, working
from gongkai.annualreports.queries import paper as papers
from gongkai.documents.report_papers import parts, statutory
from gongkai.rules import forms

_ENTERED = "人工填报，未采用系统统计数，理由和依据留存备查"


@dataclass(frozen=True)
class Written:
    """A chapter as it is printed: its heading (empty for the opening), its paragraphs, the tables that stand in it."""

    id: str
    heading: str
    paragraphs: tuple[parts.Paragraph, ...]
    tables: tuple[str, ...]


def title_of(report: Report) -> str:
    """The title that a compiled report bears."""
    return f"{report.body}{report.year}年政府信息公开工作年度报告"


def file_name(report: Report, kind: str, *, number: int | None = None) -> str:
    """What a file of a report is called; `number` is that of its text, a draft has none."""
    mark = "（草稿）" if number is None else "" if number == 1 else f"（第{number}版）"
    return f"{title_of(report)}{mark}.{kind}"


def written(text: Text) -> list[Written]:
    """The chapters of a text, in the order of its edition. No query beyond its snapshot."""
    known = {each["id"]: each for each in text.chapters}
    return [
        Written(
            each.id,
            known.get(each.id, {}).get("heading") or each.heading,
            tuple(_paragraph(one["text"], one["links"]) for one in known.get(each.id, {}).get("paragraphs", ())),
            each.tables,
        )
        for each in chapters.chapters(text.snapshot.edition)
    ]


def working_chapters(report: Report) -> list[Written]:
    """The chapters of the text as it stands now. One query."""
    return [
        Written(
            each.chapter.id,
            each.chapter.heading,
            tuple(_of_passage(one) for one in each.paragraphs),
            each.chapter.tables,
        )
        for each in working.by_chapter(report.edition, working.passages_of(report))
    ]


def public_before(text: Text) -> Text | None:
    """The newest public text older than this one: what it corrects. One query."""
    rows = text.report.texts.filter(number__lt=text.number, releases__isnull=False)
    return rows.select_related("snapshot").order_by("-number").first()


def of_text(text: Text) -> parts.Paper:
    """The paper of a text that no longer changes. At most four queries."""
    before = public_before(text)
    figures = list(text.snapshot.figures.order_by("position"))
    day = timezone.localtime(text.at)
    imprint = (
        f"第{text.number}版，{day.year}年{day.month}月{day.day}日定稿",
        f"文字与数据的校验值（SHA-256）：{text.content_hash}",
    )
    notes = notes_of(text.snapshot.edition, figures, before)
    return _paper(text.report, text.snapshot, written(text), figures, notes, imprint=imprint)


def of_draft(report: Report, snapshot: Snapshot) -> parts.Paper:
    """The paper as it would be now, marked as a draft. Four queries."""
    figures = list(snapshot.figures.order_by("position"))
    last = report.texts.filter(releases__isnull=False).select_related("snapshot").order_by("-number").first()
    notes = notes_of(snapshot.edition, figures, last)
    found = working_chapters(report)
    return _paper(report, snapshot, found, figures, notes, remark="（草稿，尚未签发）")


def notes_of(edition: str, figures: Iterable[Figure], before: Text | None) -> dict[str, parts.Note]:
    """By cell: what is said of figures stated by hand, and of those that differ from the public text before. One query.

    Who stated a figure, why and on what proof stays in the office.
    """
    cells = forms.form(edition).cells
    old = _figures(before.snapshot.figures.all()) if before is not None and before.snapshot.edition == edition else {}
    by_cell = {each.cell: each for each in figures if each.cell in cells}
    found: dict[str, parts.Note] = {}
    for id, cell in cells.items():
        figure = by_cell.get(id)
        said = [_ENTERED] if figure is not None and figure.is_entered else []
        if before is not None and figure is not None and id in old and old[id] != figure.number:
            was, now = statutory.printed(old[id]), statutory.printed(figure.number)
            said.append(f"第{before.number}版为{was}，本版更正为{now}")
        if said:
            found[id] = parts.Note(parts.mark(len(found) + 1), f"{cell.name}：{'；'.join(said)}。", id)
    return found


def document(text: Text) -> dict[str, Any]:
    """The report for programs: the figures as `gongkai report compile --json` prints them, the text with its links.

    At most four queries.
    """
    report, snapshot = text.report, text.snapshot
    figures = [each for each in snapshot.figures.order_by("position") if each.cell]
    before = public_before(text)
    found: dict[str, Any] = {
        "form": snapshot.edition,
        "values": {each.cell: papers.number(each.number) for each in figures},
    }
    if entered := [each.cell for each in figures if each.is_entered]:
        found["entered"] = entered
    return found | {
        "title": title_of(report),
        "body": report.body,
        "year": report.year,
        "version": text.number,
        "corrects": before.number if before is not None else None,
        "at": timezone.localtime(text.at).isoformat(timespec="seconds"),
        "sha256": text.content_hash,
        "figures_sha256": snapshot.content_hash,
        "text": [
            {
                "id": each.id,
                "heading": each.heading,
                "tables": list(each.tables),
                "paragraphs": [
                    {
                        "text": one.text,
                        "links": [
                            {"start": link.start, "end": link.end, "id": link.id, "printed": link.printed}
                            for link in one.links
                        ],
                    }
                    for one in each.paragraphs
                ],
            }
            for each in written(text)
        ],
    }


def _paper(
    report: Report,
    snapshot: Snapshot,
    found: Sequence[Written],
    figures: Iterable[Figure],
    notes: Mapping[str, parts.Note],
    *,
    imprint: tuple[str, ...] = (),
    remark: str = "",
) -> parts.Paper:
    numbers = _figures(figures)
    tables = {each.id: statutory.table(each, numbers, notes) for each in forms.form(snapshot.edition).tables}
    made: list[parts.Part] = []
    for each in found:
        if each.heading:
            made.append(parts.Heading(each.heading))
        made += each.paragraphs
        made += [tables[name] for name in each.tables]
    for name in chapters.annexed(snapshot.edition):
        made += [parts.Heading(f"附件：{tables[name].title}", is_new_page=True), tables[name]]
    return parts.Paper(
        title=title_of(report),
        body=report.body,
        year=report.year,
        edition=snapshot.edition,
        parts=tuple(made),
        imprint=imprint,
        remark=remark,
    )


def _figures(figures: Iterable[Figure]) -> dict[str, Decimal]:
    return {each.cell: each.number for each in figures if each.cell}


def _of_passage(passage: Passage) -> parts.Paragraph:
    return _paragraph(passage.text, passage.links)


def _paragraph(text: str, links: Iterable[Sequence[Any]]) -> parts.Paragraph:
    ordered = sorted((each for each in links if 0 <= each[0] < each[1] <= len(text)), key=lambda each: each[0])
    return parts.Paragraph(text, tuple(parts.Link(*each[:4]) for each in ordered))


def texts_of(report: Report) -> list[Text]:
    """The texts of a report that no longer change, newest first, with their files. Two queries.

    `is_released` tells of each whether it was public once.
    """
    rows = report.texts.select_related("snapshot", "report").order_by("-number")
    rows = rows.annotate(is_released=Exists(Release.objects.filter(text=OuterRef("pk"))))
    return list(rows.prefetch_related(Prefetch("outputs", Output.objects.select_related("file").order_by("id"))))
