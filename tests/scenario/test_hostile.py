"""A scenario reads exactly or is refused at its place: never a guess, never another file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import pytest
from hostile import CSV, GOOD, INLINE, findings_of, loaded, with_

from optimizer.errors import InvalidError
from optimizer.scenario.reading import load
from optimizer.text import mend, sentence
from optimizer.text.language import LANGUAGES


def test_the_good_scenario_is_good(tmp_path: Path) -> None:
    assert loaded(GOOD.encode(), tmp_path).scenario.title == "Uji"


REFUSED: Mapping[str, tuple[bytes, str, tuple[int, int]]] = {
    "tag": (with_("title: Uji", "title: !!python/object:os.system Uji"), "yaml.tag", (2, 8)),
    "anchor": (with_("title: Uji", "title: &a Uji"), "yaml.anchor", (2, 8)),
    "alias": (with_("groups: {", "note: *a\ngroups: {"), "yaml.alias", (5, 7)),
    "key told twice": (with_("title: Uji", "title: Uji\ntitle: Lain"), "yaml.duplicate_key", (3, 1)),
    "region told twice": (
        with_("funds:\n", "  52.04: {name: Lain}\nfunds:\n"),
        "yaml.duplicate_key",
        (8, 3),
    ),
    "two-byte letters": (GOOD.encode("utf-16"), "file.utf16", (1, 1)),
    "windows letters": (with_("Uji", "Añ").decode().encode("cp1252"), "file.not_utf8", (2, 9)),
    "empty": (b"", "yaml.empty", (1, 1)),
    "a list": (b"- a\n- b\n", "yaml.not_a_map", (1, 1)),
    "two documents": (GOOD.encode() + b"---\ntitle: b\n", "yaml.second_document", (13, 1)),
    "zero": (with_("Uji", "U\0ji"), "file.character", (2, 9)),
    "a thousand that lost zeros": (with_("premium: 16.800", "premium: 16.8"), "rupiah.fraction", (4, 10)),
    "a group too short": (with_("Rp100.800.000", "1.50.000"), "rupiah.grouping", (9, 57)),
    "a share without percent": (with_("share: 10%", "share: 62.22"), "share.no_percent", (11, 39)),
    "a share cut by its comma": (with_("share: 10%", "share: 62,22%"), "yaml.decimal_comma", (11, 39)),
    "a share above all": (with_("share: 10%", "share: 110%"), "share.above_one", (11, 39)),
    "a BPS code": (with_("owner: 52.04", "owner: 5204"), "code.bps", (9, 14)),
    "not a number": (with_("active: 500", "active: NaN"), "persons.unreadable", (7, 50)),
    "infinite": (with_("active: 500", "active: .inf"), "persons.unreadable", (7, 50)),
    "with exponent": (with_("Rp100.800.000", "1e30"), "rupiah.exponent", (9, 57)),
    "very large": (with_("Rp100.800.000", "1" + "0" * 30), "rupiah.too_large", (9, 57)),
    "negative": (with_("active: 500", "active: -500"), "persons.negative", (7, 50)),
    "too many digits": (with_("Rp100.800.000", "9" * 4_300), "rupiah.too_long", (9, 57)),
    "other digits": (with_("active: 500", "active: ٥٠٠"), "persons.unreadable", (7, 50)),
    "an unknown key": (with_("title: Uji", "titel: Uji"), "key.unknown_near", (2, 1)),
    "a month that is none": (with_("by: 2026-12", "by: 2026-13"), "month.none_such", (11, 48)),
    "a horizon reversed": (with_("2026-01..2026-12", "2026-12..2026-01"), "months.reversed", (3, 10)),
    "another format": (with_("alokasi/1", "alokasi/2"), "word.unknown_near", (1, 9)),
    "a list for a text": (with_("title: Uji", "title: [a]"), "type.text", (2, 1)),
    "a bell in a title": (with_("title: Uji", r'title: "U\x07ji"'), "text.control_character", (2, 8)),
    "an escape in a label": (
        with_("label: Rentan", r'label: "\e[31mRentan"'),
        "text.control_character",
        (5, 26),
    ),
    "a line break in a name": (with_("name: Sumbawa", r'name: "Sum\nbawa"'), "text.line_break", (7, 17)),
    "a line of its own at the end of a title": (with_("Uji", r'"Uji\n"'), "text.line_break", (2, 8)),
    "a separator of lines": (with_("title: Uji", r'title: "U\Lji"'), "text.line_break", (2, 8)),
    "several lines in a title": (with_("title: Uji", "title: |\n  Uji\n  Coba"), "text.line_break", (2, 8)),
    "a line break in a fund's id": (with_("  a: {own", r'  "a\nb": {own'), "text.line_break", (9, 3)),
    "a tab in a group's id": (with_("{rentan: {", r'{"ren\ttan": {'), "text.control_character", (5, 10)),
    "a zero in a count's group": (
        with_("{rentan: 700}", r'{"ren\0tan": 700}'),
        "text.control_character",
        (7, 66),
    ),
    "a line break in a source": (
        with_("active: 500", r'active: {value: 500, source: "a\nb"}'),
        "text.line_break",
        (7, 71),
    ),
    "a bell in a note": (
        with_("title: Uji", r"title: Uji" + '\nnote: "a\\ab"'),
        "text.control_character",
        (3, 7),
    ),
    "a line break in a variant's id": (
        with_("goals:", r'variants: {"a\nb": {change: {title: x}}}' + "\ngoals:"),
        "text.line_break",
        (12, 12),
    ),
    "a bell in a variant's label": (
        with_("goals:", r'variants: {a: {label: "\a", change: {title: x}}}' + "\ngoals:"),
        "text.control_character",
        (12, 23),
    ),
    "a text for a map": (with_("groups: {rentan: {label: Rentan}}", "groups: a"), "type.map", (5, 9)),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_be_meant_is_refused_at_its_place(tmp_path: Path, name: str) -> None:
    raw, code, place = REFUSED[name]
    found = {one.code: one for one in findings_of(raw, tmp_path)}

    assert code in found
    at = found[code].place
    assert at is not None
    assert (Path(at.file).name, at.line, at.column) == ("a.yaml", *place)
    for language in LANGUAGES:
        assert not sentence(found[code], language).startswith(code)
        assert mend(found[code], language)


NAMES = {
    "markup": "<script>alert(1)</script>",
    "a formula": "=1+1",
    "turned": "a\u202eb",
    "joined": "a\u200db",
    "letters of all kinds": "Ñusa 東 \U0001f600",
    "ten thousand letters": "x" * 10_000,
    "truth": "No",
    "an octal": "012",
    "a time": "12:30",
    "a number": "1e3",
    "a mark": "\ufeffa"[1:],
}


@pytest.mark.parametrize("name", NAMES)
def test_a_name_is_read_letter_by_letter(tmp_path: Path, name: str) -> None:
    text = NAMES[name]
    scenario = loaded(with_("name: Sumbawa", f"name: '{text}'"), tmp_path).scenario

    assert [region.name for region in scenario.regions.values()] == [text]


LINES = ["baris satu\nbaris dua", "kolom\tlain", "akhir\n"]


@pytest.mark.parametrize("note", LINES)
def test_a_note_may_have_lines(tmp_path: Path, note: str) -> None:
    written = note.replace("\n", r"\n").replace("\t", r"\t")
    raw = with_("funds:\n", f'note: "{written}"\nsources: {{a: {{title: A, note: "{written}"}}}}\nfunds:\n')
    scenario = loaded(raw, tmp_path).scenario

    assert (scenario.note, scenario.sources["a"].note) == (note, note)


def test_a_block_of_one_line_is_one_line(tmp_path: Path) -> None:
    raw = with_("title: Uji", "title: >\n  Uji\n  coba\nnote: |\n  satu\n  dua")
    scenario = loaded(raw, tmp_path).scenario

    assert (scenario.title, scenario.note) == ("Uji coba", "satu\ndua")


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ("title=a\x07b", "text.control_character"),
        ("title=a\nb", "text.line_break"),
        ("title=a\udcff", "set.not_text"),
        ("funds.\udcff.ceiling=1 juta", "set.not_text"),
        ('funds."a\nb"={owner: 52.04, budget: csr, year: 2026, ceiling: 1 juta}', "text.line_break"),
    ],
)
def test_the_command_line_brings_none_in_either(tmp_path: Path, change: str, code: str) -> None:
    """Bytes that are no text arrive from a command line as halves of characters."""
    (tmp_path / "a.yaml").write_text(GOOD, "utf-8")

    with pytest.raises(InvalidError) as error:
        load(tmp_path / "a.yaml", sets=[change])

    assert [(one.code, one.place and one.place.file) for one in error.value.findings] == [(code, "--set")]


def test_a_cell_brings_no_line_break_into_a_name(tmp_path: Path) -> None:
    (tmp_path / "regions.csv").write_text(CSV.replace("Sumbawa", '"Sum\nbawa"'), "utf-8")

    (found,) = findings_of(with_(f"regions:{INLINE}", "regions: regions.csv"), tmp_path)

    assert found.code == "text.line_break"
    assert found.place is not None
    assert (found.place.line, found.place.column) == (2, 7)


def test_a_longer_name_is_refused(tmp_path: Path) -> None:
    found = findings_of(with_("name: Sumbawa", "name: " + "x" * 10_001), tmp_path)

    assert [one.code for one in found] == ["text.too_long"]


@pytest.mark.parametrize(
    "raw",
    [b"\xef\xbb\xbf" + GOOD.encode(), GOOD.replace("\n", "\r\n").encode(), GOOD.replace("\n", "\r").encode()],
    ids=["byte order mark", "windows", "old mac"],
)
def test_how_lines_are_stored_does_not_matter(tmp_path: Path, raw: bytes) -> None:
    assert loaded(raw, tmp_path).scenario == loaded(GOOD.encode(), tmp_path).scenario


def test_hard_spaces_are_spaces(tmp_path: Path) -> None:
    hard = loaded(with_("Rp100.800.000", "Rp\u00a0100.800.000"), tmp_path)

    assert hard.scenario == loaded(GOOD.encode(), tmp_path).scenario
    assert "file.hard_space" in [finding.code for finding in hard.findings]


# --- other files ---


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("../regions.csv", "path.outside"),
        ("sub/../../regions.csv", "path.outside"),
        ("/etc/hostname", "path.outside"),
        ("/etc/passwd", "path.outside"),
        ("'C:\\Users\\a.csv'", "path.outside"),
        ("C:/a.csv", "path.outside"),
        ("'\\\\server\\a.csv'", "path.outside"),
        ("~/a.csv", "path.outside"),
        ("link.csv", "path.outside"),
        ("linked/regions.csv", "path.outside"),
        ("none.csv", "path.no_file"),
        ("folder.csv", "file.unreadable"),
        ("'a\\0b.csv'", "path.outside"),
        ("https://example.com/a.csv", "path.no_file"),
        ("a.yaml", "table.unknown_kind"),
    ],
)
@pytest.mark.parametrize("key", ["extends", "regions"])
def test_no_other_file_is_read(tmp_path: Path, wanted: str, code: str, key: str) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    (tmp_path / "regions.csv").write_text(CSV, "utf-8")
    (inside / "folder.csv").mkdir()
    (inside / "link.csv").symlink_to(tmp_path / "regions.csv")
    (inside / "linked").symlink_to(tmp_path)
    if key == "extends":
        raw, code = (
            f"extends: {wanted}\n".encode() + GOOD.encode(),
            code.replace("table.unknown_kind", "extends.circle"),
        )
    else:
        raw = with_(f"regions:{INLINE}", f"regions: {wanted}")
    found = findings_of(raw, inside)

    assert [one.code for one in found] == [code]
    assert all(one.place is not None for one in found)


def test_files_that_extend_each_other_are_refused(tmp_path: Path) -> None:
    (tmp_path / "b.yaml").write_text("extends: a.yaml\n", "utf-8")

    assert [one.code for one in findings_of(b"extends: b.yaml\n" + GOOD.encode(), tmp_path)] == [
        "extends.circle"
    ]


@pytest.mark.parametrize(
    ("old", "new", "code", "place"),
    [
        ("9.000", "9.0", "table.zeros_lost", (2, 15)),
        ("9.000", "1.234.567,89", "table.decimals", (2, 15)),
        ("9.000", "NA", "table.no_number", (2, 15)),
        ("9.000", "None", "table.no_number", (2, 15)),
        ("9.000", "-", "table.no_number", (2, 15)),
        ("9.000", "unknown", "figure.unknown_needs_assume", (2, 15)),
        ("9.000", "-20%", "persons.negative", (2, 15)),
        ("52.04", "52.1", "table.code_zero", (2, 1)),
        ("52.04", "5204", "code.bps", (2, 1)),
        ("Sumbawa", "Kab. Añ", "table.not_utf8", (2, 13)),
    ],
)
def test_a_cell_is_refused_at_its_place(
    tmp_path: Path, old: str, new: str, code: str, place: tuple[int, int]
) -> None:
    encoding = "cp1252" if code == "table.not_utf8" else "utf-8"
    (tmp_path / "regions.csv").write_text(CSV.replace(old, new), encoding)
    found = {
        one.code: one for one in findings_of(with_(f"regions:{INLINE}", "regions: regions.csv"), tmp_path)
    }

    assert code in found
    at = found[code].place
    assert at is not None
    assert (Path(at.file).name, at.line, at.column) == ("regions.csv", *place)


def test_a_pipe_and_a_device_are_no_files(tmp_path: Path) -> None:
    if hasattr(os, "mkfifo"):
        os.mkfifo(tmp_path / "pipe.csv")
        found = findings_of(with_(f"regions:{INLINE}", "regions: pipe.csv"), tmp_path)

        assert [one.code for one in found] == ["file.unreadable"]
