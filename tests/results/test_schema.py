"""docs/summary.schema.json is what the program writes."""

import json
import re
import runpy
from pathlib import Path
from typing import Any

import jsonschema
import pytest

ROOT = Path(__file__).parents[2]
SCRIPT = runpy.run_path(str(ROOT / "scripts" / "make_schema.py"))
FILE = ROOT / "docs" / "summary.schema.json"


def objects(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema["$defs"].values()]


def test_the_file_is_fresh() -> None:
    assert FILE.read_text(encoding="utf-8") == SCRIPT["schema_text"](), "run python scripts/make_schema.py"


def test_a_stale_file_is_noticed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    stale = tmp_path / "summary.schema.json"
    stale.write_text("{}")
    monkeypatch.setitem(SCRIPT["main"].__globals__, "FILE", stale)
    assert SCRIPT["main"](["--check"]) == 1
    assert "make_schema.py" in capsys.readouterr().err
    assert SCRIPT["main"]([]) == 0
    assert SCRIPT["main"](["--check"]) == 0
    assert stale.read_text() == FILE.read_text()


def test_it_is_a_schema_in_which_every_key_is_required_and_no_other_allowed() -> None:
    schema = json.loads(FILE.read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    for part in objects(schema):
        assert part["additionalProperties"] is False
        assert part["required"] == list(part["properties"])


def test_the_description_names_every_key_and_its_example_is_valid() -> None:
    text = (ROOT / "docs" / "summary.md").read_text()
    schema = json.loads(FILE.read_text())
    named = set(re.findall(r"`(\w+)`", text))
    keys = {key for part in objects(schema) for key in part["properties"]}
    assert sorted(keys - named) == []
    (example,) = re.findall(r"```json\n(.*?)```", text, re.DOTALL)
    jsonschema.validate(json.loads(example), schema)
