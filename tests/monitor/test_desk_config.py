import re
import tomllib
from dataclasses import fields
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from formcheck.errors import ConfigError
from formcheck.monitor.config import DeskConfig, check_config, load_config, template, toml_value
from formcheck.monitor.settings import DailySpan, DeskSettings


def test_without_a_file_all_is_as_it_comes() -> None:
    assert DeskConfig().settings == DeskSettings()


def test_every_setting_of_the_monitor_has_its_key() -> None:
    assert {one.name for one in fields(DeskSettings)} <= set(DeskConfig.model_fields)


def test_what_is_set_holds() -> None:
    config = check_config(
        "desk.toml",
        'source = 2\nrate = 2\nsound = "off"\nquiet_hours = ["22:00-07:00", "12:00 - 13:30"]\nalert_s = 60\n',
    )
    assert (config.source, config.rate, config.sound) == ("2", 2.0, "off")
    assert config.settings.quiet_hours == (DailySpan(1320, 420), DailySpan(720, 810))
    assert config.settings.alert_s == 60.0


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("rte = 1", "rte: unknown key; did you mean 'rate'?"),
        ("[alerts]\ncaution = 1", "alerts: unknown key"),
        ("rate = 9", "rate: is 0, or between 0.5 and 5 looks a second"),
        ("rate = true", "rate: "),
        ("rate = nan", "rate: is no number"),
        ("rate = 1e400", "rate: is no number"),
        ("window = 1", "window: Input should be a valid boolean"),
        ('sound = "loud"', "sound: Input should be 'off', 'beep' or 'voice'"),
        ("caution_s = 60", "alert_s: must not be less than caution_s"),
        ("clear_s = -1", "clear_s: "),
        ('quiet_hours = "22:00-07:00"', "quiet_hours: "),
        ('quiet_hours = ["25:00-07:00"]', "quiet_hours: '25:00-07:00' is no time of the day"),
        ('source = ""', "source: "),
        (f'athlete = "{"x" * 101}"', "athlete: "),
        ("a = [", "is not valid TOML"),
        ("a" + ".a" * 50 + " = 1", "has a key of more than"),
        ("source = 0\nsource = 1", "is not valid TOML"),
    ],
)
def test_a_mistake_is_said_with_file_key_and_remedy(text: str, said: str) -> None:
    with pytest.raises(ConfigError) as caught:
        check_config("desk.toml", text)
    assert str(caught.value).startswith(f"desk.toml: {said}")
    assert "\n" not in str(caught.value)


def test_flags_come_before_the_file_and_what_is_not_given_stays() -> None:
    config = check_config("desk.toml", "alert_s = 60\nrate = 1").overridden({"rate": 2.0, "sound": None})
    assert (config.alert_s, config.rate, config.sound) == (60.0, 2.0, "beep")
    with pytest.raises(ConfigError, match=r"^--alert-s: must not be less than caution_s"):
        config.overridden({"alert_s": 5.0})


def test_the_template_sets_nothing_and_names_every_key_with_its_default() -> None:
    assert tomllib.loads(template()) == {}
    switched_on = re.sub(r"^# (\w+ = .*)$", r"\1", template(), flags=re.MULTILINE)
    assert tomllib.loads(switched_on).keys() == DeskConfig.model_fields.keys()
    assert check_config("desk.toml", switched_on) == DeskConfig()


@given(st.text(max_size=100) | st.floats(allow_nan=False, allow_infinity=False) | st.booleans())
def test_what_is_shown_is_toml(value: object) -> None:
    if isinstance(value, str):
        value = "".join(sign for sign in value if sign.isprintable())
    assert tomllib.loads(f"a = {toml_value(value)}")["a"] == value


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"\xff\xfe", "is no text in UTF-8"), (b"#" * 70_000, "is longer than"), (None, "is not there")],
)
def test_a_file_that_cannot_be_read_is_said(tmp_path: Path, content: bytes | None, said: str) -> None:
    path = tmp_path / "desk.toml"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ConfigError, match=said):
        load_config(path)
    with pytest.raises(ConfigError, match="cannot be read"):
        load_config(tmp_path)
