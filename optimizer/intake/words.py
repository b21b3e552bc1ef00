"""The words of a workbook: what sheets, columns and choices are called, and what is understood of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache

from optimizer.intake.layout import OF_SHEET, PER_GROUP, SETTING_KEYS, SHEETS, WORDS, Sheet, Slot
from optimizer.text import Language, say
from optimizer.text.catalogue import message
from optimizer.text.language import LANGUAGES

GUIDE = "guide"

_ALSO: Mapping[str, tuple[str, ...]] = {
    "code": ("kode", "kode daerah", "kode kab/kota", "kode kemendagri", "kode wilayah (kemendagri)"),
    "regions.name": (
        "daerah",
        "nama daerah",
        "wilayah",
        "nama wilayah",
        "kabupaten/kota",
        "kab/kota",
        "region",
    ),
    "workers": ("jumlah pekerja", "tenaga kerja", "penduduk bekerja"),
    "active": ("aktif", "peserta", "kepesertaan aktif"),
    "subsidised": ("disubsidi", "ditanggung", "sudah dibayari"),
    "ability": ("kemampuan", "ability", "pendapatan apbd"),
    "funds.id": ("id", "id dana", "kode dana"),
    "funds.name": ("nama dana", "sumber dana", "nama sumber dana", "uraian", "fund"),
    "owner": ("pemilik", "pembayar", "kode pemilik", "payer", "owner"),
    "budget": ("anggaran", "jenis", "jenis dana", "kind"),
    "year": ("tahun", "ta", "year"),
    "ceiling": ("pagu anggaran", "pagu (rp)", "jumlah pagu", "nilai pagu", "ceiling (rp)"),
    "funds.status": ("status", "kedudukan", "status anggaran"),
    "opd": ("opd", "skpd", "perangkat daerah", "office"),
    "note": ("keterangan", "remark", "ket"),
    "as_of": ("per", "tanggal angka", "as of"),
    "by": ("bulan", "month"),
}
"""Other names that people give to columns; of one sheet, else of all."""

_NOISE = re.compile(r"[\s*:_.\-–—/()]+")


_UNIT = re.compile(r"\((rp|rupiah|orang|jiwa|persons|people|%)\)\s*$", re.IGNORECASE)
"""A unit behind the name of a column."""


def plain_word(text: str) -> str:
    """A text without what people vary: case, spaces, points, stars.

    >>> plain_word("Kode  Wilayah *") == plain_word("kode_wilayah")
    True
    """
    return _NOISE.sub(" ", text.casefold()).strip()


def sheet_name(key: str, language: Language) -> str:
    """The name on a sheet's tab."""
    return say(f"intake.sheet_{key}", language)


@cache
def _sheets() -> Mapping[str, str]:
    every = [GUIDE, *(sheet.key for sheet in SHEETS)]
    named = {plain_word(sheet_name(key, language)): key for key in every for language in LANGUAGES}
    return {**named, **{key: key for key in every}}


def sheet_of(name: str) -> str | None:
    """The key of a sheet by its name in either language."""
    return _sheets().get(plain_word(name))


def nearly_sheet(name: str) -> str | None:
    """The key of the sheet that a name begins with: ``Dana (2)``, ``Wilayah 2026``."""
    bare = plain_word(re.sub(r"\d+", " ", name))
    return _sheets().get(bare)


def column_label(sheet: Sheet, slot: Slot, language: Language, groups: Mapping[str, str]) -> str:
    """What stands above a column; ``groups`` are the labels of groups by key."""
    named = _figure_label(sheet, slot.key, language, groups)
    return (
        say("intake.column_about", language, figure=named, word=_word_label(slot.word, language))
        if (slot.word)
        else named
    )


def _word_label(word: str, language: Language) -> str:
    return say(f"intake.column_{word}", language)


def _figure_label(sheet: Sheet, key: str, language: Language, groups: Mapping[str, str]) -> str:
    figure, point, group = key.partition(".")
    if figure in PER_GROUP and point:
        named = say(f"intake.column_{figure}", language)
        return say("intake.column_of_group", language, figure=named, group=groups.get(group) or group)
    own = f"intake.column_{sheet.key}.{key}"
    return say(own if message(own) else f"intake.column_{key}", language)


@cache
def _labels(sheet: Sheet) -> Mapping[str, Slot]:
    """Columns by every name they may have, but for those of groups."""
    known: dict[str, Slot] = {}
    for slot in sheet.slots():
        names = [column_label(sheet, slot, language, {}) for language in LANGUAGES]
        if not slot.word:
            names += [*_ALSO.get(f"{sheet.key}.{slot.key}", ()), *_ALSO.get(slot.key, ())]
        for name in names:
            known.setdefault(plain_word(name), slot)
    return known


def slot_of(sheet: Sheet, text: str, above: str, groups: Mapping[str, str]) -> Slot | None:
    """The column that a heading names, in either language; ``above`` is the heading over it."""
    by_key = keyed_slot(sheet, text)
    if by_key is not None:
        return by_key
    bare_text = _UNIT.sub("", text)
    over = _without_band(above)
    given = [f"{over} {text}"] * bool(over) + [text, bare_text]
    for bare in map(plain_word, given):
        if bare in _labels(sheet) and not _needs_group(sheet, _labels(sheet)[bare]):
            return _labels(sheet)[bare]
        grouped = _with_group(sheet, bare, groups)
        if grouped is not None:
            return grouped
    return None


def _without_band(above: str) -> str:
    """``Asal angka: Pekerja`` stands over what is said about that figure."""
    for language in LANGUAGES:
        start = say("intake.band_about", language, figure="")
        if above.startswith(start):
            return above.removeprefix(start)
    return above


def _needs_group(sheet: Sheet, slot: Slot) -> bool:
    return slot.key in PER_GROUP and sheet.key == "regions"


def _with_group(sheet: Sheet, bare: str, groups: Mapping[str, str]) -> Slot | None:
    """``Sasaran: Pekerja rentan``, and with a word about it: ``Sasaran: Pekerja rentan: sumber``."""
    if sheet.key != "regions":
        return None
    for figure in PER_GROUP:
        starts = [figure, *(say(f"intake.column_{figure}", language) for language in LANGUAGES)]
        starts += _ALSO.get(figure, ())
        for start in map(plain_word, starts):
            if bare.startswith(f"{start} "):
                found = _group_and_word(bare.removeprefix(f"{start} "), groups)
                if found is not None:
                    return Slot(f"{figure}.{found[0]}", found[1])
    return None


def _group_and_word(bare: str, groups: Mapping[str, str]) -> tuple[str, str] | None:
    for group, label in groups.items():
        for name in {plain_word(group), plain_word(label)} - {""}:
            if bare == name:
                return group, ""
            if bare.startswith(f"{name} "):
                word = _word_of(bare.removeprefix(f"{name} "))
                if word:
                    return group, word
    return None


def _word_of(bare: str) -> str:
    for word in WORDS:
        if bare in {word, *(plain_word(_word_label(word, language)) for language in LANGUAGES)}:
            return word
    return ""


def keyed_slot(sheet: Sheet, text: str) -> Slot | None:
    """The column that a key names as the scenario writes it: ``eligible.rentan.source``."""
    key, point, word = text.rpartition(".")
    figured = point and word in WORDS and _is_figure(sheet, key)
    slot = Slot(key, word) if figured else Slot(text)
    if slot.word or (text in sheet.columns and not _needs_group(sheet, slot)):
        return slot
    return slot if sheet.key == "regions" and _is_figure(sheet, text) and "." in text else None


def _is_figure(sheet: Sheet, key: str) -> bool:
    if sheet.key == "regions" and key.partition(".")[0] in PER_GROUP:
        return bool(key.partition(".")[2])
    return key in sheet.figures


@cache
def _rows() -> Mapping[str, str]:
    named = {plain_word(say(f"intake.row_{key}", one)): key for key in SETTING_KEYS for one in LANGUAGES}
    return {**named, **{key: key for key in SETTING_KEYS}}


def setting_of(text: str) -> str | None:
    """The key of a row of settings, by its key or by its name in either language."""
    return text if text in SETTING_KEYS else _rows().get(plain_word(text))


def setting_label(key: str, language: Language) -> str:
    """What stands before a setting."""
    return say(f"intake.row_{key}", language)


def choice_label(word: str, language: Language) -> str:
    """A word of the scenario as a drop-down list shows it; a sheet by its name."""
    if word.startswith(OF_SHEET):
        return sheet_name(word.removeprefix(OF_SHEET), language)
    return say(f"intake.word_{word}", language)


@cache
def _choices(words: tuple[str, ...]) -> Mapping[str, str]:
    labels = [(choice_label(word, one), word) for word in words for one in LANGUAGES]
    short = {plain_word(label.partition("(")[0]): word for label, word in labels}
    whole = {plain_word(label): word for label, word in labels}
    return {**short, **whole, **{plain_word(word): word for word in words}}


def choice_of(text: str, words: Iterable[str]) -> str | None:
    """The word that a cell means."""
    return _choices(tuple(words)).get(plain_word(text))
