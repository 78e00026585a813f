"""What the words of a text file say wrong: numbers of documents, missing attachments, phrases; nothing else."""

import pytest

from gongkai.documents.inspection import inspecting
from gongkai.language import phrases


def found(text: str, *kinds: str, beside: tuple[str, ...] = ()) -> list[tuple[str, str, str]]:
    inspection = inspecting.inspect(f"通知正文。\n{text}\n".encode(), "通知.txt", beside=beside)
    chosen = inspection.of(*kinds) if kinds else inspection.findings
    return [(each.kind, each.where, each.text) for each in chosen]


@pytest.mark.parametrize(
    ("text", "kind", "written"),
    [
        ("根据云政办发[2026]5号文件", "bracket", "云政办发[2026]5号"),
        ("根据云政办发（2026）5号文件", "bracket", "云政办发（2026）5号"),
        ("根据云政办发【2026】5号文件", "bracket", "云政办发【2026】5号"),
        ("根据云政办发〔2026〕第5号文件", "document_number", "云政办发〔2026〕第5号"),
        ("根据云政办发〔2026〕05号文件", "document_number", "云政办发〔2026〕05号"),
        ("见云政办发〔2026〕5，", "document_number", "见云政办发〔2026〕5"),
    ],
)
def test_wrong_document_numbers_are_found(text: str, kind: str, written: str) -> None:
    assert found(text) == [(kind, "第2段", written)]


@pytest.mark.parametrize(
    "text",
    [
        "根据云政办发〔2026〕5号文件",
        "国务院令第711号",
        "云政发〔2026〕5—8号",
        "统一社会信用代码：91110000600037341L",
        "索引号：11441700007280420Y/2021-00050",
        "安排资金13800138000元",
        "（2026）年度计划（2025）3项",
    ],
)
def test_right_numbers_amounts_and_codes_pass(text: str) -> None:
    assert found(text) == []


LIST = "附件：1.任务分工表\n2.联系人名单\n\n云州市人民政府\n2026年3月1日\n"


def test_attachments_named_and_not_there_are_found() -> None:
    assert [each[2] for each in found(LIST, "missing_attachment")] == ["任务分工表", "联系人名单"]


def test_attachments_in_the_text_or_beside_it_are_there() -> None:
    assert found(LIST + "附件1\n任务分工表\n一、供热\n附件2\n联系人名单\n", "missing_attachment") == []
    assert found(LIST, "missing_attachment", beside=("附件1.docx", "联系人名单（终）.xlsx")) == []
    assert found("附件：任务分工表\n\n附件\n任务分工表\n", "missing_attachment") == []


def test_phrases_and_wrong_words_are_told_with_the_right_ones() -> None:
    text = "坚持以人民为中心地发展思想，按排部署工作。".encode()
    given = phrases.parse("以人民为中心的发展思想")
    inspection = inspecting.inspect(text, "通知.txt", phrase_list=given)
    assert [(each.kind, each.severity) for each in inspection.findings] == [("wrong_word", "warn"), ("phrase", "warn")]
    assert "「安排」" in inspection.findings[0].message
    assert "「以人民为中心的发展思想」" in inspection.findings[1].message
