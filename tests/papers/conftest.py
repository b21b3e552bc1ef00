"""Dossiers and a browser that the tests of papers share."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import handmade
import pytest
from browser import Browser, browser
from outside import needs
from paper_cases import ALONE, asked, dossier, hostile, two_payers
from strategies import as_yaml

from optimizer.papers.dossier import Dossier
from optimizer.papers.gathering import gathered
from optimizer.papers.page.written import PAGE, page, whole
from optimizer.runs import answer
from optimizer.scenario.reading import load

NTB = Path(__file__).parent.parent.parent / "scenarios" / "ntb" / "base.yaml"


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what stays to the end: a tenth of all the time went there.

    For every test of a run that comes by this folder, as the whole suite does: mypy knows one conftest only.
    """
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@pytest.fixture(scope="session")
def ntb() -> Dossier:
    """NTB as published, solved; nothing is compared with it."""
    loaded = load(NTB)
    return Dossier(loaded.scenario, answer(loaded).plan, ALONE, "id")


@pytest.fixture(scope="session")
def compared(tmp_path_factory: pytest.TempPathFactory) -> Dossier:
    """Two regions and their province with every question of a meeting answered."""
    file = tmp_path_factory.mktemp("compared") / "base.yaml"
    file.write_text(as_yaml(two_payers()), "utf-8")
    loaded = load(file)
    plan = answer(loaded).plan
    return Dossier(loaded.scenario, plan, gathered(loaded, plan), "id")


@pytest.fixture(scope="session")
def country() -> Dossier:
    """514 regions with long names and large money, each with a target of its own."""
    plan, scenario = handmade.national()
    target = next(iter(handmade.scenario().targets.values()))
    asked = scenario.model_copy(update={"targets": {"ucj": target}})
    return Dossier(asked, plan, replace(ALONE, silent="papers.too_many_regions"), "id")


@pytest.fixture(scope="session")
def country_page(country: Dossier) -> bytes:
    """The page of the country."""
    return whole(country)


@pytest.fixture(scope="session")
def small() -> Dossier:
    """Two regions and their province, solved."""
    return dossier(two_payers())


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a session."""
    needs("chromium")
    with browser() as found:
        yield found


@pytest.fixture(scope="session")
def pages(
    tmp_path_factory: pytest.TempPathFactory, small: Dossier, compared: Dossier, country_page: bytes
) -> dict[str, Path]:
    """Folders with the pages of each."""
    folder = tmp_path_factory.mktemp("pages")
    files = {
        "small": page(small),
        "compared": page(compared),
        "hostile": page(asked(dossier(hostile()))),
        "country": {PAGE: country_page},
    }
    for name, papers in files.items():
        for paper, content in papers.items():
            place = folder / name / paper
            place.parent.mkdir(parents=True, exist_ok=True)
            place.write_bytes(content)
    return {name: folder / name for name in files}
