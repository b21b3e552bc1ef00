"""Dossiers for the letter and for what is printed; outside readers of what was written."""

from __future__ import annotations

import subprocess
from dataclasses import replace
from pathlib import Path

from arrange import scenario
from cases import Case, case, fund, region
from outside import needs

from optimizer.answers.why import Binding, Paid, Ranked, WhyRegion
from optimizer.papers.dossier import Answers, Dossier
from optimizer.plan.shapes import FundRow, RegionRow
from optimizer.plan.tally import tally
from optimizer.solve.answer import draft
from optimizer.text import Language
from optimizer.units import Persons, Rupiah

ALONE = Answers(silent="papers.not_asked")

HOSTILE = (
    "=HYPERLINK(A1)",
    "<script>alert(1)</script>",
    '#import "x": * $a$ *b* @c',
    "‏\u202eKota‏ Terbalik",
    "A" * 10_000,
    "Kabupaten (setengah \\( buka",
)
"""Names that mean something to a spreadsheet, a browser, typst, a screen; one longer than any page."""


def dossier(of: Case, language: Language = "id", *, final: bool = False) -> Dossier:
    """A case, solved."""
    asked = scenario(of)
    return Dossier(asked, tally(asked, draft(asked), "ab" * 32), ALONE, language, final)


def two_payers(**more: object) -> Case:
    """Two regions, one without a fund, and the province."""
    made = case(
        "2025-10..2026-12",
        regions={
            "52.01": region("Kabupaten Lombok Barat", eligible=9_000, paid=1_200),
            "52.71": region("Kota Mataram", eligible=4_000),
        },
        funds={
            "lobar-2025": fund("52.01", 2025, 90_000_000, name="Perubahan APBD TA 2025 Lombok Barat"),
            "lobar-2026": fund("52.01", 2026, 301_234_567, name="APBD TA 2026 Lombok Barat"),
            "ntb-2026": fund("52", 2026, 700_000_000, name="APBD TA 2026 NTB", status="budgeted"),
        },
        stay=12,
        goals=["keep", "targets", "coverage"],
        targets={"ucj-2026": {"measure": "ucj", "of": "52", "share": "62.22%", "by": "2026-12"}},
    )
    return made | more


def hostile() -> Case:
    """Every name of a scenario means something somewhere."""
    codes = [f"52.{place:02d}" for place in range(1, len(HOSTILE) + 1)]
    named = dict(zip(codes, HOSTILE, strict=True))
    return case(
        "2026-01..2026-12",
        regions={code: region(name, eligible=500) for code, name in named.items()},
        funds={
            f"{code}-{place}": fund(code, 2026, 3_000_000 + place * 1_000_000, name=name)
            for code, name in named.items()
            for place in range(4)
        },
        stay=12,
        goals=["coverage"],
        title=HOSTILE[2] + HOSTILE[1],
    )


def asked(about: Dossier) -> Dossier:
    """The same with an answer for each region, made by hand: 496 people more everywhere, 198 of them here."""
    answers = {row.code: _why(about, row) for row in about.plan.regions}
    return replace(about, answers=Answers(regions=answers))


def _why(about: Dossier, row: RegionRow) -> WhyRegion:
    funds = [fund for fund in about.plan.funds if fund.owner.reaches(row.code)]
    return WhyRegion(
        status="optimal",
        code=row.code,
        name=row.name,
        eligible=row.eligible,
        subsidised_before=row.subsidised_before,
        persons=row.persons_end,
        person_months=row.person_months,
        rupiah=row.rupiah,
        dropped=row.dropped,
        place=1,
        regions=1,
        ranking=(Ranked(1, row.code, row.name, row.eligible, row.persons_end, Rupiah(0), Rupiah(0)),),
        full=(),
        funds=tuple(_paid(fund) for fund in funds),
        targets=(),
        more=Rupiah(100_000_000),
        rules=tuple(_more(fund) for fund in funds),
    )


def _paid(fund: FundRow) -> Paid:
    everything = (Persons(0), fund.person_months, fund.allocated, fund.allocated, fund.ceiling)
    return Paid(fund.id, fund.name, fund.owner, *everything)


def _more(fund: FundRow) -> Binding:
    return Binding("money", fund.id, None, None, fund.ceiling, None, 198, 2_376, 496, 7_440, 0, ())


def pdf_text(pdf: Path, *options: str) -> str:
    """What poppler reads on the pages, a form feed after each."""
    command = [needs("pdftotext"), *options, str(pdf), "-"]
    return subprocess.run(command, capture_output=True, check=True, timeout=60).stdout.decode("utf-8")


def as_pdf(document: Path) -> Path:
    """What LibreOffice makes of a document."""
    folder = document.parent
    profile = f"-env:UserInstallation=file://{folder}/profile"
    command = [
        needs("soffice"),
        profile,
        "--headless",
        "--convert-to",
        "pdf",
        "--outdir",
        str(folder),
        str(document),
    ]
    subprocess.run(command, capture_output=True, check=True, timeout=120)
    return document.with_suffix(".pdf")
