"""What each question answers about NTB, word by word, in both languages at 80 columns."""

from __future__ import annotations

import io
import sys

import goldens
import pytest
from command_line import ROOT

import cli
from optimizer.commands import gate

NTB = str(ROOT / "scenarios" / "ntb" / "base.yaml")
ASKED = {
    "worth": ["worth", NTB],
    "worth-one-fund": ["worth", NTB, "--fund", "lombok-timur-murni-2026", "--add", "Rp500 juta"],
    "need": ["need", NTB],
    "why-region": ["why", NTB, "--region", "52.71"],
    "why-fund": ["why", NTB, "--fund", "sumbawa-perubahan-2025"],
    "why-not": ["why", NTB, "--not", "regions.52.71.persons >= 5000"],
    "tradeoff": ["tradeoff", NTB],
    "without": ["without", NTB],
    "repair-wish": ["repair", NTB, "--wish", "regions.52.71.persons >= 5000"],
    "baseline": ["baseline", NTB],
    "fair": ["fair", NTB],
    "bill": ["bill", NTB],
}


def told(words: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command prints to standard output."""
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["alokasi", *words])
    monkeypatch.setenv("COLUMNS", "80")
    code = gate.run(cli.app)
    out.seek(0)
    text = out.read().replace(str(ROOT) + "/", "")
    assert code == 0, text
    return text


@pytest.mark.parametrize("language", ["id", "en"])
@pytest.mark.parametrize("asked", ASKED)
def test_the_golden_answer_of_ntb(asked: str, language: str, monkeypatch: pytest.MonkeyPatch) -> None:
    text = told([*ASKED[asked], "--lang", language], monkeypatch)

    assert max(len(line) for line in text.splitlines()) <= 80
    goldens.same(f"asked/{asked}.{language}.txt", text)
