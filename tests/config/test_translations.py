"""Catalogues: ids found in code and templates, added, kept, compiled and checked."""

import gettext
import io
from pathlib import Path

import pytest
from babel.messages import pofile

from gongkai.config import translations

CODE = """
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, pgettext

A = _("One word")
B = gettext_lazy("Another " "in two parts")
C = ngettext("%(n)s page", "%(n)s pages", 3)
D = pgettext("verb", "Issue")
E = str("not a word")
"""
TEMPLATE = """{% load i18n %}<h1>{% translate "Heading" %}</h1>
{% blocktranslate trimmed with name=x %}
  Dear {{ name }},
  good day
{% endblocktranslate %}"""


@pytest.fixture
def app(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A package with one app that asks for six words."""
    folder = tmp_path / "gongkai" / "mail"
    (folder / "templates").mkdir(parents=True)
    (folder / "__init__.py").touch()
    (folder / "apps.py").touch()
    (folder / "views.py").write_text(CODE)
    (folder / "templates" / "letter.html").write_text(TEMPLATE)
    monkeypatch.setattr(translations, "PACKAGE", tmp_path / "gongkai")
    return folder


def test_words_are_found_in_code_and_templates(app: Path) -> None:
    found = {(word.id, word.plural, word.context) for word in translations.words(app)}
    assert found == {
        ("Heading", "", ""),
        ("Dear %(name)s, good day", "", ""),
        ("One word", "", ""),
        ("Another in two parts", "", ""),
        ("%(n)s page", "%(n)s pages", ""),
        ("Issue", "", "verb"),
    }


def test_update_adds_what_is_missing_and_keeps_what_is_there(app: Path) -> None:
    assert translations.update_all() == 6
    path = translations.catalogue(app)
    catalog = translations.read(path)
    catalog.get("One word").string = "一个词"
    translations.write(path, catalog)
    (app / "views.py").write_text(CODE.replace("A =", "N = _('New word')\nA ="))
    assert translations.update_all() == 1
    catalog = translations.read(path)
    assert catalog.get("One word").string == "一个词"
    assert catalog.get("New word").string == ""
    assert translations.update_all() == 0


def test_missing_names_the_place_until_it_is_translated(app: Path) -> None:
    translations.update_all()
    left = {word.id: word.place for word in translations.missing()}
    assert left["One word"] == "mail/views.py:5"
    path = translations.catalogue(app)
    catalog = translations.read(path)
    for message in catalog:
        if message.id:
            message.string = ("%(n)s 页",) if message.pluralizable else "词"
    translations.write(path, catalog)
    assert translations.missing() == []
    assert translations.mistaken() == []


def test_a_translation_with_a_foreign_placeholder_is_a_mistake(app: Path) -> None:
    path = translations.catalogue(app)
    catalog = translations.read(path)
    catalog.add("Dear %(name)s", string="尊敬的%(nmae)s")
    translations.write(path, catalog)
    assert translations.mistaken() == ["mail: Dear %(name)s"]


def test_compiled_catalogues_are_read_by_gettext_and_made_only_when_older(app: Path) -> None:
    path = translations.catalogue(app)
    catalog = translations.read(path)
    catalog.add("One word", string="一个词")
    translations.write(path, catalog)
    assert translations.compile_all() == 1
    assert translations.compile_all() == 0
    with path.with_suffix(".mo").open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("One word") == "一个词"


def test_a_word_of_a_package_that_is_no_app_is_translated_in_core(app: Path) -> None:
    package = app.parent / "config"
    package.mkdir()
    assert translations.catalogue(package) == app.parent / "core/locale/zh_Hans/LC_MESSAGES/django.po"


def test_catalogues_carry_no_line_numbers(app: Path) -> None:
    translations.update_all()
    text = translations.catalogue(app).read_text()
    assert "#:" not in text
    assert pofile.read_po(io.BytesIO(text.encode())).get("Heading") is not None
