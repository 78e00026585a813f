"""Readings that mirrors put behind characters are read over, and the words of the paper stay the evidence."""

from gongkai.documents import reading as papers
from gongkai.documents.annual_report import glosses, reading

MIRRORED = (
    "云(yun)州(zhou)市(shi)教(jiao)育局2022年政府信息公(gong)開(kāi)工(gong)作(zuo)(zuo)年度報(bào)告\n"
    "一、總體(tǐ)情況\n2022年，主(zhǔ)動公開政府(fu)(fu)信息209條(tiáo)，其中預算信息122條(tiáo)。\n"
)
PLAIN = "云州市教育局（以下简称(我局)）在(OA)系统主动公开政府信息20条。"


def document(text: str):
    return papers.read(text.encode(), name="报告.txt")


def test_a_mirrored_report_reads_like_its_original() -> None:
    found = reading.read_report(document(MIRRORED))

    assert found.title == "云州市教育局2022年政府信息公开工作年度报告"
    assert (found.agency, found.year) == ("云州市教育局", 2022)
    assert [(each.id, each.number) for each in found.values] == [
        ("disclosed.total", 209),
        ("disclosed.by_category", 122),
    ]


def test_the_evidence_is_what_the_paper_says() -> None:
    for each in reading.read_report(document(MIRRORED)).values:
        assert each.evidence.text in MIRRORED


def test_a_remark_in_brackets_is_no_reading() -> None:
    given = document(PLAIN)

    assert glosses.hide(given) is given
