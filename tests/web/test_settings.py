from __future__ import annotations

import argparse

import pytest

from ganscope.web.settings import SettingError, Settings, add_arguments, read, rows, table


def parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return parser


def test_every_setting_is_documented() -> None:
    shown, documented = parser().format_help(), table()
    for row in rows():
        assert row.flag in shown and row.variable in shown
        assert f"| `{row.flag}` | `{row.variable}` | {row.default} | {row.help} |" in documented
        assert row.help.endswith(".")


def test_defaults_are_accepted_by_their_own_rows() -> None:
    assert read({row.variable: str(row.default) for row in rows()}) == Settings() == read({})


def test_flag_over_environment_over_default() -> None:
    environment = {"GANSCOPE_PORT": "9000", "GANSCOPE_SESSIONS": "3"}
    settings = read(environment, vars(parser().parse_args(["--port", "9001", "--orphan-seconds", "5"])))
    assert (settings.port, settings.sessions, settings.orphan_seconds, settings.host) == (9001, 3, 5, "127.0.0.1")


@pytest.mark.parametrize("value", ["", "abc", "-1", "65536", "8000.5", "nan"])
def test_a_bad_value_is_named(value: str) -> None:
    with pytest.raises(SettingError) as error:
        read({"GANSCOPE_PORT": value})
    assert str(error.value) == f"GANSCOPE_PORT got {value!r}; it accepts a whole number from 0 to 65,535"
    with pytest.raises(SettingError, match="--port got"):
        read({}, {"port": value})


def test_origins_are_read_from_a_list_and_a_wrong_one_is_named() -> None:
    settings = read({"GANSCOPE_ORIGINS": "https://gan.example.org, http://lab:8080,"})
    assert settings.origins == ("https://gan.example.org", "http://lab:8080")
    with pytest.raises(SettingError, match=r"--origins got 'gan\.example\.org'; it accepts addresses such as"):
        read({}, {"origins": "gan.example.org"})
