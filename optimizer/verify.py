"""An output folder audited again, without a solver, years later."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256
from pathlib import Path
from typing import Any

from optimizer import folder as folders
from optimizer.audit import audit
from optimizer.errors import AuditError, Finding, InvalidError, Place
from optimizer.plan.claims import claims
from optimizer.plan.files import contents, scalar
from optimizer.plan.shapes import Draft, Payment, Plan, Standing
from optimizer.plan.tally import tally
from optimizer.plan.written import Written, flat, read_payments, read_plan
from optimizer.scenario.naming import named
from optimizer.scenario.reading import load
from optimizer.scenario.schema import Scenario

NEEDED = ("plan.yaml", "payments.csv", "scenario.yaml")
LARGEST_FILE = 256 * 2**20
"""Bytes; the payments of all 514 regions take less than a tenth of it."""

_STANDINGS: Mapping[str, Standing] = {"optimal": "optimal", "within_bound": "within_bound"}


@dataclass(frozen=True)
class Verified:
    """What a folder says, once all of it was counted again."""

    scenario: Scenario
    plan: Plan


def verify(out: Path | str) -> Verified:
    """Let an output folder pass that is whole, unchanged, payable, and counts what it says it counts.

    Raises:
        InvalidError: there is no output folder at that place.
        AuditError: something is missing, changed or wrong; its findings name each.
    """
    place = Path(out)
    texts = _texts(place)
    written = read_plan(texts["plan.yaml"], str(place / "plan.yaml"))
    payments = read_payments(texts["payments.csv"], str(place / "payments.csv"))
    found = [*_untouched(written, texts["scenario.yaml"], place)]
    scenario = _scenario(place / "scenario.yaml", found)
    breaches = named(audit(scenario, payments, written.goals), scenario)
    found += breaches
    if any(breach.code in _UNCOUNTABLE for breach in breaches):
        raise AuditError(found)
    plan = _counted(scenario, written, payments, place)
    found += _differences(written, plan, str(place / "plan.yaml"))
    found += _contradicted(written, scenario, plan, str(place / "plan.yaml"))
    if found:
        raise AuditError(found)
    return Verified(scenario, plan)


_UNCOUNTABLE = frozenset(
    {
        "audit.unknown_region",
        "audit.unknown_group",
        "audit.unknown_fund",
        "audit.outside_horizon",
        "audit.no_premium",
    }
)
"""With such rows nothing can be added up."""


def _texts(place: Path) -> dict[str, str]:
    if not place.exists() and place.parent.is_dir():
        folders.recover(place.absolute())
    if not place.is_dir() or not (place / "plan.yaml").is_file():
        raise InvalidError([Finding("verify.no_folder", {"out": str(place)})])
    missing = [name for name in NEEDED if not (place / name).is_file()]
    if missing:
        raise AuditError([Finding("verify.missing_file", {"out": str(place), "names": missing})])
    return {name: _text(place / name) for name in NEEDED}


def _text(file: Path) -> str:
    if file.stat().st_size > LARGEST_FILE:
        raise AuditError([Finding("verify.too_large", {"file": str(file)})])
    try:
        text = file.read_bytes().decode()
    except UnicodeDecodeError as error:
        raise AuditError([Finding("verify.unreadable", place=Place(str(file), 1, 1))]) from error
    # A copy through Windows or a mail program may have other line ends; CSV is read with either.
    return text if file.suffix == ".csv" else text.replace("\r\n", "\n")


def _untouched(written: Written, scenario: str, place: Path) -> Iterator[Finding]:
    """The files are those that were written together."""
    if not written.whole:
        yield Finding("verify.plan_changed", place=Place(str(place / "plan.yaml"), 1, 1))
    if sha256(scenario.encode()).hexdigest() != written.digest:
        yield Finding("verify.scenario_changed", place=Place(str(place / "scenario.yaml"), 1, 1))


def _scenario(file: Path, found: list[Finding]) -> Scenario:
    try:
        return load(file).scenario
    except InvalidError as error:
        raise AuditError([*found, *error.findings]) from error


def _counted(scenario: Scenario, written: Written, payments: tuple[Payment, ...], place: Path) -> Plan:
    """The plan as these payments make it; only bounds and reasons are taken from the file."""
    standing = _STANDINGS.get(written.standing)
    if standing is None:
        raise AuditError([Finding("verify.unreadable", place=Place(str(place / "plan.yaml"), 1, 1))])
    return tally(scenario, Draft(payments, written.goals, standing, written.unspent), written.digest)


def _differences(written: Written, plan: Plan, file: str) -> Iterator[Finding]:
    """Each figure of the file that is not what the payments make it."""
    said, counted = dict(flat(written.tree)), dict(flat(contents(plan)))
    for path in [*counted, *(path for path in said if path not in counted)]:
        if path not in said:
            facts: dict[str, Any] = {"allowed": scalar(counted[path])}
            yield Finding("verify.left_out", facts, path=path, place=Place(file, 1, 1))
        elif path not in counted:
            place = Place(file, said[path].line, 1)
            yield Finding("verify.made_up", {"found": said[path].text}, path=path, place=place)
        elif said[path].text != scalar(counted[path]):
            yield Finding(
                "verify.differs",
                _facts(said[path].text, counted[path]),
                path=path,
                place=Place(file, said[path].line, 1),
            )


def _contradicted(written: Written, scenario: Scenario, plan: Plan, file: str) -> Iterator[Finding]:
    """Each claim of the file that its own figures contradict; a bound itself needs a solver."""
    said = dict(flat(written.tree))
    for finding in claims(scenario, plan):
        line = said[finding.path].line if finding.path in said else 1
        yield replace(finding, place=Place(file, line, 1))


def _facts(text: str, counted: Any) -> dict[str, Any]:
    """Both in the unit of what was counted, where they are numbers."""
    if isinstance(counted, bool) or not isinstance(counted, int) or not re.fullmatch(r"\d{1,18}", text):
        return {"found": text, "allowed": scalar(counted)}
    return {"found": type(counted)(int(text)), "allowed": counted}
