"""Mail: whether there is a server to send it, and whom it comes from."""

from django.conf import settings

_TO_THE_LOG = "django.core.mail.backends.console.EmailBackend"


def is_possible() -> bool:
    """Whether a mail server is set. Without one mail would land in the log, which is no place for addresses."""
    return bool(settings.EMAIL_BACKEND != _TO_THE_LOG)


def sender() -> str:
    """The address that mail comes from."""
    user: str = getattr(settings, "EMAIL_HOST_USER", "")
    return user if "@" in user else settings.DEFAULT_FROM_EMAIL
