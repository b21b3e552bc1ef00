"""Field types of the scenario, each read from the text a person wrote."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, PlainValidator, WithJsonSchema, model_validator
from pydantic_core import PydanticCustomError

from optimizer.units import (
    Code,
    Month,
    Months,
    Persons,
    Ratio,
    Rupiah,
    Share,
    UnreadableError,
    read_code,
    read_count,
    read_month,
    read_months,
    read_persons,
    read_ratio,
    read_rupiah,
    read_share,
)

_Number = TypeVar("_Number")
Status = Literal["official", "press", "derived", "assumed"]


class Frozen(BaseModel):
    """A value of the scenario: unknown keys are refused, nothing is changed after reading."""

    model_config = ConfigDict(
        defer_build=True,
        frozen=True,
        extra="forbid",
        populate_by_name=True,
        arbitrary_types_allowed=True,
    )


def reads(reader: Callable[[str], Any]) -> PlainValidator:
    """Validate a field by ``reader``; a value already read passes."""

    def read(value: Any) -> Any:
        if not isinstance(value, str) or isinstance(value, Code):
            if isinstance(value, (dict, list, tuple)) and not hasattr(value, "_fields"):
                raise PydanticCustomError("scalar.expected", "scalar.expected")
            return value
        try:
            return reader(value)
        except UnreadableError as error:
            raise PydanticCustomError(error.code, error.code, error.facts) from error

    return PlainValidator(read)


def read_amount(text: str) -> Share | Rupiah:
    """Read a share, which must carry %, or rupiah."""
    return read_share(text) if text.strip().endswith("%") else read_rupiah(text)


def read_flag(text: str) -> bool:
    """Read ``true`` or ``false``."""
    try:
        return {"true": True, "false": False}[text.strip().lower()]
    except KeyError:
        raise UnreadableError("flag.unreadable", given=text) from None


LONGEST_TEXT = 10_000
"""Characters of any text."""

_BREAKS = "\n\r\x0b\x0c\x85\u2028\u2029"
_CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")
"""What the form of a file refuses, and an escape (``"\\x07"``), a cell or ``--set`` can still bring in."""


def read_text(text: str) -> str:
    """Read a text that may have several lines."""
    return _read_text(text, kept="\n\t")


def read_name(text: str) -> str:
    """Read what stands on one line: a name, a title, a key."""
    return _read_text(text, kept="")


def _read_text(text: str, kept: str) -> str:
    if len(text) > LONGEST_TEXT:
        raise UnreadableError("text.too_long", length=len(text), limit=LONGEST_TEXT)
    found = next((found[0] for found in _CONTROLS.finditer(text) if found[0] not in kept), None)
    if found is not None:
        code = "text.line_break" if found in _BREAKS and not kept else "text.control_character"
        raise UnreadableError(code, given=text[:200], character=f"U+{ord(found):04X}")
    return text


_NUMBER = ["number", "string"]
RupiahText = Annotated[
    Rupiah,
    reads(read_rupiah),
    WithJsonSchema({"type": _NUMBER, "examples": ["Rp1.008.000.000", "1,5 miliar", "500 juta", 16800]}),
]
PersonsText = Annotated[
    Persons, reads(read_persons), WithJsonSchema({"type": _NUMBER, "examples": ["12.050", 12050]})
]
ShareText = Annotated[Share, reads(read_share), WithJsonSchema({"type": _NUMBER, "examples": ["62.22%"]})]
AmountText = Annotated[
    Share | Rupiah, reads(read_amount), WithJsonSchema({"type": _NUMBER, "examples": ["60%", "Rp50 juta"]})
]
RatioText = Annotated[Ratio, reads(read_ratio), WithJsonSchema({"type": _NUMBER, "examples": [1.5, "1,5"]})]
CountText = Annotated[int, reads(read_count), WithJsonSchema({"type": ["integer", "string"]})]
FlagText = Annotated[bool, reads(read_flag), WithJsonSchema({"type": ["boolean", "string"]})]
MonthText = Annotated[
    Month,
    reads(read_month),
    WithJsonSchema({"type": "string", "pattern": r"^\d{4}-\d{2}$", "examples": ["2026-12"]}),
]
MonthsText = Annotated[
    Months,
    reads(read_months),
    WithJsonSchema(
        {"type": "string", "pattern": r"^\d{4}-\d{2}(\.\.\d{4}-\d{2})?$", "examples": ["2025-10..2026-12"]}
    ),
]
CodeText = Annotated[
    Code, reads(read_code), WithJsonSchema({"type": _NUMBER, "examples": ["52.01", "52", "ID"]})
]
_TEXT = ["string", "number", "boolean"]
Text = Annotated[str, reads(read_text), WithJsonSchema({"type": _TEXT})]
Name = Annotated[
    str,
    reads(read_name),
    WithJsonSchema({"type": _TEXT, "pattern": r"^[^\x00-\x1f\x7f-\x9f\u2028\u2029]*$"}),
]
"""A text on one line."""


def _listed(value: Any) -> Any:
    return (value,) if isinstance(value, str) else value


CodesText = Annotated[
    tuple[CodeText, ...],
    BeforeValidator(_listed),
    WithJsonSchema(
        {
            "anyOf": [
                {"type": ["string", "number"]},
                {"type": "array", "items": {"type": ["string", "number"]}},
            ]
        }
    ),
]


class Rival(Frozen):
    """Another published figure for the same thing."""

    value: Any
    """The competing value, in the unit of its field."""
    source: Name | None = None
    """Key of the source that gives it."""
    as_of: Name | None = None
    """The day, month or year it speaks of."""
    note: Text | None = None
    """A remark."""


class Evidence(Frozen):
    """Where a figure comes from and how far it can be believed."""

    source: Name | None = None
    """Key of the source, from ``sources``."""
    as_of: Name | None = None
    """The day, month or year the figure speaks of: 2025, 2025-06 or 2025-06-30."""
    status: Status = "assumed"
    """official, press, derived or assumed."""
    note: Text | None = None
    """A remark; how a derived figure was derived."""


class Figure(Evidence):
    """A number with its evidence, written bare or as a record; ``unknown`` needs ``assume``."""

    @model_validator(mode="before")
    @classmethod
    def _from_bare(cls, given: Any) -> Any:
        if isinstance(given, list):
            raise PydanticCustomError("scalar.expected", "scalar.expected")
        record = dict(given) if isinstance(given, dict) else {"value": given}
        if record.get("value") == "unknown":
            if record.get("assume") is None:
                raise PydanticCustomError("figure.unknown_needs_assume", "figure.unknown_needs_assume")
            record["value"] = None
        return record


class RupiahFigure(Figure):
    """An amount of money."""

    value: RupiahText | None
    """Whole rupiah; None where unknown."""
    assume: RupiahText | None = None
    """What to reckon with while the value is unknown."""
    rivals: tuple[RupiahRival, ...] = ()
    """Other published values."""

    @property
    def number(self) -> Rupiah:
        """The value, or what is assumed in its place."""
        return _known(self.value, self.assume)


class PersonsFigure(Figure):
    """A count of persons."""

    value: PersonsText | None
    """Whole persons; None where unknown."""
    assume: PersonsText | None = None
    """What to reckon with while the value is unknown."""
    rivals: tuple[PersonsRival, ...] = ()
    """Other published values."""

    @property
    def number(self) -> Persons:
        """The value, or what is assumed in its place."""
        return _known(self.value, self.assume)


class ShareFigure(Figure):
    """A share of a whole."""

    value: ShareText | None
    """0 to 100 percent; None where unknown."""
    assume: ShareText | None = None
    """What to reckon with while the value is unknown."""
    rivals: tuple[ShareRival, ...] = ()
    """Other published values."""

    @property
    def number(self) -> Share:
        """The value, or what is assumed in its place."""
        return _known(self.value, self.assume)


class Total(Frozen):
    """Figures published for a place as a whole; a finding says when its regions do not add up to them."""

    workers: PersonsFigure | None = None
    """Workers of all its regions together."""
    active: PersonsFigure | None = None
    """Active participants of all its regions together."""
    eligible: PersonsFigure | None = None
    """The eligible of all its regions and groups together."""
    subsidised: PersonsFigure | None = None
    """Persons paid for today, in all its regions and groups together."""
    note: Text | None = None
    """A remark."""

    @property
    def figures(self) -> Iterator[tuple[str, PersonsFigure]]:
        """Those that are stated, each with its key."""
        known = {
            "workers": self.workers,
            "active": self.active,
            "eligible": self.eligible,
            "subsidised": self.subsidised,
        }
        return ((key, figure) for key, figure in known.items() if figure is not None)


class RupiahRival(Rival):
    """A rival amount."""

    value: RupiahText


class PersonsRival(Rival):
    """A rival count."""

    value: PersonsText


class ShareRival(Rival):
    """A rival share."""

    value: ShareText


def _known(value: _Number | None, assume: _Number | None) -> _Number:
    known = value if value is not None else assume
    assert known is not None, "reading refuses an unknown figure without assume"
    return known


for _figure in (RupiahFigure, PersonsFigure, ShareFigure, Total):
    _figure.model_rebuild()
