"""A YAML text is read exactly, with marks, or every fault of its form is named; nothing hostile stalls it."""

from __future__ import annotations

import json
import string
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.scenario.nodes import Branch, Scalar, leaves, plain
from optimizer.scenario.yamlfile import DEEPEST, MOST_NODES, Parsed, parse

PATIENCE = 10.0
"""Seconds: ten times the aim, for slow machines."""


def read(text: str) -> Parsed:
    return parse(text.encode(), "a.yaml")


def codes(parsed: Parsed) -> list[str]:
    return [finding.code for finding in parsed.findings]


def places(parsed: Parsed) -> list[tuple[int, int]]:
    return [(found.place.line, found.place.column) for found in parsed.findings if found.place]


@pytest.mark.parametrize(
    "text", ["52.10", "16.800", "No", "012", "12:30", "1e3", "0x10", "~x", "2025-10-01", ".inf"]
)
def test_scalars_stay_as_written(text: str) -> None:
    assert {"a": text} == plain(read(f"a: {text}").root or _nothing())


def _nothing() -> Any:
    raise AssertionError("the text has no root")


def test_a_value_knows_its_line_and_column() -> None:
    parsed = read("a: 1\nregions:\n  52.04: {name: Sumbawa}\n")

    assert parsed.root is not None
    marks = {
        ".".join(map(str, path)): (leaf.mark.line, leaf.mark.column) for path, leaf in leaves(parsed.root)
    }
    assert marks == {"a": (1, 4), "regions.52.04.name": (3, 17)}
    assert [leaf.mark.place.excerpt for _, leaf in leaves(parsed.root)][1] == "  52.04: {name: Sumbawa}"


def test_a_byte_order_mark_and_windows_lines_are_fine() -> None:
    parsed = parse(b"\xef\xbb\xbfa: 1\r\nb: 2\r\n", "a.yaml")

    assert parsed.root is not None
    assert plain(parsed.root) == {"a": "1", "b": "2"}
    assert not parsed.findings


def test_hard_spaces_are_read_as_spaces_with_a_note() -> None:
    parsed = read("ceiling:\u00a0Rp\u00a0400 juta\n")

    assert parsed.root is not None
    assert plain(parsed.root) == {"ceiling": "Rp 400 juta"}
    assert [(found.code, found.level) for found in parsed.findings] == [("file.hard_space", "note")]


def test_a_decimal_comma_inside_braces_is_seen() -> None:
    """``{share: 62,22%}`` arrives as 62 and an empty key 22%."""
    parsed = read("a: {share: 62,22%, by: 2026-12}\nb: {ceiling: 2,5 miliar}\n")

    assert codes(parsed) == ["yaml.decimal_comma"] * 2
    assert [(found.facts["given"], found.facts["meant"]) for found in parsed.findings] == [
        ("62,22%", "62.22%"),
        ("2,5 miliar", "2.5 miliar"),
    ]
    assert places(parsed) == [(1, 12), (2, 14)]


def test_cents_of_zero_inside_braces_are_seen_and_read_on_without_them() -> None:
    parsed = read("a: {ceiling: Rp1.008.000.000,00, year: 2026}\n")

    assert [(found.code, found.facts["meant"]) for found in parsed.findings] == [
        ("yaml.decimal_comma", "Rp1.008.000.000")
    ]
    assert parsed.root is not None
    assert plain(parsed.root) == {"a": {"ceiling": "Rp1.008.000.000", "year": "2026"}}


def test_every_fault_of_form_is_told_in_one_go() -> None:
    parsed = read("a: 1\na: 2\nb: !!python/object:os.system x\nc: &c 1\nd: *c\ne:\nf: {x: 1, x: 2}\n")

    expected = ["yaml.duplicate_key", "yaml.tag", "yaml.anchor", "yaml.alias", "yaml.empty_value"]
    assert sorted([*expected, "yaml.duplicate_key"]) == sorted(codes(parsed))


FORMS = {
    "": "yaml.empty",
    "# only a remark\n": "yaml.empty",
    "- a\n- b\n": "yaml.not_a_map",
    "just words": "yaml.not_a_map",
    "a: 1\n---\nb: 2\n": "yaml.second_document",
    "a:\n\tb: 1\n": "yaml.tab",
    "a: @b\n": "yaml.bad_start",
    "a: b: c\n": "yaml.colon",
    'a: "open\n': "yaml.open_quote",
    "a: {b: 1\nc: 2\n": "yaml.open_brace",
    "a: [1, 2\nb: 3\n": "yaml.open_bracket",
    "a:\n  b: 1\n c: 2\n": "yaml.indentation",
    "a: 1\nbcd\nc: 2\n": "yaml.no_colon",
    'a: "\\q"\n': "yaml.escape",
    "? [a]\n: 1\n": "yaml.key_not_text",
    "a: [1, ]\nb: [ , 1]\n": "yaml.syntax",
    "a:\n- \n- 1\n": "yaml.empty_item",
    "a: \u2028b\n": "file.character",
}


@pytest.mark.parametrize(("text", "code"), FORMS.items(), ids=FORMS.values())
def test_each_fault_has_its_own_sentence(text: str, code: str) -> None:
    parsed = read(text)

    assert code in codes(parsed)
    assert all(found.place is not None for found in parsed.findings)


@pytest.mark.parametrize(
    ("raw", "code", "place"),
    [
        ("a: 1".encode("utf-16"), "file.utf16", (1, 1)),
        ("a: 1".encode("utf-16-le"), "file.utf16", (1, 1)),
        (b"a: 1\nname: caf\xe9\n", "file.not_utf8", (2, 10)),
        (b"a: \x00b\n", "file.character", (1, 4)),
        (b"a: 1\nb: \x1b[31mred\n", "file.character", (2, 4)),
        (b"x" * (16 * 2**20 + 1), "file.too_large", (1, 1)),
        (b"\n" * 1_000_001, "file.too_many_lines", (1, 1)),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_bytes_that_are_no_text_are_refused_at_their_place(
    raw: bytes, code: str, place: tuple[int, int]
) -> None:
    parsed = parse(raw, "a.yaml")

    assert [code] == codes(parsed)
    assert [place] == places(parsed)


HOSTILE: dict[str, Callable[[], bytes]] = {
    "brackets": lambda: b"a: " + b"[" * 200_000,
    "braces": lambda: b"{a: " * 200_000,
    "dashes": lambda: b"- " * 200_000,
    "questions": lambda: b"? " * 200_000,
    "aliases": lambda: (
        b"a: &a [x, x]\n" + b"".join(b"%c: &%c [*%c, *%c]\n" % (c, c, c - 1, c - 1) for c in range(98, 123))
    ),
    "many values": lambda: b"a: [" + b"1," * 4_000_000 + b"]",
    "many keys": lambda: b"".join(b"k%d: 1\n" % number for number in range(1_000_000)),
    "one key again and again": lambda: b"a: 1\n" * 900_000,
    "a long text": lambda: b"a: " + b"x" * 15_000_000,
    "a long quoted text": lambda: b"a: '" + b"x\n" * 900_000 + b"'",
    "spaces": lambda: b"a:\n" + b" " * 15_000_000,
    "an anchor": lambda: b"a: &" + b"x" * 10_000_000,
    "a tag": lambda: b"a: !" + b"x" * 10_000_000,
    "hard spaces": lambda: b"a: " + "\u00a0".encode() * 7_000_000,
    "directives": lambda: b"%" * 10_000_000,
    "empty keys": lambda: b":\n" * 900_000,
    "a decimal comma again and again": lambda: b"{a: 1" + b",2" * 1_000_000 + b"}",
}
"""Made when asked for: a hundred million bytes that every worker would carry about."""


@pytest.mark.parametrize("made", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_text_neither_crashes_nor_stalls(made: Callable[[], bytes]) -> None:
    raw = made()
    start = time.process_time()
    parsed = parse(raw, "a.yaml")

    assert time.process_time() - start < PATIENCE
    assert parsed.findings or parsed.root is not None
    assert all(len(str(found.facts)) < 1_000 for found in parsed.findings)


def test_nesting_and_number_of_values_have_a_limit() -> None:
    assert read("a: " + "[" * (DEEPEST - 1) + "x" + "]" * (DEEPEST - 1)).root is not None
    assert codes(read("a: " + "[" * DEEPEST + "x" + "]" * DEEPEST)) == ["yaml.too_deep"]
    assert codes(read("a: [" + "1," * MOST_NODES + "]")) == ["yaml.too_many_values"]


def test_marks_of_direction_and_of_the_web_are_read_exactly() -> None:
    text = "<script>alert(1)</script>\u202eabc"

    assert {"name": text} == plain(read(f'name: "{text}"').root or _nothing())


KEYS = st.text(string.ascii_lowercase, min_size=1, max_size=8)
TREES = st.recursive(
    st.text(
        st.characters(
            exclude_categories=["Cc", "Cs", "Cn", "Zl", "Zp"], exclude_characters="\ufeff\u00a0\u202f\u2007"
        )
    ),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=20,
)


@given(st.dictionaries(KEYS, TREES, min_size=1, max_size=4))
def test_what_is_written_as_json_reads_back(tree: dict[str, Any]) -> None:
    """JSON is YAML: every quoted text comes back letter by letter."""
    parsed = read(json.dumps(tree, ensure_ascii=False))

    assert parsed.root is not None, parsed.findings
    assert tree == plain(parsed.root)


@given(st.text(max_size=200) | st.text("{}[]:,-&*!#|>'\"%@` \n\tab1?", max_size=80))
def test_no_text_raises(text: str) -> None:
    parsed = parse(text.encode("utf-8", "surrogatepass"), "a.yaml")

    assert parsed.root is not None or parsed.findings


@given(st.binary(max_size=200))
def test_no_bytes_raise(raw: bytes) -> None:
    parsed = parse(raw, "a.yaml")

    assert parsed.root is None or isinstance(parsed.root, Branch)


def test_null_counts_only_unquoted() -> None:
    root = read('a: null\nb: "null"\nc: ~\n').root

    assert root is not None
    assert [isinstance(entry.value, Scalar) and entry.value.is_null for entry in root.entries.values()] == [
        True,
        False,
        True,
    ]
