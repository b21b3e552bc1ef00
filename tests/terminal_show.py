"""Print the hand-made plan to standard output, as a command would: python terminal_show.py id [national]."""

from __future__ import annotations

import sys

import handmade

from optimizer.report import terminal
from optimizer.report.paper import paper, write
from optimizer.text.language import known

ENDING = terminal.Ending(
    "base.yaml",
    "alokasi",
    ["out/ntb/plan.yaml", "out/ntb/payments.csv", "out/ntb/scenario.yaml", "out/ntb/run.yaml"],
    ["alokasi verify out/ntb", "alokasi solve base.yaml --set funds.sumbawa-murni-2026.ceiling=-20%"],
)

if __name__ == "__main__":
    plan, scenario = handmade.national() if "national" in sys.argv else (handmade.plan(), handmade.scenario())
    write(
        sys.stdout,
        terminal.answer(plan, scenario, paper(sys.stdout), known(sys.argv[1]) or "id", ending=ENDING),
    )
