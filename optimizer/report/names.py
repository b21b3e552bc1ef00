"""Names of places, funds and groups, shortened sensibly."""

from __future__ import annotations

import re

from optimizer.scenario.schema import Scenario
from optimizer.text import Language, headline, inert, say
from optimizer.text.catalogue import message
from optimizer.units import Code, Share

_USUAL = {
    "Kabupaten": "Kab.",
    "Administrasi": "Adm.",
    "Kepulauan": "Kep.",
    "Provinsi": "Prov.",
    "Pegunungan": "Peg.",
    "Perubahan": "Perub.",
}
_KEPT = 3
"""Letters that remain of a word when nothing else helps."""


def shortened(name: str, width: int) -> str:
    """The name in at most so many columns: without its bracket, abbreviated, words cut, cut.

    >>> shortened("Kabupaten Ogan Komering Ulu Selatan", 26)
    'Kab. Ogan Kom. Ulu Selatan'
    >>> shortened("Pekerja rentan lain (nelayan, pedagang)", 24)
    'Pekerja rentan lain'
    >>> shortened("Kabupaten Ogan Komering Ulu Selatan", 15)
    'Kab. Ogan…latan'
    """
    if len(name) <= width:
        return name
    name = _without_bracket(name)
    if len(name) <= width:
        return name
    words = [_USUAL.get(word, word) for word in name.split()]
    for place in range(1, len(words)):
        if len(" ".join(words)) <= width:
            break
        if len(words[place]) > _KEPT + 1 and place < len(words) - 1:
            words[place] = words[place][:_KEPT] + "."
    short = " ".join(words)
    if len(short) <= width:
        return short
    end = width // 3
    return short[: max(width - 1 - end, 1)].rstrip() + "…" + (short[-end:].lstrip() if end else "")


def place(scenario: Scenario, code: str, language: Language) -> str:
    """The name of a region, a province or the country."""
    region = scenario.regions.get(Code(code))
    if region is not None:
        return inert(region.name)
    known = message(f"province.{code}").get("id")
    return headline("province.named", language, name=known) if known else inert(code)


def places(scenario: Scenario, codes: str, language: Language) -> str:
    """One place, or several joined by a comma."""
    return ", ".join(place(scenario, code.strip(), language) for code in codes.split(","))


def payer(scenario: Scenario, owner: str, language: Language) -> str:
    """Who pays: the government or body of a place."""
    return say("payer.country", language) if owner == "ID" else place(scenario, owner, language)


def group(scenario: Scenario, name: str) -> str:
    """The label of a group, or its key."""
    known = scenario.groups.get(name)
    return inert((known.label if known else None) or name)


def brief_group(scenario: Scenario, name: str) -> str:
    """The label of a group without the examples in its bracket, where no other group is called so."""
    full = group(scenario, name)
    bare = _without_bracket(full)
    return (
        bare if sum(_without_bracket(group(scenario, key)) == bare for key in scenario.groups) == 1 else full
    )


def _without_bracket(name: str) -> str:
    return re.sub(r"\s*\([^()]*\)\s*$", "", name) or name


def fund(scenario: Scenario, name: str) -> str:
    """The name of a fund, or its key."""
    known = scenario.funds.get(name)
    return inert((known.name if known else None) or name)


def stage(scenario: Scenario, name: str, language: Language) -> str:
    """How far the budget line of a fund has come, where the scenario says it."""
    return say(f"stage.{scenario.funds[name].status or 'unstated'}", language)


def target(scenario: Scenario, name: str, language: Language, **more: object) -> str:
    """What a target asks, in words; ``more`` may be its ``place`` and its month ``by``."""
    stated = scenario.targets[name]
    share = Share(stated.share.number)
    if stated.measure == "ucj" or stated.group is None:
        return say("target.ucj", language, share=share, **more)
    return say("target.group", language, group=brief_group(scenario, stated.group), share=share, **more)


def natural(key: str) -> tuple[tuple[int, str], ...]:
    """For sorting keys as people count.

    >>> sorted(["S132", "S20", "S7", "pp44"], key=natural)
    ['S7', 'S20', 'S132', 'pp44']
    """
    parts = re.split(r"([0-9]+)", key)
    return tuple((len(part) if place % 2 else 0, part) for place, part in enumerate(parts))
