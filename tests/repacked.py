"""Zip archives written anew with other parts."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping


def repacked(raw: bytes, parts: Mapping[str, bytes], packing: int) -> bytes:
    """An archive with some of its parts replaced or added."""
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(raw)) as old, zipfile.ZipFile(written, "w", packing) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return written.getvalue()
