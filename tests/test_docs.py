"""What docs and docstrings say of the code is true."""

import ast
import doctest
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.cli.recordings import recorded

ROOT = Path(__file__).parents[1]


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/make_docs.py", "--check"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "")


def test_the_list_of_folders_is_that_of_the_folders() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    listed = re.findall(r"^\| `([a-z]+)/` \|", page, flags=re.MULTILINE)
    there = [path.parent.name for path in (ROOT / "formcheck").glob("*/__init__.py")]
    assert sorted(listed) == sorted(there)


def modules() -> list[str]:
    return sorted(
        str(path.relative_to(ROOT).with_suffix("")).replace("/", ".")
        for path in (ROOT / "formcheck").rglob("*.py")
        if ">>> " in path.read_text(encoding="utf-8")
    )


@pytest.fixture
def folder_with_a_press(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What examples of whole analyses expect to find beside them."""
    recorded(tmp_path / "press.poses.jsonl.gz")
    monkeypatch.chdir(tmp_path)


@pytest.mark.usefixtures("folder_with_a_press")
@pytest.mark.parametrize("name", modules())
def test_the_examples_in_docstrings_are_right(name: str) -> None:
    found = doctest.testmod(importlib.import_module(name), optionflags=doctest.ELLIPSIS)
    assert found.attempted > 0
    assert found.failed == 0


def test_every_module_opens_with_a_line_that_says_what_is_in_it() -> None:
    silent = [
        str(path.relative_to(ROOT))
        for path in (ROOT / "formcheck").rglob("*.py")
        if path.stat().st_size and not ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert silent == []


def test_the_site_builds_without_the_network_and_without_a_broken_link(tmp_path: Path) -> None:
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    shutil.copy(ROOT / "zensical.toml", tmp_path)
    no_network = {"http_proxy": "http://127.0.0.1:9", "https_proxy": "http://127.0.0.1:9"}

    built = subprocess.run(
        [sys.executable, "-m", "zensical", "build", "--strict"],
        cwd=tmp_path, env={**os.environ, **no_network}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert built.returncode == 0, built.stdout + built.stderr
    pages = {
        page.name: page.read_text(encoding="utf-8") for page in (tmp_path / ".cache/site").glob("*.html")
    }
    assert {"index.html", "rules.html", "accuracy.html"} <= pages.keys()
    loaded = re.findall(r'<(?:script|img|link)[^>]*(?:src|href)="?(https?:[^" >]+)', "".join(pages.values()))
    assert loaded == []


def test_on_a_package_index_no_link_of_the_readme_leads_nowhere() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        hook = tomllib.load(file)["tool"]["hatch"]["metadata"]["hooks"]["fancy-pypi-readme"]
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "](docs/" in text
    for rule in hook["substitutions"]:
        text = re.sub(rule["pattern"], rule["replacement"], text)
    assert [target for target in re.findall(r"\]\(([^)]*)\)", text) if not target.startswith("https:")] == []
    assert "`docs/accuracy.md`" in text


def test_each_promise_names_tests_that_are_there() -> None:
    promises = (ROOT / "docs" / "reliability.md").read_text(encoding="utf-8").split("## Measured")[0]
    rows = [line for line in promises.splitlines() if line.startswith("| ") and "| test |" not in line]
    assert len(rows) > 40
    for row in rows:
        named = re.findall(r"\(\.\./(tests/[\w/]+\.py)#(test_\w+)\)", row)
        assert named, row
        for file, test in named:
            assert f"def {test}(" in (ROOT / file).read_text(encoding="utf-8"), f"{file}: {test}"
