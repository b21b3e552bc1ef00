"""What a comparison calls its sides, figures and changes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.answers.compare import Compare, Difference, Line, Part, Value
from optimizer.report import names
from optimizer.report.view import Look
from optimizer.scenario.schema import Scenario
from optimizer.text import inert
from optimizer.text.numbers import decimal, fact, share
from optimizer.units import PersonMonths, Rupiah, Share

MINUS = "−"
NAMED = {
    "funds.*": "compare.part.funds",
    "funds.*.ceiling": "compare.part.ceilings",
    "funds.*.pays": "compare.part.pays",
    "regions.*": "compare.part.regions",
    "regions.*.workers": "compare.part.workers",
    "regions.*.active": "compare.part.active",
    "regions.*.eligible": "compare.part.eligible",
    "regions.*.subsidised": "compare.part.subsidised",
    "targets.*": "compare.part.targets",
    "targets.*.share": "compare.part.shares",
    "goals": "compare.part.goals",
    "premium": "compare.part.premium",
    "groups": "compare.part.groups",
    "order.funds": "compare.part.order",
}
"""Changes that are called by a name of their own."""


def shown(look: Look, value: Value, field: str = "") -> str:
    """A value as people read it; what a side lacks is said to be absent."""
    if value is None:
        return look.say("compare.absent")
    if field == "standing":
        return look.say(f"compare.standing.{value}")
    if isinstance(value, PersonMonths):
        return look.number(value)
    if isinstance(value, tuple):
        return ", ".join(map(inert, value))
    if isinstance(value, Share):
        return share(value, look.language, fixed=True)
    # a year is a name, not a count
    return fact(value, look.language, "year" if field.endswith(".year") else "")


def signed(look: Look, given: Difference, *, money: bool = True) -> str:
    """A difference with its sign; nothing where there is none to tell."""
    if given is None:
        return ""
    sign = "+" if given > 0 else MINUS if given < 0 else ""
    if isinstance(given, Share):
        points = share(abs(Fraction(given)), look.language, fixed=True).removesuffix("%")
        return f"{sign}{points} {look.say('compare.points')}"
    if isinstance(given, Fraction):
        return sign + decimal(abs(given), look.language)
    if isinstance(given, Rupiah) and money:
        return sign + fact(Rupiah(abs(given)), look.language)
    return sign + look.number(abs(given))


def apart(look: Look, line: Line, place: int, *, money: bool = True) -> str:
    """A difference with its sign; of shares that of the percentages shown, so that the columns subtract."""
    given, before, after = line.differences[place], line.values[0], line.values[place]
    if isinstance(given, Share) and isinstance(before, Share) and isinstance(after, Share):
        return signed(look, Share(Fraction(_shown(after) - _shown(before), 10_000)))
    return signed(look, given, money=money)


def _shown(given: Share) -> int:
    """Hundredths of a percent, cut as they are printed."""
    return given.numerator * 10_000 // given.denominator


def item(look: Look, line: Line, scenarios: Sequence[Scenario]) -> str:
    """What a line is about: a fund, a region, a target and its place."""
    if line.name:
        return inert(line.name)
    if line.section == "targets":
        key, _, of = line.item.rpartition(":")
        known = next(one for one in scenarios if key in one.targets)
        return f"{inert(key)}: {names.places(known, of, look.language)}"
    if line.section == "headline":
        return look.say(f"compare.figure.{line.field}")
    return inert(line.item)


def change(look: Look, answer: Compare, part: Part) -> str:
    """A change by its name: a variant, a fund, or the input with both its values."""
    if part.kind in ("layer", "layer_gone"):
        return look.say(f"compare.part.{part.kind}", key=part.key, **_label(part))
    if part.key in NAMED:
        return look.say(NAMED[part.key], count=len(part.paths))
    if "*" in part.key:
        return look.say("compare.part.several", key=part.key, count=len(part.paths))
    if part.name:
        facts = {"field": part.field} if part.field else {}
        return look.say("compare.part.named", name=part.name, **facts)
    for line in answer.of("inputs"):
        if line.item == part.key:
            before, after = (shown(look, value, line.item) for value in line.values)
            return f"{inert(part.key)}: {before} → {after}"
    return inert(part.key)


def brief(look: Look, part: Part) -> str:
    """A change in as few words as a sentence can bear."""
    if part.key in NAMED:
        return look.say(NAMED[part.key], count=len(part.paths))
    if part.kind == "layer_gone":
        return look.say("compare.part.layer_gone", key=part.key)
    return inert(part.name if part.name and part.kind != "layer" else part.key)


def _label(part: Part) -> dict[str, str]:
    return {"label": part.name} if part.name else {}
