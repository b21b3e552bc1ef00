"""What the page of a study must not claim."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from designing_study import asked, study_of

from optimizer.report.paper import Paper
from optimizer.report.studied.page import page
from optimizer.report.view import Look

CEILING = "funds.murni-2026.ceiling"


def test_four_samples_rank_nothing(tmp_path: Path) -> None:
    """4 / (4 - 1) is more than everything: any part could be chance."""
    figures = f"{{{CEILING}: ±10%, regions.52.04.eligible.rentan: ±10%}}"
    study = study_of(tmp_path, f"sample: {{count: 4, figures: {figures}}}\n")
    told = " ".join(page(Look(study.base.scenario, Paper(), "id", False), asked(study)[0].summary).split())

    assert "4 contoh terlalu sedikit" in told
    assert "kebetulan" not in told
    assert "semua berubah sekaligus" not in told


def test_rows_of_plans_that_are_not_proven_are_marked(tmp_path: Path) -> None:
    study = study_of(tmp_path, "grid: {rules.stay: [6, 12]}\n")
    summary = asked(study)[0].summary
    look = Look(study.base.scenario, Paper(), "id", False)
    open_ = replace(summary.grid[0], status="within_bound")
    marked = page(look, replace(summary, grid=(open_, *summary.grid[1:])))

    assert "*" not in page(look, summary)
    rows = [line.split() for line in marked.splitlines() if line.startswith(("6 ", "12 "))]
    assert [row[1].endswith("*") for row in rows] == [True, False]
    assert "* Rencana di baris ini belum terbukti" in marked


def test_a_large_sum_of_rupiah_leaves_room_for_every_column(tmp_path: Path) -> None:
    study = study_of(tmp_path, "grid: {rules.stay: [6, 12]}\n")
    summary = asked(study)[0].summary
    large = tuple(
        replace(one, lowest=10**11, p10=10**11, p50=10**11, p90=10**11, highest=10**12 + 600_000)
        if one.measure == "rupiah"
        else one
        for one in summary.bands
    )
    told = page(Look(study.base.scenario, Paper(), "id", False), replace(summary, bands=large, runs=12))

    (row,) = [line for line in told.splitlines() if line.startswith("Juta rupiah")]
    assert row.split()[-5:] == ["100.000", "100.000", "100.000", "100.000", "1.000.001"]
