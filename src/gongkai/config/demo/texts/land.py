"""Land, building and purchase: expropriation, planning, projects, renewal of old quarters, tenders."""

from gongkai.config.demo import words
from gongkai.config.demo.paper import Letter, Paper, Sheet, Text
from gongkai.config.demo.scene import Scene


def land_notice(scene: Scene) -> Text:
    """征地补偿安置公告."""
    rnd = scene.rnd
    village, area = rnd.choice(words.VILLAGES), rnd.uniform(1.2, 24)
    use = scene.pick("学校建设", "道路建设", "污水处理设施建设", "保障性住房建设", "产业园区建设")
    number = scene.doc_no("征")
    price = rnd.randint(42, 68) / 10
    paper = Paper().p(f"为实施{use}，需征收{village}集体土地{area:.4f}公顷。现将征地补偿安置有关事项公告如下：")
    paper.section(
        "征收范围和地类",
        f"{village}，东至规划路，西至{rnd.choice(words.RIVERS)}，南至村道，北至林地。其中耕地{area * 0.7:.4f}公顷，其他农用地{area * 0.3:.4f}公顷。",
    )
    paper.section("补偿标准", f"按区片综合地价每亩{price}万元补偿，青苗每亩2000元，地上附着物按评估价格补偿。")
    paper.section(
        "安置和社会保障",
        f"采取货币安置与养老保险补贴相结合的方式，涉及农户{rnd.randint(6, 80)}户，社会保障费用足额到位后方可用地。",
    )
    paper.section(
        "异议和听证", "被征收人对方案有异议的，可以自公告之日起三十日内提出意见；过半数成员认为不符合规定的，组织听证。"
    )
    paper.signed(scene.name, scene.day)
    return Text(
        title=f"{village}（{use}）征地补偿安置公告", body=paper.html(), genre="公告", topic="土地", doc_no=number,
        keywords="征地 土地征收 补偿安置", summary=f"拟征收{village}集体土地{area:.2f}公顷用于{use}。", effective_on=scene.day,
        attachments=(Letter("征收土地勘测定界说明.pdf", "勘测定界说明", (f"征收{village}集体土地{area:.4f}公顷。", "界址点成果详见图件。"), "pdf"),) if rnd.random() < 0.4 else (),
    )  # fmt: skip


def house_decision(scene: Scene) -> Text:
    """房屋征收决定."""
    rnd = scene.rnd
    place = scene.pick("东湖片区", "青石路片区", "纺织厂片区", "老码头片区", "文昌里片区", "石桥街片区")
    homes = rnd.randint(60, 620)
    paper = Paper().p(
        f"因{place}旧城区改建需要，根据国有土地上房屋征收与补偿有关规定，经社会稳定风险评估和政府常务会议讨论，决定征收{place}国有土地上房屋。"
    )
    paper.section(
        "征收范围",
        f"东至{rnd.choice(words.ROADS)}，西至{rnd.choice(words.ROADS)}，涉及被征收人约{homes}户，建筑面积约{homes * rnd.randint(58, 90)}平方米。",
    )
    paper.section(
        "征收部门和实施单位", f"征收部门为住房城乡建设部门，实施单位为{scene.pick('平湖', '青石', '东湖')}街道办事处。"
    )
    paper.section(
        "签约期限和奖励",
        f"签约期限为{rnd.choice((45, 60, 90))}日，期限内签约并搬迁的，每户奖励{rnd.randint(1, 5)}万元。",
    )
    paper.section("权利告知", "被征收人对本决定不服的，可以依法申请行政复议或者提起行政诉讼。补偿方案见附件。").signed(
        scene.name, scene.day
    )
    return Text(
        title=f"{scene.name}关于{place}房屋征收的决定", body=paper.html(), genre="决定", topic="城乡建设（含住房）",
        doc_no=scene.doc_no("征"), keywords="房屋征收 旧城改建 补偿方案", summary=f"征收{place}房屋，涉及约{homes}户。", effective_on=scene.day,
        attachments=(Letter(f"{place}房屋征收补偿方案.docx", f"{place}房屋征收补偿方案", ("一、补偿方式：货币补偿、产权调换。", "二、评估机构由被征收人协商选定。", "三、搬迁费、临时安置费按规定发放。")),),
    )  # fmt: skip


def renewal_plan(scene: Scene) -> Text:
    """老旧小区改造计划."""
    rnd = scene.rnd
    chosen = rnd.sample(words.COMMUNITIES, k=rnd.randint(8, 14))
    rows = [
        (
            n,
            rnd.choice(words.DISTRICTS),
            name,
            rnd.randint(60, 900),
            rnd.choice(("雨污分流、道路、照明", "外墙、屋面、管线", "加装电梯、停车位", "燃气、供水管网")),
            f"{rnd.randint(3, 9)}月",
        )
        for n, name in enumerate(chosen, 1)
    ]
    homes = sum(int(row[3]) for row in rows)
    head = ("序号", "区县", "小区", "户数", "改造内容", "计划开工")
    paper = Paper().p(
        f"根据居民意愿和申报情况，{scene.area}{scene.year}年计划改造老旧小区{len(rows)}个、{homes}户，现将名单公布如下。"
    )
    paper.table(head, rows, f"{scene.year}年老旧小区改造计划").p(
        "改造资金由上级补助、地方财政、管线单位和居民合理共担，工程进度和资金使用每季度公布。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{scene.year}年老旧小区改造计划（{len(rows)}个小区）", body=paper.html(), genre="通知", topic="城乡建设（含住房）",
        doc_no=scene.doc_no(), keywords="老旧小区改造 旧改 计划", summary=f"{scene.year}年计划改造老旧小区{len(rows)}个、{homes}户。",
        attachments=(Sheet(f"{scene.year}年改造计划表.xlsx", head, rows),),
    )  # fmt: skip


def renewal_progress(scene: Scene) -> Text:
    """老旧小区改造进展."""
    rnd = scene.rnd
    rows = [
        (
            area,
            plan := rnd.randint(6, 30),
            begun := rnd.randint(3, plan),
            rnd.randint(0, begun),
            words.percent(rnd, 30, 98),
        )
        for area in words.DISTRICTS
    ]
    paper = Paper().p(f"截至{scene.year}年{scene.day.month}月底，{scene.area}老旧小区改造项目进展情况如下。")
    paper.table(
        ("区县", "计划（个）", "开工（个）", "完工（个）", "资金支付率"), rows, "老旧小区改造进展情况表"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}老旧小区改造进展情况（{scene.year}年{scene.day.month}月）", body=paper.html(), genre="统计数据", topic="城乡建设（含住房）",
        keywords="老旧小区改造 进展", summary="公布各区县开工、完工和资金支付情况。",
    )  # fmt: skip


def planning_notice(scene: Scene) -> Text:
    """规划批前公示."""
    rnd = scene.rnd
    project = rnd.choice(words.PROJECTS)
    paper = Paper().p(f"{project}规划设计方案已通过专家评审，现予公示，征求公众和利害关系人意见。")
    paper.section(
        "项目概况",
        f"项目位于{words.address(rnd)}，用地面积{rnd.uniform(0.6, 9):.2f}公顷，总建筑面积{rnd.randint(6000, 90000)}平方米，容积率{rnd.uniform(0.8, 2.8):.2f}，绿地率{rnd.randint(25, 38)}%。",
    )
    paper.section("公示时间和方式", "公示期十个工作日，在政府网站、项目现场和规划展示厅同时公示。")
    paper.section(
        "意见反馈",
        f"可以书面寄送{scene.office.address}，或者发送邮件至{scene.office.contacts()['email']}。利害关系人可以申请听证。",
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{project}规划设计方案批前公示", body=paper.html(), genre="公示", topic="城市规划", keywords="规划公示 批前公示",
        summary=f"公示{project}规划设计方案，征求意见十个工作日。",
        attachments=(Letter("规划设计方案说明.pdf", f"{project}规划设计方案说明", ("总平面布置、交通组织和绿地系统说明。",), "pdf"),) if rnd.random() < 0.3 else (),
    )  # fmt: skip


def land_sale(scene: Scene) -> Text:
    """国有建设用地使用权出让."""
    rnd = scene.rnd
    rows = [
        (
            f"YZ{scene.year}-{rnd.randint(1, 60):02d}",
            words.address(rnd),
            f"{rnd.uniform(0.8, 8):.3f}",
            rnd.choice(("住宅", "工业", "商服")),
            rnd.randint(800, 26000),
        )
        for _n in range(rnd.randint(2, 4))
    ]
    paper = Paper().p("经批准，决定以挂牌方式出让下列国有建设用地使用权，现将有关事项公告如下。")
    paper.table(("地块编号", "位置", "面积（公顷）", "用途", "起始价（万元）"), rows, "出让地块基本情况")
    paper.p("竞买人应当按时足额缴纳竞买保证金。挂牌出让按照价高者得的原则确定竞得人，设有底价的，不低于底价。").signed(
        scene.name, scene.day
    )
    return Text(
        title=f"国有建设用地使用权挂牌出让公告（{scene.numbers.next('云自然资规告', scene.year)}）", body=paper.html(), genre="公告", topic="土地",
        keywords="土地出让 挂牌", summary=f"挂牌出让{len(rows)}宗国有建设用地使用权。",
    )  # fmt: skip


def major_projects(scene: Scene) -> Text:
    """重大建设项目进展."""
    rnd = scene.rnd
    rows = [
        (
            n,
            name,
            rnd.randint(2000, 180000),
            words.percent(rnd, 10, 100),
            rnd.choice(("完成主体结构", "正在进行管线施工", "完成竣工验收", "完成招标", "正在征地拆迁")),
        )
        for n, name in enumerate(rnd.sample(words.PROJECTS, k=10), 1)
    ]
    head = ("序号", "项目名称", "总投资（万元）", "年度投资完成率", "形象进度")
    paper = Paper().p(f"现将{scene.area}重大建设项目{scene.year}年{scene.day.month}月进展情况公布如下，接受社会监督。")
    paper.table(head, rows, "重大建设项目进展情况表").signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}重大建设项目进展情况（{scene.year}年{scene.day.month}月）", body=paper.html(), genre="统计数据", topic="宏观经济",
        keywords="重大项目 投资 进展", summary="公布十个重大建设项目的投资和形象进度。", attachments=(Sheet("重大项目进展.xlsx", head, rows),) if rnd.random() < 0.5 else (),
    )  # fmt: skip


def approval(scene: Scene) -> Text:
    """项目可行性研究报告或初步设计批复."""
    rnd = scene.rnd
    project = rnd.choice(words.PROJECTS)
    what = scene.pick("可行性研究报告", "初步设计及概算", "项目建议书")
    cost = rnd.randint(1800, 96000)
    paper = Paper().p("项目单位：", f"报来的{project}{what}及有关材料收悉。经研究，批复如下：")
    paper.section(
        "原则同意",
        f"原则同意{project}{what}。项目代码：{scene.year}-990100-{rnd.randint(10, 99)}-01-{rnd.randint(100000, 999999)}。",
    )
    paper.section("建设规模和内容", f"建设内容包括主体工程、配套管线和附属设施，建设工期{rnd.randint(10, 36)}个月。")
    paper.section("投资和资金来源", f"总投资{cost}万元，资金来源为财政预算安排和上级补助。")
    paper.section("招标", "勘察、设计、施工、监理和重要设备采购全部公开招标。批复文件有效期两年。").signed(
        scene.name, scene.day
    )
    return Text(
        title=f"{scene.name}关于{project}{what}的批复", body=paper.html(), genre="批复", topic="宏观经济", doc_no=scene.doc_no("审"),
        keywords="重大项目 批复 审批", summary=f"批复{project}{what}，总投资{cost}万元。", effective_on=scene.day,
    )  # fmt: skip


def purchase(scene: Scene) -> Text:
    """政府采购中标公告 or 采购意向."""
    rnd = scene.rnd
    what = scene.pick(
        "办公设备",
        "物业服务",
        "食堂食材配送",
        "信息系统运维",
        "道路绿化养护",
        "垃圾清运服务",
        "学校课桌椅",
        "医疗设备",
        "普查辅助服务",
        "印刷服务",
        "公务用车维修",
    )
    number = f"YZCG-{scene.year}-{rnd.randint(1, 999):03d}"
    if rnd.random() < 0.4:
        rows = [
            (1, what, words.money(rnd, 20, 600), f"{scene.year}年{min(12, scene.day.month + 2)}月", "面向小微企业预留")
        ]
        paper = Paper().p(f"为便于供应商及时了解采购信息，现将{scene.name}采购意向公开如下。")
        paper.table(("序号", "项目名称", "预算金额（万元）", "预计采购时间", "备注"), rows).p(
            "本次公开的采购意向是初步安排，以实际发布的采购公告为准。"
        ).signed(scene.name, scene.day)
        return Text(
            title=f"{scene.name}{scene.year}年{scene.day.month}月政府采购意向（{what}）",
            body=paper.html(),
            genre="公告",
            topic="财政",
            keywords="政府采购 采购意向",
            summary=f"公开{what}采购意向。",
        )
    price, firm = words.money(rnd, 18, 580), words.company(rnd)
    paper = Paper().section("项目编号", number).section("项目名称", f"{scene.name}{what}采购项目")
    paper.section("中标信息")
    paper.table(("供应商名称", "供应商地址", "中标金额（万元）"), [(firm, words.address(rnd), price)])
    paper.section("评审专家名单", "、".join(words.person(rnd) for _n in range(3)))
    paper.section(
        "公告期限", "自本公告发布之日起一个工作日。供应商认为权益受到损害的，可以在七个工作日内提出质疑。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}{what}采购项目中标公告（{number}）", body=paper.html(), genre="公告", topic="财政",
        keywords="政府采购 中标 集中采购", summary=f"{firm}以{price}万元中标。",
    )  # fmt: skip
