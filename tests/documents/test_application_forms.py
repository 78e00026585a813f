"""The paper form: what the law wants is on it, and it is the same file whenever it is made."""

from gongkai.documents import application_forms, reading


def test_the_form_asks_for_what_the_law_wants() -> None:
    text = reading.read(application_forms.blank("云州市教育局"), name="form.docx").text
    for words in (
        "云州市教育局",
        "姓名",
        "证件号码",
        "联系电话",
        "名称、文号或者其他特征性描述",
        "获取方式",
        "载体形式",
    ):
        assert words in text
    assert "用途" in text and "不必说明" in text


def test_the_same_form_is_the_same_file() -> None:
    assert application_forms.blank() == application_forms.blank()
