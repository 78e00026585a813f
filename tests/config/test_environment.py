"""Settings from the environment: defaults, what is read, and every wrong value with its sentence."""

from pathlib import Path

import pytest

from gongkai.config import environment


def test_without_any_variable_everything_has_a_value() -> None:
    values = environment.read({})
    assert {setting.name for setting in environment.SETTINGS} < set(values)
    assert values["database"]["ENGINE"].endswith("sqlite3")
    assert values["GONGKAI_PORT"] == 8000
    assert values["GONGKAI_DEBUG"] is False


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GONGKAI_PORT", "0"),
        ("GONGKAI_PORT", "65536"),
        ("GONGKAI_PORT", "http"),
        ("GONGKAI_PORT", "-1"),
        ("GONGKAI_WEB_PROCESSES", "0"),
        ("GONGKAI_DEBUG", "perhaps"),
        ("GONGKAI_LOG", "xml"),
        ("GONGKAI_LOG_LEVEL", "loud"),
        ("GONGKAI_SECOND_FACTOR", "no"),
        ("GONGKAI_UPLOAD_LIMIT_MB", "1.5"),
        ("GONGKAI_ADDRESS", "www.example.org"),
        ("GONGKAI_ADDRESS", "https://www.example.org/portal"),
        ("GONGKAI_ADDRESS", "ftp://www.example.org"),
        ("GONGKAI_TIME_ZONE", "Asia/Atlantis"),
        ("GONGKAI_SITE_CODE", "12"),
        ("GONGKAI_EMAIL_URL", "mail.example.org"),
        ("GONGKAI_OIDC", "name only"),
        ("GONGKAI_DATABASE_URL", "mysql://root@localhost/x"),
        ("GONGKAI_DATABASE_URL", "postgresql://localhost"),
        ("GONGKAI_DATABASE_URL", "postgresql://u@h:port/x"),
        ("GONGKAI_NONSENSE", "1"),
    ],
)
def test_a_wrong_value_is_refused_with_a_sentence_that_names_it(name: str, value: str) -> None:
    with pytest.raises(environment.WrongSetting, match=name) as refusal:
        environment.read({name: value})
    assert str(refusal.value).endswith(".")
    assert refusal.value.name == name


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("GONGKAI_EMAIL_URL", "smtp://u:p@mail.example.org:587"),
        ("GONGKAI_OIDC", "单点登录|https://sso.example.org|gongkai|secret"),
        ("GONGKAI_TIME_ZONE", "Asia/Urumqi"),
        ("GONGKAI_ADDRESS", "https://www.example.org"),
    ],
)
def test_a_right_value_is_taken(name: str, value: str) -> None:
    assert environment.read({name: value})[name] == value


def test_a_home_that_is_a_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(environment.WrongSetting, match="in the way"):
        environment.read({"GONGKAI_HOME": str(tmp_path / "file")})


def test_an_empty_value_means_the_default() -> None:
    assert environment.read({"GONGKAI_PORT": ""})["GONGKAI_PORT"] == 8000


def test_variables_of_the_test_runner_are_let_through() -> None:
    environment.read({"GONGKAI_TEST_DATABASE_URL": "postgresql://x", "PATH": "/bin"})


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        (
            "postgresql://gong:se%40cret@db:5433/kai",
            {"NAME": "kai", "USER": "gong", "PASSWORD": "se@cret", "HOST": "db", "PORT": "5433"},
        ),
        ("postgres://gongkai@/kai?host=/run/postgresql", {"NAME": "kai", "HOST": "/run/postgresql", "PORT": ""}),
        ("sqlite:////srv/data/x.sqlite3", {"NAME": "/srv/data/x.sqlite3"}),
    ],
)
def test_a_database_address_is_taken_apart(address: str, expected: dict[str, str]) -> None:
    database = environment.read({"GONGKAI_DATABASE_URL": address})["database"]
    assert {key: database[key] for key in expected} == expected


def test_the_default_database_lies_in_the_data_folder(tmp_path: Path) -> None:
    home = tmp_path / "数据 #1 50%25?"
    values = environment.read({"GONGKAI_HOME": str(home)})
    assert values["database"]["NAME"] == str(home / "gongkai.sqlite3")


def test_the_secret_is_made_once_and_readable_by_its_owner_only(tmp_path: Path) -> None:
    first = environment.secret_key(tmp_path / "home")
    assert len(first) > 50
    assert environment.secret_key(tmp_path / "home") == first
    assert (tmp_path / "home" / "secret-key").stat().st_mode & 0o777 == 0o600
