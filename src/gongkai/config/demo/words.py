"""The small change of official papers: invented streets, firms, people, schools and figures."""

import datetime
import random

DISTRICTS = ("望山区", "临江区", "南浦县")
ROADS = ("平湖路", "青石路", "云岭大道", "望山大道", "临江东路", "南浦路", "文昌街", "桂花街", "学府路", "江滨路",
         "工业大道", "白塔路", "石桥街", "建设路", "东湖路", "创业大道", "柳湾路", "浦江路", "竹溪街", "望湖巷")  # fmt: skip
COMMUNITIES = ("青石路6号院", "平湖新村", "望湖家园", "学府苑", "工人新村", "文昌里", "桂花园", "江滨小区", "石桥一村", "白塔南里",
               "云岭花园", "东湖北苑", "建设路18号院", "纺织厂宿舍", "柳荫里", "南浦新苑", "金桂里", "电机厂家属院")  # fmt: skip
VILLAGES = (
    "柳湾村",
    "竹溪村",
    "石桥村",
    "白塔村",
    "上坪村",
    "下坪村",
    "荷塘村",
    "杨家湾村",
    "枫树岭村",
    "清水村",
    "莲花村",
    "北港村",
)
SCHOOLS = ("云州市实验小学", "望山区平湖小学", "望山区青石小学", "临江区东湖小学", "临江区江滨中学", "南浦县城关中学",
           "云州市第二中学", "云州市第五中学", "望山区学府路小学", "南浦县柳湾学校", "临江区白塔中心小学", "高新区创业路学校")  # fmt: skip
RIVERS = ("云江", "浦江", "青石河", "竹溪河", "柳湾河", "白塔河")
SOURCES = ("云江取水口", "青石水库", "白塔水库", "竹溪水库", "浦江水厂取水口")
STATIONS = ("望山子站", "临江子站", "高新区子站", "南浦子站", "东湖子站")
_BRANDS = ("青禾", "云帆", "恒远", "嘉禾", "望湖", "瑞丰", "明德", "同心", "江畔", "春晖", "安泰", "新翼", "启航", "鼎和", "清源",
           "金穗", "海棠", "百川", "南山", "星河", "惠民", "永泰", "博远", "和顺")  # fmt: skip
_TRADES = {
    "food": ("食品有限公司", "餐饮管理有限公司", "超市有限公司", "农副产品有限公司", "乳业有限公司", "粮油有限公司"),
    "works": ("建设工程有限公司", "市政工程有限公司", "建筑工程有限公司", "园林绿化有限公司", "路桥工程有限公司"),
    "plant": ("化工有限公司", "机械制造有限公司", "纺织有限公司", "新材料有限公司", "电子科技有限公司", "包装有限公司"),
    "service": ("信息技术有限公司", "物业服务有限公司", "人力资源有限公司", "咨询有限公司", "物流有限公司", "文化传媒有限公司"),
}  # fmt: skip
_SURNAMES = "沈陆江方秦石岳汪田阮杜关凌严谢毕康金林叶容安白柳高霍祝葛温戴齐裴俞邹袁鲁卓翁费季柏贺简丁屈路冉"
_GIVEN = ("云舟", "知远", "映雪", "景明", "敬之", "平川", "知秋", "鸿远", "若川", "听松", "思远", "文博", "可心", "明轩", "一帆",
          "书言", "定远", "清和", "文清", "心怡", "晴川", "雨桐", "安然", "清浅", "知夏", "嘉树", "书屏", "一言", "允中", "希文")  # fmt: skip
PROJECTS = ("云岭大道快速化改造工程", "东湖片区雨污分流工程", "市第二人民医院新院区", "青石水库除险加固工程", "城北污水处理厂二期",
            "临江港口作业区扩建工程", "高新区标准厂房三期", "平湖路小学迁建工程", "南浦县城乡供水一体化工程", "市档案馆新馆",
            "云州市老年养护中心", "白塔镇农产品冷链物流园", "竹溪河生态治理工程", "市政务服务中心改造工程", "燃气老旧管道更新改造工程",
            "柳湾农村公路提升工程", "学府路地下停车场", "石桥镇高标准农田项目", "市公共卫生应急中心", "江滨路综合管廊")  # fmt: skip


def person(rnd: random.Random) -> str:
    """A name nobody is meant by."""
    return rnd.choice(_SURNAMES) + rnd.choice(_GIVEN)


def veiled_person(rnd: random.Random) -> str:
    """A private person's name as lists print it."""
    name = person(rnd)
    return f"{name[0]}某{'某' if len(name) > 2 else ''}"


def company(rnd: random.Random, trade: str = "service") -> str:
    """A firm; trade is food, works, plant or service."""
    return f"云州市{rnd.choice(_BRANDS)}{rnd.choice(_TRADES[trade])}"


def address(rnd: random.Random) -> str:
    """A street and number in the city."""
    return f"{rnd.choice(DISTRICTS)}{rnd.choice(ROADS)}{rnd.randint(1, 260)}号"


def credit_code(prefix: str, division: str, serial: int) -> str:
    """A 统一社会信用代码 with right check characters: kind of body, division, and an eight-digit serial."""
    base = f"{serial:08d}"
    weights = (3, 7, 9, 10, 5, 8, 4, 2)
    rest = (11 - sum(int(d) * w for d, w in zip(base, weights, strict=True)) % 11) % 11
    code = f"{prefix}{division}{base}{'X' if rest == 10 else rest}"
    alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
    total = sum(alphabet.index(char) * pow(3, place, 31) for place, char in enumerate(code))
    return code + alphabet[(31 - total % 31) % 31]


def firm_code(rnd: random.Random) -> str:
    """The credit code of some firm of the city."""
    return credit_code("91", "990100", rnd.randint(10_000_000, 99_999_999))


def money(rnd: random.Random, low: float, high: float) -> str:
    """An amount in 万元 with two places."""
    return f"{rnd.uniform(low, high):.2f}"


def percent(rnd: random.Random, low: float, high: float) -> str:
    """A rate with one place and its sign."""
    return f"{rnd.uniform(low, high):.1f}%"


def meeting_hour(rnd: random.Random) -> str:
    """When a meeting begins."""
    return rnd.choice(("上午9:00", "上午9:30", "下午2:30", "下午3:00"))


def month_before(day: datetime.date) -> tuple[int, int]:
    """Year and month of the month that ended last."""
    last = day.replace(day=1) - datetime.timedelta(days=1)
    return last.year, last.month


def quarter_before(day: datetime.date) -> tuple[int, int]:
    """Year and quarter of the quarter that ended last."""
    quarter = (day.month - 1) // 3
    return (day.year, quarter) if quarter else (day.year - 1, 4)
