"""Rules of the house that no linter knows."""

from __future__ import annotations

import ast
import re
import tomllib
from pathlib import Path

import pytest

from redact.modelstore import manifest

ROOT = Path(__file__).parents[2]
MODULES = sorted((ROOT / "redact").rglob("*.py"))
PROSE = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "models").rglob("*.md")]
#: AGPL and GPL libraries that this trade is tempted by. Source: their packages' metadata, November 2026.
COPYLEFT = {"pymupdf", "fitz", "extract-msg", "borb", "unidecode", "ghostscript"}
#: What may never be promised. Source: ICO, anonymisation guidance, 28 March 2025: identifiability is one of degree.
PROMISES = re.compile(r"fully[ -]anonymi[sz]ed|\bguarantee|GDPR[ -]compliant|100 ?% (?:safe|secure)", re.IGNORECASE)
#: The places that may catch everything: a traceback may quote a document, so the border of a process lets none through.
BORDERS = {ROOT / "redact/cli/__init__.py", ROOT / "redact/run/pool/frontier.py"}
MAX_LINES, MAX_FUNCTION_LINES = 300, 40


def _name(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_every_module_says_what_it_is_for(path: Path) -> None:
    assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_a_file_fits_the_eye(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [node for node in ast.walk(ast.parse(text)) if isinstance(node, ast.FunctionDef)]

    assert len(text.splitlines()) <= MAX_LINES
    assert [f.name for f in functions if (f.end_lineno or 0) - f.lineno >= MAX_FUNCTION_LINES] == []


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_nothing_is_caught_that_cannot_be_acted_on(path: Path) -> None:
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    caught = {ast.unparse(node.type) if node.type else "" for node in nodes if isinstance(node, ast.ExceptHandler)}
    broad = caught & {"", "Exception", "BaseException"}

    assert broad == ({"Exception"} if path in BORDERS else set())


def test_no_copyleft_library_comes_in() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    asked = [*project["dependencies"], *(row for rows in project["optional-dependencies"].values() for row in rows)]

    assert {re.split(r"[^\w.-]", row, maxsplit=1)[0].lower().replace("_", "-") for row in asked} & COPYLEFT == set()


@pytest.mark.parametrize("path", [*MODULES, *PROSE], ids=_name)
def test_nothing_is_promised_that_nobody_can_keep(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert [found[0] for found in PROMISES.finditer(text)] == []


@pytest.mark.parametrize("name", manifest())
def test_every_model_has_a_card_that_says_what_it_misses(name: str) -> None:
    model = manifest()[name]
    card = (ROOT / "models" / model.card).read_text(encoding="utf-8")

    for said in (model.licence, "**Measured", "**Known misses", *(part.version for part in model.parts)):
        assert said in card


@pytest.mark.parametrize("path", PROSE, ids=_name)
def test_links_in_the_docs_lead_somewhere(path: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text(encoding="utf-8"))

    assert [link for link in links if not (path.parent / link).exists()] == []


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    phony = re.search(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)
    assert phony is not None

    told = set(re.findall(r"^([a-z-]+):.*## ", makefile, re.MULTILINE))
    assert told == set(phony[1].split())
