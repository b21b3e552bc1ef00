"""The region, payer or fund that somebody means: by its code, its name, or the digits that BPS writes."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from difflib import get_close_matches

from optimizer.errors import Finding, InvalidError
from optimizer.scenario.schema import Scenario
from optimizer.text.catalogue import message
from optimizer.units import Code, NamedCode

MOST_COMPARED = 100
"""Letters of what was given that are compared; nobody's region is called longer."""

MOST_NEAR = 3
"""So many are offered as the one that may be meant."""

ALIKE = 0.72
"""How alike a name or code is that may be meant: one letter of four wrong, not two."""

_KIND = re.compile(r"^(?:kabupaten|kota|provinsi)\s+|\s+province$")
_SHORT_KIND = re.compile(r"^kab(?:\.\s*|\s+)")
_DIGITS = re.compile(r"[\d.,\s]+", re.ASCII)

Names = Mapping[Code, Sequence[str]]
"""What each place is called, the first its full name."""


def code_of(scenario: Scenario, given: str, *, payers: bool = False) -> Code:
    """The region that is meant, or the owner of a fund.

    Its code, its name in any case, also without Kabupaten or Kota where no other is called so, or its code
    without the dots.

    Raises:
        InvalidError: none or several are meant; the finding names them, the nearest and all that may be.
    """
    owners = list(dict.fromkeys(fund.owner for fund in scenario.funds.values()))
    allowed = owners if payers else [Code(code) for code in scenario.regions]
    if not given.strip():
        raise _refused(scenario, "payer_missing" if payers else "place_missing", given, allowed)
    names = _names(scenario, owners if payers else ())
    found = _meant(names, given)
    if len(found) > 1:
        raise _refused(scenario, "place_several", given, allowed, found)
    if found and found[0] in allowed:
        return found[0]
    if found:
        raise _refused(scenario, "payer_without", given, allowed, found)
    if above := None if payers else _above(scenario, given):
        raise InvalidError([above])
    near = _near({code: names[code] for code in allowed}, given)
    raise _refused(scenario, "payer_unknown" if payers else "place_unknown", given, allowed, near)


def fund_of(scenario: Scenario, given: str) -> str:
    """The fund that is meant, by its id or its name, in any case.

    Raises:
        InvalidError: none or several are meant; the finding names the nearest and all there are.
    """
    names = {Code(key): (fund.name or key, key) for key, fund in scenario.funds.items()}
    wanted = _plain(given)
    found = [key for key, called in names.items() if wanted in map(_plain, called)]
    if given.strip() in scenario.funds:
        return given.strip()
    if len(found) == 1:
        return str(found[0])
    near = found or _near(names, given)
    kind = "several" if found else "unknown" if wanted else "missing"
    facts: dict[str, object] = {"given": given.strip()}
    # there may be hundreds of funds: all of them only where none is near
    facts["near" if near else "known"] = tuple(NamedCode(key, names[key][0]) for key in near or names)
    raise InvalidError([Finding(f"usage.fund_{kind}", facts)])


def named(scenario: Scenario, codes: Collection[str]) -> tuple[Code, ...]:
    """The codes with the names that the scenario gives them; provinces are named when they are told."""
    known = scenario.regions
    return tuple(
        NamedCode(code, known[Code(code)].name) if Code(code) in known else Code(code) for code in codes
    )


def _refused(
    scenario: Scenario, kind: str, given: str, allowed: Sequence[Code], near: Sequence[Code] = ()
) -> InvalidError:
    facts: dict[str, object] = {"given": given.strip(), "of": named(scenario, allowed)}
    if near:
        facts["region"] = named(scenario, near)
    return InvalidError([Finding(f"usage.{kind}", facts)])


def _above(scenario: Scenario, given: str) -> Finding | None:
    """What to say of a province, or the country, given where one region is asked for."""
    provinces = dict.fromkeys(Code(code.split(".", maxsplit=1)[0]) for code in scenario.regions)
    names = {code: tuple(_above_names(code)) for code in (*provinces, Code("ID"))}
    for top in _meant(names, given):
        below = [code for code in scenario.regions if top.reaches(code)]
        facts = {"region": top, "count": len(below), "of": named(scenario, below)}
        return Finding("usage.place_above", facts)
    return None


def _names(scenario: Scenario, owners: Sequence[Code]) -> Names:
    """Every region's name, and those of provinces and the country among the owners."""
    regions = {Code(code): (region.name,) for code, region in scenario.regions.items()}
    above = {code: tuple(_above_names(code)) for code in owners if code not in regions}
    return {**regions, **above}


def _above_names(code: Code) -> Iterator[str]:
    """What a province is called, in both languages and by its initials; what the country is called."""
    said = [message(one) for one in (("payer.country", "place.country") if code == "ID" else ())]
    said += [message(f"province.{code}")]
    for texts in said:
        yield from (texts[language] for language in ("id", "en") if language in texts)
    words = said[-1].get("id", "").split()
    if len(words) > 1:
        yield "".join(word[0] for word in words)


def _meant(names: Names, given: str) -> list[Code]:
    """The places of that code or full name; where there are none, those of that name without its kind."""
    wanted, bare = _plain(given), _bare(given)
    whole = [code for code in names if wanted in (code.lower(), *map(_plain, names[code]))]
    if whole:
        return whole
    if _DIGITS.fullmatch(wanted):
        digits = _digits(wanted)
        return [code for code in names if digits and digits == _digits(code)]
    # "Kota Sumbawa" is not Kabupaten Sumbawa; a province's name stands bare in the catalogue
    lenient = wanted == bare
    return [
        code
        for code in names
        if any(bare == (_bare(name) if lenient or "." not in code else _plain(name)) for name in names[code])
    ]


def _near(names: Names, given: str) -> list[Code]:
    """Those that may be meant: a part of the name was given, or the beginning of the code, or one alike."""
    wanted, bare = _plain(given)[:MOST_COMPARED], _bare(given)[:MOST_COMPARED]
    if not bare:
        return []
    if _DIGITS.fullmatch(wanted):
        words = {_digits(code): code for code in names}
        inside = [code for digits, code in words.items() if digits.startswith(_digits(wanted))]
        close = get_close_matches(_digits(wanted), words, n=MOST_NEAR, cutoff=ALIKE)
        return (inside or [words[one] for one in close])[:MOST_NEAR]
    called = {name: code for code in names for one in names[code] for name in (_plain(one), _bare(one))}
    inside = list(dict.fromkeys(code for name, code in called.items() if bare in name))
    for letters in (wanted, bare):
        close = get_close_matches(letters, called, n=1, cutoff=ALIKE)
        inside = inside or [called[one] for one in close]
    return inside[:MOST_NEAR]


def _plain(text: str) -> str:
    """In small letters, one space between words, Kab. written out."""
    return _SHORT_KIND.sub("kabupaten ", " ".join(text.casefold().split()))


def _bare(text: str) -> str:
    return _KIND.sub("", _plain(text))


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text)
