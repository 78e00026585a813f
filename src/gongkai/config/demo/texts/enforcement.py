"""Permits, penalties and inspections: lists published under the duty of 双公示, samplings, campaigns."""

from gongkai.config.demo import words
from gongkai.config.demo.paper import Paper, Sheet, Text
from gongkai.config.demo.scene import Scene

PERMITS = {
    "scj": ("食品经营许可", "特种设备使用登记", "药品经营许可", "检验检测机构资质认定"),
    "zjj": ("商品房预售许可", "建筑工程施工许可", "建筑业企业资质", "燃气经营许可"),
    "cgj": ("城市建筑垃圾处置核准", "大型户外广告设置许可", "临时占用城市绿地许可"),
    "jtj": ("道路货物运输经营许可", "公路涉路施工许可", "巡游出租汽车经营许可"),
    "hbj": ("排污许可", "环境影响评价文件审批", "危险废物经营许可"),
    "wjw": ("公共场所卫生许可", "医疗机构执业登记", "放射诊疗许可"),
    "spj": ("企业设立登记", "人力资源服务许可", "民办非企业单位登记"),
    "yjj": ("危险化学品经营许可", "烟花爆竹零售许可"),
    "gaj": ("保安服务许可", "爆破作业单位许可", "大型群众性活动安全许可"),
}
FAULTS = {
    "scj": (("经营超过保质期的食品", "《中华人民共和国食品安全法》第一百二十四条"), ("未明码标价", "《中华人民共和国价格法》第四十二条"), ("使用未经检验的特种设备", "《中华人民共和国特种设备安全法》第八十四条")),
    "cgj": (("未取得核准处置建筑垃圾", "城市建筑垃圾管理规定第二十五条"), ("擅自占用人行道经营", "城市市容和环境卫生管理条例第三十六条"), ("未按规定分类投放生活垃圾", "固体废物污染环境防治法第一百一十一条")),
    "hbj": (("超标排放水污染物", "《中华人民共和国水污染防治法》第八十三条"), ("未按规定开展自行监测", "排污许可管理条例第三十六条"), ("未密闭贮存易产生扬尘的物料", "《中华人民共和国大气污染防治法》第一百一十七条")),
    "yjj": (("未如实记录安全生产教育培训情况", "《中华人民共和国安全生产法》第九十七条"), ("未在危险场所设置安全警示标志", "《中华人民共和国安全生产法》第九十九条")),
    "jtj": (("未取得许可从事道路货物运输", "道路运输条例第六十三条"), ("车辆未按规定检测", "道路运输条例第七十条")),
    "zjj": (("未取得施工许可擅自施工", "建设工程质量管理条例第五十七条"), ("未按规定公布物业收支情况", "物业管理条例第六十五条")),
    "wjw": (("未取得公共场所卫生许可擅自营业", "公共场所卫生管理条例实施细则第三十五条"), ("未按规定处置医疗废物", "医疗废物管理条例第四十六条")),
}  # fmt: skip
_FOODS = (
    "鲜鸡蛋",
    "韭菜",
    "豆芽",
    "散装白酒",
    "酱卤肉",
    "食用植物油",
    "挂面",
    "糕点",
    "鲫鱼",
    "芹菜",
    "腐竹",
    "香蕉",
    "火锅底料",
    "纯牛奶",
    "小龙虾",
)
_TESTS = ("毒死蜱", "恩诺沙星", "铅", "菌落总数", "过氧化值", "苯甲酸", "甜蜜素", "腐霉利")


def permits(scene: Scene) -> Text:
    """行政许可信息（双公示）: a month's or week's decisions."""
    rnd = scene.rnd
    kind = rnd.choice(PERMITS.get(scene.office.key, ("行政许可",)))
    rows = []
    for n in range(1, rnd.randint(6, 16)):
        day = scene.after(-rnd.randint(1, 7))
        number = f"{scene.office.sign}许〔{day.year}〕{rnd.randint(1, 900)}号"
        rows.append((n, words.company(rnd, rnd.choice(("food", "works", "plant", "service"))), words.firm_code(rnd), number, kind, day.isoformat()))  # fmt: skip
    head = ("序号", "行政相对人", "统一社会信用代码", "决定书文号", "许可内容", "决定日期")
    paper = Paper().p(f"根据行政许可和行政处罚等信用信息公示要求，现将{scene.name}近期作出的{kind}决定公示如下。")
    paper.table(head, rows, "行政许可信息公示表").p(
        f"相对人对公示信息有异议的，可以向本机关提出，电话{scene.office.phone}。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}行政许可信息公示（{kind}，{scene.date}）", body=paper.html(), genre="公示", topic="工商",
        keywords=f"双公示 行政许可 {kind}", summary=f"公示{kind}决定{len(rows)}件。",
        attachments=(Sheet("行政许可公示表.xlsx", head, rows),) if rnd.random() < 0.25 else (),
    )  # fmt: skip


def penalties(scene: Scene) -> Text:
    """行政处罚信息（双公示）: decisions with facts, basis and amount."""
    rnd = scene.rnd
    faults = FAULTS.get(scene.office.key, FAULTS["scj"])
    rows = []
    for n in range(1, rnd.randint(4, 11)):
        fact, basis = rnd.choice(faults)
        day = scene.after(-rnd.randint(1, 7))
        who = (
            words.company(rnd, rnd.choice(("food", "plant", "works")))
            if rnd.random() < 0.8
            else words.veiled_person(rnd)
        )
        fine = rnd.choice(
            ("警告", "罚款500元", "罚款2000元", "罚款5000元", "罚款1.2万元", "罚款5万元", "责令改正，罚款1万元")
        )
        rows.append(
            (n, who, f"{scene.office.sign}罚〔{day.year}〕{rnd.randint(1, 400)}号", fact, basis, fine, day.isoformat())
        )
    head = ("序号", "当事人", "决定书文号", "违法事实", "处罚依据", "处罚内容", "决定日期")
    paper = Paper().p(f"现将{scene.name}作出的行政处罚决定信息公示如下，自然人信息已作隐去处理。")
    paper.table(head, rows, "行政处罚信息公示表").p("公示期限按照信用修复有关规定执行。").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}行政处罚信息公示（{scene.date}）", body=paper.html(), genre="公示", topic="工商",
        keywords="双公示 行政处罚 信用信息", summary=f"公示行政处罚决定{len(rows)}件。",
        attachments=(Sheet("行政处罚公示表.xlsx", head, rows),) if rnd.random() < 0.2 else (),
    )  # fmt: skip


def penalty_decision(scene: Scene) -> Text:
    """行政处罚决定书 of social influence, in full."""
    rnd = scene.rnd
    firm = words.company(rnd, rnd.choice(("food", "plant", "works")))
    fact, basis = rnd.choice(FAULTS.get(scene.office.key, FAULTS["scj"]))
    seen, fine = scene.after(-rnd.randint(30, 80)), rnd.choice((5, 8, 10, 12, 20))
    number = scene.numbers.next(f"{scene.office.sign}罚", scene.year)
    paper = Paper().p(f"当事人：{firm}", f"统一社会信用代码：{words.firm_code(rnd)}", f"住所：{words.address(rnd)}")
    paper.section(
        "违法事实",
        f"{seen.year}年{seen.month}月{seen.day}日，执法人员在检查中发现当事人{fact}。上述事实有现场检查笔录、照片、询问笔录等证据证明。",
    )
    paper.section(
        "处罚依据和内容",
        f"当事人的行为违反了有关规定，依据{basis}，经法制审核和集体讨论，决定给予以下处罚：责令改正，罚款{fine}万元。",
    )
    paper.section(
        "履行方式和救济途径",
        "当事人应当自收到决定书之日起十五日内缴纳罚款。不服本决定的，可以自收到之日起六十日内申请行政复议，或者六个月内提起行政诉讼。",
    )
    paper.signed(scene.name, scene.day)
    return Text(
        title=f"行政处罚决定书（{firm}）", body=paper.html(), genre="其他", topic="工商", doc_no=number,
        keywords="行政处罚 决定书", summary=f"对{firm}{fact}的行为罚款{fine}万元。",
    )  # fmt: skip


def sampling(scene: Scene) -> Text:
    """食品安全监督抽检信息通告."""
    rnd = scene.rnd
    issue = scene.day.isocalendar().week
    total, bad = rnd.randint(80, 320), rnd.randint(0, 4)
    rows = []
    for n in range(1, rnd.randint(8, 15)):
        failed = n <= bad
        result = f"不合格（{rnd.choice(_TESTS)}）" if failed else "合格"
        rows.append(
            (n, rnd.choice(_FOODS), words.company(rnd, "food"), scene.after(-rnd.randint(20, 45)).isoformat(), result)
        )
    head = ("序号", "样品名称", "被抽样单位", "抽样日期", "结论")
    paper = Paper().p(
        f"近期，{scene.name}组织食品安全监督抽检，抽取粮食加工品、食用农产品、餐饮食品等{total}批次样品，合格{total - bad}批次，不合格{bad}批次。"
    )
    paper.table(head, rows, "监督抽检产品信息（节选）")
    if bad:
        paper.p("对不合格产品，已责令相关单位立即下架、封存、召回，分析原因进行整改，并依法立案查处。")
    paper.p("消费者如在市场上发现不合格食品，请拨打投诉举报电话12315。").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}食品安全监督抽检信息通告（{scene.year}年第{issue}期）", body=paper.html(), genre="通告", topic="市场监管、安全生产监管",
        keywords="食品抽检 食品安全 不合格", summary=f"抽检{total}批次，不合格{bad}批次。",
        attachments=(Sheet("抽检结果.xlsx", head, rows),) if rnd.random() < 0.5 else (),
    )  # fmt: skip


def school_food(scene: Scene) -> Text:
    """学校食堂和午餐检查."""
    rnd = scene.rnd
    schools = rnd.sample(words.SCHOOLS, k=8)
    grades = ("A级（优秀）", "B级（良好）", "B级（良好）", "C级（一般）")
    notes = (
        "无",
        "留样登记不完整，已当场整改",
        "个别从业人员健康证到期，已换证",
        "陪餐记录填写不及时",
        "膳食委员会活动记录缺失",
    )
    rows = [(n, school, rnd.choice(grades), rnd.choice(notes)) for n, school in enumerate(schools, 1)]
    paper = Paper().p(
        f"为保障学校午餐安全，{scene.name}会同有关部门对学校食堂和校外供餐单位开展检查，现将结果公布如下。"
    )
    paper.table(("序号", "学校", "量化等级", "发现问题"), rows, "学校食堂检查结果")
    paper.p("各学校应当公布午餐带量食谱、原料来源和膳食费收支，落实负责人陪餐和家长参与制度。").signed(
        scene.name, scene.day
    )
    term = "春季" if scene.day.month < 8 else "秋季"
    return Text(
        title=f"关于{scene.year}年{term}学期学校食堂和午餐服务检查结果的通报", body=paper.html(), genre="通报", topic="教育",
        doc_no=scene.doc_no() if rnd.random() < 0.6 else "", keywords="学校午餐 食堂 食品安全", summary=f"检查学校{len(rows)}所。",
    )  # fmt: skip


def random_check(scene: Scene) -> Text:
    """双随机、一公开 抽查结果."""
    rnd, total = scene.rnd, scene.rnd.randint(30, 160)
    found = rnd.randint(1, total // 8)
    rows = [
        (
            n,
            words.company(rnd),
            words.firm_code(rnd),
            rnd.choice(("未发现问题", "未发现问题", "未发现问题", "责令限期改正", "通过登记的住所无法联系")),
        )
        for n in range(1, 11)
    ]
    head = ("序号", "检查对象", "统一社会信用代码", "抽查结果")
    paper = Paper().p(
        f"按照年度抽查计划，{scene.name}采取随机抽取检查对象、随机选派检查人员的方式，检查市场主体{total}户，发现问题{found}户。"
    )
    paper.table(head, rows, "抽查结果（节选）").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}{scene.year}年第{(scene.day.month - 1) // 3 + 1}季度“双随机、一公开”抽查结果公示", body=paper.html(),
        genre="公示", topic="工商", keywords="双随机 抽查 监管", summary=f"抽查{total}户，发现问题{found}户。",
        attachments=(Sheet("抽查结果.xlsx", head, rows),) if rnd.random() < 0.5 else (),
    )  # fmt: skip


def safety(scene: Scene) -> Text:
    """安全生产检查和隐患整改."""
    rnd = scene.rnd
    field = scene.pick(
        "危险化学品", "建筑施工", "人员密集场所", "工贸企业", "燃气和老旧管道", "道路运输", "电动自行车停放充电"
    )
    checked, hidden = rnd.randint(40, 400), rnd.randint(30, 300)
    done = int(hidden * rnd.uniform(0.8, 0.99))
    rows = [(n, words.company(rnd, "plant"), rnd.choice(("消防通道堵塞", "未按规定开展培训", "安全出口标志损坏", "特种作业人员无证", "可燃气体报警器失效")), rnd.choice(("已整改", "已整改", "限期整改"))) for n in range(1, 9)]  # fmt: skip
    paper = Paper().p(
        f"{scene.name}近期组织{field}安全生产专项检查，检查单位{checked}家次，发现隐患{hidden}处，已整改{done}处，整改率{done / hidden * 100:.1f}%。"
    )
    paper.table(("序号", "单位", "主要隐患", "整改情况"), rows, "隐患整改情况（节选）")
    paper.p("对重大隐患实行挂牌督办，整改情况定期公布。欢迎拨打12350举报安全隐患。").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{field}安全生产检查情况通报（{scene.year}年{scene.day.month}月）", body=paper.html(), genre="通报", topic="安全生产监管",
        keywords=f"安全生产 隐患 {field}", summary=f"检查{checked}家次，整改隐患{done}处。",
    )  # fmt: skip


def powers(scene: Scene) -> Text:
    """权责清单."""
    rnd = scene.rnd
    kinds = ("行政许可", "行政处罚", "行政检查", "行政确认", "行政给付", "行政强制", "其他行政权力")
    rows = [
        (
            n,
            rnd.choice(kinds),
            f"{scene.office.duties.split('，')[0][:18]}事项{n}",
            scene.pick("业务科", "政策法规科", "监督检查科"),
            rnd.choice(("法定", "上级下放")),
        )
        for n in range(1, rnd.randint(10, 20))
    ]
    head = ("序号", "类别", "事项名称", "承办机构", "来源")
    paper = (
        Paper()
        .p(f"现公布{scene.name}权力和责任清单（{scene.year}年版），清单之外无权力。")
        .table(head, rows, "权责清单（节选）")
        .signed(scene.name, scene.day)
    )
    return Text(
        title=f"{scene.name}权责清单（{scene.year}年版）",
        body=paper.html(),
        genre="公告",
        topic="政务公开",
        keywords="权责清单 行政权力",
        summary=f"公布行政权力事项{len(rows)}项。",
        attachments=(Sheet("权责清单.xlsx", head, rows),),
    )
