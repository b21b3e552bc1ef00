"""Whatever stands in the cells, a workbook becomes a scenario or is refused: nothing else happens."""

from __future__ import annotations

from datetime import date
from typing import Any

from handed import book, small, told
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from optimizer.errors import InvalidError
from optimizer.intake.layout import SHEETS
from optimizer.intake.reading import read
from optimizer.intake.words import column_label, sheet_name

FAST = settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    phases=[Phase.explicit, Phase.generate],
)
JUNK: tuple[Any, ...] = (
    *("", "-", "=1+1", "52", "52.04", "5204", "ID", "each", "null", "~", "[", "{a: b}", "tidak diketahui"),
    *(
        "Jumlah",
        "#",
        "miskin",
        "Okt 2025",
        "2025-10..2026-12",
        "12%",
        "Rp1",
        "x0.8",
        "\u202eabc",
        "a" * 9_000,
    ),
    *(0, 1, -1, 0.5, 1e300, 52.1, 5204, True, False, date(2025, 10, 1), date(1900, 1, 3)),
)
ALL = [
    (sheet_name(sheet.key, "id"), [column_label(sheet, slot, "id", {}) for slot in sheet.slots(("miskin",))])
    for sheet in SHEETS
]


@given(st.data())
@FAST
def test_junk_in_any_cell_is_read_or_refused(data: st.DataObject) -> None:
    """Up to six rows of junk on any sheets, under headings that are known."""
    sheets = small()
    for _ in range(data.draw(st.integers(1, 6))):
        name, labels = data.draw(st.sampled_from(ALL))
        if name not in sheets:
            sheets[name] = [list(labels)]
        sheets[name].append([data.draw(st.sampled_from((None, *JUNK))) for _ in sheets[name][0]])
    try:
        made = read(book(sheets), "masukan.xlsx", "id", tried=False)
    except InvalidError as error:
        told(error.findings)
    else:
        told(made.findings)


@given(st.data())
@FAST
def test_junk_in_place_of_a_cell_is_read_or_refused(data: st.DataObject) -> None:
    """One to three cells of a good workbook, headings too."""
    sheets = small()
    for _ in range(data.draw(st.integers(1, 3))):
        row = data.draw(st.sampled_from([row for rows in sheets.values() for row in rows]))
        row[data.draw(st.integers(0, len(row) - 1))] = data.draw(st.sampled_from((None, *JUNK)))
    try:
        told(read(book(sheets), "masukan.xlsx", "id", tried=False).findings)
    except InvalidError as error:
        told(error.findings)
