"""Money: budgets, final accounts, 三公经费, special funds, performance, debt, charges."""

from gongkai.config.demo import words
from gongkai.config.demo.paper import Letter, Paper, Sheet, Text
from gongkai.config.demo.scene import Scene


def _three(scene: Scene) -> tuple[float, float, float]:
    size = {"city": 1.0, "county": 0.6, "township": 0.25}.get(scene.office.level, 1.0)
    rnd = scene.rnd
    return (
        round(rnd.choice((0.0, 0.0, rnd.uniform(3, 12))) * size, 2),
        round(rnd.uniform(8, 60) * size, 2),
        round(rnd.uniform(1, 14) * size, 2),
    )


def _scale(scene: Scene) -> float:
    return {"government": 180000.0, "township": 6200.0, "institution": 5200.0}.get(scene.office.kind, 9000.0)


def budget(scene: Scene) -> Text:
    """部门预算: income, spending, 三公经费 and reasons, in February."""
    year, rnd = scene.year, scene.rnd
    total = round(_scale(scene) * rnd.uniform(0.6, 1.5), 2)
    basic = round(total * rnd.uniform(0.45, 0.7), 2)
    abroad, cars, meals = _three(scene)
    before = tuple(round(each * rnd.uniform(1.0, 1.15), 2) for each in (abroad, cars, meals))
    paper = Paper().p(f"根据《中华人民共和国预算法》和有关规定，现将{scene.name}{year}年{_what(scene)}预算公开如下。")
    paper.section("主要职责", scene.office.duties)
    paper.section("收支总体情况", f"{year}年收入预算{total}万元，支出预算{total}万元，收支平衡。")
    rows = [("一般公共预算拨款", total, "基本支出", basic), ("政府性基金预算拨款", "0.00", "项目支出", round(total - basic, 2)),
            ("上年结转", "0.00", "结转下年", "0.00"), ("收入总计", total, "支出总计", total)]  # fmt: skip
    paper.table(("收入项目", "预算数", "支出项目", "预算数"), rows, "收支预算总表（单位：万元）")
    paper.section(
        "三公经费预算情况",
        f"{year}年“三公”经费预算{abroad + cars + meals:.2f}万元，比上年减少{sum(before) - abroad - cars - meals:.2f}万元，主要原因是落实过紧日子要求，压减一般性支出。",
    )
    three = [("因公出国（境）费", f"{before[0]:.2f}", f"{abroad:.2f}"), ("公务用车购置及运行费", f"{before[1]:.2f}", f"{cars:.2f}"),
             ("公务接待费", f"{before[2]:.2f}", f"{meals:.2f}")]  # fmt: skip
    paper.table(("项目", "上年预算数", "本年预算数"), three, "“三公”经费预算表（单位：万元）")
    paper.section(
        "其他说明",
        f"政府采购预算{words.money(rnd, 20, 900)}万元。项目支出全面实施绩效管理，涉及项目{rnd.randint(3, 26)}个。",
    )
    paper.signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}{year}年{_what(scene)}预算公开", body=paper.html(), genre="公告", topic="财政",
        keywords="部门预算 三公经费 财政", summary=f"{year}年收支预算{total}万元，“三公”经费预算{abroad + cars + meals:.2f}万元。",
        attachments=(Sheet(f"{year}年预算公开表.xlsx", ("收入项目", "预算数", "支出项目", "预算数"), rows),) if rnd.random() < 0.5 else (),
    )  # fmt: skip


def _what(scene: Scene) -> str:
    return "政府" if scene.office.kind in {"government", "township"} else "部门"


def accounts(scene: Scene) -> Text:
    """部门决算: what was spent last year, in August or September."""
    year, rnd = scene.year - 1, scene.rnd
    total = round(_scale(scene) * rnd.uniform(0.6, 1.5), 2)
    abroad, cars, meals = _three(scene)
    spent = tuple(round(each * rnd.uniform(0.7, 0.99), 2) for each in (abroad, cars, meals))
    paper = Paper().p(f"现将{scene.name}{year}年度{_what(scene)}决算公开如下。")
    paper.section(
        "收支决算总体情况",
        f"{year}年度收入总计{total}万元，支出总计{total}万元，预算执行率{words.percent(rnd, 92, 99.8)}。",
    )
    groups = ("一般公共服务支出", "社会保障和就业支出", "卫生健康支出", "住房保障支出", "其他支出")
    shares = [rnd.uniform(0.5, 2) for _each in groups]
    rows = [
        (name, f"{total * share / sum(shares):.2f}", words.percent(rnd, 90, 100))
        for name, share in zip(groups, shares, strict=True)
    ]
    paper.table(("功能分类", "决算数", "完成预算"), rows, "支出决算表（单位：万元）")
    paper.section(
        "三公经费支出决算情况",
        f"{year}年度“三公”经费支出决算{sum(spent):.2f}万元，完成预算的{sum(spent) / max(abroad + cars + meals, 0.01) * 100:.1f}%。其中：因公出国（境）费{spent[0]:.2f}万元，公务用车购置及运行费{spent[1]:.2f}万元，公务接待费{spent[2]:.2f}万元。",
        f"公务用车保有量{rnd.randint(1, 9)}辆；国内公务接待{rnd.randint(5, 80)}批次、{rnd.randint(40, 700)}人次。",
    )
    paper.section(
        "预算绩效情况",
        f"对{rnd.randint(2, 18)}个项目开展绩效自评，涉及资金{words.money(rnd, 100, 3000)}万元，{rnd.choice(('全部', '绝大多数'))}达到年初目标。",
    )
    paper.signed(scene.name, scene.day)
    return Text(
        title=f"{scene.name}{year}年度{_what(scene)}决算公开", body=paper.html(), genre="公告", topic="财政",
        keywords="部门决算 三公经费 绩效", summary=f"{year}年度支出决算{total}万元，“三公”经费支出{sum(spent):.2f}万元。",
        attachments=(Letter(f"{year}年度决算说明.pdf", f"{scene.name}{year}年度决算说明", (f"支出总计{total}万元。", "详见公开表。"), "pdf"),) if rnd.random() < 0.3 else (),
    )  # fmt: skip


def three_publics(scene: Scene) -> Text:
    """三公经费汇总, by the finance offices."""
    year, rnd = scene.year - 1, scene.rnd
    rows = []
    for name in ("因公出国（境）费", "公务用车购置费", "公务用车运行维护费", "公务接待费"):
        plan = rnd.uniform(120, 2600)
        rows.append((name, f"{plan:.2f}", f"{plan * rnd.uniform(0.75, 0.98):.2f}"))
    total = sum(float(row[2]) for row in rows)
    paper = Paper().p(
        f"根据部门决算汇总情况，{year}年{scene.area}本级行政事业单位“三公”经费支出合计{total:.2f}万元，比上年下降{words.percent(rnd, 2, 11)}。"
    )
    paper.table(("项目", "预算数", "决算数"), rows, "三公经费汇总表（单位：万元）")
    paper.p("下降的主要原因是严格控制因公出国（境）团组数量，推行公务用车平台统一调度，落实公务接待公函制度。").signed(
        scene.name, scene.day
    )
    return Text(
        title=f"{scene.area}本级{year}年“三公”经费决算汇总情况说明", body=paper.html(), genre="公告", topic="财政",
        keywords="三公经费 决算 厉行节约", summary=f"{year}年本级“三公”经费支出{total:.2f}万元。",
    )  # fmt: skip


def fund_allocation(scene: Scene) -> Text:
    """专项资金分配: who gets how much, by what rule."""
    subject, rnd = scene.matter(), scene.rnd
    amounts = [rnd.randint(40, 900) for _each in words.DISTRICTS]
    rows = [
        (n, area, amount, rnd.randint(2, 40))
        for n, (area, amount) in enumerate(zip(words.DISTRICTS, amounts, strict=True), 1)
    ]
    paper = Paper().p(
        f"根据资金管理办法和年度预算安排，经集体研究，现将{scene.year}年{subject.thing}专项资金分配结果公布如下，公示期五个工作日。"
    )
    paper.table(("序号", "区县", "金额（万元）", "项目数（个）"), rows, f"{subject.thing}专项资金分配表")
    paper.p(
        "分配依据：" + rnd.choice(subject.rules),
        f"对分配结果有异议的，请在公示期内向{scene.name}反映，电话{scene.office.phone}。",
    ).signed(scene.name, scene.day)
    return Text(
        title=f"关于下达{scene.year}年{subject.thing}专项资金的{scene.pick('公示', '公告')}", body=paper.html(), genre="公示", topic="财政",
        doc_no=scene.doc_no("预") if rnd.random() < 0.5 else "", keywords=f"专项资金 {subject.words}",
        summary=f"{scene.year}年{subject.thing}专项资金{sum(amounts)}万元的分配结果。",
        attachments=(Sheet("专项资金分配表.xlsx", ("序号", "区县", "金额（万元）", "项目数（个）"), rows),) if rnd.random() < 0.5 else (),
    )  # fmt: skip


def performance(scene: Scene) -> Text:
    """财政重点绩效评价结果."""
    subject, rnd = scene.matter(), scene.rnd
    score = rnd.uniform(78, 96)
    rows = [
        (name, full, f"{full * rnd.uniform(0.78, 0.99):.1f}")
        for name, full in (("决策", 20), ("过程", 20), ("产出", 30), ("效益", 30))
    ]
    paper = Paper().p(
        f"{scene.name}委托第三方机构对{scene.year - 1}年{subject.thing}项目资金开展了重点绩效评价，综合得分{score:.1f}分，等级为“{'优' if score >= 90 else '良' if score >= 80 else '中'}”。"
    )
    paper.table(("一级指标", "分值", "得分"), rows, "绩效评价得分表")
    paper.section(
        "发现的问题",
        rnd.choice(
            (
                "部分项目前期准备不充分，资金拨付进度偏慢。",
                "个别区县公示不完整，台账资料不齐全。",
                "绩效目标细化不够，部分指标难以衡量。",
            )
        ),
    )
    paper.section("整改要求", "责任单位应当在三十个工作日内完成整改，评价结果作为下年度预算安排的重要依据。").signed(
        scene.name, scene.day
    )
    return Text(
        title=f"关于{scene.year - 1}年度{subject.thing}项目资金绩效评价结果的公告", body=paper.html(), genre="公告", topic="财政",
        keywords=f"绩效评价 {subject.words}", summary=f"{subject.thing}项目资金绩效评价综合得分{score:.1f}分。",
    )  # fmt: skip


def debt(scene: Scene) -> Text:
    """地方政府债务限额和余额."""
    year, rnd = scene.year - 1, scene.rnd
    limit = rnd.uniform(80, 160)
    general, special = limit * rnd.uniform(0.35, 0.45), limit * rnd.uniform(0.45, 0.53)
    rows = [("一般债务", f"{limit * 0.46:.2f}", f"{general:.2f}"), ("专项债务", f"{limit * 0.54:.2f}", f"{special:.2f}"),
            ("合计", f"{limit:.2f}", f"{general + special:.2f}")]  # fmt: skip
    paper = Paper().p(
        f"经批准，{scene.area}{year}年地方政府债务限额为{limit:.2f}亿元。截至{year}年底，债务余额{general + special:.2f}亿元，未超过限额。"
    )
    paper.table(("类别", "限额", "余额"), rows, "地方政府债务限额和余额情况表（单位：亿元）")
    paper.p(
        "新增债券资金主要用于保障性安居工程、市政基础设施、水利和教育卫生等项目，项目清单和绩效情况一并公开。"
    ).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{year}年地方政府债务限额及余额情况", body=paper.html(), genre="公告", topic="财政",
        keywords="政府债务 专项债券 限额", summary=f"{year}年底债务余额{general + special:.2f}亿元，限额{limit:.2f}亿元。",
    )  # fmt: skip


def charges(scene: Scene) -> Text:
    """行政事业性收费目录清单."""
    rnd = scene.rnd
    items = [("不动产登记费", "住宅每件80元，非住宅每件550元"), ("污水处理费", "居民每立方米0.95元"), ("城镇垃圾处理费", "居民每户每月5元"),
             ("公办幼儿园保教费", "每生每月450元"), ("高中学费", "每生每学期800元"), ("住宿费", "每生每学期300元"),
             ("考试考务费", "每人每科45元"), ("水土保持补偿费", "每平方米1.2元"), ("停车服务费（政府定价）", "首小时不超过5元")]  # fmt: skip
    rnd.shuffle(items)
    chosen = items[: rnd.randint(5, 9)]
    rows = [(n, name, rule, scene.pick("缴入国库", "财政专户")) for n, (name, rule) in enumerate(chosen, 1)]
    paper = Paper().p(
        f"现将{scene.year}年{scene.area}行政事业性收费目录清单公布如下。目录之外的收费，一律不得执行，任何单位和个人可以拒绝缴纳并举报。"
    )
    paper.table(("序号", "项目", "标准", "资金管理方式"), rows).signed(scene.name, scene.day)
    return Text(
        title=f"{scene.area}{scene.year}年行政事业性收费目录清单", body=paper.html(), genre="公告", topic="财政",
        keywords="收费目录 停车收费 行政事业性收费", summary=f"收费项目{len(rows)}项，目录之外不得收费。",
        attachments=(Sheet("收费目录清单.xlsx", ("序号", "项目", "标准", "资金管理方式"), rows),),
    )  # fmt: skip
