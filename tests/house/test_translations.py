"""Every word the code and templates ask for has its Chinese, with the same placeholders."""

import pytest
from django.utils import translation
from django.utils.translation import gettext, ngettext

from gongkai.config import translations


@pytest.mark.parametrize("app", translations.apps(), ids=lambda app: app.name)
def test_no_word_is_untranslated(app: translations.Path) -> None:
    known = set(translations.translated())
    left = {f"{word.place}: {word.id}" for word in translations.words(app) if word.key not in known}
    assert not left, "translate these (bin/messages collects them):\n" + "\n".join(sorted(left))


def test_no_translation_breaks_a_placeholder() -> None:
    assert translations.mistaken() == []


def test_the_compiled_catalogues_are_the_ones_django_reads() -> None:
    with translation.override("zh-hans"):
        assert gettext("All is well.") == "一切正常。"
        assert ngettext("%(count)s fault is left.", "%(count)s faults are left.", 3) % {"count": 3} == "仍有 3 项问题。"
    with translation.override("en"):
        assert gettext("All is well.") == "All is well."
