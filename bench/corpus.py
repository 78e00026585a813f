"""Generated documents for the benchmarks: as many as wanted, about six hundred characters each, from the demo's words.

    from bench import corpus
    for document in corpus.documents(300_000, seed=1): ...

Each is a dict: id, title, body (plain text, paragraphs by newline), doc_no (sometimes empty), index_no, agency_id
(1 to 60), topic (a code of the shipped vocabulary), column (1 to 400), published_on (a date), keywords. The same
count and seed give the same documents, and the first thousand are the same whatever the count.
"""

import datetime
import random
from collections.abc import Iterator
from typing import Any

from gongkai.config.demo import city, words
from gongkai.rules import vocabularies

AGENCIES = 60
COLUMNS = 400
FIRST_DAY = datetime.date(2008, 5, 1)
DAYS = 6750
_FORMS = (
    "管理办法",
    "实施细则",
    "通知",
    "公告",
    "公示",
    "工作方案",
    "政策解读",
    "意见",
    "通报",
    "年度计划",
    "情况说明",
    "答复",
)
_OPENINGS = (
    "为{aim}，根据有关法律、法规，结合{place}实际，现就{thing}工作有关事项通知如下。",
    "近日，{place}组织开展了{thing}工作，共涉及{who}{n}人次，有关情况公布如下。",
    "根据年度工作安排，{place}对{thing}情况进行了检查，检查{n}处，发现问题{m}个。",
    "{year}年第{q}季度，{place}安排{thing}资金{money}万元，用于{project}等项目。",
    "经研究，同意{firm}承担{project}有关工作，工期{m}个月，总投资{money}万元。",
)
_CLOSINGS = (
    "本件由{place}有关部门负责解释，咨询电话0990-8861 {tail}。",
    "公示期五个工作日，有异议的，请书面向{road}{n}号反映。",
    "以上内容自{year}年{month}月{day}日起施行，有效期五年。",
    "办理结果自作出之日起七个工作日内公开，欢迎监督。",
    "各有关单位应当于{month}月{day}日前报送落实情况。",
)
_MIDDLES = (
    "{community}、{road}沿线和{village}列入本年计划，责任人{person}，完成时限为{month}月底。",
    "其中，一般公共预算安排{money}万元，比上年增长{rate}%，三公经费支出下降{m}%。",
    "{school}、{school2}的午餐服务由{firm}承担，每餐标准{m}元，账目每月公布。",
    "{source}水质达标率100%，{river}监测断面优良天数比例{rate}%。",
    "对{firm}作出行政处罚，罚款{n}00元，统一社会信用代码已在双公示栏目公布。",
    "问：{ask}答：{answer}",
    "依申请公开的信息中，涉及第三方合法权益的，征求意见后再作答复。",
)


def documents(count: int, seed: int = 1) -> Iterator[dict[str, Any]]:
    """So many documents, one after the other; nothing is kept."""
    rnd = random.Random(seed)
    topics = [term.code for term in vocabularies.named("topics").terms if term.parent_code]
    signs = [office.sign for office in city.offices().values()]
    for number in range(1, count + 1):
        yield _document(number, rnd, topics, signs)


def _document(number: int, rnd: random.Random, topics: list[str], signs: list[str]) -> dict[str, Any]:
    subject = rnd.choice(city.subjects())
    agency = min(int(rnd.expovariate(0.07)), AGENCIES - 1)
    day = FIRST_DAY + datetime.timedelta(days=int(DAYS * rnd.random() ** 0.6))
    values = _values(rnd, day)
    ask, answer = rnd.choice(subject.ask)
    values |= {"aim": subject.aim, "thing": subject.thing, "who": subject.who, "ask": ask, "answer": answer}
    other = rnd.choice(city.subjects())
    rules = rnd.sample(subject.rules, k=min(4, len(subject.rules))) + rnd.sample(
        other.rules, k=min(4, len(other.rules))
    )
    parts = [rnd.choice(_OPENINGS), *rules, *rnd.sample(_MIDDLES, k=6), *rnd.sample(_CLOSINGS, k=2)]
    paragraphs = [part.format_map(values) if "{" in part else part for part in parts]
    form = rnd.choice(_FORMS)
    title = f"关于{values['place']}{values['community']}{subject.name}的{form}（{day.year}年第{rnd.randint(1, 400)}号）"
    return {
        "id": number,
        "title": title,
        "body": "\n".join(paragraphs),
        "doc_no": f"{signs[agency]}〔{day.year}〕{rnd.randint(1, 400)}号" if rnd.random() < 0.4 else "",
        "index_no": f"YZ00{agency + 1:05d}/{day.year}-{number:07d}",
        "agency_id": agency + 1,
        "topic": rnd.choice(topics),
        "column": rnd.randint(1, COLUMNS),
        "published_on": day,
        "keywords": subject.words,
    }


def _values(rnd: random.Random, day: datetime.date) -> dict[str, Any]:
    return {
        "place": rnd.choice(("云州市", *words.DISTRICTS)),
        "n": rnd.randint(2, 999),
        "m": rnd.randint(2, 36),
        "q": "一二三四"[rnd.randrange(4)],
        "year": day.year,
        "month": rnd.randint(1, 12),
        "day": rnd.randint(1, 28),
        "money": f"{rnd.uniform(3, 9000):.2f}",
        "rate": f"{rnd.uniform(1, 99):.1f}",
        "tail": f"{rnd.randint(1000, 9999)}",
        "project": rnd.choice(words.PROJECTS),
        "firm": words.company(rnd, "works"),
        "person": words.person(rnd),
        "road": rnd.choice(words.ROADS),
        "community": rnd.choice(words.COMMUNITIES),
        "village": rnd.choice(words.VILLAGES),
        "school": rnd.choice(words.SCHOOLS),
        "school2": rnd.choice(words.SCHOOLS),
        "source": rnd.choice(words.SOURCES),
        "river": rnd.choice(words.RIVERS),
    }
