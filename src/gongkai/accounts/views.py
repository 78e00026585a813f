"""How people sign in and are administered."""

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest


class AccountAdapter(DefaultAccountAdapter):
    """Nobody signs up by themselves: people are entered by those who answer for them."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False


class SignOnAdapter(DefaultSocialAccountAdapter):
    """Single sign-on is for people already entered."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: object) -> bool:
        return False
