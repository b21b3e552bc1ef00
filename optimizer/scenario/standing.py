"""What of a refused scenario can still be judged: its names, so that a broken reference is told at once."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args, get_origin

from pydantic import ValidationError

from optimizer.errors import Finding
from optimizer.scenario import checks_references as references
from optimizer.scenario import checks_time as time
from optimizer.scenario.complaints import Refusal, readable
from optimizer.scenario.kinds import Kind, bare, is_figure, is_list, is_open, keys_of, kind_at, number_at
from optimizer.scenario.nodes import Key, Path, dotted
from optimizer.scenario.reach import Reach
from optimizer.scenario.schema import Scenario
from optimizer.units import Code, Month, Months, Share

_ROUNDS = 5
"""A record that is put in the place of a value needs its own keys in the next round."""

_ABOUT_NAMES = (
    references.regions_are_apart,
    references.funds_exist,
    references.groups_exist,
    references.regions_exist,
    references.sources_exist,
    references.owners_exist,
    references.funds_have_regions,
    references.targets_name_their_group,
    references.goals_stand_once,
)
"""Checks that no number and no month can turn."""

_ABOUT_MONTHS = (time.funds_have_months, time.targets_lie_in_the_horizon, time.rules_lie_in_the_horizon)
"""Checks that nothing but the horizon and the months of one record can turn."""

_CODE = re.compile(r"[\d.,]+", re.ASCII)


def findings_standing(
    document: Any, refusals: Sequence[Refusal], *, lasting: bool = True
) -> Iterator[Finding]:
    """Findings about names and months in what is left when every refused value is set aside.

    ``lasting``: no layer shortened the horizon, so that whatever lies outside of it is wrong.
    """
    lost = [str(one["loc"][1]) for one in refusals if tuple(one["loc"])[::2] == ("regions", "[key]")]
    if not all(_CODE.fullmatch(code) for code in lost):
        return  # A region whose code is wrong would make each mention of it look wrong.
    meant = {_digits(code) for code in lost}
    replaced: set[str] = set()
    for _ in range(_ROUNDS):
        for refusal in refusals:
            replaced.add(_set_aside(document, refusal))
        document = _without_gaps(document)
        try:
            scenario = Scenario.model_validate(document)
        except ValidationError as error:
            refusals = error.errors(include_url=False)
            continue
        reach = Reach(scenario)
        found = (one for check in _ABOUT_NAMES for one in check(reach))
        yield from _not_below(replaced, (one for one in found if not _mentions(one, meant)))
        if lasting and not any(path.partition(".")[0] == "horizon" for path in replaced):
            yield from _not_beside(replaced, (one for check in _ABOUT_MONTHS for one in check(reach)))
        return


def _digits(code: str) -> str:
    """What of a code is left when a spreadsheet has lost its noughts: 52.7 may be 52.07 or 52.70."""
    return re.sub(r"[0.,]", "", code)


def _mentions(finding: Finding, lost: set[str]) -> bool:
    """Whether a finding may speak of a region whose own code is refused."""
    given = finding.facts.get("given", "")
    about = finding.code in ("reference.region", "reference.owner")
    return about and any(_digits(given).startswith(code) or code.startswith(_digits(given)) for code in lost)


def _not_below(replaced: set[str], findings: Iterable[Finding]) -> Iterator[Finding]:
    for finding in findings:
        if not any(finding.path == path or finding.path.startswith(f"{path}.") for path in replaced):
            yield finding


def _not_beside(replaced: set[str], findings: Iterable[Finding]) -> Iterator[Finding]:
    """Findings about months of records, or of lists of them, that lost no value."""
    for finding in findings:
        record = finding.path.rpartition(".")[0]
        if record.startswith("rules."):
            record = record.rpartition(".")[0]  # a rule that was taken out moves those below it
        if not any(path == record or path.startswith(f"{record}.") for path in replaced):
            yield finding


_GAP = object()
"""Stands where an item of a list was, until the list is written anew."""


def _set_aside(document: Any, refusal: Refusal) -> str:
    """Take a refused value out, or put in its place one that refers to nothing; the path of what was done."""
    path = readable(refusal["loc"])
    holder, key, walked = _holder(document, path)
    if holder is None:
        return dotted(walked)
    if isinstance(holder, list):
        holder[key] = _GAP
    elif refusal["loc"][-1] == "[key]" or refusal["type"] == "extra_forbidden":
        holder.pop(key, None)
    elif refusal["type"] == "missing" or key in holder:
        holder[key] = _harmless(kind_at(walked))
    return dotted(walked)


def _holder(document: Any, path: Path) -> tuple[Any, Any, Path]:
    """The dict or list that holds what a path leads to, its key there, and the path as far as it leads."""
    holder, key, walked, node = None, None, list[Key](), document
    for part in path:
        inside = _inside(node, part)
        if inside is None and not (isinstance(node, dict) and part == path[-1]):
            break
        holder, key = (node if inside is None else inside), part
        node = holder[key] if inside is not None else None
        walked.append(part)
    return holder, key, tuple(walked)


def _inside(node: Any, part: Key) -> Any:
    """The container a key is in: the node itself, or the options of a goal."""
    if isinstance(node, list):
        return node if isinstance(part, int) and part < len(node) else None
    if not isinstance(node, dict):
        return None
    if part in node:
        return node
    only = next(iter(node.values())) if len(node) == 1 else None
    return only if isinstance(only, dict) and part in only else None


def _without_gaps(node: Any) -> Any:
    if isinstance(node, list):
        return [_without_gaps(item) for item in node if item is not _GAP]
    if isinstance(node, dict):
        return {key: _without_gaps(value) for key, value in node.items()}
    return node


def _harmless(kind: Kind | None) -> Any:
    """A value of a type that no check of names looks at."""
    known = bare(kind)
    if get_origin(known) is not None and not (is_open(kind) or is_list(kind)):
        words = get_args(known)
        return words[0] if words and isinstance(words[0], str) else "0"
    if is_open(kind):
        return {}
    if is_list(kind):
        return ["ID"] if bare(get_args(known)[0]) is Code else ["0"]
    plain = {Code: "ID", Month: "2026-01", Months: "2026-01", Share: "0%", str: "?", bool: "false"}
    if known in plain:
        return plain[known]
    if is_figure(kind):
        return "0%" if number_at(kind) is Share else "0"
    return {} if keys_of(kind) else "1"
