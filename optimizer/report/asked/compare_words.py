"""What a comparison calls its sides, figures and changes."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from optimizer.answers.compare import Compare, Difference, Line, Part, Value
from optimizer.report import names
from optimizer.report.view import Look
from optimizer.scenario.schema import Scenario
from optimizer.text import inert
from optimizer.text.inert import Said
from optimizer.text.numbers import decimal, exact, fact, share
from optimizer.units import PersonMonths, Ratio, Rupiah, Share

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


def stated(look: Look, value: Value, path: str) -> str:
    """A value of the files: as ``shown``, but no decimal of it is cut."""
    cut = isinstance(value, Share) and (value * 10_000).denominator > 1
    return str(look.given(value)) if cut or isinstance(value, Ratio) else shown(look, value, path)


def stated_apart(look: Look, given: Difference) -> str:
    """The difference of two values of the files, as ``signed``, but no decimal of it is cut."""
    sign = MINUS if given is not None and given < 0 else "+"
    if isinstance(given, Share) and (given * 10_000).denominator > 1:
        points = exact(Ratio(abs(given) * 100), look.language)
        return f"{sign}{points} {look.say('compare.points')}"
    if isinstance(given, Ratio) and given:
        return sign + exact(Ratio(abs(given)), look.language)
    return signed(look, given)


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
    if line.section == "inputs":
        return _with_path(look, line.item, line.name)
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
    said = _with_path(look, part.key, part.name)
    if part.name and not part.field:
        return said
    for line in answer.of("inputs"):
        if line.item == part.key:
            before, after = (stated(look, value, line.item) for value in line.values)
            return f"{said}: {before} → {after}"
    return said


def brief(look: Look, part: Part) -> str:
    """A change in as few words as a sentence can bear."""
    if part.key in NAMED:
        return look.say(NAMED[part.key], count=len(part.paths))
    if part.kind == "layer_gone":
        return look.say("compare.part.layer_gone", key=part.key)
    return inert(part.key) if part.kind == "layer" else words(look, part.key, part.name) or inert(part.key)


def words(look: Look, path: str, name: str = "") -> str:
    """An input in the words of the page: ``pagu APBD TA 2026 Bima``; empty where there are none for it."""
    section, *rest = path.split(".")
    if "*" in rest:
        return ""
    if section == "rules":
        return look.say(f"compare.input.{rest[0]}") if rest and rest[0] in _RULES else ""
    if section in _SECTIONS:
        return look.say(f"compare.input.{section}")
    if section not in _ENTRIES or not rest:
        return ""
    fields = [look.say(f"compare.field.{key}") for key in rest[1:] if key in _FIELDS]
    facts = {"field": Said(fields[0])} if fields else {}
    return look.say(f"compare.input.{section}", name=name or rest[0], **facts)


def _with_path(look: Look, path: str, name: str) -> str:
    said = words(look, path, name)
    return f"{said} ({inert(path)})" if said else inert(path)


_SECTIONS = ("horizon", "premium", "goals", "order")
_ENTRIES = ("groups", "regions", "funds", "targets")
_RULES = ("stay", "enrol_per_month", "matching", "floors", "ceilings")
_FIELDS = (
    "ceiling",
    "pays",
    "set_aside",
    "share",
    "by",
    "weight",
    "workers",
    "active",
    "eligible",
    "subsidised",
    "enrol_per_month",
)
"""Keys of an entry that have words of their own; of others the path tells."""


def _label(part: Part) -> dict[str, str]:
    return {"label": part.name} if part.name else {}
