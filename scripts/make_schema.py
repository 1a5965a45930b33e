"""Writes docs/summary.schema.json from formcheck.sinks.summary; with --check only says whether it is stale."""

import json
import sys
from pathlib import Path

from formcheck.sinks.summary import Summary

FILE = Path(__file__).resolve().parent.parent / "docs" / "summary.schema.json"


def schema_text() -> str:
    """The text of the schema: every key that is written is required, and there are no others."""
    schema = Summary.model_json_schema(mode="serialization")
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
