"""One case of a study: the scenario's file with these variants and these changes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Case:
    """What is solved once. Cases that resolve to the same scenario are one answer, solved once."""

    number: int
    """Place in the study, from 0."""
    variants: tuple[str, ...]
    """Names of variants, in the order in which they are laid on."""
    sets: tuple[str, ...]
    """Changes after them, each ``path=value`` as ``--set`` takes it, in order."""
    values: tuple[str, ...] = ()
    """What each factor of the study was in this case, as text; empty where it stayed as it is."""
    role: str = "case"
    """``base`` (nothing changed), ``grid``, ``sample``, ``swing`` or ``probe``: which part asked for it."""
