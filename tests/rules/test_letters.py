"""Letters of a request: titles by regime, what each must say, its basis, its number."""

import pytest

from gongkai.rules import datafiles, letters, outcomes, regimes

TITLES = [
    ("receipt", "登记回执", "政府信息公开申请接收回执"),
    ("correction", "补正申请通知书", "政府信息公开申请补正告知书"),
    ("extension", "延期答复告知书", "政府信息公开申请延期答复告知书"),
    ("third_party_ask", "权利人意见征询单", "政府信息公开申请征求意见书（给第三方）"),
    ("fee", "收费通知书", "政府信息公开申请收费通知书"),
    ("reply_refused", "政府信息不予公开告知书", "政府信息不予公开告知书"),
    ("reply_not_exist", "政府信息不存在告知书", "政府信息不存在告知书"),
    ("reply_not_ours", "非本机关政府信息告知书", "非本机关政府信息告知书"),
    ("reply_repeat", "重复申请告知书", "政府信息公开申请不予重复处理告知书"),
]


@pytest.mark.parametrize(("id", "of_2008", "of_2019"), TITLES)
def test_a_letter_has_the_title_of_its_time(id: str, of_2008: str, of_2019: str) -> None:
    assert (letters.letter(id).title("2008"), letters.letter(id).title("2019")) == (of_2008, of_2019)


BASES = [
    ("correction", "2019", "《政府信息公开条例》第三十条"),
    ("correction", "2008", "《政府信息公开条例》（2007年公布）第二十一条第四项"),
    ("extension", "2019", "《政府信息公开条例》第三十三条第二款"),
    ("reply_to_make", "2008", "国办发〔2010〕5号"),
    ("receipt", "2008", ""),
]


@pytest.mark.parametrize(("id", "regime", "article"), BASES)
def test_a_letter_cites_its_basis(id: str, regime: str, article: str) -> None:
    assert letters.letter(id).article(regime) == article


def test_every_notice_of_a_case_is_there() -> None:
    assert [each.id for each in letters.letters() if each.kind == "process"] == [
        *("receipt", "correction", "reasons", "delayed_term", "extension", "third_party_ask"),
        *("third_party_tell_applicant", "third_party_tell_decision", "comaker_ask", "assist", "fee", "pickup"),
        "transfer_record",
    ]
    assert {"confirm", "third_party_reply", "internal_review"} < {
        each.id for each in letters.letters() if each.kind == "record"
    }


def test_only_replies_and_the_word_to_an_overruled_third_party_name_remedies() -> None:
    with_remedy = {each.id for each in letters.letters() if each.has_remedy}
    assert with_remedy == {each.id for each in letters.letters() if each.kind == "reply"} | {
        "third_party_tell_decision"
    }


def test_every_reply_is_reached_by_an_outcome() -> None:
    reached = {
        letters.for_outcome(each.code, ground).id
        for each in outcomes.outcomes()
        for ground in ("", *(one.code for one in each.grounds))
    }
    replies = {each.id for each in letters.letters() if each.kind == "reply"}
    assert replies - reached == {"correct_record"}


def test_a_refusal_must_say_what_its_outcome_needs() -> None:
    needed = [each.id for each in letters.letter("reply_refused").required("REFUSE_THIRD_PARTY")]
    assert needed[-3:] == ["consulted", "weighing", "remedy"]
    assert "number" in needed
    assert "article_16_kind" in {each.id for each in letters.letter("reply_refused").required("REFUSE_PROCESS")}


def test_a_correction_notice_lists_defects_and_its_term_and_no_remedy() -> None:
    ids = {each.id for each in letters.letter("correction").required()}
    assert {"defects", "guidance", "correct_by", "effect"} < ids
    assert "remedy" not in ids


def test_the_first_regulation_has_no_letters_of_later_articles() -> None:
    missing = {each.id for each in letters.letters()} - {each.id for each in letters.letters("2008")}
    assert missing == {
        *("reasons", "delayed_term", "comaker_ask", "reply_abuse", "reply_reconfirm", "record_no_payment"),
    }
    with pytest.raises(ValueError, match="没有这种文书"):
        letters.letter("comaker_ask").title("2008")


NUMBERS = [
    ("reply", 2026, 3, "modern", "云住建公复〔2026〕3号"),
    ("correction", 2026, 31, "modern", "云住建公补〔2026〕31号"),
    ("receipt", 2026, 118, "modern", "云住建公收〔2026〕118号"),
    ("reply", 2008, 7, "classic", "云住建公复（2008）第7号"),
]


@pytest.mark.parametrize(("series", "year", "n", "style", "number"), NUMBERS)
def test_a_number_has_its_series_and_no_leading_zero(series: str, year: int, n: int, style: str, number: str) -> None:
    assert letters.number(word="云住建", series=series, year=year, n=n, style=style) == number


@pytest.mark.parametrize(("series", "n", "style"), [("lost", 1, "modern"), ("reply", 0, "modern"), ("reply", 1, "odd")])
def test_an_impossible_number_is_refused(series: str, n: int, style: str) -> None:
    with pytest.raises(ValueError, match=r"文号"):
        letters.number(word="云住建", series=series, year=2026, n=n, style=style)


def test_what_is_not_known_is_refused() -> None:
    with pytest.raises(ValueError, match="没有这种文书"):
        letters.letter("valentine")
    with pytest.raises(regimes.NoRegime):
        letters.letters("1999")


@pytest.mark.parametrize(
    "change",
    [
        {"kind": "song"},
        {"to": "king"},
        {"series": "lost"},
        {"titles": {"2008": "某"}},
        {"fields": ["colour"]},
        {"by_outcome": {"DISCLOSED": ["colour"]}},
        {"seal": "yes"},
    ],
)
def test_a_damaged_record_is_refused(change: dict[str, object]) -> None:
    whole = {
        "id": "x",
        "kind": "reply",
        "to": "applicant",
        "series": "reply",
        "seal": True,
        "remedy": True,
        "when": "时",
        "titles": {"2019": "某书"},
        "basis": {"2019": ""},
        "fields": ["reason"],
    }
    assert letters.parse(whole).id == "x"
    with pytest.raises(datafiles.DataFault):
        letters.parse({**whole, **change})
