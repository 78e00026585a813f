"""The kinds of papers the offices put out: who writes them, where they go, how often, and how fast they walk."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from gongkai.config.demo.paper import Text
from gongkai.config.demo.scene import Scene
from gongkai.config.demo.texts import enforcement, finance, land, livelihood, news, policies, standing

Write = Callable[[Scene], Text]


@dataclass(frozen=True)
class Kind:
    """One kind of paper. `offices` names a set of `directory.chosen`, or keys; "subject" asks the matter who leads.

    `months` are those in which it is due (`days` within the month); without them, `weight` says how often it
    turns up by chance. `quick` papers are public the same day.
    """

    write: Write
    column: str
    offices: str
    weight: int = 0
    months: Sequence[int] = ()
    days: tuple[int, int] = (1, 28)
    by_subject: bool = False
    normative: bool = False
    quick: bool = False
    once: bool = False


EVERY = tuple(range(1, 13))
QUARTERS = (1, 4, 7, 10)
ODD = (1, 3, 5, 7, 9, 11)

# What an office must have once, or put out at fixed times.
DUE: tuple[Kind, ...] = (
    Kind(standing.guide, "guide-{code}", "all", once=True),
    Kind(standing.duties, "organs-duties-{code}", "all", once=True),
    Kind(standing.leaders, "organs-leaders", "bodies", once=True),
    Kind(enforcement.powers, "licences-powers", "issuers", once=True),
    Kind(standing.annual_report, "reports-{code}", "bodies", months=(1,), days=(8, 31)),
    Kind(finance.budget, "finance-budget-{code}", "budgets", months=(2,), days=(10, 28)),
    Kind(finance.accounts, "finance-budget-{code}", "budgets", months=(9,), days=(1, 26)),
    Kind(policies.in_force_list, "documents-list", "issuers", months=(1,), days=(15, 31)),
    Kind(standing.communique, "statistics-communique", "tjj", months=(3,), days=(10, 28)),
    Kind(finance.charges, "charges", "czj", months=(4,)),
    Kind(finance.three_publics, "finance-three", "czj wscz ljcz npcz", months=(9,), days=(10, 28)),
    Kind(finance.debt, "finance-debt", "czj", months=(6,)),
    Kind(land.renewal_plan, "focus-renewal", "zjj wszj", months=(3,), days=(5, 25), normative=True),
    Kind(livelihood.admission, "livelihood-school", "jyj wsjy", months=(5,), days=(10, 28)),
    Kind(livelihood.air, "inspections-environment", "hbj", months=EVERY, days=(5, 15)),
    Kind(livelihood.water, "focus-water", "hbj", months=QUARTERS, days=(8, 20)),
    Kind(livelihood.prices, "focus-prices", "fgw", months=EVERY, days=(2, 12), quick=True),
    Kind(livelihood.prices, "focus-prices", "fgw", months=EVERY, days=(16, 26), quick=True),
    Kind(enforcement.sampling, "inspections-food", "scj", months=EVERY, days=(3, 12)),
    Kind(enforcement.sampling, "inspections-food", "scj", months=EVERY, days=(17, 26)),
    Kind(enforcement.permits, "licences-results-{code}", "licensing", months=ODD),
    Kind(enforcement.penalties, "penalties-results-{code}", "enforcing", months=ODD),
    Kind(livelihood.relief, "livelihood-relief", "mzj", months=EVERY, days=(8, 20)),
    Kind(standing.monthly_figures, "statistics-monthly", "tjj", months=EVERY, days=(15, 25)),
    Kind(land.major_projects, "projects-progress", "fgw", months=ODD),
    Kind(livelihood.meal_accounts, "focus-lunch", "jyj", months=(3, 4, 5, 6, 9, 10, 11, 12)),
    Kind(livelihood.housing_list, "livelihood-housing", "zjj", months=QUARTERS),
    Kind(livelihood.health_insurance, "livelihood-insurance", "ybj", months=QUARTERS),
    Kind(land.renewal_progress, "focus-renewal", "zjj", months=(3, 6, 9, 12)),
    Kind(enforcement.random_check, "licences-checks", "scj", months=(3, 6, 9, 12)),
    Kind(news.openness_check, "news-openness", "office", months=QUARTERS, normative=True),
    Kind(livelihood.village_affairs, "towns-{code}", "townships", months=(2, 5, 8, 11)),
    Kind(news.standing_meeting, "others-meetings", "gov", months=EVERY, quick=True),
    Kind(news.standing_meeting, "news-areas-{code}", "governments", months=ODD, quick=True),
    Kind(enforcement.safety, "inspections-safety", "yjj", months=EVERY),
    Kind(livelihood.jobs, "livelihood-jobs", "rsj", months=ODD),
)

# What turns up in between, by weight.
CHANCE: tuple[Kind, ...] = (
    Kind(policies.measures, "documents-dept-{code}", "subject", 120, by_subject=True, normative=True),
    Kind(policies.opinion, "documents-dept-{code}", "subject", 70, by_subject=True, normative=True),
    Kind(policies.action_plan, "documents-dept-{code}", "subject", 70, by_subject=True, normative=True),
    Kind(policies.explanation, "documents-explain", "subject", 130, by_subject=True),
    Kind(policies.repeal_decision, "documents-cleaning", "subject", 14, by_subject=True, normative=True),
    Kind(policies.reply, "documents-reply", "office wsb ljb npb", 50, by_subject=True, normative=True),
    Kind(news.consultation, "documents-draft", "subject", 50, by_subject=True),
    Kind(news.feedback, "documents-feedback", "subject", 30, by_subject=True),
    Kind(news.work_news, "news-depts", "subject", 200, by_subject=True, quick=True),
    Kind(news.work_news, "news-city", "office xczx zdgc gxq wlyq swj2 xfj rmyy tsg zfzx gjj", 60, quick=True),
    Kind(news.work_news, "news-areas-{gov}", "ws lj np ph qs dh bt cg lw", 50, quick=True),
    Kind(news.work_notice, "news-notices", "office jyj yjj scj mzj wjw wsb ljb npb spj tyjr", 100, normative=True),
    Kind(news.appointment, "others-appointments", "gov ws lj np", 40, normative=True),
    Kind(news.warning, "emergencies-warnings", "qxj", 60, quick=True),
    Kind(livelihood.outage, "local-works", "swj cgj jtj gaj tsg gjj", 60, quick=True),
    Kind(news.proposal_reply, "others-proposals", "subject", 40, by_subject=True, normative=True),
    Kind(news.answered_request, "others-requests", "subject", 26, by_subject=True),
    Kind(finance.fund_allocation, "finance-funds", "czj wscz ljcz npcz", 45, by_subject=True),
    Kind(finance.performance, "finance-results", "czj", 20, by_subject=True),
    Kind(enforcement.penalty_decision, "penalties-decisions", "enforcing", 40),
    Kind(enforcement.school_food, "focus-lunch", "jyj scj wsjy", 16),
    Kind(land.land_notice, "local-land", "zrj ws lj np", 40, normative=True),
    Kind(land.house_decision, "local-houses", "ws lj", 14, normative=True),
    Kind(land.planning_notice, "local-planning", "zrj", 36),
    Kind(land.land_sale, "local-land-sales", "zrj", 16),
    Kind(land.approval, "projects-approvals", "fgw", 45, normative=True),
    Kind(land.purchase, "purchases-results", "budgets", 110),
    Kind(livelihood.impact, "inspections-impact", "hbj", 36),
    Kind(livelihood.recruitment, "recruitment", "rsj wsb npb gxq", 24),
    Kind(livelihood.health, "livelihood-health", "wjw", 26),
    Kind(livelihood.parking, "focus-parking", "fgw cgj", 16, normative=True),
    Kind(standing.service_guide, "licences-guides", "spj zfzx phb bdc sgjj", 36),
    Kind(standing.emergency_plan, "emergencies-plans", "yjj office wsb ljb npb", 34, normative=True),
    Kind(standing.plan, "plans-special", "fgw jtj jyj mzj zrj", 24),
    Kind(standing.system, "rules-open", "office wsb ljb npb jyj zjj", 12, normative=True),
)

# Where documents with a number go when the office is none of the city's departments.
DOCUMENTS, LOCAL_DOCUMENTS = "documents-dept-{code}", "documents-local-{gov}"
DOCUMENT_COLUMNS = {"gov": "documents-gov", "office": "documents-office"}

# Where news, answers and replies about a matter go besides the column of their kind.
MATTERS = {
    "双公示": "focus-credit",
    "国有资产": "others-companies",
    "养犬": "local-police",
    "烟花爆竹": "local-police",
    "文化场馆": "local-culture",
    "高标准农田": "livelihood-village",
    "农村公路": "livelihood-village",
    "宅基地": "livelihood-village",
    "公共数据": "focus-business",
    "科技创新券": "focus-business",
    "转贷应急资金": "focus-business",
    "应急物资": "emergencies-response",
    "家庭医生": "livelihood-health",
    "职业培训": "livelihood-jobs",
    "停车收费": "focus-parking",
    "学校午餐": "focus-lunch",
    "老旧小区改造": "focus-renewal",
    "房屋征收": "local-houses",
}
