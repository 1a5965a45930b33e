"""Rule files that cannot be used: one line that names the file and what is wrong in it."""

from pathlib import Path

import pytest

from tests.cli.bad_input import check_refused
from tests.cli.conftest import Call, files_in
from tests.cli.recordings import LAYBACK, recorded


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[[rule]\n", "not valid TOML"),
        ('[[rule]]\nid = "layback"\nprioritty = 2\n', "did you mean 'priority'?"),
        ('[[rule]]\nid = "layback"\npriority = 99\n', "layback: priority"),
        ('[[rule]]\ntitle = "x"\n', "id: is missing"),
        ('[[rule]]\nid = "brand-new"\n', "brand-new"),
        ('[reps]\nsignal = "x"\n', "[[rule]]"),
        ("rule = 3\n", "rule"),
        ("rule = " + "[" * 50_000, "not valid TOML"),
        ("rule = " + "9" * 5000, "not valid TOML"),
        ("#" * 1_000_001, "too long for a rule file"),
        ('[[rule]]\nid = "layback"\ntests = [{ measure = "trunk", above = { poor = 1 } }]\n', "measure"),
        ('[[rule]]\nid = "layback"\ncue = "far too many words on screen"\n', "four words"),
    ],
)
def test_broken_rule_file(formcheck: Call, tmp_path: Path, text: str, words: str) -> None:
    rules = tmp_path / "own.toml"
    rules.write_text(text)
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    done = formcheck("analyze", source, "-a", "press", "-o", tmp_path / "out", "--rules", rules)
    check_refused(done, words, code=2)
    assert str(rules) in done.err
    assert files_in(tmp_path / "out") == []


def test_a_rule_file_that_is_no_text(formcheck: Call, tmp_path: Path) -> None:
    (tmp_path / "own.toml").write_bytes(b"\xff\xfe\x00\x80")
    source = recorded(tmp_path / "set.poses.jsonl.gz", LAYBACK, 0, 3)
    done = formcheck("analyze", source, "-a", "press", "-o", tmp_path, "--rules", tmp_path / "own.toml")
    check_refused(done, "TOML", code=2)
