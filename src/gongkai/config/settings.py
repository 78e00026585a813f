"""Django settings, all read from the environment as `environment.py` declares it."""

import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from gongkai.config import environment

try:
    ENV = environment.read()
except environment.WrongSetting as error:
    sys.exit(f"gongkai: {error}")

HOME: Path = ENV["GONGKAI_HOME"]
PUBLIC_ROOT = HOME / "public"
INDEX_ROOT = HOME / "index"
FILES_ROOT = HOME / "files"
PACKAGE = Path(__file__).resolve().parents[1]

PERSONAL_KEYS = ENV["GONGKAI_PERSONAL_KEYS"]
REQUEST_YEARS = ENV["GONGKAI_REQUEST_YEARS"]
SMS_URL, SMS_TOKEN = ENV["GONGKAI_SMS_URL"], ENV["GONGKAI_SMS_TOKEN"]
SMS_SENDER = ENV["GONGKAI_SMS_SENDER"]
WECHAT_URL, WEIBO_URL = ENV["GONGKAI_WECHAT_URL"], ENV["GONGKAI_WEIBO_URL"]
SECRET_KEY = ENV["GONGKAI_SECRET_KEY"] or environment.secret_key(HOME)
DEBUG = ENV["GONGKAI_DEBUG"]
ALLOWED_HOSTS = ENV["GONGKAI_HOSTS"]
SITE_ADDRESS = ENV["GONGKAI_ADDRESS"]
SITE_NAME = ENV["GONGKAI_SITE_NAME"]
SITE_CODE = ENV["GONGKAI_SITE_CODE"]
SITE_RECORD = ENV["GONGKAI_SITE_RECORD"]
REPORT_FINDINGS_PUBLIC = ENV["GONGKAI_PUBLISH_FINDINGS"]
ACCESS_LOG = ENV["GONGKAI_ACCESS_LOG"]
UPLOAD_LIMIT = ENV["GONGKAI_UPLOAD_LIMIT_MB"] * 1024 * 1024
SECOND_FACTOR_REQUIRED = ENV["GONGKAI_SECOND_FACTOR"] == "require"

INSTALLED_APPS = [
    "gongkai.portal",
    "gongkai.desk",
    "gongkai.annualreports",
    "gongkai.statistics",
    "gongkai.search",
    "gongkai.foi",
    "gongkai.activities",
    "gongkai.disclosures",
    "gongkai.catalog",
    "gongkai.notices",
    "gongkai.accounts",
    "gongkai.orgs",
    "gongkai.events",
    "gongkai.core",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "axes",
    "django_tasks",
    "django_tasks_db",
]

MIDDLEWARE = [
    "gongkai.config.middleware.security_headers",
    "django.middleware.security.SecurityMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "gongkai.config.middleware.access",
    "gongkai.config.middleware.account_in_order",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "gongkai.config.urls"
WSGI_APPLICATION = "gongkai.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "gongkai.portal.pages.site.processor",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
INSTALLED_APPS.append("django.forms")

DATABASES = {"default": ENV["database"]}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/desk/"
LOGOUT_REDIRECT_URL = "/desk/"

ACCOUNT_ADAPTER = "gongkai.accounts.views.entrance.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "gongkai.accounts.views.entrance.SignOnAdapter"
MFA_ADAPTER = "gongkai.accounts.views.entrance.SecondFactorAdapter"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Sessions elsewhere end with the old password; the one at hand goes on.
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = False
# Axes locks passwords after five; these hold wrong second-factor codes.
ACCOUNT_RATE_LIMITS = {"login_failed": "30/m/ip,8/5m/key"}
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = SITE_NAME
# Written by us every few minutes, not at every request.
USERSESSIONS_TRACK_ACTIVITY = False
# A link, not a form: the content policy lets forms lead only to ourselves.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS: dict[str, dict] = {}
if ENV["GONGKAI_OIDC"]:
    _name, _server, _client, _secret = ENV["GONGKAI_OIDC"].split("|")
    SOCIALACCOUNT_PROVIDERS["openid_connect"] = {
        "APPS": [
            {
                "provider_id": "oidc",
                "name": _name,
                "client_id": _client,
                "secret": _secret,
                "settings": {"server_url": _server},
            }
        ]
    }

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_CALLABLE = "gongkai.accounts.views.entrance.locked"
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
AXES_ENABLE_ADMIN = False
# W040: SQLite leaves out what an index only carries along; PostgreSQL answers from it alone.
SILENCED_SYSTEM_CHECKS = ["axes.W003", "models.W040"]

SESSION_COOKIE_AGE = 60 * 60 * 10
SESSION_COOKIE_NAME = "gongkai_session"
CSRF_COOKIE_NAME = "gongkai_csrf"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SITE_ADDRESS.startswith("https://")
CSRF_TRUSTED_ORIGINS = [SITE_ADDRESS]
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
if ENV["GONGKAI_BEHIND_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    USE_X_FORWARDED_HOST = True
    AXES_IPWARE_PROXY_COUNT = 1
    ALLAUTH_TRUSTED_PROXY_COUNT = 1

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", "简体中文"), ("en", "English")]
USE_I18N = USE_TZ = True
TIME_ZONE = ENV["GONGKAI_TIME_ZONE"]
LOCALE_PATHS = [PACKAGE / "core" / "locale"]

STATIC_URL = "/static/"
STATIC_ROOT = PUBLIC_ROOT / "static"
MEDIA_ROOT = FILES_ROOT
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.ManifestStaticFilesStorage"},
}
DATA_UPLOAD_MAX_MEMORY_SIZE = 12 * 1024 * 1024
# An import takes 300 files; its report has a box for each value of a hundred refused rows.
DATA_UPLOAD_MAX_NUMBER_FILES = 400
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []}}
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}

if ENV["GONGKAI_EMAIL_URL"]:
    _mail = urlsplit(ENV["GONGKAI_EMAIL_URL"])
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "", _mail.port or 587
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_TLS = EMAIL_PORT != 25
else:
    EMAIL_BACKEND = "django.core.mail.backends.console.EmailBackend"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "text": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"},
        "json": {
            "()": "pythonjsonlogger.json.JsonFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
            "rename_fields": {"asctime": "at", "levelname": "level", "name": "logger"},
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": ENV["GONGKAI_LOG"]}},
    "root": {"handlers": ["console"], "level": ENV["GONGKAI_LOG_LEVEL"]},
    "loggers": {name: {"level": "WARNING"} for name in ("axes", "django_tasks", "django_tasks_db")},
}
