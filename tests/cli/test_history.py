import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import click
import pytest

from formcheck.cli.history_text import print_history
from formcheck.cli.look import Look
from formcheck.history.digest import digest_of
from formcheck.history.store import open_history
from tests.cli.conftest import Call
from tests.history.kept import a_minute, a_set, an_exercise, day_number

NOW = datetime.now().astimezone().replace(hour=12, minute=0, second=0, microsecond=0).timestamp()
DAY_S = 86400.0
WEIGHED = {"load": "40 kg", "load_kg": 40.0, "effort": "press", "utc_offset_min": 0}


def filled(days: int = 20, **given: object) -> None:
    """A set and an hour at the desk on every second day up to now."""
    with open_history() as history:
        history.add_all([a_set(NOW - DAY_S * day, **{**WEIGHED, **given}) for day in range(0, days, 2)])
        history.add_all(
            [
                a_minute(NOW - DAY_S * day + 60 * minute, utc_offset_min=0, **given)
                for day in range(0, days, 2)
                for minute in range(60)
            ]
        )
        history.add(an_exercise(NOW - DAY_S, utc_offset_min=0, **given))


def test_nothing_is_one_line_that_says_how_to_begin(formcheck: Call, own_history: Path) -> None:
    done = formcheck("history")
    assert (done.code, done.out) == (0, "")
    assert "live keeps each set, analyze does with --log" in done.err
    assert not own_history.exists()


def test_sets_sitting_and_exercises_are_shown_with_what_they_say(formcheck: Call) -> None:
    filled(50)
    done = formcheck("history")
    assert (done.code, done.err) == (0, "")
    for words in (
        "Overhead press: 15 sets, 75 reps",
        "Range ",
        "0.80 to 0.80 arm lengths, no change (under 0.14)",
        "Leaning back: 15 of 75 reps",
        "Overhead press this week: ",
        "At the desk: 14 h 30 min on 15 days",
        "chin tuck",
        "40 kg",
    ):
        assert words in done.out, words


@pytest.mark.parametrize(
    ("arguments", "has", "has_not"),
    [
        (("--since", "3d"), "2 sets", "chin tuck 9"),
        (("-a", "press"), "Overhead press", "At the desk"),
        (("-a", "desk"), "At the desk", "Overhead press"),
        (("--since", "all"), "all of it", "nothing"),
        (("-a", "upright-row"), "", "Overhead press"),
    ],
)
def test_only_what_is_asked_for_is_shown(
    formcheck: Call, arguments: tuple[str, ...], has: str, has_not: str
) -> None:
    filled()
    done = formcheck("history", *arguments)
    assert done.code == 0
    assert has in done.out
    assert has_not not in done.out


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("-a", "benchpress"), "no sets of 'benchpress' are kept; there are: overhead-press"),
        (("-a", "press", "--since", "3d"), "no sets of overhead-press are kept of this time (3d)"),
    ],
)
def test_a_lift_of_which_nothing_is_kept_is_named_with_those_that_are(
    formcheck: Call, arguments: tuple[str, ...], says: str
) -> None:
    with open_history() as history:
        history.add(a_set(NOW - 10 * DAY_S, utc_offset_min=0))
    done = formcheck("history", *arguments)
    assert (done.code, done.out) == (0, "")
    assert says in done.err


def test_people_are_kept_apart(formcheck: Call) -> None:
    filled(4, athlete="Anna")
    assert "History of Anna" in formcheck("history").out
    filled(6, athlete="Ben")
    several = formcheck("history")
    assert (several.code, several.out) == (1, "")
    assert "add --athlete with one of Anna, Ben" in several.err
    assert "2 sets" in formcheck("history", "--athlete", "Anna").out
    unknown = formcheck("history", "--athlete", "Cleo")
    assert (unknown.code, len(unknown.err.splitlines())) == (1, 1)
    filled(8)
    own = formcheck("history")
    assert "4 sets" in own.out
    assert "Also kept: Anna, Ben" in own.out


@pytest.mark.parametrize(
    "arguments",
    [
        ("--since", "soon"),
        ("--since", "0d"),
        ("--since", "2026-13-01"),
        ("--since", "99999y"),
        ("delete", "--before", "yesterday"),
        ("export",),
        ("import", "nothing.json"),
    ],
)
def test_what_is_wrong_is_one_line(formcheck: Call, arguments: tuple[str, ...]) -> None:
    filled(2)
    done = formcheck("history", *arguments)
    assert done.code in (1, 2)
    assert done.out == ""
    assert len(done.err.splitlines()) == 1
    with open_history() as history:
        assert len(history.sets()) == 1


def test_what_was_exported_can_be_imported_elsewhere(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled()
    taken = tmp_path / "taken.json"
    assert formcheck("history", "export", "--json", "-o", taken).code == 0
    assert taken.stat().st_mode & 0o777 == 0o600
    with open_history() as history:
        before = (history.full_sets(), history.minutes(), history.mobility())
    monkeypatch.setenv("FORMCHECK_HISTORY", str(tmp_path / "other.db"))
    for _ in range(2):
        assert formcheck("history", "import", taken).code == 0
    with open_history() as history:
        assert (history.full_sets(), history.minutes(), history.mobility()) == before


def test_export_erase_and_import_is_the_same_to_the_last_byte(formcheck: Call, tmp_path: Path) -> None:
    filled()
    filled(9, athlete='Ann "Bee", Ä')
    odd = [a_minute(NOW + 0.1234567 + i, utc_offset_min=-210, states_s={"desk.slump": 1 / 3}) for i in (0, 1)]
    with open_history() as history:
        history.add_all([*odd, a_set(NOW, film="a" * 32, film_end_s=20.0, note="é,\n]")])
        hours = history.hours()
    first, again = tmp_path / "first.json", tmp_path / "again.json"
    assert formcheck("history", "export", "--json", "-o", first).code == 0
    assert formcheck("history", "delete", "--yes").code == 0
    assert formcheck("history", "import", first).code == 0
    assert formcheck("history", "export", "--json", "-o", again).code == 0
    assert again.read_bytes() == first.read_bytes()
    with open_history() as history:
        assert history.hours() == hours


def test_an_export_that_was_laid_out_anew_is_the_same(
    formcheck: Call, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled()
    taken, pretty = tmp_path / "taken.json", tmp_path / "pretty.json"
    assert formcheck("history", "export", "--json", "-o", taken).code == 0
    pretty.write_text(json.dumps(json.loads(taken.read_text()), indent=2))
    with open_history() as history:
        before = (history.full_sets(), history.minutes(), history.mobility(), history.hours())
    monkeypatch.setenv("FORMCHECK_HISTORY", str(tmp_path / "other.db"))
    assert formcheck("history", "import", pretty).code == 0
    with open_history() as history:
        assert (history.full_sets(), history.minutes(), history.mobility(), history.hours()) == before


_HUGE = "1" + "0" * 400
_COLUMNS = (
    '"columns": ["start_utc_s", "utc_offset_min", "looks", "watched_ms", "present_ms", "judged_ms", '
    '"neutral_ms", "breaks", "rules"]'
)


@pytest.mark.parametrize(
    "table",
    [
        '{"rows": []}',
        f'{{{_COLUMNS}, "rows": 3}}',
        f'{{{_COLUMNS}, "rows": [[1, 2]]}}',
        f'{{{_COLUMNS}, "rows": [3]}}',
        f'{{{_COLUMNS}, "athlete": 3, "rows": []}}',
        f'{{{_COLUMNS}, "rows": [["now", 0, 0, 0, 0, 0, 0, 0, {{}}]]}}',
        f'{{{_COLUMNS}, "rows": [[NaN, 0, 0, 0, 0, 0, 0, 0, {{}}]]}}',
        f'{{{_COLUMNS}, "rows": [[1, 9999, 0, 0, 0, 0, 0, 0, {{}}]]}}',
        f'{{{_COLUMNS}, "rows": [[1, 0, 0, {_HUGE}, 0, 0, 0, 0, {{}}]]}}',
        f'{{{_COLUMNS}, "rows": [[NaN, 0, 0, 0, 0, 0, 0, 0, {{}}], [{_HUGE}, 0, 0, 0, 0, 0, 0, 0, {{}}]]}}',
        f'{{{_COLUMNS}, "rows": [[1, 0, true, 0, 0, 0, 0, 0, {{}}]]}}',
        f'{{{_COLUMNS}, "rows": [[1, 0, 0, 0, 0, 0, 1e300, 0, {{}}]]}}',
        f'{{{_COLUMNS}, "rows": [[1, 0, 0, 0, 0, 0, 0, 0, {{"desk.slump": 3}}]]}}',
        f'{{{_COLUMNS}, "rows": [[1, 0, 0, 0, 0, 0, 0, 0, {{"desk.slump": [1, "a", 0]}}]]}}',
        f'{{{_COLUMNS}, "rows": [[1, 0, 0, 0, 0, 0, 0, 0, ["desk.slump"]]]}}',
    ],
)
def test_a_table_of_minutes_that_is_none_is_one_line_and_adds_nothing(
    formcheck: Call, tmp_path: Path, table: str
) -> None:
    file = tmp_path / "file.json"
    file.write_text(f'{{"format": "formcheck.history/1", "minutes": [{table}]}}')
    done = formcheck("history", "import", file)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    with open_history() as history:
        assert history.athletes() == ()


def test_a_minute_whose_rules_are_damaged_does_not_spoil_the_export(
    formcheck: Call, own_history: Path, tmp_path: Path
) -> None:
    with open_history() as history:
        history.add_all([a_minute(NOW), a_minute(NOW + 60)])
    with closing(sqlite3.connect(own_history)) as raw, raw:
        raw.execute("UPDATE minutes SET rules = '{{' WHERE start_utc_s = ?", (NOW,))
    done = formcheck("history", "export", "--json", "-o", tmp_path / "e.json")
    assert (done.code, done.err) == (0, "formcheck: 1 record of the history cannot be read, and left out\n")
    assert len(json.loads((tmp_path / "e.json").read_text())["minutes"][0]["rows"]) == 1


@pytest.mark.parametrize(
    "text",
    [
        "",
        "[]",
        '{"format": "formcheck.history/2"}',
        '{"format": "formcheck.history/1", "sets": 3}',
        '{"format": "formcheck.history/1", "sets": [{"activity": "x"}]}',
        '{"format": "formcheck.history/1", "minutes": [{"start_utc_s": "now", "utc_offset_min": 0}]}',
        '{"format": "formcheck.history/1", "minutes": [{"start_utc_s": NaN, "utc_offset_min": 0}]}',
        '{"format": "formcheck.history/1", "minutes": [{"start_utc_s": 1, "utc_offset_min": 0, "else": 1}]}',
        '{"format": "formcheck.history/1", "minutes": [{"start_utc_s": 1e300, "utc_offset_min": 0}]}',
        '{"format": "formcheck.history/1", "minutes": [{"start_utc_s": 1, "utc_offset_min": 9e99}]}',
        f'{{"format": "formcheck.history/1", "minutes": [{{"start_utc_s": {_HUGE}, "utc_offset_min": 1}}]}}',
        '{"format": "formcheck.history/1", "mobility": [{"start_utc_s": 1, "utc_offset_min": 0, '
        '"exercise": "x", "reps": 99999999999999999999, "held": 0}]}',
    ],
)
def test_what_is_no_export_is_one_line_and_adds_nothing(formcheck: Call, tmp_path: Path, text: str) -> None:
    file = tmp_path / "file.json"
    file.write_text(text)
    done = formcheck("history", "import", file)
    assert (done.code, done.out) == (1, "")
    assert len(done.err.splitlines()) == 1
    with open_history() as history:
        assert history.athletes() == ()


def test_tables_have_a_row_for_each_set_rep_minute_and_exercise(formcheck: Call, tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    filled()
    with open_history() as history:
        history.add(a_set(NOW - 60, reps=3, note="=1+1", utc_offset_min=0))
    assert formcheck("history", "export", "--csv", "-o", tmp_path / "t").code == 0
    assert formcheck("history", "export", "--parquet", "-o", tmp_path / "t").code == 0
    again = formcheck("history", "export", "--csv", "-o", tmp_path / "t")
    assert (again.code, len(again.err.splitlines())) == (1, 1)
    for name, rows in (("sets", 11), ("reps", 53), ("minutes", 600), ("mobility", 1)):
        table = pandas.read_csv(tmp_path / "t" / f"{name}.csv")
        assert len(table) == len(pandas.read_parquet(tmp_path / "t" / f"{name}.parquet")) == rows, name
        if name == "sets":
            assert "'=1+1" in set(table["note"])
            assert set(table["range"]) == {0.8}


def test_nothing_is_erased_without_a_yes(
    formcheck: Call, own_history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(10)
    monkeypatch.setattr("click.confirm", _no)
    assert formcheck("history", "delete").code == 130
    with open_history() as history:
        assert len(history.sets()) == 5
    before = (datetime.now().astimezone() - timedelta(days=3)).date().isoformat()
    assert "records erased" in formcheck("history", "delete", "--before", before, "--yes").out
    with open_history() as history:
        assert 1 <= len(history.sets()) <= 3
    assert formcheck("history", "delete", "--yes").code == 0
    with open_history() as history:
        assert history.athletes() == ()
    assert b"overhead-press" not in own_history.read_bytes()


def _no(*_: object, **__: object) -> None:
    raise click.Abort


@pytest.mark.parametrize("width", [60, 80, 120])
@pytest.mark.parametrize("symbols", [True, False])
def test_it_fits_a_terminal_of_any_width_and_letters(
    width: int, symbols: bool, capsys: pytest.CaptureFixture[str]
) -> None:
    today = day_number(datetime.now().astimezone().date().isoformat())
    filled(40)
    with open_history() as history:
        known = (history.sets(), history.hours(), history.mobility())
    digest = digest_of("", *known, since_day=None, today=today)
    print_history(digest, (), Look(width, styled=False, symbols=symbols))
    out = capsys.readouterr().out
    assert all(len(line) <= width for line in out.splitlines()), max(out.splitlines(), key=len)
    assert out.isascii() is not symbols


def test_a_damaged_history_is_set_aside_and_said(formcheck: Call, own_history: Path) -> None:
    filled(2)
    own_history.write_bytes(own_history.read_bytes()[:100] + b"x" * 9000)
    done = formcheck("history")
    assert done.code == 0
    assert "set aside" in done.err
    assert len(done.err.splitlines()) == 2
    assert len(list(own_history.parent.glob("*set-aside*"))) == 1
