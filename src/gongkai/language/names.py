"""How alike two short names are, such as those of columns and of entries in a catalogue."""

from gongkai.language import folding

# Words that nearly every name in an office of disclosure contains, so that sharing them says nothing.
_EMPTY = (
    "政府信息",
    "信息公开",
    "信息",
    "公开",
    "情况",
    "相关",
    "有关",
    "目录",
    "事项",
    "标准",
    "管理",
    "服务",
    "工作",
)


def profile(name: str) -> frozenset[str]:
    """What of a name is compared: its characters and the pairs that stand side by side."""
    text = "".join(each for each in folding.fold(name).text if each.isalnum())
    plain = text
    for word in _EMPTY:
        plain = plain.replace(word, "")
    text = plain if len(plain) >= 2 else text
    return frozenset(text) | {text[place : place + 2] for place in range(len(text) - 1)}


def likeness(a: frozenset[str], b: frozenset[str]) -> float:
    """From 0 (nothing shared) to 1 (the same), of two profiles."""
    return 2 * len(a & b) / (len(a) + len(b)) if a and b else 0.0
