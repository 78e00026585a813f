"""Policy documents: measures with chapters and articles, opinions, plans of action, decisions, and what explains them."""

from gongkai.config.demo.city import Subject
from gongkai.config.demo.paper import Letter, Paper, Sheet, Text
from gongkai.config.demo.scene import Scene

_PUBLIC = "（此件公开发布）"


def _noun(scene: Scene, subject: Subject) -> str:
    return f"{scene.area}{subject.name}"


def _to(scene: Scene) -> str:
    if scene.office.level == "city" and scene.office.is_government:
        return "各区县人民政府，市政府各部门，有关单位："
    if scene.office.level == "county" and scene.office.is_government:
        return "各乡镇人民政府、街道办事处，区县直各部门："
    if scene.office.level == "township":
        return "各村（居）民委员会，机关各办公室："
    return scene.pick("各区县有关部门，各有关单位：", "各区县主管部门，局属各单位：", "各有关单位：")


def _duties(scene: Scene, subject: Subject) -> list[str]:
    lead = "主管部门" if scene.office.is_government else "本机关"
    return [
        f"{subject.thing}工作坚持{scene.pick('依法依规、公开透明、便民高效', '政府主导、社会参与、分级负责', '公平公正、量力而行、群众满意')}的原则。",
        f"{lead}负责{subject.thing}的统筹、指导和监督，财政、审计、市场监督管理等部门在各自职责范围内做好相关工作。",
        f"乡镇人民政府、街道办事处协助做好本辖区内{subject.thing}的宣传、摸底和矛盾化解工作。",
    ]


def _endings(scene: Scene, subject: Subject, years: int) -> list[str]:
    until = scene.after(30 + years * 365)
    return [
        "违反本{form}规定，弄虚作假、截留挪用或者泄露个人信息的，由有关机关责令改正；情节严重的，依法给予处分。",
        f"公民、法人和其他组织对{subject.thing}工作有异议的，可以向{scene.name}反映，自收到之日起十五个工作日内答复。",
        f"本{{form}}由{scene.name}负责解释。",
        f"本{{form}}自{_day(scene, 30)}起施行，有效期至{until.year}年{until.month}月{until.day}日。",
    ]


def _day(scene: Scene, days: int) -> str:
    day = scene.after(days)
    return f"{day.year}年{day.month}月{day.day}日"


def measures(scene: Scene) -> Text:
    """印发办法、细则、规定: a normative document in chapters and articles, with a term of validity."""
    subject = scene.matter()
    form = scene.pick("管理办法", "实施细则", "暂行规定", "实施办法")
    years = 2 if form == "暂行规定" else 5
    noun = f"{_noun(scene, subject).removesuffix('管理') if form == '管理办法' else _noun(scene, subject)}{form}"
    number = scene.doc_no() if scene.office.is_government else scene.doc_no("规")
    paper = Paper().p(
        _to(scene),
        f"《{noun}》已经{scene.pick('研究同意', '集体讨论通过', '合法性审核和集体审议')}，现印发给你们，请结合实际认真贯彻执行。",
    )
    paper.signed(scene.name, scene.day, _PUBLIC).heading(noun)
    paper.chapter("总则").article(f"为{subject.aim}，根据有关法律、法规，结合{scene.area}实际，制定本{form}。")
    paper.article(f"{scene.area}行政区域内{subject.thing}及其监督管理活动，适用本{form}。").article(
        *_duties(scene, subject)
    )
    rules = list(subject.rules)
    half = (len(rules) + 1) // 2
    paper.chapter(f"{subject.thing}的条件和标准").article(*rules[:half])
    paper.chapter("办理和公开").article(*rules[half:])
    paper.article(
        f"{subject.who}提出申请的，受理单位应当当场审查材料；材料不齐的，一次告知需要补正的全部内容。",
        f"受理单位自受理之日起{scene.rnd.choice((5, 7, 10, 15, 20))}个工作日内办结，结果自作出之日起七个工作日内公开。",
    )
    paper.chapter("监督和附则").article(*(each.format(form=form) for each in _endings(scene, subject, years)))
    files: tuple[Sheet | Letter, ...] = (
        Letter(
            f"{subject.thing}申报表（样表）.docx",
            f"{subject.thing}申报表",
            ("申报单位（人）：", "申报事项：", "申报理由：", "审核意见："),
        ),
    )
    return Text(
        title=f"{scene.name}关于印发《{noun}》的通知" if scene.rnd.random() < 0.7 else noun,
        body=paper.html(), genre="通知", topic=subject.topic, doc_no=number, keywords=subject.words,
        summary=f"规定{scene.area}{subject.thing}的条件、标准、程序和监督，自{_day(scene, 30)}起施行。",
        effective_on=scene.after(30), expires_on=scene.after(30 + years * 365),
        attachments=files if scene.rnd.random() < 0.4 else (), about=noun,
    )  # fmt: skip


def opinion(scene: Scene) -> Text:
    """实施意见: what is wanted, by when, and who answers for it."""
    subject = scene.matter()
    title = f"{scene.name}关于{scene.pick('进一步加强', '规范', '推进', '做好')}{subject.thing}工作的{scene.pick('实施意见', '意见', '指导意见')}"
    paper = Paper().p(_to(scene), f"为{subject.aim}，经研究，现就{scene.area}{subject.thing}工作提出以下意见。")
    year = scene.year + scene.rnd.randint(1, 3)
    paper.section(
        "总体要求",
        f"坚持以人民为中心，聚焦{subject.who}反映的突出问题，到{year}年底，{subject.thing}制度基本健全，服务事项办理时间压缩{scene.rnd.randint(2, 5)}成以上，群众满意度达到{scene.rnd.randint(90, 98)}%以上。",
    )
    paper.section("主要任务").points(subject.rules)
    paper.section(
        "保障措施",
        f"（一）加强组织领导。{scene.name}建立{subject.thing}工作协调机制，每季度调度一次进展。",
        "（二）强化资金保障。各级财政安排必要经费，专款专用，使用情况随部门预算、决算一并公开。",
        f"（三）做好宣传解读。通过政府网站、社区公告栏等方式解读政策，及时回应{subject.who}关切。",
    )
    paper.signed(scene.name, scene.day, _PUBLIC)
    return Text(
        title=title, body=paper.html(), genre="意见", topic=subject.topic, doc_no=scene.doc_no(), keywords=subject.words,
        summary=f"提出到{year}年底{subject.thing}工作的目标、任务和保障措施。", effective_on=scene.day,
        expires_on=scene.after(365 * 5), about=f"{subject.thing}意见",
    )  # fmt: skip


def action_plan(scene: Scene) -> Text:
    """印发行动方案: tasks with terms and who leads, in a table."""
    subject = scene.matter()
    span = f"{scene.year}—{scene.year + 2}年"
    noun = f"{scene.area}{subject.thing}{scene.pick('三年行动方案', '专项整治工作方案', '提升行动计划')}（{span}）"
    paper = Paper().p(_to(scene), f"现将《{noun}》印发给你们，请认真组织实施。").signed(scene.name, scene.day, _PUBLIC)
    paper.heading(noun).p(f"为{subject.aim}，制定本方案。")
    paper.section("工作目标", f"用三年时间解决{subject.who}反映集中的问题，每年公布一次进展，接受社会监督。")
    paper.section("重点任务").points(subject.rules)
    paper.section("任务分工")
    leads = ("发展改革部门", "财政部门", "住房城乡建设部门", "市场监管部门", "各区县政府", "宣传部门")
    steps = ("开展摸底调查，建立台账", "制定年度计划并公布", "组织实施，每月调度", "开展中期评估", "总结验收，公布结果")
    rows = [
        (n, f"{subject.thing}：{step}", scene.rnd.choice(leads), f"{scene.year + (n > 2) + (n > 4)}年{scene.rnd.randint(3, 12)}月底前")
        for n, step in enumerate(steps, start=1)
    ]  # fmt: skip
    paper.table(("序号", "任务", "牵头单位", "完成时限"), rows, "任务分工表")
    return Text(
        title=f"{scene.name}关于印发{noun}的通知", body=paper.html(), genre="通知", topic=subject.topic,
        doc_no=scene.doc_no(), keywords=subject.words, summary=f"明确{span}{subject.thing}的目标、任务和分工。",
        effective_on=scene.day, about=noun,
        attachments=(Sheet("任务分工表.xlsx", ("序号", "任务", "牵头单位", "完成时限"), rows),) if scene.rnd.random() < 0.5 else (),
    )  # fmt: skip


def repeal_decision(scene: Scene) -> Text:
    """关于废止一批文件的决定: a list of what no longer holds."""
    subject = scene.matter()
    year = scene.year - scene.rnd.randint(4, 7)
    names = [
        f"关于{each}{subject.thing}的{kind}"
        for each, kind in (("加强", "通知"), ("规范", "意见"), ("印发", "暂行规定"))
    ]
    rows = [(n, name, scene.numbers.next(scene.office.sign, year), scene.pick("被新规定代替", "适用期已过", "调整对象已消失")) for n, name in enumerate(names, 1)]  # fmt: skip
    paper = Paper().p(
        _to(scene), f"根据行政规范性文件清理结果，经研究，决定废止《{names[0]}》等{len(rows)}件文件，自公布之日起施行。"
    )
    paper.p(
        "废止前依照上述文件办理的事项继续有效；正在办理的，按照现行规定执行。原文保留在网站供查询，并标注效力状态。"
    )
    paper.table(("序号", "文件名称", "文号", "废止理由"), rows, "废止文件目录").signed(scene.name, scene.day, _PUBLIC)
    return Text(
        title=f"{scene.name}关于废止部分行政规范性文件的决定", body=paper.html(), genre="决定", topic="政务公开",
        doc_no=scene.doc_no(), keywords=f"规范性文件 清理 废止 {subject.thing}", summary=f"废止{len(rows)}件行政规范性文件。",
        effective_on=scene.day,
    )  # fmt: skip


def in_force_list(scene: Scene) -> Text:
    """现行有效规范性文件目录, once a year."""
    count = scene.rnd.randint(6, 14)
    sign = scene.office.sign
    rows = []
    for n in range(1, count + 1):
        year = scene.year - scene.rnd.randint(1, 4)
        matter = scene.rnd.choice(
            (
                "财政资金管理",
                "内部审计",
                "应急值守",
                "档案管理",
                "信访办理",
                "行政执法公示",
                "招商引资",
                "公共服务",
                "合同管理",
            )
        )
        rows.append(
            (n, f"{scene.area}{matter}办法", f"{sign}规〔{year}〕{scene.rnd.randint(1, 9)}号", f"{year + 5}年12月31日")
        )
    paper = Paper().p(
        f"根据行政规范性文件管理有关规定，现将截至{scene.year - 1}年12月31日现行有效的行政规范性文件目录公布如下。未列入目录的，不得作为行政管理的依据。"
    )
    paper.table(("序号", "文件名称", "文号", "有效期至"), rows).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}现行有效行政规范性文件目录（截至{scene.year - 1}年底）", body=paper.html(), genre="公告", topic="政务公开",
        keywords="规范性文件 现行有效 目录", summary=f"现行有效行政规范性文件{count}件。",
        attachments=(Sheet("现行有效文件目录.xlsx", ("序号", "文件名称", "文号", "有效期至"), rows),),
    )  # fmt: skip


def explanation(scene: Scene) -> Text:
    """政策解读: why, what, and the questions people ask."""
    subject = scene.matter()
    paper = Paper().p(f"近日，{scene.area}出台了关于{subject.thing}的规定。{scene.name}对有关内容解读如下。")
    paper.section(
        "背景依据",
        f"近年来，{subject.who}对{subject.thing}的诉求较为集中。为{subject.aim}，在广泛调研、公开征求意见的基础上形成了文件。",
    )
    paper.section("主要内容").points(subject.rules[:3])
    paper.section("大家关心的问题")
    for question, answer in subject.ask:
        paper.p(f"问：{question}", f"答：{answer}")
    paper.section(
        "适用范围和执行时间", f"适用于{scene.area}行政区域，按文件规定的日期施行。咨询电话：{scene.office.phone}。"
    )
    paper.signed(scene.name, scene.day)
    title = scene.pick(
        f"《{scene.area}{subject.measures}》政策解读", f"一问一答：{subject.thing}新规定怎么看",
        f"{subject.thing}政策解读：{scene.rnd.choice(subject.ask)[0]}", f"图解：{scene.area}{subject.thing}办事流程",
    )  # fmt: skip
    return Text(
        title=title, body=paper.html(), genre="政策解读", topic=subject.topic, keywords=f"政策解读 {subject.words}",
        summary=f"解读{subject.thing}政策的背景、主要内容和{subject.who}关心的问题。", about=subject.thing,
    )  # fmt: skip


def reply(scene: Scene) -> Text:
    """批复: a superior answers one question of an office below."""
    subject = scene.matter()
    asker = scene.pick("望山区人民政府", "临江区人民政府", "南浦县人民政府")
    if scene.office.level == "county":
        asker = scene.pick("平湖街道办事处", "区财政局", "东湖街道办事处")
    paper = Paper().p(f"{asker}：", f"你们《关于{subject.thing}有关事项的请示》收悉。经研究，现批复如下：")
    paper.section("原则同意", f"原则同意你们提出的{subject.thing}实施方案，请按程序组织实施。")
    paper.section(
        "有关要求",
        scene.rnd.choice(subject.rules),
        "实施中涉及群众切身利益的事项，应当公开征求意见，有关情况及时报告。",
    )
    paper.signed(scene.name, scene.day, _PUBLIC)
    return Text(
        title=f"{scene.name}关于{subject.thing}有关事项的批复", body=paper.html(), genre="批复", topic=subject.topic,
        doc_no=scene.doc_no("函"), keywords=subject.words, summary=f"同意{asker}{subject.thing}实施方案。", effective_on=scene.day,
    )  # fmt: skip
