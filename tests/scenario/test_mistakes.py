"""What officials mistype is told at the line that is to blame, with what to write instead."""

from __future__ import annotations

from pathlib import Path

import pytest
from hostile import GOOD, findings_of, with_

from optimizer.errors import Finding
from optimizer.scenario.unfinished import extending
from optimizer.scenario.yamlfile import parse
from optimizer.text import mend, sentence
from optimizer.text.language import LANGUAGES


def place(finding: Finding) -> tuple[int, int]:
    assert finding.place is not None
    return finding.place.line, finding.place.column


def only(raw: bytes | str) -> Finding:
    """The one finding of a text."""
    parsed = parse(raw.encode() if isinstance(raw, str) else raw, "a.yaml")
    (finding,) = parsed.findings
    return finding


UNCLOSED = {
    "next quote far below": (
        'a: 1\ntitle: "Contoh: satu\n# remark\nb: 2\nc: "1,5 miliar"\nd: 3\n',
        (2, 8),
        5,
    ),
    "next quote in the next line": ('a:\n  name: "Kab\n  note: "abc"\n  x: 1\n', (2, 9), 3),
    "inside braces": ('a:\n  b: {name: "Kab, year: 1}\n  c: {name: "Kot", year: 2}\n', (2, 13), 3),
    "in a list": ('a:\n  - "abc\n  - "def"\n', (2, 5), 3),
    "no other quote": ('a: 1\ntitle: "abc\nb: 2\n', (2, 8), None),
    "a single quote": ("a: 1\ntitle: 'abc\nnote: it's\nx: 'b'\n", (2, 8), 3),
    "in front of a key": ('a: 1\n"title: abc\nnote: "def"\n', (2, 1), None),
}


@pytest.mark.parametrize("name", UNCLOSED)
def test_an_unclosed_quote_is_told_where_it_was_opened(name: str) -> None:
    text, at, next_one = UNCLOSED[name]
    finding = only(text)

    assert (finding.code, place(finding), finding.facts.get("line")) == ("yaml.open_quote", at, next_one)
    assert next_one is None or f"baris {next_one}" in sentence(finding, "id")


def test_a_quoted_text_of_two_lines_is_not_blamed_for_what_follows() -> None:
    finding = only('note: "satu\n  dua"\ntitle: b: c\n')

    assert (finding.code, place(finding)) == ("yaml.colon", (3, 9))


MISSING_COLONS = {
    "a: 1\nworkers 120.000   # pekerja\nb: 2\n": ((2, 1), "workers: 120.000"),
    "r:\n  workers:120.000\n  b: 2\n": ((2, 3), "workers: 120.000"),
    "r:\n  x: 1\n  kosong\n  b: 2\n": ((3, 3), "kosong: …"),
    'r:\n  name "Kabupaten A"\n  b: 2\n': ((2, 3), 'name: "Kabupaten A"'),
}


@pytest.mark.parametrize("text", MISSING_COLONS)
def test_a_missing_colon_is_told_in_its_own_line_with_the_line_as_it_should_be(text: str) -> None:
    at, meant = MISSING_COLONS[text]
    finding = only(text)

    assert (finding.code, place(finding), finding.facts["meant"]) == ("yaml.no_colon", at, meant)
    assert mend(finding, "id") == f"Tulis: {meant}"


CURLY = {
    "inside braces, cut at its comma": with_("Rp100.800.000", "“1,5 miliar”"),
    "inside braces, cut twice": with_("label: Rentan", "label: “a, b, c”"),
    "on a line of its own": with_("title: Uji", "title: “Uji”"),
    "single ones": with_("title: Uji", "title: ‘Uji’"),
    "never closed": with_("title: Uji", "title: “Uji"),
    "two that close": with_("title: Uji", "title: ”Uji”"),
    "a key": with_("title: Uji", "“title”: Uji"),
}


@pytest.mark.parametrize("name", CURLY)
def test_quotation_marks_of_word_are_told_and_nothing_else_is(tmp_path: Path, name: str) -> None:
    found = [one for one in findings_of(CURLY[name], tmp_path) if one.code != "key.missing"]

    assert [one.code for one in found] == ["yaml.curly_quotes"]
    assert all('"' in mend(found[0], language) for language in LANGUAGES)


@pytest.mark.parametrize("title", ["‘Aisyiyah Bima", "“Rencana” untuk NTB", "Rencana “besar”", '"“Rencana”"'])
def test_a_title_may_hold_curly_quotes(title: str) -> None:
    assert parse(f"title: {title}\n".encode(), "a.yaml").findings == ()


@pytest.mark.parametrize("dash", ["-", "--", "–"])
def test_the_dash_of_whole_rupiah_inside_braces_is_told(tmp_path: Path, dash: str) -> None:
    (finding,) = findings_of(with_("Rp100.800.000", f"Rp100.800.000,{dash}"), tmp_path)

    assert (finding.code, place(finding)) == ("yaml.comma_dash", (9, 57))
    assert (finding.facts["given"], finding.facts["meant"]) == (f"Rp100.800.000,{dash}", "Rp100.800.000")


def test_the_dash_outside_braces_is_read(tmp_path: Path) -> None:
    raw = with_("ceiling: Rp100.800.000, status: planned}", 'ceiling: "Rp100.800.000,-", status: planned}')
    (tmp_path / "a.yaml").write_bytes(raw)

    assert parse(raw, "a.yaml").findings == ()


def test_a_list_whose_only_item_is_refused_is_not_called_empty(tmp_path: Path) -> None:
    found = findings_of(with_("premium: 16.800", "premium: {value: 16.8}"), tmp_path)

    assert [one.code for one in found] == ["rupiah.fraction"]


LAYER = "regions:\n" + GOOD.partition("regions:\n")[2].partition("funds:\n")[0]


def test_a_layer_names_the_scenarios_that_extend_it(tmp_path: Path) -> None:
    body = GOOD.replace(LAYER, "")
    for name, line in (
        ("satu.yaml", "extends: a.yaml"),
        ("dua.yml", 'extends: "./a.yaml"  # dasar'),
        ("lain.yaml", "extends: b.yaml"),
        ("teks.txt", "extends: a.yaml"),
    ):
        (tmp_path / name).write_text(f"{line}\n{body}", "utf-8")
    (finding,) = findings_of(LAYER.encode(), tmp_path)

    assert finding.code == "file.layer"
    assert finding.facts["files"] == ("dua.yml", "satu.yaml") == tuple(extending(tmp_path / "a.yaml"))
    assert finding.facts["missing"] == ("schema", "title", "horizon", "premium", "groups", "funds")


def test_a_layer_that_nothing_extends_is_told_how_it_is_used(tmp_path: Path) -> None:
    (finding,) = findings_of(LAYER.encode(), tmp_path)

    assert finding.code == "file.layer_alone"
    assert "extends: a.yaml" in mend(finding, "id")


@pytest.mark.parametrize("raw", [b"halo: dunia\n", GOOD.replace("schema: alokasi/1\n", "").encode()])
def test_what_is_no_layer_is_told_key_by_key(tmp_path: Path, raw: bytes) -> None:
    codes = {one.code for one in findings_of(raw, tmp_path)}

    assert "key.missing" in codes
    assert not codes & {"file.layer", "file.layer_alone"}
