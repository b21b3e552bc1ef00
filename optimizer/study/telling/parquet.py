"""The tables as Parquet; imported only where it is written, for pyarrow takes its time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from typing import Any

import pyarrow as arrow
from pyarrow import parquet

from optimizer.plan.files import PLACES
from optimizer.study.telling.tables import Cell, Kind, Table

_TYPES: Mapping[Kind, Callable[[], Any]] = {
    "text": arrow.string,
    "whole": arrow.int64,
    "number": lambda: arrow.decimal128(38, PLACES),
    "truth": arrow.bool_,
}


def parquet_bytes(table: Table) -> bytes:
    """The same bytes for the same table and version of pyarrow; numbers with decimals are exact decimals."""
    fields = [arrow.field(column.name, _TYPES[column.kind]()) for column in table.columns]
    schema = arrow.schema(fields)
    columns = [
        arrow.array([_plain(row[place]) for row in table.rows], type=field.type)
        for place, field in enumerate(fields)
    ]
    written = BytesIO()
    made = arrow.Table.from_arrays(columns, schema=schema)
    parquet.write_table(made, written, compression="zstd", use_dictionary=True, store_schema=False)
    return written.getvalue()


def _plain(cell: Cell) -> Any:
    if not isinstance(cell, Fraction):
        return cell
    return Decimal(round(cell * 10**PLACES)).scaleb(-PLACES)
