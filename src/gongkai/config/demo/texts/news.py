"""Notices and news: meetings, appointments, working notices, announcements, what was done."""

from gongkai.config.demo import words
from gongkai.config.demo.paper import Paper, Text
from gongkai.config.demo.scene import Scene

_WORKS = (
    "政务公开",
    "安全生产",
    "防汛备汛",
    "节日值班",
    "档案管理",
    "营商环境",
    "信访办理",
    "政府网站安全检查",
    "基层减负",
    "数据统计质量",
)


def standing_meeting(scene: Scene) -> Text:
    """政府常务会议."""
    rnd, office = scene.rnd, scene.office
    ordinal = rnd.randint(1, 99)
    matters = rnd.sample(
        (
            "老旧小区改造",
            "学校午餐服务",
            "年度预算调整",
            "防汛工作",
            "重大项目建设",
            "停车收费标准调整",
            "东湖片区房屋征收",
            "养老服务体系建设",
            "公共数据开放",
            "农村公路养护",
            "生态环境保护督察整改",
        ),
        k=3,
    )
    paper = Paper().p(
        f"{scene.date}，{office.head}主持召开{scene.area}政府第{ordinal}次常务会议，研究{'、'.join(matters)}等工作。"
    )
    for matter in matters:
        paper.p(
            f"会议听取了{matter}情况汇报。会议{scene.pick('指出', '强调', '要求')}，要坚持问题导向，明确责任分工和完成时限，{scene.pick('把好事办好', '加快补齐短板', '确保群众得实惠')}；有关内容及时向社会公开，接受监督。"
        )
    paper.p("会议还研究了其他事项。")
    return Text(
        title=f"{scene.area}政府召开第{ordinal}次常务会议 研究{matters[0]}等工作",
        body=paper.html(),
        genre="其他",
        topic="文秘工作",
        keywords="常务会议 " + " ".join(matters),
        summary=f"研究{'、'.join(matters)}等工作。",
    )


def work_news(scene: Scene) -> Text:
    """工作动态."""
    rnd = scene.rnd
    subject = scene.subject
    thing = subject.thing if subject else rnd.choice(_WORKS)
    place = rnd.choice((*words.COMMUNITIES, *words.VILLAGES, *words.SCHOOLS))
    done = rnd.randint(12, 480)
    paper = Paper().p(
        f"{scene.date}，{scene.name}在{place}开展{thing}{scene.pick('现场督导', '政策宣讲', '集中服务', '专项检查', '座谈交流')}活动。"
    )
    paper.p(
        f"活动中，工作人员现场解答群众提问{done}人次，发放宣传材料{done * 3}份，收集意见建议{rnd.randint(3, 40)}条。{subject.rules[0] if subject else '各责任单位对照清单逐项落实。'}"
    )
    paper.p(
        f"下一步，{scene.name}将继续围绕群众关心的{thing}问题，{scene.pick('完善工作台账', '优化办理流程', '加强部门协同')}，办理结果及时公开。"
    )
    return Text(
        title=scene.pick(
            f"{scene.office.short_name}到{place}开展{thing}工作",
            f"{scene.area}{thing}工作{scene.pick('稳步推进', '取得新进展', '走进社区')}：{place}",
            f"{scene.office.short_name}召开{thing}工作推进会",
        ),
        body=paper.html(),
        genre="其他",
        topic=subject.topic if subject else "文秘工作",
        keywords=f"工作动态 {thing}",
        summary=f"{scene.office.short_name}在{place}开展{thing}活动。",
    )


def appointment(scene: Scene) -> Text:
    """人事任免."""
    rnd = scene.rnd
    posts = ("副局长", "办公室主任", "科长", "副主任", "总工程师", "二级调研员")
    units = (
        ("市档案馆", "市政务服务中心", "市不动产登记中心", "市图书馆", "市公共交通服务中心", "市人民医院")
        if scene.office.level == "city"
        else ("区财政局", "区教育局", "区城市管理局")
    )
    paper = Paper().p("各有关单位：", f"{scene.date}研究决定：", "任命：")
    paper.p(
        *(
            f"{words.person(rnd)}为{rnd.choice(units)}{rnd.choice(posts)}（试用期一年）；"
            for _n in range(rnd.randint(1, 3))
        )
    ).p("免去：")
    paper.p(
        *(f"{words.person(rnd)}的{rnd.choice(units)}{rnd.choice(posts)}职务。" for _n in range(rnd.randint(1, 2)))
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}关于{words.person(rnd)}等任免职的通知",
        body=paper.html(),
        genre="通知",
        topic="人事工作",
        doc_no=scene.doc_no("任"),
        keywords="人事任免 干部",
        summary="公布人事任免事项。",
        effective_on=scene.day,
    )


def work_notice(scene: Scene) -> Text:
    """工作通知."""
    rnd = scene.rnd
    work = rnd.choice(_WORKS)
    holiday = {
        1: "元旦、春节",
        2: "春节",
        4: "清明节",
        5: "劳动节",
        6: "端午节",
        9: "中秋节、国庆节",
        10: "国庆节",
    }.get(scene.day.month, "")
    when = (
        f"{holiday}期间"
        if holiday and rnd.random() < 0.5
        else f"{scene.year}年{scene.pick('下半年', '第' + '一二三四'[(scene.day.month - 1) // 3] + '季度', '')}"
    )
    paper = Paper().p("各有关单位：", f"为做好{when}{work}工作，现就有关事项通知如下：")
    paper.section(
        "压实工作责任", f"各单位主要负责人是{work}第一责任人，要亲自部署、亲自检查，确保人员、措施、经费到位。"
    )
    paper.section(
        "突出工作重点",
        scene.pick(
            "对照清单逐项排查，建立问题、责任、时限三本台账。",
            "公布服务电话，安排专人值守，及时受理和回应群众诉求。",
            "涉及群众利益的安排提前公布，变动情况及时说明。",
        ),
    )
    paper.section(
        "严格信息报送",
        f"请于{scene.after(12).month}月{scene.after(12).day}日前将工作情况报送{scene.name}，电话{scene.office.phone}。重要情况随时报告。",
    ).signed(scene.name, scene.day, "（此件公开发布）")
    return Text(
        title=f"{scene.name}关于做好{when}{work}工作的通知",
        body=paper.html(),
        genre="通知",
        topic="文秘工作",
        doc_no=scene.doc_no(),
        keywords=f"通知 {work}",
        summary=f"部署{when}{work}工作。",
        effective_on=scene.day,
    )


def consultation(scene: Scene) -> Text:
    """公开征求意见."""
    subject = scene.matter()
    until = scene.after(30)
    paper = Paper().p(
        f"为{subject.aim}，{scene.name}起草了《{scene.area}{subject.measures}（征求意见稿）》，现向社会公开征求意见。"
    )
    paper.p(
        f"意见反馈截止时间为{until.year}年{until.month}月{until.day}日。可以通过以下方式提出意见：",
        f"一、来信：{scene.office.address}，{scene.name}；",
        f"二、电子邮件：{scene.office.contacts()['email']}；",
        f"三、电话：{scene.office.phone}。",
    )
    paper.heading("征求意见稿主要内容").points(subject.rules).p(
        "意见采纳情况将在征求意见结束后二十个工作日内公布。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"关于公开征求《{scene.area}{subject.measures}（征求意见稿）》意见的公告",
        body=paper.html(),
        genre="公告",
        topic=subject.topic,
        keywords=f"征求意见 {subject.words}",
        summary=f"就{subject.thing}管理办法公开征求意见三十日。",
    )


def feedback(scene: Scene) -> Text:
    """意见采纳情况反馈."""
    subject, rnd = scene.matter(), scene.rnd
    total = rnd.randint(6, 160)
    taken = rnd.randint(2, total)
    paper = Paper().p(
        f"{scene.area}{subject.measures}公开征求意见期间，共收到意见{total}条，采纳{taken}条，未采纳{total - taken}条。主要意见和处理情况如下。"
    )
    paper.table(
        ("主要意见", "处理情况"),
        [
            (f"建议细化{subject.thing}的申请条件和材料", "采纳，已增加一次告知的规定"),
            (f"建议公布{subject.thing}的资金和标准", "采纳，已明确公开内容和时限"),
            ("建议扩大适用范围", "未采纳，超出现行规定的权限"),
        ],
    )
    paper.signed(scene.name, scene.day)
    return Text(
        title=f"《{scene.area}{subject.measures}》征求意见采纳情况反馈",
        body=paper.html(),
        genre="公告",
        topic=subject.topic,
        keywords=f"征求意见 采纳反馈 {subject.words}",
        summary=f"收到意见{total}条，采纳{taken}条。",
    )


def warning(scene: Scene) -> Text:
    """预警信息."""
    rnd = scene.rnd
    summer = 5 <= scene.day.month <= 9
    kind = (
        scene.pick("暴雨", "雷电", "高温", "大风") if summer else scene.pick("寒潮", "大雾", "道路结冰", "大风", "霾")
    )
    colour = scene.pick("蓝色", "黄色", "橙色")
    hour = rnd.randint(6, 20)
    paper = Paper().p(
        f"{scene.name}{scene.date}{hour}时{rnd.randint(10, 59)}分发布{kind}{colour}预警信号：预计未来{rnd.choice((6, 12, 24))}小时，{'、'.join(rnd.sample(words.DISTRICTS, k=2))}将出现{kind}天气，请注意防范。"
    )
    paper.heading("防御指南").points(
        [
            "有关部门按照职责做好防御准备。",
            "尽量减少户外活动，外出注意交通安全。",
            "学校、幼儿园根据情况调整上下学时间和户外课程。",
        ]
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{kind}{colour}预警信号（{scene.date}{hour}时）",
        body=paper.html(),
        genre="其他",
        topic="气象、水文、测绘、地震",
        keywords=f"预警 {kind} 突发事件",
        summary=f"{kind}{colour}预警。",
    )


def proposal_reply(scene: Scene) -> Text:
    """建议提案办理答复."""
    subject, rnd = scene.matter(), scene.rnd
    number = rnd.randint(1, 240)
    kind = scene.pick("市人大建议", "市政协提案")
    paper = Paper().p(
        f"{words.person(rnd)}{scene.pick('代表', '委员')}：",
        f"您提出的关于加强{subject.thing}工作的建议收悉，现答复如下：",
    )
    paper.section("工作开展情况", f"近年来，{scene.name}围绕{subject.aim}，做了以下工作：{subject.rules[0]}")
    paper.section("下一步打算", rnd.choice(subject.rules), f"感谢您对{subject.thing}工作的关心和支持。").signed(
        scene.name, scene.day
    )
    return Text(
        title=f"{scene.name}关于{kind}第{number}号的答复（{subject.thing}）",
        body=paper.html(),
        genre="其他",
        topic=subject.topic,
        doc_no=scene.doc_no("函"),
        keywords=f"建议提案 {subject.words}",
        summary=f"答复关于{subject.thing}的建议。",
    )


def answered_request(scene: Scene) -> Text:
    """依申请公开转主动公开."""
    subject, rnd = scene.matter(), scene.rnd
    year = scene.year - rnd.randint(0, 1)
    paper = Paper().p(
        f"近期，多名申请人依申请公开{subject.thing}有关信息。经研究，该信息不涉及国家秘密、商业秘密和个人隐私，现由依申请公开转为主动公开。"
    )
    rows = [(area, rnd.randint(2, 90), words.money(rnd, 12, 900)) for area in words.DISTRICTS]
    paper.table(("区县", "项目（件）", "金额（万元）"), rows, f"{year}年{subject.thing}情况").p(
        "信息中涉及的个人姓名、住址已作删除处理。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"依申请公开转主动公开：{year}年{subject.thing}有关情况",
        body=paper.html(),
        genre="其他",
        topic=subject.topic,
        keywords=f"依申请公开 主动公开 {subject.words}",
        summary=f"公开{year}年{subject.thing}情况。",
    )


def openness_check(scene: Scene) -> Text:
    """通报: 考核和检查结果."""
    rnd = scene.rnd
    units = (
        "市教育局",
        "市住房和城乡建设局",
        "市财政局",
        "市民政局",
        "望山区政府",
        "临江区政府",
        "南浦县政府",
        "市市场监管局",
    )
    rows = sorted(((unit, f"{rnd.uniform(72, 99):.1f}") for unit in units), key=lambda row: -float(row[1]))
    paper = Paper().p(f"{scene.name}对{len(units)}个单位的政务公开工作进行了季度检查，现将结果通报如下。")
    paper.table(("名次", "单位", "得分"), [(n, *row) for n, row in enumerate(rows, 1)], "政务公开检查得分")
    paper.p(
        "主要问题：个别栏目超过更新时限，个别文件未同步解读，少数附件无法打开。请有关单位十个工作日内整改并反馈。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"关于{scene.year}年第{'一二三四'[(scene.day.month - 1) // 3]}季度政务公开检查情况的通报",
        body=paper.html(),
        genre="通报",
        topic="政务公开",
        doc_no=scene.doc_no(),
        keywords="政务公开 检查 通报",
        summary=f"检查{len(units)}个单位。",
    )
