"""A scenario that is good, to be damaged in one place."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.reading import Loaded, load

GOOD = """\
schema: alokasi/1
title: Uji
horizon: 2026-01..2026-12
premium: 16.800
groups: {rentan: {label: Rentan}}
regions:
  52.04: {name: Sumbawa, workers: 9.000, active: 500, eligible: {rentan: 700}}
funds:
  a: {owner: 52.04, budget: murni, year: 2026, ceiling: Rp100.800.000, status: planned}
targets:
  t: {measure: ucj, of: 52.04, share: 10%, by: 2026-12}
goals: [coverage]
"""


def with_(old: str, new: str) -> bytes:
    """The good scenario with one thing changed."""
    assert old in GOOD
    return GOOD.replace(old, new).encode("utf-8", "surrogatepass")


def findings_of(raw: bytes, folder: Path) -> list[Finding]:
    """What is refused in a scenario."""
    (folder / "a.yaml").write_bytes(raw)
    with pytest.raises(InvalidError) as error:
        load(folder / "a.yaml")
    return [finding for finding in error.value.findings if finding.level == "error"]


def loaded(raw: bytes, folder: Path) -> Loaded:
    """A scenario that reads."""
    (folder / "a.yaml").write_bytes(raw)
    return load(folder / "a.yaml")


CSV = "code;name;workers;active;eligible.rentan\n52.04;Sumbawa;9.000;500;700\n"
INLINE = "\n  52.04: {name: Sumbawa, workers: 9.000, active: 500, eligible: {rentan: 700}}"
