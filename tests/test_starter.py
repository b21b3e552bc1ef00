"""The starter scenario that ``init`` writes: complete, commented, solvable, the same in both languages."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from optimizer import runs
from optimizer.commands.health import COVERED
from optimizer.scenario.reading import load

COMMANDS = Path(__file__).parent.parent / "optimizer" / "commands"
STARTERS = ["id", "en"]


def starter(language: str) -> Path:
    return COMMANDS / f"starter.{language}.yaml"


@pytest.mark.parametrize("language", STARTERS)
def test_it_has_neither_errors_nor_warnings(language: str) -> None:
    loaded = load(starter(language))

    assert list(loaded.findings) == []
    assert loaded.scenario.language == language


@pytest.mark.parametrize("language", STARTERS)
def test_it_solves(language: str) -> None:
    """The revised budgets carry 11,905 people to the join; the budgets of 2027 carry 20,337 to its end."""
    plan = runs.answer(load(starter(language))).plan

    assert plan.totals.persons_end == COVERED
    assert plan.totals.dropped == 0
    assert sum(row.met for row in plan.targets) == 2


def test_both_languages_are_one_scenario() -> None:
    indonesian, english = (_without_words(starter(language)) for language in STARTERS)

    assert indonesian == english


def _without_words(path: Path) -> str:
    """Keys and figures: no comments, labels, names, titles."""
    text = re.sub(r"\s+#.*|^#.*", "", path.read_text("utf-8"), flags=re.MULTILINE)
    return re.sub(r"((title|name|label|language): )(\"[^\"]*\"|[^,}\n]*)", r"\1…", text)


@pytest.mark.parametrize("language", STARTERS)
def test_each_of_its_variants_solves(language: str) -> None:
    for name in load(starter(language)).variants:
        changed = runs.answer(load(starter(language), variants=[name]))

        assert changed.plan.totals.persons_end < COVERED


@pytest.mark.parametrize("language", STARTERS)
def test_every_part_of_it_is_explained(language: str) -> None:
    """A comment stands directly above, or on, each top-level key."""
    lines = starter(language).read_text("utf-8").splitlines()
    explained_by_itself = {"schema", "title", "language"}
    for place, line in enumerate(lines):
        key = re.match(r"([a-z]+):", line)
        if key and key[1] not in explained_by_itself:
            assert lines[place - 1].startswith("#"), line
