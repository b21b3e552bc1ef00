"""What each question answers about NTB, word by word, in both languages at 80 columns."""

from __future__ import annotations

import io
import sys
from collections.abc import Callable
from typing import Any

import goldens
import pytest
from command_line import ROOT

from optimizer.commands import gate, program
from optimizer.commands.asked import Question
from optimizer.questions.desk import Desk

NTB = str(ROOT / "scenarios" / "ntb" / "base.yaml")
ASKED = {
    "worth": ["worth", NTB],
    "worth-one-fund": ["worth", NTB, "--fund", "lombok-timur-murni-2026", "--add", "Rp500 juta"],
    "need": ["need", NTB],
    "why-region": ["why", NTB, "--region", "52.71"],
    "why-fund": ["why", NTB, "--fund", "dompu-perubahan-2025"],
    "why-not": ["why", NTB, "--not", "regions.52.71.persons >= 5000"],
    "tradeoff": ["tradeoff", NTB],
    "without": ["without", NTB],
    "repair-wish": ["repair", NTB, "--wish", "regions.52.71.persons >= 20000"],
    "baseline": ["baseline", NTB],
    "fair": ["fair", NTB],
    "bill": ["bill", NTB],
}


ANSWERS: dict[str, Any] = {}


def told(asked: str, words: list[str], monkeypatch: pytest.MonkeyPatch) -> str:
    """What a command prints to standard output; an answer is sought once for both languages."""
    ask = Question.ask

    def once(question: Question, method: Callable[[Desk], Any]) -> Any:
        if asked not in ANSWERS:
            ANSWERS[asked] = ask(question, method), question.desk
        answer, question.desk = ANSWERS[asked]
        return answer

    monkeypatch.setattr(Question, "ask", once)
    out = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", write_through=True)
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "argv", ["alokasi", *words])
    monkeypatch.setenv("COLUMNS", "80")
    code = gate.run(program.app)
    out.seek(0)
    text = out.read().replace(str(ROOT) + "/", "")
    assert code == 0, text
    return text


@pytest.mark.parametrize("asked", ASKED)
def test_the_golden_answer_of_ntb(asked: str, monkeypatch: pytest.MonkeyPatch) -> None:
    for language in ("id", "en"):
        with monkeypatch.context() as patched:
            text = told(asked, [*ASKED[asked], "--lang", language], patched)

        assert max(len(line) for line in text.splitlines()) <= 80
        goldens.same(f"asked/{asked}.{language}.txt", text)
