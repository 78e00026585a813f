"""Who reports on which year: title, agency and year, from the heading of the report or from its opening words."""

import collections
import re

from gongkai.documents.annual_report import places, quantities

_KIND = (
    r"(?:政府信息公开|政务公开|政务信息公开|信息公开|政府信息|政务)[^\n。,;:《》|]{0,14}?"
    r"(?:年度报告|年报|工作报告|报告|工作总结)"
)
_TITLE = re.compile(rf"[^\n。;:|《》<>\"]{{0,60}}?{_KIND}(?:\((?:全文|摘要|20\d\d年度?)\))?")
_NAMED = re.compile(rf"《([^《》\n]{{4,70}}?{_KIND})》")
_BROKEN = re.compile(r"(信息公开(?:工作)?(?:年度)?)\s*\n\s*((?:工作)?(?:年度)?(?:报告|年报)\s*\n)")
_HEAD = 8000  # a title stands at the head
_YEAR = re.compile(r"(20[0-2]\d)\s*(?:年|-\s*年)|([二2][〇零0][〇零一二0-2][〇零一二三四五六七八九0-9])年")
_PERIOD = re.compile(r"(?:统计|数据|期限|周期|时限|时间)[^。\n]{0,24}?(20[0-2]\d)\s*年\s*0?1\s*月\s*0?1\s*日")
_ANY_YEAR = re.compile(r"(?<!\d)(20[0-2]\d)\s*年(?!\s*\d+\s*月\s*\d+\s*日[ \d:]*(?:来源|发布|浏览|作者))")
_PUBLISHED = re.compile(r"(?:发布|成文|生成|公开|更新)(?:日期|时间)\s*:?\s*(20[0-2]\d)")
_PLACE = (
    r"[一-龥]{1,7}?(?:特别行政区|自治区|自治州|自治县|自治旗|经济技术开发区|经济开发区|高新技术产业开发区|"
    r"高新区|经开区|开发区|新区|省|市|州|盟|县|区|旗)"
)
_LONGEST_PLACE = 16
_STOP = r"(?:(?<![一-龥])|(?<=[由向据对在与和为布经及是按照发开请至到将过]))"
_BODY = (
    r"(?:人民政府办公厅|人民政府办公室|人民政府|街道办事处|办事处|委员会|管委会|管理委员会|管理局|监督局|保障局|局|厅|委|办公室|办公厅|中心|"
    r"银行|学院|大学|学校|医院|法院|检察院|公司|总队|支队|大队|研究院|气象台|档案馆|图书馆|署|处|所|协会|联合会|总社|集团|部|办|院|社|站|队|馆|海关|监狱|农场|林场)"
)
_NAME = re.compile(rf"[一-龥]{{2,36}}?{_BODY}$")
_CLAUSES = (
    re.compile(
        rf"由\s*([一-龥]{{2,44}}?(?:{_BODY}|街道|镇|乡|区|县|市))\s*(?:\(以下简称[^)]*\))?\s*(?:负责)?(?:编制|编写|撰写|发布|公布)"
    ),
    re.compile(
        r"(?:现?(?:将|公布|发布|编制(?:了|形成了?|完成)?|编写)|公布)\s*《?([一-龥]{2,44}?)\s*(?:20\d\d年度?)?(?:的)?(?:政府信息公开|政务公开|信息公开)"
    ),
    re.compile(rf"([一-龥]{{2,40}}?{_BODY})\s*(?:编制|公布|发布)(?:了)?(?:20\d\d|本)"),
    re.compile(
        rf"(?:20\d\d)年(?:度|,|以来,?|,我局)*((?:{_PLACE})[一-龥]{{2,14}}?(?:局|厅|委|街道办事处|人民政府|委员会|中心|办公室))(?:以|认真|坚持|严格|按照|深入|积极|高度|全面|在|紧紧|持续)"
    ),
)
_SIGNED = re.compile(rf"(?:(?<=\n)|(?<=\s))[ \t]*([一-龥]{{2,40}}?{_BODY})\s*(?:\||\n|$|20\d\d年)")
_ANNOUNCED = re.compile(rf"(?:公布|发布|公开|编制|编写|编撰|形成|由)(?:了|《|的)?([一-龥]{{2,40}}?20\d\d年度?{_KIND})")
_CALLED = re.compile(
    rf"([一-龥]{{2,40}}?{_BODY})\s*\((?:以下)?简?称\s*[:“\"]*[我本](?:局|厅|委|办|单位|机关|院|中心|街道|镇|乡|区|县|市|处|部门)"
)
_SELF = re.compile(r"[我本全](局|厅|委|街道|镇|乡|区|县|市|旗|州|省)")
_PUBLISHER = re.compile(
    r"(?:发文机关|发布机构|发文机构|公开机构|信息来源|来\s*源|发布机关|责任部门)\s*:?[\s|]*([一-龥]{2,30})(?=[\s|]|$)"
)
_LEADS_UP = re.compile(r"通过|依托|利用|借助|围绕|结合|配合|服从|参加|接受")
_NOT_A_NAME = re.compile(
    r"根据|按照|条例|规定|通知|本报告|年度|信息公开$|工作$|关于|全文|以下|报告|网站|版权|主办|承办|维护|联系|技术支持|上一|下一"
)


def title(text: str, *, properties: tuple[str, ...] = ()) -> str | None:
    """The report's heading in the folded text; `properties` are titles the file itself carries."""
    lines = _BROKEN.sub(r"\1\2", text[:_HEAD]).split("\n")
    best: tuple[int, str] | None = None
    for place, line in enumerate(lines[:60]):
        found = _TITLE.match(line.strip())
        if not found or len(line.strip()) > 70 or re.search(r"信息名称|标题|>|首页", line):
            continue
        words = found.group().strip()
        if re.match(r"(?:20\d\d年)?(?:本|根据|按照|现|全文|依据|为)", words) or words.startswith(("一、", "(")):
            continue
        if re.match(r"(?:20[0-2]\d\s*年?度?)?(?:政府信息公开|政务公开|信息公开)", words):
            above = next((each.strip() for each in reversed(lines[max(0, place - 3) : place]) if each.strip()), "")
            named = re.sub(r"20[0-2]\d\s*年度?(?:政府)?$", "", above)
            if _NAME.fullmatch(named) or (len(named) <= _LONGEST_PLACE and re.fullmatch(rf"(?:{_PLACE})+", named)):
                words = above + words
        score = 2 * bool(_YEAR.search(words)) + 3 * bool(_subject(words)) - (place > 30)
        if best is None or score > best[0]:
            best = (score, words)
    if best and best[0] >= 3:
        return best[1]
    for candidate in (*_NAMED.findall(text[:6000]), *properties):
        cleaned = re.sub(r"^.*[@_:|]", "", candidate.strip())
        found = _TITLE.match(cleaned)
        if found and _YEAR.search(cleaned) and _subject(found.group()):
            return found.group()
    for match in _ANNOUNCED.finditer(text[:3000]):
        words = re.sub(r"编制(?:完成|形成)?的", "", match[1])
        if not _NOT_A_NAME.search(_subject(words) or "根据"):
            return words
    return best[1] if best and best[0] >= 2 else None


def year(text: str, heading: str | None) -> int | None:
    """The year reported on: from the heading, the period of the figures, or the years the text speaks of."""
    if heading and (found := _YEAR.search(heading)):
        return _as_year(found)
    if period := _PERIOD.search(text):
        return int(period[1])
    opening = text[:1200]
    reported = re.search(rf"(20[0-2]\d)\s*年?度?[^\n。,;]{{0,10}}?{_KIND}", opening)
    if reported and re.search(r"(?:公布|发布|编制|编写|现将|本)[^。;\n]{0,40}$", opening[: reported.start()]):
        return int(reported[1])
    counted = collections.Counter(int(each) for each in _ANY_YEAR.findall(text))
    if counted:
        most = counted.most_common(1)[0][1]
        return max(one for one, count in counted.items() if count == most)
    published = _PUBLISHED.search(text)
    return int(published[1]) - 1 if published else None


def agency(text: str, heading: str | None) -> str | None:
    """The full name of the reporting agency in simplified characters, as far as the text gives it."""
    opening = text[:2500]
    titled = _completed(_cleaned(_subject(heading)), text)
    candidates = [match[1] for match in _CALLED.finditer(opening)]
    for pattern in _CLAUSES:
        candidates.extend(match[1] for match in pattern.finditer(opening))
    candidates.extend(match[1] for match in _SIGNED.finditer(text[-600:]))
    publishers = [match[1] for match in _PUBLISHER.finditer(opening)]
    names = [name for each in candidates if (name := _completed(_cleaned(each), text))]
    first = titled or next(iter(names), None) or _spoken_of(text)
    if first is None:
        official = [name for each in publishers if (name := _completed(_cleaned(each), text))]
        return _with_city(_extended(official[0], text, is_titled=False)) if official else None
    renamed = [each for each in publishers if _is_renamed(first, each)]
    if renamed:
        return renamed[0]
    longer = [name for name in names if name.endswith(first) and len(name) > len(first)]
    return _with_city(_extended(max(longer, key=len) if longer else first, text, is_titled=titled is not None))


def _is_renamed(name: str, publisher: str) -> bool:
    """卫生局 whose report is now published by 卫生健康局: same place, same beginning, same kind of body."""
    shared = 0
    while shared < min(len(name), len(publisher)) and name[shared] == publisher[shared]:
        shared += 1
    is_body = _NAME.fullmatch(publisher) is not None and _NAME.fullmatch(name) is not None
    return publisher != name and is_body and shared >= 5 and len(publisher) > len(name) and name[-1] == publisher[-1]


def _spoken_of(text: str) -> str | None:
    """Where the report only says 我乡 or 我区: the place of that kind it names most often."""
    kinds = collections.Counter(_SELF.findall(text))
    for kind, _ in kinds.most_common(2):
        if kind in ("局", "厅", "委"):
            continue
        acts = "政府|人民政府|[一-龥]*(?:未|共|主动|公开|收到|党|办事处)"
        pattern = rf"(?<![一-龥])年?度?([一-龥]{{1,5}}?{kind})(?={acts})"
        names = collections.Counter(re.findall(pattern, text))
        names = collections.Counter(
            {
                name: n
                for name, n in names.items()
                if not re.search(
                    r"[我本全各该年]|政府|信息|根据|(?:开发|社|小|校|园|辖|地|片|街|景|老|城)区$|城市$", name
                )
            }
        )
        if names:
            return _completed(names.most_common(1)[0][0], text)
    return None


def _as_year(found: re.Match[str]) -> int | None:
    if found[1]:
        return int(found[1])
    numeral = "".join(
        each if each.isdigit() and each.isascii() else str(quantities.chinese_number("〇" + each) or 0)
        for each in found[2]
    )
    return int(numeral)


def _subject(heading: str | None) -> str:
    """The heading without year and kind of paper: whose report it is."""
    if not heading:
        return ""
    words = re.sub(r"^中共\S+[\s、]+(?=\S+(?:政府|办公[厅室]))|\s|\(.*?\)", "", heading)
    words = re.sub(
        rf"(?<=[一-龥])20\d\d年?度?[一-龥]{{0,2}}{_KIND}.*$|(?:编制的?)?(?:20\d\d年?度?)?{_KIND}.*$", "", words
    )
    words = _YEAR.sub("", words)
    return re.sub(r"^(?:关于|度|的|年度)+|(?:年度|关于|的|度|本级|年|《)+$", "", words)


def _cleaned(name: str) -> str:
    """Without the words that lead up to a name."""
    bare = re.sub(r"^.*(?:由|以及|年度)(?=[一-龥]{4,})", "", re.sub(r"\s", "", name))
    return re.sub(
        r"^(?:特?向社会)?(?:现将|现公布|公布|发布|关于|根据|我|本|自(?!然)|是|由|了|和|年度|度|年)+", "", bare
    )


def _completed(name: str, text: str) -> str | None:
    """A full name from what a heading calls the agency: a place stands for its government."""
    if len(name) < 2 or _NOT_A_NAME.search(name) or not re.fullmatch(r"[一-龥()]+", name):
        return None
    if name.endswith(("街道", "街道办")):
        return name.removesuffix("办") + "办事处"
    if name.endswith("政府") and not name.endswith("人民政府"):
        name = name.removesuffix("政府")
    if re.search(r"(?:省|市|县|区|州|旗|盟|镇|乡)$", name) and not name.endswith(("社区", "小区")):
        full = _unabbreviated(name, text)
        return f"{full}人民政府" if not full.endswith("开发区") else f"{full}管理委员会"
    return name if _NAME.fullmatch(name) else None


def _unabbreviated(name: str, text: str) -> str:
    """土右旗 is 土默特右旗 where the text names that government in full."""
    if len(name) > 4:
        return name
    pattern = re.compile(rf"{_STOP}({name[0]}[一-龥]{{1,5}}{name[-1]})人民政府")
    for match in pattern.finditer(text):
        rest = iter(match[1])
        if len(match[1]) > len(name) and name not in match[1] and all(each in rest for each in name):
            return match[1]
    return name


def _extended(name: str, text: str, *, is_titled: bool) -> str:
    """With the places above it, where the text gives them in front of the name or of its first part."""
    above = rf"{_STOP}((?:{_PLACE}){{1,3}})"
    own = re.match(rf"({_PLACE})", name)
    local = re.search(r"(?:街道办事处|镇人民政府|乡人民政府)$", name)
    whole = rf"{name}(?!办公|办$)"
    for called in (whole, re.sub("(?:办事处|人民政府)$", "", name)) if local else (whole,):
        found = [match[1] for match in re.finditer(rf"{above}{called}", text) if _is_place(match[1])]
        if found:
            return _trimmed(max(found, key=len)) + name
    if not is_titled and own and own[1].endswith("区"):
        cities = set(re.findall(rf"{_STOP}([一-龥]{{2,4}}市)人民政府", text)) - {own[1]}
        if len(cities) == 1:
            return f"{cities.pop()}{name}"
    if not local:
        return name
    if own and len(own[1]) < len(name) - 5:
        found = [match[1] for match in re.finditer(rf"{above}{own[1]}", text) if _is_place(match[1])]
        return _trimmed(found[0]) + name if found else name
    if own and name.startswith(own[1]) and len(own[1]) > 2:
        return name
    chains = [
        match[1]
        for match in re.finditer(rf"{_STOP}((?:{_PLACE}){{2,3}}|[一-龥]{{2,4}}[区县](?=人?民?政府))(?=[一-龥])", text)
    ]
    chains = [each for each in chains if _is_place(each)]
    return f"{_trimmed(max(chains, key=len))}{name}" if chains else name


def _is_place(words: str) -> bool:
    return not (_NOT_A_NAME.search(words) or _LEADS_UP.match(words))


def _with_city(name: str) -> str:
    """A street or town of a district with the city that alone has a district of this name."""
    found = re.match(r"([一-龥]{2,6}?区)(?:人民政府)?[一-龥]{2,8}(?:街道办事处|[镇乡]人民政府)$", name)
    city = places.city_of(found[1]) if found else None
    return f"{city}{name}" if city else name


def _trimmed(above: str) -> str:
    """Without words that ran into the first place: 并在路桥区."""
    rest = re.sub(r"^.{0,3}[在由向于据经为]", "", above)
    return rest if 3 <= len(rest) <= _LONGEST_PLACE and re.fullmatch(rf"(?:{_PLACE})+", rest) else above
