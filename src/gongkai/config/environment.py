"""Every setting an operator can give, declared once: name, default, reader and meaning.

The settings module reads them from here, `docs/operations/settings.md` lists them, and a house test
compares the two. A wrong value stops the start with a sentence that names the variable.
"""

import os
import pathlib
import secrets
import urllib.parse
import zoneinfo
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

CHECKOUT = pathlib.Path(__file__).resolve().parents[3]


class WrongSetting(Exception):
    """A variable holds something that cannot be used."""

    def __init__(self, name: str, value: str, wanted: str) -> None:
        super().__init__(f"{name}={value!r} cannot be used: {wanted}.")
        self.name = name


@dataclass(frozen=True)
class Setting:
    """One environment variable: how it is read and what it is for."""

    name: str
    default: str
    read: Callable[[str, str], Any]
    meaning: str


def _text(name: str, value: str) -> str:
    return value


def _folder(name: str, value: str) -> pathlib.Path:
    path = pathlib.Path(value).expanduser()
    if path.exists() and not path.is_dir():
        raise WrongSetting(name, value, "it must be a folder, and a file of that name is in the way")
    return path.absolute()


def _flag(name: str, value: str) -> bool:
    known = {"1": True, "true": True, "yes": True, "on": True, "0": False, "false": False, "no": False, "off": False}
    if value.lower() not in known:
        raise WrongSetting(name, value, "it must be yes or no")
    return known[value.lower()]


def _number(least: int, most: int) -> Callable[[str, str], int]:
    def read(name: str, value: str) -> int:
        if not value.isdecimal() or not least <= int(value) <= most:
            raise WrongSetting(name, value, f"it must be a whole number from {least} to {most}")
        return int(value)

    return read


def _choice(*choices: str) -> Callable[[str, str], str]:
    def read(name: str, value: str) -> str:
        if value not in choices:
            raise WrongSetting(name, value, "it must be one of " + ", ".join(choices))
        return value

    return read


def _words(name: str, value: str) -> list[str]:
    return [word.strip() for word in value.split(",") if word.strip()]


def _address(name: str, value: str) -> str:
    parts = urllib.parse.urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.path not in {"", "/"}:
        raise WrongSetting(name, value, "it must be an address such as https://www.example.gov.cn")
    return value.rstrip("/")


def _zone(name: str, value: str) -> str:
    if value not in zoneinfo.available_timezones():
        raise WrongSetting(name, value, "it must be a time zone such as Asia/Shanghai")
    return value


def _site_code(name: str, value: str) -> str:
    if len(value) != 10 or not value.isdecimal():
        raise WrongSetting(name, value, "it must be ten digits")
    return value


def _mail(name: str, value: str) -> str:
    if value and (urllib.parse.urlsplit(value).scheme != "smtp" or not _server_of(value)):
        raise WrongSetting(name, value, "it must be smtp://user:password@host:port")
    return value


def _gateway(name: str, value: str) -> str:
    if value and (urllib.parse.urlsplit(value).scheme not in {"http", "https"} or not _server_of(value)):
        raise WrongSetting(name, value, "it must be https://host/path")
    return value


def _sign_on(name: str, value: str) -> str:
    parts = value.split("|")
    if value and (len(parts) != 4 or not all(parts) or urllib.parse.urlsplit(parts[1]).scheme != "https"):
        raise WrongSetting(name, value, "it must be name|https://server|client id|secret")
    return value


def _server_of(address: str) -> bool:
    """Tell whether an address names a host, and a port that can be one if any."""
    try:
        parts = urllib.parse.urlsplit(address)
        return bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        return False


def _database(name: str, value: str) -> dict[str, Any]:
    parts = urllib.parse.urlsplit(value)
    if parts.scheme == "sqlite":
        # Writers queue at BEGIN instead of failing half way; WAL lets readers go on; FULL keeps what was acknowledged.
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": urllib.parse.unquote(parts.path[1:]) if parts.path.startswith("//") else parts.path or value[9:],
            # Opening a file anew costs 3 ms and its page cache, for every request and ten times a second in a worker.
            "CONN_MAX_AGE": 60,
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 30,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
            },
        }
    socket = urllib.parse.parse_qs(parts.query).get("host", [""])[0]
    if parts.scheme in {"postgres", "postgresql"} and parts.path.strip("/") and (socket or _server_of(value)):
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": urllib.parse.unquote(parts.path.strip("/")),
            "USER": urllib.parse.unquote(parts.username or ""),
            "PASSWORD": urllib.parse.unquote(parts.password or ""),
            "HOST": socket or parts.hostname,
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
            "CONN_HEALTH_CHECKS": True,
            # Compiling a statement takes longer than our longest statement runs.
            "OPTIONS": {"options": "-c jit=off"},
        }
    raise WrongSetting(name, value, "it must be sqlite:///path/to/file or postgresql://user:password@host/database")


SETTINGS: tuple[Setting, ...] = (
    Setting("GONGKAI_HOME", str(CHECKOUT / "var"), _folder, "Folder of all data: database, index, pages, files."),
    Setting("GONGKAI_DATABASE_URL", "", _text, "Database address; empty means SQLite in the data folder."),
    Setting("GONGKAI_SECRET_KEY", "", _text, "Secret for signatures; empty means one kept in the data folder."),
    Setting("GONGKAI_PERSONAL_KEYS", "", _text, "Keys of personal data; empty means a file in the data folder."),
    Setting("GONGKAI_REQUEST_YEARS", "10", _number(1, 100), "Years a closed request keeps its personal data."),
    Setting("GONGKAI_DEBUG", "no", _flag, "Show errors in the browser. Never on a public machine."),
    Setting("GONGKAI_HOSTS", "*", _words, "Host names answered to, separated by commas; * answers to any."),
    Setting("GONGKAI_ADDRESS", "http://127.0.0.1:8000", _address, "The public address, for feeds and QR codes."),
    Setting("GONGKAI_BIND", "127.0.0.1", _text, "The address the embedded server listens on."),
    Setting("GONGKAI_PORT", "8000", _number(1, 65535), "The port the embedded server listens on."),
    Setting("GONGKAI_WEB_PROCESSES", "1", _number(1, 64), "How many web processes `gongkai serve` starts."),
    Setting("GONGKAI_SITE_NAME", "云州市政府信息公开", _text, "The name of the site, on every public page."),
    Setting(
        "GONGKAI_SITE_CODE", "9901000001", _site_code, "政府网站标识码 of the site, ten digits, for the page tags."
    ),
    Setting("GONGKAI_SITE_RECORD", "", _text, "ICP record number for the footer; empty leaves it out."),
    Setting("GONGKAI_TIME_ZONE", "Asia/Shanghai", _zone, "The time zone in which days begin and end."),
    Setting("GONGKAI_LOG", "text", _choice("text", "json"), "Form of the log lines."),
    Setting(
        "GONGKAI_ACCESS_LOG", "", _text, "Access logs of the server in front, with * for rotated ones; empty: none."
    ),
    Setting("GONGKAI_LOG_LEVEL", "INFO", _choice("DEBUG", "INFO", "WARNING", "ERROR"), "Least severity logged."),
    Setting("GONGKAI_SECOND_FACTOR", "offer", _choice("offer", "require"), "Whether staff must use a second factor."),
    Setting("GONGKAI_UPLOAD_LIMIT_MB", "50", _number(1, 2048), "Largest file taken in, in megabytes."),
    Setting("GONGKAI_EMAIL_URL", "", _mail, "Mail server, smtp://user:password@host:port; empty: to the log."),
    Setting(
        "GONGKAI_SMS_URL", "", _gateway, "Gateway for texts to telephones, an address that takes a POST; empty: none."
    ),
    Setting("GONGKAI_SMS_TOKEN", "", _text, "Bearer token for that gateway; empty sends none."),
    Setting("GONGKAI_SMS_SENDER", "", _text, "A sender class of your own instead, package.module.Class; empty: none."),
    Setting("GONGKAI_WECHAT_URL", "https://api.weixin.qq.com", _address, "The WeChat service, or a relay to it."),
    Setting("GONGKAI_WEIBO_URL", "https://api.weibo.com", _address, "The Weibo service, or a relay to it."),
    Setting("GONGKAI_OIDC", "", _sign_on, "Single sign-on: name|server address|client id|secret; empty: off."),
    Setting("GONGKAI_PUBLISH_FINDINGS", "no", _flag, "Show the accepted findings of checks on public annual reports."),
    Setting("GONGKAI_BEHIND_PROXY", "no", _flag, "A proxy in front ends TLS and sets X-Forwarded-Proto and -For."),
)


def read(variables: Mapping[str, str] = os.environ) -> dict[str, Any]:
    """Return every setting's value by name. Raises WrongSetting for the first that cannot be used."""
    known = {setting.name for setting in SETTINGS}
    for name in variables:
        if name.startswith("GONGKAI_") and name not in known and not name.startswith("GONGKAI_TEST_"):
            wanted = "there is no setting of that name; see docs/operations/settings.md"
            raise WrongSetting(name, variables[name], wanted)
    values = {s.name: s.read(s.name, variables.get(s.name) or s.default) for s in SETTINGS}
    in_home = f"sqlite:///{urllib.parse.quote(str(values['GONGKAI_HOME']))}/gongkai.sqlite3"
    values["database"] = _database("GONGKAI_DATABASE_URL", values["GONGKAI_DATABASE_URL"] or in_home)
    return values


def secret_key(home: pathlib.Path) -> str:
    """Return the installation's secret, making it once, readable by its owner only."""
    path = home / "secret-key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(50))
    return path.read_text().strip()
