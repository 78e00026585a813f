"""Personal data is found by its check digits, and nothing else is."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum import luhn
from stdnum.cn import ric

from gongkai.language import personal_data

FOUND = [
    ("身份证号：110101199003077758。", "identity_number", "110101199003077758", "block"),
    ("11010519491231002X", "identity_number", "11010519491231002X", "block"),
    ("11010519491231002x", "identity_number", "11010519491231002x", "block"),
    ("身份证１１０１０１１９９００３０７７７５８", "identity_number", "１１０１０１１９９００３０７７７５８", "block"),
    ("110101 1990 0307 7758", "identity_number", "110101 1990 0307 7758", "block"),
    ("张某110101199003077758已领取", "identity_number", "110101199003077758", "block"),
    ("身份证号110105491231002", "old_identity_number", "110105491231002", "warn"),
    ("联系电话：13800138000", "mobile_phone", "13800138000", "block"),
    ("138-0013-8000", "mobile_phone", "138-0013-8000", "block"),
    ("138 0013 8000", "mobile_phone", "138 0013 8000", "block"),
    ("+86 13800138000", "mobile_phone", "13800138000", "block"),
    ("+86-138-0013-8000", "mobile_phone", "138-0013-8000", "block"),
    ("１３８００１３８０００", "mobile_phone", "１３８００１３８０００", "block"),
    ("流水号：13800138000", "mobile_phone", "13800138000", "warn"),
    ("电话0871-63161234", "landline", "0871-63161234", "warn"),
    ("（0871）63161234", "landline", "（0871）63161234", "warn"),
    ("(010)62345678-801", "landline", "(010)62345678-801", "warn"),
    ("传真：087163161234", "landline", "087163161234", "warn"),
    ("卡号6222021234567890128", "bank_card", "6222021234567890128", "block"),
    ("4532 0151 1283 0366", "bank_card", "4532 0151 1283 0366", "block"),
    ("护照E12345678", "passport", "E12345678", "warn"),
    ("护照EA1234567", "passport", "EA1234567", "warn"),
    ("车牌云A12345", "plate", "云A12345", "warn"),
    ("云A·D12345号", "plate", "云A·D12345", "warn"),
    ("云A1234警", "plate", "云A1234警", "warn"),
]

NOTHING = [
    "",
    "统一社会信用代码：91110000600037341L",
    "11441700007280420Y/2021-00050",
    "113417020032563511/202504-00057",
    "110101199003077758/2021-00050",  # an index number whose prefix happens to read as an identity number
    "110101199003077757",  # wrong check digit
    "11010119900307775X",
    "110101199013077750",  # month 13
    "990101199003077754",  # no such division
    "1101011990030777581",  # 19 digits
    "A110101199003077758",
    "国办发〔2017〕47号",
    "云政办发〔2026〕41号",
    "预算13800138000元",
    "13800138000.55",
    "113800138000",
    "12345678901",
    "https://www.example.gov.cn/a/13800138000.html",
    "12345热线",
    "6222021234567890123",  # fails the check digit
    "1234567890123452",  # right check digit, no bank's beginning
    "4111111111111111",  # a sample number of two digits
    "0000000000000000",
    "项目代码2020-530102-48-01-012345",
    "110105491331002",  # month 13 in the old form
    "2026年4月3日",
    "面积087163161234平方米",
    "序号087163161234",
    "GB/T 9704-2012",
    "京A类企业12家",
    "云B0012",
]

MASKED = [
    ("110101199003077758", "110*************58"),
    ("13800138000", "138****8000"),
    ("138-0013-8000", "138-****-8000"),
    ("6222021234567890128", "***************0128"),
    ("E12345678", "E******78"),
    ("云A12345", "云A****5"),
]


@pytest.mark.parametrize(("text", "kind", "number", "severity"), FOUND)
def test_personal_data_is_found_where_it_stands(text: str, kind: str, number: str, severity: str) -> None:
    findings = personal_data.find(text)
    assert [(each.kind, each.text, each.severity) for each in findings] == [(kind, number, severity)]
    assert text[findings[0].start : findings[0].end] == number


@pytest.mark.parametrize("text", NOTHING)
def test_other_numbers_are_left_alone(text: str) -> None:
    assert personal_data.find(text) == []


@pytest.mark.parametrize(("number", "masked"), MASKED)
def test_masking_keeps_the_shape(number: str, masked: str) -> None:
    text = f"号码：{number}，余同"
    assert personal_data.mask(text, personal_data.find(text)) == f"号码：{masked}，余同"


def test_several_findings_come_in_the_order_of_the_text() -> None:
    text = "王某，13800138000，110101199003077758；李某，13900139000/13700137000"
    findings = personal_data.find(text)
    assert [each.kind for each in findings] == ["mobile_phone", "identity_number", "mobile_phone", "mobile_phone"]


def test_a_finding_of_another_text_is_refused() -> None:
    findings = personal_data.find("电话13800138000")
    with pytest.raises(ValueError, match="does not belong"):
        personal_data.mask("电话13900139000", findings)


@st.composite
def identity_numbers(draw: st.DrawFn) -> str:
    day = draw(st.dates(datetime.date(1920, 1, 1), datetime.date(2020, 1, 1)))
    division = draw(st.sampled_from(["110101", "310104", "530102", "440305"]))
    serial = draw(st.integers(0, 999))
    start = f"{division}{day:%Y%m%d}{serial:03d}"
    return start + ric.calc_check_digit(f"{start}0")


@given(number=identity_numbers(), before=st.sampled_from(["", "身份证", "，", "\n"]))
def test_every_identity_number_is_found_and_never_survives_masking(number: str, before: str) -> None:
    text = f"{before}{number}。"
    masked = personal_data.mask(text, personal_data.find(text))
    assert number not in masked
    assert number[6:14] not in masked
    assert len(masked) == len(text)


@given(body=st.from_regex(r"62[0-9]{13,16}", fullmatch=True).filter(lambda each: len(set(each)) > 4))
def test_every_bank_card_is_found_and_never_survives_masking(body: str) -> None:
    number = body + luhn.calc_check_digit(body)
    masked = personal_data.mask(number, personal_data.find(number))
    assert number[:-4] not in masked


@given(text=st.text(alphabet=st.sampled_from("0123456789Xx-／/ 云A号元１３８身份证."), max_size=60))
def test_no_text_breaks_the_search_and_spans_lie_inside(text: str) -> None:
    findings = personal_data.find(text)
    position = 0
    for finding in findings:
        assert position <= finding.start < finding.end <= len(text)
        assert text[finding.start : finding.end] == finding.text
        position = finding.end
    masked = personal_data.mask(text, findings)
    assert len(masked) == len(text)
    assert not [each for each in personal_data.find(masked) if each.severity == "block"]


BROKEN = [
    ("身份证1101011990\n03077758。", "identity_number", "1101011990\n03077758"),
    ("1 1 0 1 0 1 1 9 9 0 0 3 0 7 7 7 5 8", "identity_number", "1 1 0 1 0 1 1 9 9 0 0 3 0 7 7 7 5 8"),
    ("１１０１０１　１９９００３０７　７７５８", "identity_number", "１１０１０１　１９９００３０７　７７５８"),
    ("12 1101011990030777 58", "identity_number", "1101011990030777 58"),
    ("张三110101199003077758.jpg", "identity_number", "110101199003077758"),
    ("1.110101199003077758", "identity_number", "110101199003077758"),
    ("卡号62220212345\n67890128", "bank_card", "62220212345\n67890128"),
    ("6222 0212 3456 7890 128", "bank_card", "6222 0212 3456 7890 128"),
    ("王某手机1380013\n8000", "mobile_phone", "1380013\n8000"),
]

# Right both as an identity number and as a credit code: what stands before it decides.
EITHER = "530106195603172638"


def test_only_a_label_right_before_it_makes_a_number_a_credit_code() -> None:
    assert personal_data.find(f"统一社会信用代码：{EITHER}") == []
    assert personal_data.find(f"统一社会信用代码（{EITHER}）") == []
    assert len(personal_data.find(f"核对信用代码。身份证号{EITHER}")) == 1
    assert len(personal_data.find(f"信用代码一栏留空，{EITHER}")) == 1


BESIDE = [
    "1998\n1234567\n3",  # a column of figures
    "2210 3456 7890 1234 4512 3321 2214 5533",  # a row of a table
    "￥13800138000",
    "人民币13800138000",
    "ISBN 978-7-5086-1380-0",
    "办公地址：行政中心3号楼201室",
    "户籍所在地公安机关出具证明",
    "云州市人民政府办公室",
    "1101\n0119\n9003077758",  # broken twice
]


@pytest.mark.parametrize(("text", "kind", "number"), BROKEN)
def test_numbers_with_blanks_and_line_ends_within_are_found(text: str, kind: str, number: str) -> None:
    assert [(each.kind, each.text) for each in personal_data.find(text)] == [(kind, number)]


@pytest.mark.parametrize("text", BESIDE)
def test_figures_amounts_and_offices_are_no_personal_data(text: str) -> None:
    assert personal_data.find(text) == []


@pytest.mark.parametrize(
    ("text", "address"),
    [
        ("家庭住址：云州市平山区人民路12号3单元201室，电话", "云州市平山区人民路12号3单元201室"),
        ("住址云州市清河镇李家村三组12号。", "云州市清河镇李家村三组12号"),
        ("，锦绣花园小区5栋2单元301室", "锦绣花园小区5栋2单元301室"),
    ],
)
def test_homes_are_warned_of(text: str, address: str) -> None:
    assert [(each.kind, each.text, each.severity) for each in personal_data.find(text)] == [
        ("address", address, "warn")
    ]


CONTEXTS = [
    "身份证号：{}",
    "{}。",
    "（{}）",
    "张某{}已领取",
    "1. {}",
    "姓名 {} 备注",
    "{}\n下一行",
    "{}、13800138000",
    "2026年 {} 元",
]


def _spaced(number: str, gaps: list[str]) -> str:
    return "".join(digit + gap for digit, gap in zip(number, [*gaps, ""], strict=False))


@given(
    number=identity_numbers(),
    context=st.sampled_from(CONTEXTS),
    gaps=st.lists(st.sampled_from(["", "", "", " ", "-"]), min_size=17, max_size=17),
    wide=st.booleans(),
)
def test_an_identity_number_is_found_in_any_context_however_written(
    number: str, context: str, gaps: list[str], wide: bool
) -> None:
    written = _spaced(number, gaps)
    if wide:
        written = written.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789X"})
    text = context.format(written)
    assert [each.text for each in personal_data.find(text) if each.kind == "identity_number"] == [written]


@given(number=identity_numbers(), context=st.sampled_from(CONTEXTS), other=st.sampled_from("0123456789X"))
def test_a_number_with_another_check_character_is_no_identity_number(number: str, context: str, other: str) -> None:
    if other == number[-1]:
        return
    found = personal_data.find(context.format(number[:-1] + other))
    assert not [each for each in found if each.kind == "identity_number"]


@given(
    body=st.from_regex(r"62[0-9]{13,16}", fullmatch=True).filter(lambda each: len(set(each)) > 4),
    context=st.sampled_from(["卡号：{}", "{}。", "转入{}账户", "账号 {} 户名"]),
    other=st.sampled_from("0123456789"),
)
def test_a_card_is_found_in_any_context_and_never_with_another_check_digit(body: str, context: str, other: str) -> None:
    right = luhn.calc_check_digit(body)
    found = personal_data.find(context.format(body + right))
    assert [each.text for each in found if each.kind in ("bank_card", "identity_number")] == [body + right]
    if other != right:
        found = personal_data.find(context.format(body + other))
        assert not [each for each in found if each.kind == "bank_card"]
