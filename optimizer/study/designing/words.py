"""The words of a study file."""

from __future__ import annotations

from typing import Literal

Method = Literal["latin-hypercube", "random"]

FORMAT = "alokasi-study/1"
KEYS = (
    "schema",
    "title",
    "language",
    "note",
    "scenario",
    "with",
    "set",
    "seed",
    "grid",
    "sample",
    "swings",
    "labels",
)
PARTS = ("grid", "sample", "swings")
"""What is varied; at least one of them stands in a study."""

SAMPLE = ("count", "method", "figures")
METHODS: tuple[Method, ...] = ("latin-hypercube", "random")
LAWS = ("between", "triangular", "normal", "choose", "rivals")
"""How a figure is drawn."""

NORMAL = ("mean", "spread")
