"""A path names what it says, and nothing else; one that names nothing names the nearest."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.scenario.nodes import Branch, dotted, split
from optimizer.scenario.paths import PathError, globs, spots
from optimizer.scenario.yamlfile import parse


def tree(text: str) -> Branch:
    root = parse(text.encode(), "a.yaml").root
    assert root is not None
    return root


def named(path: str, text: str) -> list[str]:
    return [dotted((*spot.path, *spot.missing)) for spot in spots(tree(text), path).found]


REGIONS = "regions: {52: {name: a}, 52.71: {name: b, active: 5}, 52.72: {name: c, active: 6}}"
FUNDS = """
funds:
  a-murni-2026: {owner: 52.04, status: planned, ceiling: 1}
  b-murni-2026: {owner: 52.71, ceiling: 1}
  c-csr: {owner: 52, status: paid, ceiling: 1}
  d-csr: {owner: 52, status: contracted, ceiling: 1}
"""


def test_the_longest_key_that_is_there_wins() -> None:
    assert named("regions.52.71.active", REGIONS) == ["regions.52.71.active"]
    assert named("regions.52.name", REGIONS) == ["regions.52.name"]


@pytest.mark.parametrize(
    ("path", "found"),
    [
        ("funds.*-murni-2026.ceiling", ["funds.a-murni-2026.ceiling", "funds.b-murni-2026.ceiling"]),
        ("funds.*.ceiling", ["funds.a-murni-2026.ceiling", "funds.b-murni-2026.ceiling"]),
        ("funds[owner=52.71].ceiling", ["funds.b-murni-2026.ceiling"]),
        ("funds[status=planned].ceiling", ["funds.a-murni-2026.ceiling", "funds.b-murni-2026.ceiling"]),
        ("funds.c-csr.ceiling", ["funds.c-csr.ceiling"]),
        ('funds."c-csr".ceiling', ["funds.c-csr.ceiling"]),
        ("funds[owner=52.*].ceiling", ["funds.a-murni-2026.ceiling", "funds.b-murni-2026.ceiling"]),
    ],
)
def test_a_path_names_what_it_says(path: str, found: list[str]) -> None:
    assert named(path, FUNDS) == found


def test_a_pattern_passes_over_settled_funds_and_says_so() -> None:
    assert spots(tree(FUNDS), "funds[owner=52].ceiling").passed_over == ("c-csr", "d-csr")
    assert spots(tree(FUNDS), "funds.*.ceiling").passed_over == ("c-csr", "d-csr")
    assert spots(tree(FUNDS), "funds.c-csr.ceiling").passed_over == ()


@pytest.mark.parametrize(
    ("path", "near"),
    [
        ("funds.a-murni-206.ceiling", "funds.a-murni-2026"),
        ("funds.a-murni-2026.celing", "funds.a-murni-2026.ceiling"),
        ("horizn", "horizon"),
        ("fund.a-murni-2026.ceiling", "funds"),
    ],
)
def test_a_path_that_names_nothing_names_the_nearest(path: str, near: str) -> None:
    with pytest.raises(PathError) as error:
        spots(tree(FUNDS), path)

    assert (error.value.code, error.value.facts["near"]) == ("path.nothing", near)


@pytest.mark.parametrize("path", ["", ".", "a..b", "a.", "[x]", "a[b", "a]b", 'a."b', "a" + ".a" * 100])
def test_a_path_that_cannot_be_read_is_refused(path: str) -> None:
    with pytest.raises(PathError):
        spots(tree(FUNDS), path)


@given(st.text("ab*", max_size=12), st.text("ab", max_size=12))
def test_a_star_stands_for_any_run(pattern: str, text: str) -> None:
    def fits(pattern: str, text: str) -> bool:
        if not pattern:
            return not text
        if pattern[0] == "*":
            return fits(pattern[1:], text) or (bool(text) and fits(pattern, text[1:]))
        return bool(text) and pattern[0] == text[0] and fits(pattern[1:], text[1:])

    assert globs(pattern, text) == fits(pattern, text)


def test_a_dotted_path_is_split_at_the_keys_that_are_there() -> None:
    assert split(tree(REGIONS), "regions.52.71.active") == ("regions", "52.71", "active")
