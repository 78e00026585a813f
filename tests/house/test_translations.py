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


def test_a_word_has_one_translation() -> None:
    """Django puts the catalogues of all apps together and shows the first: two words need a context each."""
    found: dict[tuple[str, str], dict[str, set[str]]] = {}
    for app in translations.apps():
        for message in translations.read(translations.catalogue(app)):
            ids, texts = message.id, message.string
            single = ids[0] if isinstance(ids, tuple | list) else ids
            text = texts[0] if isinstance(texts, tuple | list) else texts
            if single and text:
                found.setdefault((single, message.context or ""), {}).setdefault(str(text), set()).add(app.name)
    several = {key: {text: sorted(apps) for text, apps in texts.items()} for key, texts in found.items()}
    assert {key: texts for key, texts in several.items() if len(texts) > 1} == {}


def test_no_translation_breaks_a_placeholder() -> None:
    assert translations.mistaken() == []


def test_the_compiled_catalogues_are_the_ones_django_reads() -> None:
    with translation.override("zh-hans"):
        assert gettext("All is well.") == "一切正常。"
        assert ngettext("%(count)s fault is left.", "%(count)s faults are left.", 3) % {"count": 3} == "仍有 3 项问题。"
    with translation.override("en"):
        assert gettext("All is well.") == "All is well."
