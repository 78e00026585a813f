"""Plugs accounts into Django."""

from importlib import import_module

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_in, user_login_failed


class AccountsConfig(AppConfig):
    name = "gongkai.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Declare the kinds of events this app records, and listen to those who guard the way in."""
        import_module("gongkai.accounts.actions")
        entrance = import_module("gongkai.accounts.views.entrance")
        mfa = import_module("allauth.mfa.signals")
        axes = import_module("axes.signals")
        user_logged_in.connect(entrance.signed_in, dispatch_uid="gongkai")
        user_login_failed.connect(entrance.sign_in_failed, dispatch_uid="gongkai")
        axes.user_locked_out.connect(entrance.locked_out, dispatch_uid="gongkai")
        mfa.authenticator_added.connect(entrance.second_factor_set, dispatch_uid="gongkai")
        mfa.authenticator_removed.connect(entrance.second_factor_removed, dispatch_uid="gongkai")
