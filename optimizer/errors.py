"""Every error a user can cause, as one tree.

AlokasiError
├── InvalidError        exit 2   the command or the input is wrong
├── ContradictionError  exit 3   hard rules contradict each other
├── StoppedError        exit 4   a limit was reached before a proven plan
├── AuditError          exit 5   the audit or ``verify`` refused the plan
└── FailedError         exit 1   the program or the disk failed
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Level = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in which file, lines and columns counted from 1; ``excerpt`` is the line as written."""

    file: str
    line: int
    column: int
    excerpt: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to tell the user: a code that names its sentence, and the facts that fill it."""

    code: str
    facts: Mapping[str, Any] = field(default_factory=dict)
    level: Level = "error"
    path: str = ""
    place: Place | None = None


class AlokasiError(Exception):
    """An error that ends a command; its findings are what the user reads."""

    exit_code = 1
    status = "failed"

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(", ".join(finding.code for finding in self.findings))


class FailedError(AlokasiError):
    """The program or the disk failed."""


class InvalidError(AlokasiError):
    """The command or the input is wrong."""

    exit_code = 2
    status = "invalid"


class ContradictionError(AlokasiError):
    """Hard rules contradict each other."""

    exit_code = 3
    status = "contradiction"


class StoppedError(AlokasiError):
    """A limit was reached before a plan was proven."""

    exit_code = 4
    status = "stopped"


class AuditError(AlokasiError):
    """The audit refused a plan."""

    exit_code = 5
    status = "audit_failed"
