"""Golden files: small enough to be read, changed on purpose only (``make golden``)."""

from __future__ import annotations

import os
from pathlib import Path

GOLDEN = Path(__file__).parent / "golden"


def same(name: str, text: str) -> None:
    """Assert that the text is what the golden file says; ``ALOKASI_GOLDEN=1`` writes it instead."""
    path = GOLDEN / name
    if os.environ.get("ALOKASI_GOLDEN") == "1":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8", newline="\n")
    assert path.read_text("utf-8") == text, f"{path} differs; if on purpose: make golden, then read the diff"
