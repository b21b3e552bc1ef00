"""The catalogue is complete, both languages say the same, no text from outside reaches a terminal alive."""

from __future__ import annotations

import ast
import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import Finding
from optimizer.text import inert, language_asked, mend, say, sentence, system_language
from optimizer.text.catalogue import blanks, codes, message
from optimizer.text.inert import LONGEST
from optimizer.text.numbers import decimal, fact, rupiah, share, whole
from optimizer.units import Code, Month, Months, PersonMonths, Persons, Ratio, Rupiah, Share

ROOT = Path(__file__).parent.parent
SOURCES = sorted([*(ROOT / "optimizer").rglob("*.py"), ROOT / "cli.py"])
SPEAKERS = {"Finding", "Reason", "UnreadableError", "PydanticCustomError", "say", "headline"}
"""Calls whose first argument is a code of the catalogue."""

OPTIONAL = re.compile(r"\[\[.*?\]\]")


@dataclass(frozen=True)
class Said:
    """One place in the sources that names a code."""

    where: str
    code: str
    """A pattern where parts are filled in at run time."""
    facts: frozenset[str] | None
    """None where they cannot be read off the source."""

    def __str__(self) -> str:
        return f"{self.where} {self.code}"


@cache
def said() -> tuple[Said, ...]:
    """Every place; found when it is asked for, not by every process that collects the tests."""
    return tuple(one for path in SOURCES for one in _said_in(path))


def _said_in(path: Path) -> Iterator[Said]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Call) and node.args and _name(node.func) in SPEAKERS:
            for code in _codes(node.args[0]):
                yield Said(f"{path.relative_to(ROOT)}:{node.lineno}", code, _facts(node))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _codes(argument: ast.expr) -> list[str]:
    if isinstance(argument, ast.Constant) and isinstance(argument.value, str):
        return [re.escape(argument.value)]
    if isinstance(argument, ast.JoinedStr):
        return ["".join(_pattern(part) for part in argument.values)]
    if isinstance(argument, ast.IfExp):
        return [*_codes(argument.body), *_codes(argument.orelse)]
    return []


def _pattern(part: ast.expr) -> str:
    return re.escape(str(part.value)) if isinstance(part, ast.Constant) else ".+"


def _facts(node: ast.Call) -> frozenset[str] | None:
    names: set[str] = set()
    if _name(node.func) in ("Finding", "Reason"):
        given_facts = node.args[1] if len(node.args) > 1 else ast.Dict(keys=[], values=[])
        given_facts = next((word.value for word in node.keywords if word.arg == "facts"), given_facts)
        if not isinstance(given_facts, ast.Dict):
            return None
        for key in given_facts.keys:
            if not isinstance(key, ast.Constant):
                return None
            names.add(str(key.value))
        return frozenset(names)
    if _name(node.func) == "PydanticCustomError":
        return None
    for word in node.keywords:
        if word.arg is None:
            return None
        names.add(word.arg)
    return frozenset(names)


CODES = codes()


def test_the_scan_sees_the_sources() -> None:
    assert len(said()) > 100


def test_every_code_has_a_sentence() -> None:
    unknown = {one.code for one in said()} - {re.escape(code) for code in CODES}
    put_together = {code for code in unknown if any(re.fullmatch(code, known) for known in CODES)}

    assert [str(one) for one in said() if one.code in unknown - put_together] == []


def test_every_fact_a_sentence_asks_for_is_given() -> None:
    lacking = [
        (one.where, one.code, blanks(OPTIONAL.sub("", text)) - one.facts)
        for one in said()
        if one.facts is not None and ".+" not in one.code
        for text in CODES.get(one.code.replace("\\", ""), {}).values()
        if not blanks(OPTIONAL.sub("", text)) <= one.facts
    ]

    assert lacking == []


def says_the_same_twice(texts: Mapping[str, str]) -> bool:
    """Whether a sentence and its mend stand in both languages, with the same blanks."""
    return (
        {"id", "en"} <= texts.keys() <= {"id", "en", "mend_id", "mend_en"}
        and blanks(texts["id"]) == blanks(texts["en"])
        and ("mend_id" in texts) == ("mend_en" in texts)
        and blanks(texts.get("mend_id", "")) == blanks(texts.get("mend_en", ""))
    )


def test_both_languages_say_the_same() -> None:
    assert [code for code, texts in CODES.items() if not says_the_same_twice(texts)] == []


@pytest.mark.parametrize(
    "texts",
    [
        {"id": "a"},
        {"id": "a", "en": "b", "de": "c"},
        {"id": "{a}", "en": "{b}"},
        {"id": "a", "en": "b", "mend_id": "c"},
        {"id": "a", "en": "b", "mend_id": "{c}", "mend_en": "c"},
    ],
)
def test_languages_that_say_something_else_are_found(texts: dict[str, str]) -> None:
    assert not says_the_same_twice(texts)


def test_no_code_is_written_in_two_files() -> None:
    """A code written twice in one file is refused by TOML itself."""
    homes: dict[str, list[str]] = {}
    for path in sorted((ROOT / "optimizer" / "text").glob("*.toml")):
        for code in re.findall(r'^\["?([^"\]]+)"?\]', path.read_text("utf-8"), re.MULTILINE):
            homes.setdefault(code, []).append(path.name)

    assert homes.keys() >= CODES.keys()
    assert {code: names for code, names in homes.items() if len(names) > 1} == {}


def test_words_that_stand_for_something_else_are_not_used() -> None:
    """The glossary: iuran, never premi; no subsidi, no dana cadangan."""
    for code, texts in CODES.items():
        for key in ("id", "mend_id"):
            found = re.search(r"\b(premi|subsidi|dana cadangan)\b", texts.get(key, ""), re.IGNORECASE)
            assert found is None, (code, texts[key])


CLAIMS = {
    "eligible": {"region", "group", "persons"},
    "stay": {"months"},
    "capacity": {"region", "persons"},
    "ceiling": {"fund", "rupiah"},
    "spend_at_least": {"fund", "rupiah"},
    "per_region_max": {"fund", "region", "rupiah"},
    "per_region_min": {"fund", "region", "rupiah"},
    "matching": {"fund", "region"},
    "people_floor": {"of", "number", "persons"},
    "people_ceiling": {"of", "number", "persons"},
}
"""The facts of each claim that rules can clash in."""


@pytest.mark.parametrize("rule", sorted(CLAIMS))
def test_every_rule_that_can_clash_has_a_sentence(rule: str) -> None:
    for text in CODES[f"clash.{rule}"].values():
        assert blanks(text) <= CLAIMS[rule]


@pytest.mark.parametrize("code", sorted(code for code in CODES if code.startswith("unspent.")))
def test_reasons_ask_only_for_what_every_reason_has(code: str) -> None:
    for text in CODES[code].values():
        assert blanks(OPTIONAL.sub("", text)) <= {"person_months", "rupiah"}


def test_every_sentence_is_found_by_its_code() -> None:
    """A code is sought by the head above its texts; one headed in another way would be lost."""
    assert {code: message(code) for code in codes()} == codes()


def test_a_missing_code_shows_itself() -> None:
    assert say("no.such_code", "id", persons=Persons(1234)) == "no.such_code (persons=1.234)"


def test_a_missing_fact_is_a_question_mark_never_a_crash() -> None:
    finding = Finding("init.exists", {})

    assert "?" in sentence(finding, "id")
    assert mend(finding, "en")


def test_a_fact_may_be_called_code_or_language() -> None:
    assert say("no.such", "id", **{"code": "52", "language": "x"}) == "no.such (code=52, language=x)"


@pytest.mark.parametrize(
    ("given_fact", "indonesian", "english"),
    [
        (Rupiah(1_234_567), "Rp1.234.567", "Rp1,234,567"),
        (Rupiah(10**15), "Rp1.000.000.000.000.000", "Rp1,000,000,000,000,000"),
        (Rupiah(-16_800), "-Rp16.800", "-Rp16,800"),
        (Persons(1_234), "1.234", "1,234"),
        (1_234, "1.234", "1,234"),
        (PersonMonths(1_234), "1.234 orang-bulan", "1,234 person-months"),
        (PersonMonths(1), "1 orang-bulan", "1 person-month"),
        (Share(6222, 10_000), "62,22%", "62.22%"),
        (Share(1), "100%", "100%"),
        (Ratio(3, 2), "1,5", "1.5"),
        (Month(2025, 10), "Okt 2025", "Oct 2025"),
        (Month(2026, 8), "Agu 2026", "Aug 2026"),
        (Months(Month(2025, 10), Month(2025, 12)), "Okt–Des 2025", "Oct–Dec 2025"),
        (Months(Month(2025, 10), Month(2026, 12)), "Okt 2025–Des 2026", "Oct 2025–Dec 2026"),
        (Months(Month(2025, 5), Month(2025, 5)), "Mei 2025", "May 2025"),
        (Code("52.04"), "52.04", "52.04"),
        (("a", "b"), "a, b", "a, b"),
        (None, "-", "-"),
        (True, "ya", "yes"),
    ],
)
def test_facts_are_written_as_people_write_them(given_fact: object, indonesian: str, english: str) -> None:
    assert fact(given_fact, "id") == indonesian
    assert fact(given_fact, "en") == english


def test_a_year_is_not_a_count() -> None:
    assert fact(2026, "id", "year") == "2026"


def test_a_long_list_is_counted() -> None:
    assert fact([str(n) for n in range(23)], "id").endswith("19 dan 3 lagi")


def test_a_share_below_its_target_never_reads_as_reached() -> None:
    """64.9399 % is not 64.94 %."""
    assert share(Fraction(649_399, 1_000_000), "id") == "64,93%"


@given(st.integers(-(10**15), 10**15))
def test_no_digit_of_a_number_is_lost(number: int) -> None:
    assert int(re.sub(r"[^\d-]", "", whole(number, "id"))) == number
    assert int(re.sub(r"[^\d-]", "", rupiah(number, "en"))) == number


@given(st.fractions(-(10**6), 10**6))
def test_a_decimal_is_cut_towards_zero(number: Fraction) -> None:
    read = Fraction(decimal(number, "en", places=2).replace(",", ""))

    assert abs(read) <= abs(number) < abs(read) + Fraction(1, 100)


@given(st.text())
def test_outside_text_is_printable(text: str) -> None:
    assert all(letter.isprintable() or unicodedata.category(letter) == "Zs" for letter in inert(text))
    assert not re.search("[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]", inert(text))


def test_outside_text_is_bounded() -> None:
    assert len(inert("x" * 10_000)) == LONGEST


@given(st.text())
def test_facts_from_outside_are_inert(text: str) -> None:
    assert "\x1b" not in say("init.exists", "id", file=text + "\x1b[2J\u202e")


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({"LANG": "id_ID.UTF-8"}, "id"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "id"),
        ({}, "id"),
        ({"LC_ALL": "en_US", "LANG": "id_ID"}, "en"),
        ({"LC_ALL": "", "LC_MESSAGES": "id_ID", "LANG": "en_US"}, "id"),
    ],
)
def test_the_system_language(environment: dict[str, str], language: str) -> None:
    assert system_language(environment) == language


@pytest.mark.parametrize(
    ("words", "language"),
    [
        (["solve", "--lang", "en"], "en"),
        (["--lang=id", "solve"], "id"),
        (["solve", "--", "--lang", "en"], None),
        (["solve", "--lang"], None),
        (["solve", "--lang", "fr"], None),
        (["solve"], None),
        ([], None),
    ],
)
def test_the_language_asked_for(words: list[str], language: str | None) -> None:
    assert language_asked(words) == language


def test_a_finished_sentence_is_not_cut_inside_another_and_text_from_outside_is() -> None:
    """A sentence is inert already; a name of any length is still cut, and still inert."""
    long = say("clash.ceiling", "id", fund="\u202e" + "x" * 1_000, rupiah=Rupiah(1))
    nested = say("repair.proven", "id", sum=long)

    assert long in nested
    assert "\u202e" not in nested
    assert len(long) < 500
