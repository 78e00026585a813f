"""How a machine somebody signed in from is told to people."""

from django import template

register = template.Library()

# What a browser calls itself holds the names of those it descends from, so the first that fits is the right one.
_BROWSERS = (
    ("MicroMessenger", "微信"), ("Edg", "Edge"), ("QQBrowser", "QQ 浏览器"), ("360", "360 浏览器"),
    ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Safari", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("HarmonyOS", "HarmonyOS"), ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
    ("Mac OS", "macOS"), ("UOS", "统信 UOS"), ("Linux", "Linux"),
)  # fmt: skip


@register.filter
def machine(user_agent: str) -> str:
    """Browser and system by name, such as Edge, Windows; what is not known stays as it called itself, cut short."""
    names = [next((name for mark, name in table if mark in user_agent), "") for table in (_BROWSERS, _SYSTEMS)]
    return "，".join(filter(None, names)) or user_agent[:60]
