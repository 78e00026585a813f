"""Terms of texts and queries, and the marking of hits in the original text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.language import analysis, segmentation

TEXTS = st.text(
    alphabet=st.one_of(
        st.sampled_from(
            "云州市人民政府信息公開年報三公经费的在水〔〕［］（）“”\"'2026年4月3日号號第０１／-—ａA㎡…½İ\u200b ⻚資訊"
        ),
        st.characters(codec="utf-8"),
    ),
    max_size=80,
)


def satisfies(group: analysis.Group, text: str) -> bool:
    """What the engine does with a group."""
    atoms = analysis.characters(text)
    size = len(group.characters)
    if any(tuple(atoms[at : at + size]) == group.characters for at in range(len(atoms))):
        return True
    present = set(analysis.terms(text))
    return not group.exact and any(present.issuperset(each) for each in group.alternatives)


def finds(query: str, text: str) -> bool:
    analysed = analysis.query_terms(query)
    return bool(analysed) and all(satisfies(group, text) for group in analysed.groups)


FOUND = [
    ("坪山區", "深圳市坪山区2017年政府信息公开工作年度报告"),
    ("坪山区", "深圳市坪山區政府"),
    ("云州", "云州市财政局"),
    ("本溪市", "本溪市人民政府"),
    ("云州市", "关于云州市财政局的公告"),
    ("三公经费", "2026年三公经费预算"),
    ("双公示", "行政许可和行政处罚双公示"),
    ("依申请公开", "依申请公开办理流程"),
    ("信息公开", "政府信息公开指南"),
    ("資訊公開", "政府信息公开指南"),
    ("资讯", "政务资讯"),
    ("国办发〔2017〕47号", "根据国办发〔2017〕47号和国发〔2016〕3号"),
    ("国发〔2016〕3号", "根据国办发〔2017〕47号和国发〔2016〕3号"),
    ("云政办发[2026]41号", "（云政办发〔2026〕41号）"),
    ("云政办发（2026）第041号", "（云政办发〔2026〕41号）"),
    ("云政办发 〔2026〕 41 号", "（云政办发〔2026〕41号）"),
    ("雲政辦發〔2026〕41號", "（云政办发〔2026〕41号）"),
    ("〔2026〕41号", "（云政办发〔2026〕41号）"),
    ("云政办发", "（云政办发〔2026〕41号）"),
    ("YZ0010014/2026-00317", "索引号：YZ0010014/2026-00317"),
    ("yz0010014／2026—00317", "索引号：YZ0010014/2026-00317"),
    ("YZ0010014", "索引号：YZ0010014/2026-00317"),
    ("00317", "索引号：YZ0010014/2026-00317"),
    ("11441700007280420Y/2021-00050", "索 引 号:11441700007280420Y/2021-00050发布机构"),
    ("01527918X-2020-153077", "索引号 01527918x-2020-153077"),
    ("11441700007280420Y", "统一社会信用代码：11441700007280420Y"),
    ("水", "供排水价格"),
    ("的", "关于印发的通知"),
    ("A", "附件A"),
    ("2026-04-03", "成文日期：2026年4月3日"),
    ("2026年4月", "2026年04月03日"),
    ("2009年12月7日", "二○○九年十二月七日"),
    ("2026", "2026年度部门预算"),
    ("2026年", "发布日期：2026-04-03"),
    ("PM2.5", "ＰＭ２．５浓度"),
    ("1,234.5", "1234.5万元"),
    ("“政府信息公开”", "中华人民共和国政府信息公开条例"),
    ("「三公经费」", "三公 经费"),
    ("预算 三公经费", "三公经费财政拨款预算"),
    ("12345", "拨打12345热线"),
    ("WORLD Bank", "the World Bank"),
    ("页", "第⻚"),
]

NOT_FOUND = [
    ("“信息公开政府”", "政府信息公开"),
    ("41", "2041年"),
    ("坪山区", "大坪镇山区道路"),
    ("云政办发〔2026〕41号", "云政办发〔2026〕4号"),
    ("云政办发〔2026〕41号", "云政办发〔2025〕41号"),
    ("三公经费 决算", "三公经费预算"),
    ("2026-04-03", "2026年4月30日"),
]


@pytest.mark.parametrize(("query", "text"), FOUND)
def test_a_query_finds_the_text(query: str, text: str) -> None:
    assert finds(query, text)


@pytest.mark.parametrize(("query", "text"), NOT_FOUND)
def test_a_query_leaves_the_text_alone(query: str, text: str) -> None:
    assert not finds(query, text)


def test_a_certain_word_is_found_by_its_terms_inside_longer_words_of_the_field() -> None:
    words = segmentation.domain_words()
    indexed = {word: set(analysis.terms(word)) for word in words}
    for longer in words:
        for word in words:
            if word != longer and word in longer:
                certain = [group for group in analysis.query_terms(word).groups if group.certain]
                assert all(any(indexed[longer].issuperset(each) for each in group.alternatives) for group in certain)


def test_a_word_that_a_longer_word_may_cut_is_not_certain() -> None:
    assert not analysis.query_terms("市政府").groups[0].certain
    assert finds("市政府", "全市政府信息公开")
    assert analysis.query_terms("信息公开").groups[0].certain
    assert analysis.query_terms("三公经费").groups[0].certain


def test_parts_stand_for_a_word_only_where_they_make_it_side_by_side() -> None:
    assert not finds("财政局", "财政与政局")
    assert finds("财政局", "市财政局的通知")
    assert finds("信息公开", "公开有关信息")


def test_wherever_a_nested_word_stands_its_parts_stand_too() -> None:
    for word in segmentation.domain_words():
        groups = [group for group in analysis.query_terms(word).groups if group.nested]
        for text in (word, f"关于做好{word}工作的通知", f"本市{word}办法"):
            found = set(analysis.terms(text))
            for group in groups:
                whole, parts = group.alternatives
                assert not found.issuperset(whole) or found.issuperset(parts)


@pytest.mark.parametrize("query", ["", "   ", "，。！", "\u200b", "“”", "〔〕"])
def test_nothing_searchable_gives_an_empty_query(query: str) -> None:
    assert not analysis.query_terms(query)


def test_a_document_number_is_one_term_and_its_parts() -> None:
    assert analysis.terms("（云政办发［２０２６］第０４１号）") == ["云政办发〔2026〕41号", "云政办发", "2026", "41"]


def test_an_index_number_is_one_term_and_its_parts() -> None:
    assert analysis.terms("YZ0010014/2026-00317") == ["yz0010014/2026-00317", "yz0010014", "2026", "00317"]


def test_particles_and_marks_are_no_terms_but_particles_are_characters() -> None:
    assert "的" not in analysis.terms("政府的信息，公开。")
    assert analysis.characters("政府的信息，公开。") == list("政府的信息公开")


def test_terms_hold_no_blank_so_that_they_can_be_joined() -> None:
    assert analysis.analysed("2026 年 4 月 3 日").split(" ")[0] == "2026-04-03"


@given(text=TEXTS)
def test_no_text_breaks_the_analyser_and_no_term_holds_a_blank(text: str) -> None:
    for each in (*analysis.terms(text), *analysis.characters(text)):
        assert each
        assert not any(character.isspace() for character in each)


@given(text=TEXTS)
def test_every_chinese_character_is_findable(text: str) -> None:
    atoms = set(analysis.characters(text))
    for character in text:
        if "\u4e00" <= character <= "\u9fff":
            assert set(analysis.query_terms(character).groups[0].characters) <= atoms


@given(text=TEXTS, query=TEXTS, width=st.integers(1, 60), limit=st.integers(1, 4))
def test_fragments_are_passages_of_the_original(text: str, query: str, width: int, limit: int) -> None:
    fragments = analysis.highlight(text, analysis.query_terms(query), width=width, limit=limit)
    assert len(fragments) <= limit
    position = 0
    for fragment in fragments:
        assert position <= fragment.start <= fragment.end <= len(text)
        assert fragment.text == text[fragment.start : fragment.end]
        assert fragment.cut_before == (fragment.start > 0)
        assert fragment.cut_after == (fragment.end < len(text))
        position = fragment.end


MARKED = [
    ("坪山區", "深圳市坪山区与坪山區", ["坪山区", "坪山區"]),
    ("三公经费", "加强三公经費管理", ["三公经費"]),
    ("三公经费", "加强三公与经费管理", ["三公", "经费"]),
    ("云政办发[2026]41号", "见（云政辦發〔２０２６〕41號）", ["云政辦發〔２０２６〕41號"]),
    ("2026年4月3日", "自2026-04-03起", ["2026-04-03"]),
    ("“信息公开”", "政府信息 公開", ["信息 公開"]),
    ("41", "2041年41件", ["41"]),
    ("m2", "面积100㎡与5 m2", ["m2"]),
    ("云州", "云\u200b州市", ["云\u200b州"]),
    ("没有", "一二三", []),
]


@pytest.mark.parametrize(("query", "text", "marked"), MARKED)
def test_hits_are_marked_as_the_original_spells_them(query: str, text: str, marked: list[str]) -> None:
    fragments = analysis.highlight(text, analysis.query_terms(query))
    assert [piece for fragment in fragments for piece, is_hit in fragment.pieces if is_hit] == marked


def test_fragments_prefer_the_passage_that_answers_the_whole_query() -> None:
    text = "三公经费。" + "无关。" * 60 + "财政局公布三公经费预算。" + "无关。" * 60
    fragment = analysis.highlight(text, analysis.query_terms("财政局 三公经费"), width=40, limit=1)[0]
    assert fragment.text.startswith("财政局公布三公经费")
    assert len(fragment.text) <= 50


def test_half_a_character_breaks_nothing() -> None:
    text = "公\ud83d开"
    assert analysis.characters(text) == ["公", "开"]
    assert analysis.terms(text)
    assert "".join(segmentation.words(text)) == text
    assert analysis.highlight(text, analysis.query_terms("\udc00开"))[0].pieces[-1] == ("开", True)


def test_highlighting_nothing_gives_nothing() -> None:
    assert analysis.highlight("", analysis.query_terms("公开")) == []
