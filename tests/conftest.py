"""What holds for every test."""

from __future__ import annotations

import gc


def pytest_collection_finish() -> None:
    """Look for garbage seldom, and never among what stays to the end: a tenth of all the time went there."""
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)
