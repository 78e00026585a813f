"""`gongkai createadmin`: the first operator, who then enters the others in the browser."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from gongkai.accounts import actions
from gongkai.accounts.models import Person, Role
from gongkai.orgs import actions as orgs
from gongkai.orgs.models import Agency

BY = "command:createadmin"


class Command(BaseCommand):
    """Enter an operator with the disclosure office's role over the root agency and all below it."""

    help = (
        "Make an operator who also holds the disclosure office's role over the root agency and everything below it. "
        "Asks for what is not given. Founds the root agency when there is none yet."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--username", help="sign-in name")
        parser.add_argument("--name", help="the person's name")
        parser.add_argument("--password-stdin", action="store_true", help="read the password from standard input")
        parser.add_argument("--agency", help="code of the root agency (default: the first root there is)")
        parser.add_argument("--agency-name", help="full name of the root agency, when it must be founded")

    def handle(self, *args: Any, **options: Any) -> None:
        username = options["username"] or _ask("Sign-in name: ")
        name = options["name"] or _ask("Name: ")
        with transaction.atomic():
            root = self._root(options["agency"], options["agency_name"])
            person = self._enter(username, name, root, from_stdin=options["password_stdin"])
        self.stdout.write(f"{person.name} ({person.username}) is operator and disclosure office of {root.name}.")
        self.stdout.write(
            "Next: `gongkai serve`, sign in at /desk/, set up a second factor under your name, then enter "
            "the agencies and the people."
        )

    def _root(self, code: str | None, name: str | None) -> Agency:
        roots = Agency.objects.filter(parent__isnull=True, dissolved_on__isnull=True).in_tree_order()
        root = roots.filter(code=code).first() if code else roots.first()
        if root is not None:
            return root
        if roots.exists():
            raise CommandError(f"There is no root agency with the code {code!r}.")
        name = name or _ask("No agency yet. Full name of the root agency, such as 云州市人民政府: ")
        return orgs.found(
            code=code or "root",
            name=name,
            kind=Agency.Kind.GOVERNMENT,
            level=Agency.Level.CITY,
            by=BY,
            at=timezone.now(),
        )

    def _enter(self, username: str, name: str, root: Agency, *, from_stdin: bool) -> Person:
        at = timezone.now()
        try:
            person = actions.enter_person(username=username, name=name, home=root, by=BY, at=at)
        except actions.NameTaken as refusal:
            raise CommandError(f"{refusal} Take another name.") from refusal
        password = sys.stdin.readline().rstrip("\r\n") if from_stdin else _ask_password()
        try:
            validate_password(password, person)
        except ValidationError as error:
            raise CommandError("The password cannot be used: " + " ".join(error.messages)) from error
        actions.set_password(person=person, password=password, by=BY, at=at)
        for role in (Role.OPERATOR, Role.DISCLOSURE_OFFICE):
            today = timezone.localdate()
            actions.give_role(person=person, role=role, agency=root, since=today, with_subtree=True, by=BY, at=at)
        return person


def _ask(question: str) -> str:
    try:
        answer = input(question).strip()
    except EOFError:
        answer = ""
    if not answer:
        raise CommandError(f"Nothing was given for: {question.strip(' :')}. See --help.")
    return answer


def _ask_password() -> str:
    first = getpass.getpass("Password: ")
    if first != getpass.getpass("Password again: "):
        raise CommandError("The two passwords differ.")
    return first
