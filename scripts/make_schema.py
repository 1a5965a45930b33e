"""Writes docs/summary.schema.json from formcheck.results.summary; with --check only says if it is stale."""

import json
import sys
from pathlib import Path
from typing import Any

from pydantic.json_schema import GenerateJsonSchema

from formcheck.results.summary import Summary

FILE = Path(__file__).resolve().parent.parent / "docs" / "summary.schema.json"


class _AllRequired(GenerateJsonSchema):
    """A default in the class is still a key in the file."""

    def field_is_required(self, *_: Any, **__: Any) -> bool:
        return True


def schema_text() -> str:
    """The text of the schema: every key is always written, and there are no others."""
    schema = Summary.model_json_schema(mode="serialization", schema_generator=_AllRequired)
    return json.dumps({"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}, indent=2) + "\n"


def main(arguments: list[str]) -> int:
    """Write the file, or compare it."""
    if "--check" in arguments:
        fresh = FILE.is_file() and FILE.read_text(encoding="utf-8") == schema_text()
        if not fresh:
            sys.stderr.write("docs/summary.schema.json is stale: run python scripts/make_schema.py\n")
        return 0 if fresh else 1
    FILE.write_text(schema_text(), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
