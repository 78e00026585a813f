"""Daily life: environment readings, schools, health, housing, relief, jobs, prices, transport."""

from gongkai.config.demo import words
from gongkai.config.demo.paper import Letter, Paper, Sheet, Text
from gongkai.config.demo.scene import Scene


def air(scene: Scene) -> Text:
    """环境空气质量月报."""
    rnd = scene.rnd
    year, month = words.month_before(scene.day)
    rows = [
        (
            name,
            rnd.randint(14, 58),
            rnd.randint(28, 96),
            rnd.randint(4, 15),
            rnd.randint(12, 46),
            rnd.randint(70, 175),
            words.percent(rnd, 70, 100),
        )
        for name in words.STATIONS
    ]
    head = ("监测点位", "PM2.5", "PM10", "二氧化硫", "二氧化氮", "臭氧", "优良天数比例")
    paper = Paper().p(
        f"{year}年{month}月，{scene.area}环境空气质量优良天数比例为{words.percent(rnd, 75, 99)}，首要污染物为{scene.pick('臭氧', '细颗粒物', '可吸入颗粒物')}。"
    )
    paper.table(head, rows, f"{year}年{month}月环境空气质量（浓度单位：微克/立方米）").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}环境空气质量月报（{year}年{month}月）", body=paper.html(), genre="统计数据", topic="环境监测、保护与治理",
        keywords="空气质量 环境监测 月报", summary=f"{year}年{month}月五个点位的空气质量。",
        attachments=(Sheet(f"空气质量{year}{month:02d}.xlsx", head, rows),) if rnd.random() < 0.3 else (),
    )  # fmt: skip


def water(scene: Scene) -> Text:
    """集中式饮用水水源水质监测结果."""
    rnd = scene.rnd
    year, quarter = words.quarter_before(scene.day)
    rows = [(name, rnd.choice(("Ⅱ类", "Ⅱ类", "Ⅲ类")), 61, "达标", "无") for name in words.SOURCES]
    head = ("水源名称", "水质类别", "监测项目数", "达标情况", "超标指标")
    paper = Paper().p(
        f"{year}年第{'一二三四'[quarter - 1]}季度，对{scene.area}{len(rows)}个集中式生活饮用水水源开展监测，水质达标率100%。"
    )
    paper.table(head, rows, "集中式饮用水水源水质监测结果").signed(scene.name, scene.day)
    return Text(
        title=f"{year}年第{'一二三四'[quarter - 1]}季度集中式饮用水水源水质监测结果", body=paper.html(), genre="统计数据",
        topic="环境监测、保护与治理", keywords="饮用水 水质 环境监测", summary="五个水源水质全部达标。",
        attachments=(Sheet("水源水质监测结果.xlsx", head, rows),) if rnd.random() < 0.4 else (),
    )  # fmt: skip


def impact(scene: Scene) -> Text:
    """环评文件受理和拟批准公示."""
    rnd = scene.rnd
    firm = words.company(rnd, "plant")
    what = scene.pick(
        "年产2万吨新材料项目", "喷涂生产线技术改造项目", "污水处理站扩建项目", "仓储物流项目", "食品加工项目"
    )
    stage = scene.pick("受理", "拟批准")
    paper = Paper().p(f"根据环境影响评价审批程序，现将{stage}的建设项目环境影响评价文件公示如下，公示期五个工作日。")
    paper.table(
        ("项目", "建设地点", "建设单位", "评价类别"),
        [(what, words.address(rnd), firm, rnd.choice(("报告书", "报告表")))],
    )
    paper.p(
        "主要环境影响为废气、废水和噪声，采取收集处理、隔声减振等措施后达标排放。",
        f"听证权利告知：申请人、利害关系人可以在公示期内要求听证，电话{scene.office.phone}。",
    ).signed(scene.name, scene.day)
    return Text(
        title=f"关于{stage}{firm}{what}环境影响评价文件的公示", body=paper.html(), genre="公示", topic="环境监测、保护与治理",
        keywords="环评 环境影响评价 公示", summary=f"{what}环评文件{stage}公示。",
    )  # fmt: skip


def admission(scene: Scene) -> Text:
    """义务教育招生范围."""
    rnd = scene.rnd
    rows = [
        (n, school, "、".join(rnd.sample(words.COMMUNITIES, k=3)), rnd.randint(2, 8) * 45)
        for n, school in enumerate(rnd.sample(words.SCHOOLS, k=10), 1)
    ]
    head = ("序号", "学校", "招生范围", "计划（人）")
    paper = Paper().p(
        f"现将{scene.area}{scene.year}年义务教育学校招生范围和计划公布如下。报名时间：6月15日至6月22日，网上报名、现场核验二选一。"
    )
    paper.table(head, rows, "招生范围和计划").p(
        "随迁子女凭居住证入学。任何学校不得组织入学考试，不得收取与入学挂钩的费用。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{scene.year}年义务教育学校招生范围和计划", body=paper.html(), genre="公告", topic="教育",
        keywords="学校招生 入学 学区", summary=f"公布{len(rows)}所学校的招生范围和计划。", attachments=(Sheet("招生范围.xlsx", head, rows),),
    )  # fmt: skip


def meal_accounts(scene: Scene) -> Text:
    """学校午餐膳食费收支."""
    rnd = scene.rnd
    rows = []
    for n, school in enumerate(rnd.sample(words.SCHOOLS, k=7), 1):
        income = rnd.uniform(6, 48)
        rows.append(
            (
                n,
                school,
                f"{income:.2f}",
                f"{income * rnd.uniform(0.96, 1.02):.2f}",
                rnd.choice(("13", "14", "15", "16")),
            )
        )
    paper = Paper().p("按照学校午餐按成本收费、专账管理、每月公布的要求，现将上月膳食费收支情况公布如下。")
    paper.table(("序号", "学校", "收入（万元）", "支出（万元）", "每餐标准（元）"), rows, "学校午餐膳食费收支表").p(
        "结余滚入下月用于改善伙食，对账目有疑问的，家长可以向学校膳食委员会查询。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"学校午餐膳食费收支公布（{scene.year}年{scene.day.month}月）", body=paper.html(), genre="公告", topic="教育",
        keywords="学校午餐 膳食费 收支", summary="公布七所学校上月膳食费收支。",
    )  # fmt: skip


def relief(scene: Scene) -> Text:
    """社会救助人数和资金."""
    rnd = scene.rnd
    rows = [
        (area, rnd.randint(900, 4800), rnd.randint(120, 900), words.money(rnd, 60, 380)) for area in words.DISTRICTS
    ]
    year, month = words.month_before(scene.day)
    paper = Paper().p(f"{year}年{month}月，{scene.area}城乡低保、特困供养和临时救助发放情况如下。")
    paper.table(("区县", "低保人数", "特困人数", "发放金额（万元）"), rows, "社会救助发放情况表").p(
        "救助对象名单在村、社区公示，不公示证件号码、住址和病情。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{year}年{month}月社会救助资金发放情况", body=paper.html(), genre="统计数据", topic="减灾救济",
        keywords="低保 社会救助 特困", summary=f"{year}年{month}月低保、特困和临时救助发放情况。",
    )  # fmt: skip


def housing_list(scene: Scene) -> Text:
    """公租房轮候和分配名单."""
    rnd = scene.rnd
    rows = [
        (
            n,
            words.veiled_person(rnd),
            rnd.randint(1, 5),
            rnd.choice(words.DISTRICTS),
            rnd.choice(("轮候", "配租", "配租")),
        )
        for n in range(1, rnd.randint(12, 25))
    ]
    paper = Paper().p("经审核，下列家庭符合公共租赁住房保障条件，现予公示，公示期七日。公示信息已按规定隐去个人隐私。")
    paper.table(("序号", "申请人", "家庭人口", "所在区县", "结果"), rows, "公租房公示名单").p(
        f"有异议的，请向{scene.name}反映，电话{scene.office.phone}。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.year}年第{'一二三四'[(scene.day.month - 1) // 3]}季度公租房轮候和配租名单公示", body=paper.html(), genre="公示",
        topic="城乡建设（含住房）", keywords="公租房 轮候 住房保障", summary=f"公示{len(rows)}户家庭的轮候和配租结果。",
    )  # fmt: skip


def recruitment(scene: Scene) -> Text:
    """公务员和事业单位招考."""
    rnd = scene.rnd
    unit = scene.pick("事业单位", "中小学教师", "社区工作者", "公务员")
    posts = rnd.randint(12, 160)
    rows = [
        (n, post, rnd.randint(1, 6), edu)
        for n, (post, edu) in enumerate(
            (
                ("综合管理", "本科以上"),
                ("语文教师", "本科以上"),
                ("信息化管理", "本科以上"),
                ("护理", "大专以上"),
                ("工程管理", "本科以上"),
            ),
            1,
        )
    ]
    paper = Paper().p(
        f"根据工作需要，{scene.area}{scene.year}年面向社会公开招聘{unit}{posts}名，现将有关事项公告如下。"
    )
    paper.section(
        "报名条件", "具有中华人民共和国国籍，遵守宪法和法律，年龄一般在35周岁以下，具备岗位所需的专业和资格。"
    )
    paper.section(
        "报名和考试",
        f"网上报名，{scene.after(10).month}月{scene.after(10).day}日开始，为期五天。笔试、面试成绩和体检、考察结果全部公布，公示期五个工作日。",
    )
    paper.table(("序号", "岗位", "人数", "学历要求"), rows, "岗位表（节选）").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{scene.year}年公开招聘{unit}公告", body=paper.html(), genre="公告", topic="人事工作",
        keywords="招考 招聘 公务员 事业单位", summary=f"公开招聘{unit}{posts}名。", attachments=(Sheet("岗位表.xlsx", ("序号", "岗位", "人数", "学历要求"), rows),),
    )  # fmt: skip


def jobs(scene: Scene) -> Text:
    """就业补贴名单."""
    rnd = scene.rnd
    rows = [
        (
            n,
            words.company(rnd, rnd.choice(("plant", "service"))),
            words.firm_code(rnd),
            rnd.choice(("稳岗返还", "社保补贴", "一次性扩岗补助", "职业培训补贴")),
            words.money(rnd, 0.3, 46),
        )
        for n in range(1, rnd.randint(8, 16))
    ]
    head = ("序号", "单位名称", "统一社会信用代码", "补贴项目", "金额（万元）")
    paper = Paper().p("经审核，拟向下列单位发放就业补助资金，现予公示，公示期五个工作日。")
    paper.table(head, rows, "拟发放名单").p(f"监督电话：{scene.office.phone}。").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.year}年{scene.day.month}月就业补助资金拟发放名单公示", body=paper.html(), genre="公示", topic="劳动就业",
        keywords="就业 稳岗返还 补贴", summary=f"拟向{len(rows)}家单位发放就业补助资金。", attachments=(Sheet("拟发放名单.xlsx", head, rows),) if rnd.random() < 0.4 else (),
    )  # fmt: skip


def health(scene: Scene) -> Text:
    """公共卫生监督和疾病预防."""
    rnd = scene.rnd
    matter = scene.pick("流感预防", "诺如病毒感染预防", "手足口病预防", "高温中暑预防", "蜱虫叮咬预防")
    paper = Paper().p(f"近期，{matter}需要引起重视。{scene.name}提醒广大市民：")
    tips = [
        "勤洗手、常通风，外出归来及时清洁。",
        "出现发热、呕吐等症状的，及时就近就诊，不带病上学上班。",
        "托幼机构和学校落实晨午检，发现异常及时报告。",
        "老年人、儿童和慢性病患者按需接种疫苗。",
        "食物烧熟煮透，生熟分开，不喝生水。",
    ]
    rnd.shuffle(tips)
    paper.points(tips[: rnd.randint(3, 5)]).p(f"咨询电话：12320，{scene.office.phone}。").signed(scene.name, scene.day)
    return Text(
        title=f"关于做好{matter}的健康提示（{scene.year}年{scene.day.month}月）",
        body=paper.html(),
        genre="其他",
        topic="卫生",
        keywords=f"公共卫生 {matter}",
        summary=f"{matter}的健康提示。",
    )


def prices(scene: Scene) -> Text:
    """居民生活必需品价格监测."""
    rnd = scene.rnd
    goods = (
        ("粳米", 2.9),
        ("面粉", 2.6),
        ("花生油", 12.8),
        ("猪后腿肉", 13.5),
        ("鸡蛋", 4.9),
        ("大白菜", 1.6),
        ("黄瓜", 3.2),
        ("草鱼", 9.6),
        ("液化气", 6.4),
    )
    rows = [
        (name, "元/500克", f"{price * rnd.uniform(0.9, 1.12):.2f}", f"{rnd.uniform(-8, 8):+.1f}%")
        for name, price in goods
    ]
    week = scene.day.isocalendar().week
    paper = Paper().p(f"本周，{scene.area}居民生活必需品价格总体{scene.pick('平稳', '稳中有降', '小幅上涨')}。")
    paper.table(("品种", "单位", "平均价", "比上周"), rows, "价格监测表").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}居民生活必需品价格监测（{scene.year}年第{week}周）", body=paper.html(), genre="统计数据", topic="物价",
        keywords="价格监测 物价 民生", summary=f"{scene.year}年第{week}周九种必需品价格。",
    )  # fmt: skip


def parking(scene: Scene) -> Text:
    """停车收费标准和泊位."""
    rnd = scene.rnd
    roads = rnd.sample(words.ROADS, k=6)
    rows = [
        (
            n,
            road,
            rnd.randint(20, 180),
            rnd.choice(("一类区", "二类区")),
            rnd.choice(("首小时5元，之后每小时3元", "首小时3元，之后每小时2元")),
        )
        for n, road in enumerate(roads, 1)
    ]
    paper = Paper().p("为方便群众停车，现将部分道路停车泊位和收费标准公布如下，夜间二十二时至次日七时不收费。")
    paper.table(("序号", "路段", "泊位（个）", "类别", "收费标准"), rows, "道路停车泊位和收费标准").p(
        f"收费争议请拨打{scene.office.phone}。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"关于{scene.pick('调整', '公布', '新增')}{roads[0]}等路段停车泊位和停车收费标准的通告", body=paper.html(), genre="通告", topic="物价",
        doc_no=scene.doc_no() if rnd.random() < 0.5 else "", keywords="停车收费 停车泊位 价格", summary=f"公布{len(rows)}个路段的停车收费标准。", effective_on=scene.after(15),
    )  # fmt: skip


def outage(scene: Scene) -> Text:
    """停水、停气、交通管制、临时闭馆."""
    rnd = scene.rnd
    what = {
        "swj": "计划停水",
        "cgj": "供热管网检修",
        "jtj": "公交线路临时调整",
        "gaj": "临时交通管制",
        "tsg": "临时闭馆",
        "gjj": "公交线路临时调整",
    }.get(scene.office.key, "施工封闭")
    road, day = rnd.choice(words.ROADS), scene.after(rnd.randint(3, 8))
    paper = Paper().p(
        f"因{scene.pick('管网改造', '道路维修', '设备检修', '大型活动保障')}需要，定于{day.year}年{day.month}月{day.day}日{rnd.randint(8, 12)}时至{rnd.randint(14, 22)}时，对{road}沿线实施{what}。"
    )
    paper.p(
        "影响范围：" + "、".join(rnd.sample(words.COMMUNITIES, k=4)) + "等。",
        f"请有关单位和市民提前做好准备，给您带来不便敬请谅解。咨询电话：{scene.office.phone}。",
    ).signed(scene.name, scene.day)
    return Text(
        title=f"关于{road}{what}的通告",
        body=paper.html(),
        genre="通告",
        topic="城乡建设（含住房）",
        keywords=f"通告 {what}",
        summary=f"{day.month}月{day.day}日{road}{what}。",
    )


def health_insurance(scene: Scene) -> Text:
    """医保基金监管和参保."""
    rnd = scene.rnd
    rows = [
        (area, rnd.randint(120000, 460000), words.money(rnd, 4200, 19000), rnd.randint(60, 480))
        for area in words.DISTRICTS
    ]
    year, quarter = words.quarter_before(scene.day)
    paper = Paper().p(f"{year}年第{'一二三四'[quarter - 1]}季度，{scene.area}基本医疗保险和医疗救助运行情况如下。")
    paper.table(("区县", "参保人数", "基金支出（万元）", "医疗救助人次"), rows, "医疗保障运行情况表").p(
        f"本季度检查定点医药机构{rnd.randint(40, 200)}家，追回违规资金{words.money(rnd, 12, 160)}万元。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{year}年第{'一二三四'[quarter - 1]}季度医疗保障运行情况",
        body=paper.html(),
        genre="统计数据",
        topic="社会保障",
        keywords="医保 医疗救助 基金",
        summary="公布参保、基金支出和医疗救助情况。",
    )


def village_affairs(scene: Scene) -> Text:
    """乡镇: 宅基地审批、惠农补贴、一事一议."""
    rnd = scene.rnd
    what, columns = rnd.choice(
        (
            ("宅基地审批结果", ("面积（平方米）", 80, 120)),
            ("耕地地力保护补贴发放", ("金额（元）", 200, 1900)),
            ("临时救助对象", ("救助金额（元）", 500, 4000)),
            ("高龄津贴发放", ("金额（元）", 100, 600)),
            ("筹资筹劳情况", ("金额（元）", 20, 300)),
        )
    )
    label, low, high = columns
    rows = [
        (n, words.veiled_person(rnd), rnd.choice(words.VILLAGES), rnd.randint(int(low), int(high)))
        for n in range(1, rnd.randint(9, 18))
    ]
    paper = Paper().p(f"现将{scene.area}近期{what}公示如下，公示期七日。")
    paper.table(("序号", "姓名", "村（社区）", str(label)), rows, what).p(
        f"如有异议，请向{scene.name}反映，电话{scene.office.phone}。"
    ).signed(scene.name, scene.day)
    quarter = "一二三四"[(scene.day.month - 1) // 3]
    return Text(
        title=f"{scene.area}{scene.year}年第{quarter}季度{what}公示", body=paper.html(), genre="公示", topic="农业、畜牧业、渔业" if "宅基地" in what or "耕地" in what else "社会福利",
        keywords=f"{what} 公示", summary=f"公示{len(rows)}户。", attachments=(Letter(f"{what}说明.docx", f"{what}说明", ("名单在村务公开栏同步公示。",)),) if rnd.random() < 0.2 else (),
    )  # fmt: skip
