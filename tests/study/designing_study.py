"""A study of one regency whose every answer is known by hand."""

from __future__ import annotations

from pathlib import Path

from cases import Case, case, fund, region
from strategies import as_yaml

from optimizer.answers.outcome import Outcome
from optimizer.study.case import Case as StudyCase
from optimizer.study.designing.cases import cases
from optimizer.study.designing.reading import read_study
from optimizer.study.designing.shapes import Study
from optimizer.study.telling.clock import Clock
from optimizer.study.telling.conducting import Conducted, Orders, conducted

PERSON = 12 * 16_800
"""Rupiah of one person for the whole year: 201,600."""


def fifty_of_a_hundred() -> Case:
    """Rp10,080,000 / 201,600 = 50 persons for the year; 60 of the 100 eligible are the target.

    10 are paid for today, who are kept as long as there is money for 10; two figures have rivals.
    """
    made = case(
        "2026-01..2026-12",
        regions={"52.04": region("Sumbawa", eligible=100, paid=10)},
        funds={"murni-2026": fund("52.04", 2026, 50 * PERSON, name="APBD TA 2026 Sumbawa")},
        stay=12,
        goals=["keep", "targets", "coverage"],
        targets={
            "semua": {"measure": "group", "group": "rentan", "of": "52.04", "share": "60%", "by": "2026-12"}
        },
        variants={
            "separuh": {"change": {"funds.*.ceiling": "-50%"}},
            "tanpa-target": {"change": {"targets": {"semua": None}}},
        },
    )
    made["regions"]["52.04"]["workers"] = 1_000
    made["funds"]["murni-2026"]["ceiling"] = {
        "value": 50 * PERSON,
        "status": "derived",
        "note": "dibulatkan",
        "rivals": [{"value": 45 * PERSON}, {"value": 70 * PERSON}],
    }
    return made


def written(folder: Path, body: str, made: Case | None = None) -> Path:
    """A study file beside its scenario; ``body`` is what it varies."""
    (folder / "kasus.yaml").write_text(as_yaml(made or fifty_of_a_hundred()), "utf-8")
    file = folder / "studi.yaml"
    head = "schema: alokasi-study/1\ntitle: Studi contoh\nscenario: kasus.yaml\n"
    file.write_text(head + body, "utf-8")
    return file


def study_of(folder: Path, body: str, made: Case | None = None) -> Study:
    """A study that was read."""
    return read_study(written(folder, body, made))


def asked(study: Study) -> tuple[Conducted, list[tuple[StudyCase, Outcome]]]:
    """A study solved to its end, and its cases with their outcomes."""
    done = conducted(study, cases(study), Orders(), Clock(None, None))
    return done, list(zip(done.results.cases, done.results.outcomes, strict=True))
