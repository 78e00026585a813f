"""Catalogues of superiors: heads over one row and two, ticks and boxes, terms in words, rows that cannot be used."""

import pytest

from gongkai.documents import catalogue_sheets
from gongkai.documents.xlsx_files import Row

UPPER = (
    *("序号", "公开事项", "", "公开内容（要素）", "公开依据", "公开时限", "公开主体", "公开渠道和载体"),
    *("公开对象", "", "公开方式", "", "公开层级", ""),
)
LOWER = ("", "一级事项", "二级事项", *[""] * 5, "全社会", "特定群体", "主动", "依申请公开", "县级", "乡级")
PLAN = (
    *("1", "就业信息", "招聘信息", "岗位、人数", "《条例》第二十条", "信息形成或变更之日起20个工作日内"),
    *("人社部门、乡镇", "■政府网站 □公报 ■两微一端", "√", "", "√", "", "√", "√"),
)


def sheet(*rows: tuple[str, ...], name: str = "目录") -> list[Row]:
    return [Row(name, number, row) for number, row in enumerate(rows, start=1)]


def test_heads_over_two_rows_with_ticks_are_read():
    (entry,) = catalogue_sheets.entries(sheet(("某县就业领域标准目录",), UPPER, LOWER, PLAN))
    assert (entry.first, entry.title, entry.term_days, entry.place) == ("就业信息", "招聘信息", 20, "第4行")
    assert entry.responsible == ("人社部门", "乡镇")
    assert (entry.channel, entry.audience, entry.mode, entry.levels) == (
        "政府网站、两微一端",
        "全社会",
        "主动",
        ("县级", "乡级"),
    )
    assert not entry.fault and not entry.doubts


def test_heads_in_one_row_in_any_order_are_read():
    rows = sheet(("公开依据", "公开事项", "责任单位", "编码"), ("第二十条", "预算", "财政局", "A1"))
    (entry,) = catalogue_sheets.entries(rows)
    assert (entry.title, entry.basis, entry.responsible, entry.code) == ("预算", "第二十条", ("财政局",), "A1")


def test_merged_first_levels_names_and_repeated_heads_are_understood():
    more = ("2", "", "求职登记", "", "第十条", "", "", "", "", "", "", "", "", "")
    again = ("", "", "", "办事指南", "第十条", "", "", "", "", "", "", "", "", "")
    found = catalogue_sheets.entries(sheet(UPPER, LOWER, PLAN, UPPER, LOWER, more, again))
    assert [(each.first, each.title) for each in found if not each.fault] == [
        ("就业信息", "招聘信息"),
        ("就业信息", "求职登记"),
        ("就业信息", "求职登记"),
    ]
    assert found[-1].doubts


def test_a_third_level_is_the_item_and_the_two_above_are_its_class():
    rows = sheet(
        ("一级事项", "二级事项", "三级事项", "公开依据"),
        ("财政", "预算", "部门预算", "第二十条"),
        ("", "", "三公经费", "x"),
    )
    assert [(each.first, each.title) for each in catalogue_sheets.entries(rows)] == [
        ("财政／预算", "部门预算"),
        ("财政／预算", "三公经费"),
    ]


def test_a_row_without_a_name_is_kept_with_its_reason():
    (entry,) = catalogue_sheets.entries(sheet(("公开事项", "公开依据"), ("", "第二十条")))
    assert entry.fault == "没有公开事项的名称"


@pytest.mark.parametrize("rows", [(), (("甲", "乙"),), (("公开事项", "备注"), ("预算", ""))])
def test_a_sheet_without_heads_is_refused(rows):
    with pytest.raises(catalogue_sheets.NoHeads):
        catalogue_sheets.entries(sheet(*rows))


def test_each_sheet_has_its_own_heads_and_others_are_passed_over():
    rows = [*sheet(("说明",), name="填表说明"), *sheet(("公开事项", "公开依据"), ("预算", "x"), name="财政")]
    (entry,) = catalogue_sheets.entries(rows)
    assert entry.place == "财政第2行"


@pytest.mark.parametrize(
    ("words", "term", "fresh"),
    [
        ("信息形成之日起20个工作日内", 20, None),
        ("七个工作日内", 7, None),
        ("二十个工作日", 20, None),
        ("每季度更新", None, 92),
        ("每半年公布一次", None, 184),
        ("实时公开", None, None),
        ("", None, None),
    ],
)
def test_terms_are_counted_where_they_name_days(words, term, fresh):
    assert (catalogue_sheets.term_days(words), catalogue_sheets.fresh_days(words)) == (term, fresh)


@pytest.mark.parametrize(
    ("basis", "item"),
    [
        ("《中华人民共和国政府信息公开条例》第二十条第（七）项", "20-7"),
        ("《条例》第二十条第(十五)项", "20-15"),
        ("《条例》第二十条第十项", "20-10"),
        ("《条例》第二十一条", "21"),
        ("《预算法》第二十条第（七）项", ""),
        ("", ""),
    ],
)
def test_the_item_of_the_regulation_is_read_from_the_basis(basis, item):
    assert catalogue_sheets.legal_item(basis) == item
