"""Standing information and yearly papers: guides, duties, leaders, reports, statistics, plans, emergency plans."""

from gongkai.config.demo import words
from gongkai.config.demo.paper import Letter, Paper, Sheet, Text
from gongkai.config.demo.scene import Scene

_SYSTEMS = (
    ("政府信息主动公开制度", "rules-open"),
    ("政府信息公开保密审查制度", "rules-secrecy"),
    ("政府信息发布协调制度", "rules-coordination"),
    ("依申请公开工作办法", "rules-request"),
    ("政府信息公开属性源头认定制度", "rules-open"),
    ("政策解读工作制度", "rules-explain"),
    ("政务公开考核和社会评议办法", "rules-score"),
)


def guide(scene: Scene) -> Text:
    """政府信息公开指南."""
    office = scene.office
    paper = Paper().p(
        f"为方便公民、法人和其他组织获取{scene.name}的政府信息，根据《中华人民共和国政府信息公开条例》编制本指南，每年核对一次，内容变化时及时更新。"
    )
    paper.section(
        "主动公开",
        "（一）公开内容：机关职能、规范性文件、规划、财政预决算、办事事项、行政许可和处罚、重大项目、民生信息等，见公开目录。",
        "（二）公开形式：政府网站、政府公报、政务新媒体、新闻发布会，以及档案馆、图书馆和政务服务大厅的查阅点。",
        "（三）公开时限：自信息形成或者变更之日起二十个工作日内。",
    )
    paper.section(
        "依申请公开",
        "（一）申请方式：当面提交、邮寄、网站提交。填写困难的，可以口头申请，由工作人员代为填写。",
        "（二）申请内容：姓名或者名称、身份证明、联系方式；信息的名称、文号或者便于查询的特征；形式要求。",
        "（三）办理期限：能够当场答复的当场答复；不能当场答复的，自收到申请之日起二十个工作日内答复，延长不超过二十个工作日。",
        "（四）收费：不收取检索、复制、邮寄费用；数量、频次明显超过合理范围的，按国家规定收取信息处理费。",
    )
    paper.section("公开工作机构")
    contacts = office.contacts()
    paper.table(
        ("项目", "内容"),
        [
            ("名称", f"{scene.name}办公室"),
            ("地址", office.address),
            ("邮编", contacts["postcode"]),
            ("电话", office.phone),
            ("传真", contacts["fax"]),
            ("电子邮箱", contacts["email"]),
            ("办公时间", contacts["hours"]),
        ],
    )
    paper.section(
        "监督和救济",
        "认为行政机关未依法履行公开义务的，可以向上一级行政机关或者政府信息公开工作主管部门投诉、举报，也可以依法申请行政复议或者提起行政诉讼。",
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}政府信息公开指南", body=paper.html(), genre="其他", topic="政务公开", keywords="公开指南 依申请公开 联系方式",
        summary=f"{scene.name}主动公开和依申请公开的内容、方式、期限和联系方式。",
        attachments=(Letter("政府信息公开申请表.docx", "政府信息公开申请表", ("申请人姓名（名称）：", "身份证明：", "联系方式：", "所需信息的名称、文号或者特征：", "获取信息的方式：")),),
    )  # fmt: skip


def system(scene: Scene) -> Text:
    """公开制度."""
    name, column = scene.rnd.choice(_SYSTEMS)
    paper = Paper().article(
        f"为规范{name.removesuffix('制度').removesuffix('工作办法')}工作，根据《中华人民共和国政府信息公开条例》，制定本制度。",
        "公开工作坚持以公开为常态、不公开为例外，遵循公正、公平、合法、便民的原则。",
        "拟公开的信息由起草机构提出公开属性，经业务审核、保密审查和签发三个环节后发布，起草人不得担任审查人。",
        "涉及其他机关的，发布前应当协商，对方自收到征求意见之日起十五个工作日内提出意见，逾期不提出的视为同意。",
        "信息内容发生变化或者发现错误的，应当及时更正，并说明更正内容和时间。",
        "本制度自印发之日起施行。",
    )
    paper.signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}{name}",
        body=paper.html(),
        genre="其他",
        topic="政务公开",
        doc_no=scene.doc_no(),
        keywords=f"{name} 保密审查",
        summary=f"规定{name}的原则、程序和责任。",
        effective_on=scene.day,
        column=column,
    )


def duties(scene: Scene) -> Text:
    """机关职能和内设机构."""
    office = scene.office
    paper = Paper().section("主要职责", office.duties).section("内设机构")
    halls = [
        ("办公室", "负责文电、会务、机要、档案和政府信息公开工作"),
        ("政策法规科", "负责规范性文件合法性审核、普法和行政复议应诉"),
        ("业务科", "承担本机关主要业务管理和服务工作"),
        ("财务科", "负责预算、决算、资产和内部审计"),
        ("监督检查科", "负责检查、投诉举报和信访办理"),
    ]
    last = int(office.tail)
    paper.table(
        ("内设机构", "职责", "电话"),
        [(name, what, f"0990-8861 {last + n:04d}") for n, (name, what) in enumerate(halls, 1)],
    )
    paper.section(
        "办公信息", f"地址：{office.address}", f"办公时间：{office.contacts()['hours']}", f"联系电话：{office.phone}"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}机关职能和内设机构",
        body=paper.html(),
        genre="其他",
        topic="政务公开",
        keywords="机关职能 机构设置 联系方式",
        summary=office.duties[:100],
    )


def leaders(scene: Scene) -> Text:
    """领导信息和分工."""
    office, rnd = scene.office, scene.rnd
    post = {
        "government": ("市长" if office.level == "city" else "区（县）长", "副职领导"),
        "township": ("主要负责人", "副职领导"),
    }.get(office.kind, ("主要负责人", "副职领导"))
    rows = [
        (office.head, post[0], "主持全面工作"),
        (office.responsible, post[1], "负责政府信息公开、财务和后勤工作，分管办公室"),
    ]
    rows += [(words.person(rnd), post[1], what) for what in ("负责业务管理工作，分管业务科", "负责法治和监督检查工作")]
    paper = (
        Paper()
        .p(f"{scene.name}领导姓名、职务和工作分工如下。")
        .table(("姓名", "职务", "分工"), rows)
        .signed(scene.name, scene.day)
    )
    return Text(
        title=f"{scene.name}领导信息",
        body=paper.html(),
        genre="其他",
        topic="政务公开",
        keywords="领导信息 负责人 分工",
        summary=f"{scene.name}领导姓名、职务和分工。",
    )


def annual_report(scene: Scene) -> Text:
    """政府信息公开工作年度报告, in the six parts of the national form."""
    rnd, year = scene.rnd, scene.year - 1
    total = rnd.randint(20, 400) if scene.office.kind != "government" else rnd.randint(900, 7000)
    new, last = rnd.randint(0, 60), rnd.randint(0, 4)
    granted, partial, refused = new // 2, new // 8, new // 10
    none = new + last - granted - partial - refused
    paper = Paper().p(f"本报告根据《中华人民共和国政府信息公开条例》编制，数据统计期限为{year}年1月1日至12月31日。")
    paper.section(
        "总体情况",
        f"{year}年，{scene.name}主动公开政府信息{total}条，新收政府信息公开申请{new}件，上年结转{last}件，全部在法定期限内答复。对公开指南和目录进行了核对更新。",
    )
    paper.section("主动公开政府信息情况")
    paper.table(
        ("信息内容", "本年制发件数", "本年废止件数", "现行有效件数"),
        [("规章", 0, 0, 0), ("行政规范性文件", rnd.randint(0, 6), rnd.randint(0, 4), rnd.randint(2, 30))],
    )
    paper.section("收到和处理政府信息公开申请情况")
    paper.table(
        ("事项", "总计"),
        [
            ("本年新收申请数量", new),
            ("上年结转申请数量", last),
            ("予以公开", granted),
            ("部分公开", partial),
            ("不予公开", refused),
            ("无法提供", none),
            ("总计", new + last),
            ("结转下年度继续办理", 0),
        ],
    )
    paper.section(
        "政府信息公开行政复议、行政诉讼情况", f"行政复议{rnd.randint(0, 3)}件，行政诉讼{rnd.randint(0, 1)}件。"
    )
    paper.section(
        "存在的主要问题及改进情况",
        scene.pick(
            "公开内容与群众需求还有差距，部分栏目更新不够及时。下一步将逐栏明确更新时限和责任人。",
            "政策解读形式较为单一。下一步将增加问答和图表解读，解读与文件同步发布。",
            "基层信息员更换频繁。下一步将加强培训，完善审核流程。",
        ),
    )
    paper.section("其他需要报告的事项", f"{year}年收取信息处理费0元。").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}{year}年政府信息公开工作年度报告", body=paper.html(), genre="年报", topic="政务公开", keywords="年度报告 政府信息公开 年报",
        summary=f"{year}年主动公开政府信息{total}条，新收申请{new}件。",
    )  # fmt: skip


def communique(scene: Scene) -> Text:
    """国民经济和社会发展统计公报."""
    rnd, year = scene.rnd, scene.year - 1
    gdp = rnd.uniform(900, 1300)
    paper = Paper().p(f"{year}年，{scene.area}经济运行总体平稳，社会事业全面发展。")
    paper.section(
        "综合",
        f"初步核算，全年地区生产总值{gdp:.1f}亿元，按不变价格计算，比上年增长{words.percent(rnd, 4, 7)}。其中，第一产业增加值{gdp * 0.09:.1f}亿元，第二产业{gdp * 0.4:.1f}亿元，第三产业{gdp * 0.51:.1f}亿元。",
    )
    paper.section("财政和金融", f"一般公共预算收入{gdp * 0.07:.1f}亿元，一般公共预算支出{gdp * 0.22:.1f}亿元。")
    paper.section(
        "居民生活",
        f"城镇居民人均可支配收入{rnd.randint(41000, 52000)}元，农村居民人均可支配收入{rnd.randint(20000, 27000)}元。居民消费价格上涨{words.percent(rnd, 0.2, 1.8)}。",
    )
    paper.table(("指标", "单位", "绝对数", "增长"), [("地区生产总值", "亿元", f"{gdp:.1f}", words.percent(rnd, 4, 7)), ("规模以上工业增加值", "亿元", f"{gdp * 0.3:.1f}", words.percent(rnd, 3, 8)), ("固定资产投资", "亿元", f"{gdp * 0.5:.1f}", words.percent(rnd, -3, 9)), ("社会消费品零售总额", "亿元", f"{gdp * 0.38:.1f}", words.percent(rnd, 2, 8)), ("进出口总额", "亿元", f"{gdp * 0.08:.1f}", words.percent(rnd, -6, 12))], "主要指标")  # fmt: skip
    paper.section(
        "人口和环境",
        f"年末常住人口{rnd.uniform(186, 192):.2f}万人，城镇化率{words.percent(rnd, 63, 68)}。空气质量优良天数比例{words.percent(rnd, 84, 93)}。",
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{year}年国民经济和社会发展统计公报",
        body=paper.html(),
        genre="公报",
        topic="统计",
        keywords="统计公报 国民经济 生产总值",
        summary=f"{year}年地区生产总值{gdp:.1f}亿元。",
    )


def monthly_figures(scene: Scene) -> Text:
    """月度经济运行数据."""
    rnd = scene.rnd
    year, month = words.month_before(scene.day)
    rows = [(name, unit, f"{rnd.uniform(low, high):.1f}", words.percent(rnd, -4, 12)) for name, unit, low, high in (("规模以上工业增加值", "亿元", 20, 320), ("固定资产投资", "亿元", 30, 520), ("社会消费品零售总额", "亿元", 28, 410), ("一般公共预算收入", "亿元", 5, 86), ("全社会用电量", "亿千瓦时", 6, 98))]  # fmt: skip
    head = ("指标", "单位", "累计", "同比增长")
    paper = (
        Paper()
        .p(f"{year}年1—{month}月，{scene.area}主要经济指标如下，数据为初步统计数。")
        .table(head, rows, "主要经济指标")
        .signed(scene.name, scene.day)
    )
    return Text(
        title=f"{scene.area}{year}年1—{month}月主要经济指标",
        body=paper.html(),
        genre="统计数据",
        topic="统计",
        keywords="统计数据 经济运行",
        summary=f"{year}年1—{month}月主要经济指标。",
        attachments=(Sheet("主要经济指标.xlsx", head, rows),) if rnd.random() < 0.4 else (),
    )


def emergency_plan(scene: Scene) -> Text:
    """突发事件应急预案."""
    rnd = scene.rnd
    what = scene.pick(
        "防汛抗旱",
        "突发环境事件",
        "食品安全事故",
        "大面积停水停电",
        "森林火灾",
        "低温雨雪冰冻灾害",
        "突发公共卫生事件",
        "生产安全事故",
        "道路交通事故",
    )
    noun = f"{scene.area}{what}应急预案"
    paper = (
        Paper()
        .p(f"《{noun}》已修订完成，现印发实施，原预案同时废止。")
        .signed(scene.name, scene.day, "（此件公开发布）")
        .heading(noun)
    )
    paper.section(
        "总则",
        f"为有效应对{what}，最大程度减少人员伤亡和财产损失，制定本预案。坚持以人为本、预防为主，统一领导、分级负责。",
    )
    paper.section(
        "组织体系",
        f"成立{scene.area}{what}应急指挥部，下设抢险救援、医疗卫生、物资保障、信息发布、善后处置五个工作组。",
    )
    paper.section("监测预警", "预警分为蓝色、黄色、橙色、红色四级，通过广播、电视、短信、政府网站和村村响发布。")
    paper.section("应急响应")
    paper.table(
        ("响应级别", "启动条件", "指挥机构"),
        [
            ("Ⅳ级", "影响单个乡镇、街道", "区县指挥部"),
            ("Ⅲ级", "影响多个乡镇、街道", "区县指挥部，市级指导"),
            ("Ⅱ级", "影响两个以上区县", "市指挥部"),
            ("Ⅰ级", "超出市级处置能力", "市指挥部，报请上级支援"),
        ],
    )
    paper.section(
        "后期处置", f"及时开展救助、补偿、心理抚慰和恢复重建，{rnd.choice((20, 30))}个工作日内公布调查评估结果。"
    )
    return Text(
        title=f"{scene.name}关于印发{noun}的通知",
        body=paper.html(),
        genre="通知",
        topic="应急管理",
        doc_no=scene.doc_no(),
        keywords=f"应急预案 {what}",
        summary=f"明确{what}的组织体系、预警和响应。",
        effective_on=scene.day,
        expires_on=scene.after(365 * 5),
        about=noun,
    )


def plan(scene: Scene) -> Text:
    """专项规划和年度计划."""
    rnd = scene.rnd
    field = scene.pick(
        "国民经济和社会发展",
        "综合交通",
        "教育事业",
        "养老服务体系",
        "数字政府",
        "水资源保障",
        "文化旅游",
        "城市更新",
        "农业农村现代化",
    )
    noun = (
        f"{scene.area}{field}“十五五”规划"
        if scene.year >= 2026 and rnd.random() < 0.5
        else f"{scene.area}{scene.year}年{field}工作计划"
    )
    column = "plans-special" if "规划" in noun else "plans-yearly"
    if field == "国民经济和社会发展":
        column = "plans-overall"
    paper = Paper().section(
        "发展基础", f"近年来，{scene.area}{field}取得明显进展，但与群众期待相比还存在不平衡、不充分的问题。"
    )
    paper.section("主要目标").table(
        ("指标", "单位", "现状", "目标", "属性"),
        [
            (name, unit, now := rnd.randint(40, 80), now + rnd.randint(3, 18), rnd.choice(("预期性", "约束性")))
            for name, unit in (("服务覆盖率", "%"), ("群众满意度", "%"), ("项目完成率", "%"))
        ],
    )
    paper.section("重点任务").points([f"实施{name}。" for name in rnd.sample(words.PROJECTS, k=4)])
    paper.section("保障措施", "加强组织领导，强化资金和用地保障，开展中期评估并公布结果。").signed(
        scene.name, scene.day
    )
    return Text(
        title=noun,
        column=column,
        body=paper.html(),
        genre="其他",
        topic="宏观经济",
        keywords=f"规划 计划 {field}",
        summary=f"提出{field}的目标、任务和保障措施。",
    )


def service_guide(scene: Scene) -> Text:
    """办事指南."""
    what = scene.pick(
        "老年人优待证办理",
        "公租房申请",
        "居住证办理",
        "个体工商户登记",
        "加装电梯备案",
        "残疾人两项补贴申请",
        "灵活就业参保登记",
        "不动产转移登记",
        "城乡居民医保参保",
        "学校转学",
    )
    paper = Paper()
    paper.section("受理条件", "申请人为本行政区域内的居民或者依法设立的单位，材料真实、完整。")
    paper.section("申请材料").table(
        ("材料", "来源", "要求"),
        [
            ("申请表", "窗口领取或者网上下载", "原件1份"),
            ("身份证明", "申请人自备", "核验原件，不留复印件"),
            ("相关证明", "部门共享核验", "免于提交"),
        ],
    )
    paper.section("办理流程", "申请、受理、审核、办结、送达五个环节，可以全程网上办理。")
    paper.section(
        "办理时限", f"法定时限{scene.rnd.choice((15, 20, 30))}个工作日，承诺时限{scene.rnd.choice((1, 3, 5))}个工作日。"
    ).section("收费", "不收费。")
    paper.section("办理地点和咨询", f"{scene.office.address}；咨询电话{scene.office.phone}。").signed(
        scene.name, scene.day
    )
    return Text(
        title=f"{what}办事指南（{scene.area}）",
        body=paper.html(),
        genre="办事指南",
        topic="电子政务",
        keywords=f"办事指南 {what}",
        summary=f"{what}的条件、材料、流程和时限。",
    )
