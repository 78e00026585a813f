"""Which requests the demo has: when, where, how they come, and what is done to them on which working day."""

# Working days back from the demo's day, the office, channel, what is wanted, and how it goes on (see `Case`).
NOW = (
    (0, "zjj", "web", 0, "entered"), (1, "hbj", "email", 1, "entered"), (1, "zjj", "counter", 2, "received"),
    (2, "zrj", "registered_post", 3, "received"), (3, "office", "web", 4, "assigned"), (6, "zjj", "web", 5, "assigned"),
    (7, "fgw", "oral", 6, "assigned"), (12, "hbj", "web", 7, "searched"), (18, "zjj", "registered_post", 8, "searched"),
    (20, "zjj", "web", 9, "cleared"), (20, "lj", "counter", 10, "drafted"), (24, "zrj", "web", 11, "searched"),
    (31, "fgw", "ordinary_post", 12, "assigned"), (6, "zjj", "fax", 13, "correction"), (9, "hbj", "web", 14, "correction"),
    (30, "lj", "registered_post", 15, "correction"), (16, "zjj", "web", 16, "corrected"), (9, "zjj", "web", 17, "asked"),
    (27, "zrj", "email", 18, "asked"), (19, "zjj", "registered_post", 19, "objected"), (11, "hbj", "web", 20, "comaker"),
    (22, "zjj", "web", 21, "extended"), (26, "office", "counter", 22, "extended"), (8, "zjj", "web", 23, "fee"),
    (17, "zrj", "web", 24, "paid"), (10, "office", "email", 25, "reasons"), (13, "zjj", "web", 26, "submitted"),
    (14, "fgw", "web", 27, "legal"), (15, "hbj", "counter", 28, "secrecy"), (16, "zjj", "web", 29, "returned"),
    (17, "zjj", "registered_post", 30, "decided"), (9, "lj", "web", 31, "withdrawn"),
)  # fmt: skip
PAST = (
    (60, "zjj", "web", 0, "DISCLOSED"), (75, "zjj", "registered_post", 0, "DISCLOSED"), (90, "zjj", "counter", 0, "PARTIAL"),
    (55, "hbj", "web", 7, "DISCLOSED_ALREADY"), (80, "fgw", "web", 6, "NONE_NOT_HELD"), (66, "office", "email", 4, "PARTIAL"),
    (105, "zjj", "web", 8, "REFUSE_THIRD_PARTY"), (120, "zrj", "registered_post", 3, "REFUSE_QUERY"),
    (133, "lj", "counter", 10, "DISCLOSED"), (150, "zjj", "fax", 16, "REFUSE_LAW"), (160, "hbj", "web", 14, "REFUSE_PROCESS"),
    (175, "office", "web", 25, "NOACT_PETITION"), (190, "zjj", "web", 23, "NOACT_REPEAT"), (70, "lj", "web", 15, "lapsed"),
    (98, "zrj", "email", 24, "unpaid"), (210, "fgw", "ordinary_post", 12, "REFUSE_INTERNAL"), (230, "zjj", "web", 19, "late"),
    (260, "hbj", "oral", 20, "NONE_TO_MAKE"), (300, "office", "registered_post", 22, "REFUSE_ENFORCEMENT"),
    (340, "zjj", "web", 5, "DISCLOSED"), (380, "zrj", "web", 11, "NONE_STILL_UNCLEAR"), (430, "fgw", "web", 27, "DISCLOSED"),
    (480, "zjj", "counter", 2, "PARTIAL"), (520, "hbj", "email", 28, "REFUSE_SECURITY"), (560, "lj", "web", 31, "DISCLOSED"),
    (600, "zjj", "web", 9, "NOACT_PUBLICATION"), (640, "office", "web", 25, "NOACT_ABUSE"), (680, "zrj", "web", 18, "DISCLOSED"),
)  # fmt: skip
# Against which of the past ones a remedy was sought, what became of it, and how many working days after.
REMEDIES = (
    (6, "review", "upheld", 12), (8, "review", "", 20), (5, "review", "corrected", 18), (15, "suit_direct", "other", 30),
    (22, "complaint", "other", 10), (16, "suit_direct", "", 40),
)  # fmt: skip

# How a case goes on: working days after its receipt, the hour, the act of `requests.Case`.
_HANDED = ((1, 9, "assign"),)
_SEARCHED = (*_HANDED, (3, 10, "search"))
_DRAFTED = (*_SEARCHED, (8, 10, "draft"))
_SENT_UP = (*_DRAFTED, (9, 9, "submit"))
WAYS: dict[str, tuple[tuple[int, int, str], ...]] = {
    "received": (),
    "assigned": _HANDED,
    "searched": _SEARCHED,
    "drafted": _DRAFTED,
    "submitted": _SENT_UP,
    "legal": (*_SENT_UP, (10, 10, "pass_legal")),
    "secrecy": (*_SENT_UP, (10, 10, "pass_legal"), (11, 10, "pass_secrecy")),
    "returned": (*_SENT_UP, (10, 10, "pass_legal"), (11, 10, "send_back")),
    "cleared": (*_SENT_UP, (10, 10, "pass_legal"), (11, 10, "pass_secrecy"), (12, 10, "sign")),
    "decided": (
        *_SENT_UP, (10, 10, "pass_legal"), (11, 10, "pass_secrecy"), (12, 10, "sign"), (13, 10, "decide"),
    ),
    "correction": (*_HANDED, (4, 10, "correct")),
    "corrected": (*_HANDED, (4, 10, "correct"), (7, 10, "corrected")),
    "asked": (*_SEARCHED, (5, 10, "ask")),
    "objected": (*_SEARCHED, (5, 10, "ask"), (10, 10, "hear_objection"), (13, 10, "extend")),
    "comaker": (*_SEARCHED, (6, 10, "ask_comaker")),
    "extended": (*_SEARCHED, (15, 10, "extend")),
    "fee": (*_SEARCHED, (5, 10, "charge")),
    "paid": (*_SEARCHED, (5, 10, "charge"), (9, 10, "pay")),
    "unpaid": (*_SEARCHED, (5, 10, "charge"), (27, 10, "lapse")),
    "reasons": (*_HANDED, (4, 10, "ask_reasons")),
    "lapsed": (*_HANDED, (4, 10, "correct"), (16, 10, "lapse")),
    "withdrawn": (*_HANDED, (3, 10, "withdraw")),
}  # fmt: skip
