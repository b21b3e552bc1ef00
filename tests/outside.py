"""Programs of others with which tests look at what was made."""

from __future__ import annotations

import os
import shutil

import pytest


def needs(program: str) -> str:
    """A program that a plain machine may lack, or a skip that names it; a failure where all are required."""
    found = shutil.which(program)
    if found is None:
        assert os.environ.get("ALOKASI_REQUIRE_ALL") != "1", f"{program}: not there"
        pytest.skip(f"{program}: not there")
    return found
