"""Figures of the scenario by what they are, not by where the file states them."""

from __future__ import annotations

from optimizer.papers.dossier import Dossier
from optimizer.papers.needs import aimed_at
from optimizer.report import names
from optimizer.scenario.figures import Keys
from optimizer.text import inert
from optimizer.text.numbers import month
from optimizer.units import Code, Month


def named(dossier: Dossier, keys: Keys, *, here: bool = False) -> str:
    """Whose figure it is and which: ``Kota Mataram: Orang sasaran, Pekerja rentan lain``.

    ``here``: without the region, on its own sheet.
    """
    kind, of, rest = str(keys[0]), str(keys[1]), keys[2:]
    if kind in ("regions", "totals"):
        what = _of_region(dossier, rest)
        return what if here else f"{dossier.place(Code(of))}: {what}"
    if kind == "funds":
        return f"{dossier.say('book.assumed.ceiling')}: {dossier.fund(of)}"
    if kind == "targets":
        return f"{dossier.say('book.assumed.share')}: {aimed_at(dossier, of)}"
    return dossier.say(f"book.assumed.{kind}")


def _of_region(dossier: Dossier, rest: Keys) -> str:
    """Workers; eligible people of a group; other participants of a month."""
    said = dossier.say(f"book.assumed.{rest[0]}")
    of = rest[1] if len(rest) > 1 else None
    if of is None:
        return said
    if isinstance(of, Month):
        return f"{said}, {month(of, dossier.language)}"
    known = of in dossier.scenario.groups
    return f"{said}, {names.brief_group(dossier.scenario, str(of)) if known else inert(str(of))}"
