"""Pages set by typst: from a source of ours and data that never becomes markup."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Literal

EPOCH = datetime(1980, 1, 1, tzinfo=UTC)
"""Papers carry no time of their making: this one stands where a format demands one."""


def typeset(
    source: Path,
    data: Mapping[str, Any],
    kind: Literal["pdf", "png"],
    *,
    ppi: float = 72,
    tagged: bool = True,
) -> bytes:
    """The pages of a typst source, which reads ``data`` as JSON from ``sys.inputs.data``.

    Only fonts that typst brings are used, so that every machine writes the same bytes. Strings of JSON are
    text to typst, whatever stands in them. A picture has ``ppi`` pixels for 72 points;
    a ``tagged`` PDF can be read aloud in its order, and is six times as large.
    """
    import typst  # noqa: PLC0415 # a typesetting engine: loaded only when a paper is written

    compiler = typst.Compiler(
        source.read_bytes(),
        ignore_system_fonts=True,
        sys_inputs={"data": json.dumps(data, ensure_ascii=False, sort_keys=True)},
    )
    made = compiler.compile(format=kind, ppi=ppi, timestamp=EPOCH, pdf_tags=tagged)
    assert isinstance(made, bytes), "one file: a PDF, or a picture of one page"
    return made
