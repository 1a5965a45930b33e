"""The config file of the desk monitor: what it may hold, where it is, and how a mistake in it is said."""

import re
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from formcheck.activities.file import nearest, parse
from formcheck.errors import ConfigError, RuleError
from formcheck.files import read_bounded, user_config_folder, write_text
from formcheck.monitor.settings import FASTEST, SLOWEST, DailySpan, DeskSettings
from formcheck.pose.models import DEFAULT_MODEL

_MOST_BYTES = 64_000
_HOUR_S, _DAY_MIN = 3600.0, 24 * 60.0
_SPAN = r"(?:[01]?\d|2[0-3]):[0-5]\d ?- ?(?:[01]?\d|2[0-3]):[0-5]\d"
_DEFAULTS = DeskSettings()
# Set, or with its default behind a #.
_SOURCE_LINE = re.compile(r"^#?[ \t]*source[ \t]*=.*$", re.MULTILINE)


class DeskConfig(BaseModel):
    """Everything that can be set, each under the name of its flag; what is not set is as it is here.

    Attributes:
        source: Camera number, device file, rtsp:// or http:// address.
        model: Which pose model looks.
        profile: The stored calibration that is compared with; "" for the only one that fits.
        athlete: Whose day it is; "" for the owner of the computer.
        rate: Looks a second; 0 for as often as it takes.
        window: Whether a small window stays in front.
        notify: Whether notices are shown on the desktop.
        sound: What is heard.
        quiet_hours: When nothing is told, such as "22:00-07:00".
        caution_s, alert_s, sound_after_s, clear_s, cooldown_s, snooze_s: As of `DeskSettings`, seconds.
        shift_min, break_min, break_lasts_min, away_min: As of `DeskSettings`, minutes.
    """

    model_config = ConfigDict(extra="forbid", frozen=True, allow_inf_nan=False, strict=True)

    source: str = Field(default="0", min_length=1)
    model: str = Field(default=DEFAULT_MODEL, min_length=1)
    profile: str = ""
    athlete: str = Field(default="", max_length=100)
    rate: float = 0.0
    window: bool = False
    notify: bool = _DEFAULTS.notify
    sound: Literal["off", "beep", "voice"] = _DEFAULTS.sound
    quiet_hours: list[str] = Field(default=[], max_length=20)
    caution_s: float = Field(default=_DEFAULTS.caution_s, ge=1, le=_HOUR_S)
    alert_s: float = Field(default=_DEFAULTS.alert_s, ge=1, le=_HOUR_S)
    sound_after_s: float = Field(default=_DEFAULTS.sound_after_s, ge=0, le=_HOUR_S)
    clear_s: float = Field(default=_DEFAULTS.clear_s, ge=0, le=_HOUR_S)
    cooldown_s: float = Field(default=_DEFAULTS.cooldown_s, ge=0, le=24 * _HOUR_S)
    snooze_s: float = Field(default=_DEFAULTS.snooze_s, ge=1, le=24 * _HOUR_S)
    shift_min: float = Field(default=_DEFAULTS.shift_min, ge=0, le=_DAY_MIN)
    break_min: float = Field(default=_DEFAULTS.break_min, ge=0, le=_DAY_MIN)
    break_lasts_min: float = Field(default=_DEFAULTS.break_lasts_min, gt=0, le=_DAY_MIN)
    away_min: float = Field(default=_DEFAULTS.away_min, gt=0, le=_DAY_MIN)

    @field_validator("source", mode="before")
    @classmethod
    def _number_of_camera(cls, value: object) -> object:
        return str(value) if isinstance(value, int) and not isinstance(value, bool) else value

    @model_validator(mode="after")
    def _fits_together(self) -> Self:
        if self.rate and not SLOWEST <= self.rate <= FASTEST:
            raise ValueError(f"rate: is 0, or between {SLOWEST:g} and {FASTEST:g} looks a second")
        if self.alert_s < self.caution_s:
            raise ValueError("alert_s: must not be less than caution_s, since a hint comes before an alert")
        for span in self.quiet_hours:
            if not re.fullmatch(_SPAN, span):
                raise ValueError(f'quiet_hours: {span!r} is no time of the day such as "22:00-07:00"')
        return self

    @property
    def settings(self) -> DeskSettings:
        """What the monitor is told."""
        same = {one.name for one in fields(DeskSettings)} - {"rate", "quiet_hours"}
        return DeskSettings(
            rate=self.rate or None,
            quiet_hours=tuple(daily_span(span) for span in self.quiet_hours),
            **{name: getattr(self, name) for name in same},
        )

    def overridden(self, given: Mapping[str, Any]) -> "DeskConfig":
        """The same with what was given on the command line.

        Args:
            given: Key -> value; None for what was not given.

        Raises:
            ConfigError: If something of it is wrong; names the flag.
        """
        wanted = {key: value for key, value in given.items() if value is not None}
        return _validated("", {**self.model_dump(), **wanted})


def daily_span(text: str) -> DailySpan:
    """A time of every day.

    Example:
        >>> daily_span("22:00-07:30")
        DailySpan(from_min=1320, to_min=450)
    """
    hours = [int(part) for part in re.findall(r"\d+", text)]
    return DailySpan(hours[0] * 60 + hours[1], hours[2] * 60 + hours[3])


def config_path() -> Path:
    """Where the config file is; it need not be there."""
    return user_config_folder() / "desk.toml"


def load_config(path: Path | None = None) -> DeskConfig:
    """What is set in the config file; the defaults where there is none.

    Args:
        path: Another file, which has to be there.

    Raises:
        ConfigError: If it cannot be read, or something in it is wrong; names file, key and remedy.
    """
    file = config_path() if path is None else path
    try:
        text = read_bounded(file, _MOST_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        if path is None:
            return DeskConfig()
        raise ConfigError(f"{file}: is not there") from None
    except UnicodeDecodeError:
        raise ConfigError(f"{file}: is no text in UTF-8") from None
    except OSError as error:
        raise ConfigError(f"{file}: cannot be read: {error.strerror or error}") from None
    return check_config(str(file), text)


def keep_source(source: str) -> Path:
    """Write into the config file which source is watched; the rest of it stays as it is.

    Returns:
        The file; made with all keys where it was not there.

    Raises:
        ConfigError: If what is there is wrong already.
        OutputError: If it cannot be written.
    """
    path = config_path()
    load_config()
    try:
        text = read_bounded(path, _MOST_BYTES).decode("utf-8-sig")
    except FileNotFoundError:
        text = template()
    line = f"source = {toml_value(source)}"
    changed, count = _SOURCE_LINE.subn(lambda found: line, text, count=1)
    text = changed if count else f"{line}\n{text}"
    check_config(str(path), text)
    write_text(path, text)
    return path


def check_config(name: str, text: str) -> DeskConfig:
    """What a text sets.

    Args:
        name: Of the file, for the message.
        text: TOML.

    Raises:
        ConfigError: If something in it is wrong; names file, key and remedy.
    """
    try:
        data = parse(name, text)
    except RuleError as error:
        raise ConfigError(str(error)) from None
    return _validated(name, data)


def _validated(name: str, data: Mapping[str, Any]) -> DeskConfig:
    try:
        return DeskConfig.model_validate(data)
    except ValidationError as error:
        first = error.errors()[0]
        key = str(first["loc"][0]) if first["loc"] else ""
        what = first["msg"].removeprefix("Value error, ")
        if first["type"] == "extra_forbidden":
            what = f"unknown key{nearest(key, DeskConfig.model_fields)}"
        if not key:
            key, _, what = what.partition(": ")
        where = f"{name}: {key}" if name else f"--{key.replace('_', '-')}"
        raise ConfigError(f"{where}: {what}") from None


def template() -> str:
    """A config file that sets nothing: every key with its default, commented out.

    Example:
        >>> print(template().splitlines()[5])
        # source = "0"
    """
    lines = [
        "# formcheck desk: what is set here holds without a flag. Take away the # before what you change.",
        "",
    ]
    for heading, keys in _SECTIONS.items():
        lines += [f"# --- {heading}", ""]
        for key, about in keys.items():
            default = DeskConfig.model_fields[key].default
            lines += [f"# {about}", f"# {key} = {toml_value(default)}", ""]
    return "\n".join(lines)


def toml_value(value: object) -> str:
    """A value as TOML writes it.

    Example:
        >>> toml_value(True), toml_value("a"), toml_value(15.0), toml_value(["22:00-07:00"])
        ('true', '"a"', '15.0', '["22:00-07:00"]')
    """
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, list):
        return f"[{', '.join(toml_value(one) for one in value)}]"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


_SECTIONS: Mapping[str, Mapping[str, str]] = {
    "Who is watched, and by what": {
        "source": "Camera number, device file, rtsp:// or http:// address.",
        "model": "Which pose model looks.",
        "profile": 'The stored calibration that you are compared with; "" for the only one that fits.',
        "athlete": 'Whose day it is; "" for yours.',
        "rate": "Looks a second, 0.5 to 5; 0 for as often as it takes.",
        "away_min": "Nobody there for so many minutes, and the camera is released.",
    },
    "How you are told": {
        "notify": "Notices on the desktop.",
        "sound": '"beep", "voice" or "off".',
        "window": "A small window that stays in front.",
        "quiet_hours": 'When nothing is told, such as ["22:00-07:00", "12:00-13:00"].',
        "snooze_s": "How long the button Snooze keeps quiet, seconds.",
    },
    "When you are told": {
        "caution_s": "A posture that lasts so many seconds is hinted at.",
        "alert_s": "One that lasts so long is told with a notice.",
        "sound_after_s": "One that lasts so much longer is told with a sound.",
        "clear_s": "Sitting well for so long ends it.",
        "cooldown_s": "After an alert the same posture is not told again for so long.",
    },
    "Breaks": {
        "shift_min": "Minutes without a shift, after which you are nudged; 0 for never.",
        "break_min": "Minutes without a break, after which you are nudged; 0 for never.",
        "break_lasts_min": "Being away for so many minutes is a break.",
    },
}
