"""What is varied, and its values, in words: names in place of keys wherever the scenario knows them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from optimizer.answers.study import Break, Measure, Study, Thing, Value
from optimizer.report import names
from optimizer.report.view import Look
from optimizer.text import headline, inert
from optimizer.text.numbers import fact
from optimizer.units import Month, UnreadableError, read_month

NONE = "none"
"""The value of no variant."""

_DECIMAL = re.compile(r"(?<=\d)\.(?=\d)")
_QUOTED = re.compile(r"""^["'](.*)["']$""")


def thing(look: Look, one: Thing) -> str:
    """What is varied: the study's own name for it, else the scenario's, else its path."""
    if one.label:
        return inert(one.label)
    first, _, rest = one.path.partition(".")
    known = _KINDS.get(first)
    return (known(look, rest) if known else "") or _several(look, one.path) or inert(one.path)


def headed(look: Look, one: Thing) -> str:
    """The same at the head of a line."""
    said = thing(look, one)
    return said if said == one.path else said[:1].upper() + said[1:]


def _several(look: Look, path: str) -> str:
    """A pattern in words, itself in brackets; empty where no words are known for it."""
    kind = next((kind for kind, pattern in _PATTERNS.items() if pattern.fullmatch(path)), "")
    return look.say(f"study.thing.some_{kind}", path=inert(path)) if kind else ""


def value(look: Look, one: Value) -> str:
    """One value: rupiah, people and shares as they are written, changes with their sign."""
    if one.number is not None:
        return fact(look.given(one.number), look.language)
    if one.text == NONE:
        return look.say("study.no_variant")
    text = _DECIMAL.sub(",", one.text) if look.language == "id" else one.text
    return inert(text)


def unit(look: Look, answer: Study, measure: Measure) -> str:
    """What is counted; a shortfall with the target it is missing to."""
    return look.say(f"study.unit.{measure}", **_target_named(look, answer))


def unit_headed(look: Look, answer: Study, measure: Measure) -> str:
    """The same at the head of a line."""
    return headline(f"study.unit.{measure}", look.language, **_target_named(look, answer))


def _target_named(look: Look, answer: Study) -> dict[str, str]:
    return {"target": inert(answer.target), "place": place(look, answer.target_of)}


def place(look: Look, of: str) -> str:
    """The place of a target."""
    if of.count(",") > 2:
        return look.say("asked.regions_together", count=of.count(",") + 1)
    return names.places(look.scenario, of, look.language)


def fixed(look: Look, one: Break) -> str:
    """Other values that were not as they are."""
    return ", ".join(_at(look, what, given) for what, given in one.fixed)


def _at(look: Look, what: Thing, given: Value) -> str:
    if given.text == NONE:
        return look.say("study.no_variant")
    return look.say("study.fixed", thing=thing(look, what), value=value(look, given))


def yes_and_no(look: Look, one: Break) -> dict[str, str]:
    """The value at which it holds, and its neighbour at which it does not."""
    pair = (one.lower, one.upper) if one.holds_below else (one.upper, one.lower)
    return {"yes": value(look, pair[0]), "no": value(look, pair[1])}


def _bare(key: str) -> str:
    found = _QUOTED.match(key)
    return found[1] if found else key


def _fund(look: Look, rest: str) -> str:
    name, _, last = rest.rpartition(".")
    if last != "ceiling" or _bare(name) not in look.scenario.funds:
        return ""
    return look.say("study.thing.ceiling", fund=names.fund(look.scenario, _bare(name)))


def _region(look: Look, rest: str) -> str:
    code = next(
        (one for one in sorted(look.scenario.regions, key=len, reverse=True) if rest.startswith(f"{one}.")),
        None,
    )
    if code is None:
        return ""
    key, _, inner = rest[len(code) + 1 :].partition(".")
    region = names.place(look.scenario, code, look.language)
    if key in ("workers", "active") and not inner:
        return look.say(f"study.thing.{key}", region=region)
    if key in ("eligible", "subsidised") and _bare(inner) in look.scenario.groups:
        return look.say(f"study.thing.{key}", region=region, group=look.group(_bare(inner)))
    if key == "enrol_per_month":
        return look.say("study.thing.enrol", region=region)
    month = _month(inner) if key == "outlook" else None
    return look.say("study.thing.outlook", region=region, month=month) if month else ""


def _month(text: str) -> Month | None:
    try:
        return read_month(_bare(text))
    except UnreadableError:
        return None


def _target(look: Look, rest: str) -> str:
    name, _, last = rest.rpartition(".")
    known = _bare(name) in look.scenario.targets and last == "share"
    return look.say("study.thing.share", target=inert(_bare(name))) if known else ""


def _rule(look: Look, rest: str) -> str:
    return look.say("study.thing.stay") if rest == "stay" else ""


def _premium(look: Look, rest: str) -> str:
    return look.say("study.thing.premium") if len(look.scenario.premium) == 1 else ""


def _variant(look: Look, rest: str) -> str:
    return look.say("study.thing.variant")


_PATTERNS: Mapping[str, re.Pattern[str]] = {
    "ceilings": re.compile(r"funds\..+\.ceiling"),
    "eligible": re.compile(r"regions\..+\.eligible\..+"),
    "subsidised": re.compile(r"regions\..+\.subsidised\..+"),
    "active": re.compile(r"regions\..+\.active"),
    "workers": re.compile(r"regions\..+\.workers"),
    "enrol": re.compile(r"regions\..+\.enrol_per_month"),
    "shares": re.compile(r"targets\..+\.share"),
}
"""Paths that name several places, or keys without a name."""

_KINDS: Mapping[str, Callable[[Look, str], str]] = {
    "variant": _variant,
    "funds": _fund,
    "regions": _region,
    "targets": _target,
    "rules": _rule,
    "premium": _premium,
}
