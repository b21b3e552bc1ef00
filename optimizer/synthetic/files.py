"""A made-up scenario as its three files: base.yaml, and regions.csv and funds.csv beside it."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from optimizer.folder import Kind
from optimizer.synthetic import money
from optimizer.synthetic.country import Kabupaten, Level, country
from optimizer.synthetic.money import Money
from optimizer.synthetic.people import GROUPS, People, people
from optimizer.text import Language, say

FOLDER = Kind(
    ("base.yaml", "regions.csv", "funds.csv"), ("base.yaml",), "out.exists_synthetic", "synthetic: true"
)
"""What a folder of this room holds: scenarios that people wrote have the same names, but not that line."""

TargetOf = Literal["each", "province", "national"]

_SHARE = "35%"
"""The target: above what most regions have today, within reach of some."""

_KINDS: Mapping[Level, tuple[str, str]] = {
    "kabupaten": ("Kabupaten", "Kota"),
    "kecamatan": ("Kecamatan", "Kecamatan"),
    "desa": ("Desa", "Kelurahan"),
}
"""What a region is called in a kabupaten, and in a kota."""

_BUDGETS = {
    "murni": "APBD TA",
    "perubahan": "Perubahan APBD TA",
    "apbdes": "APBDes TA",
    "other": "Dana",
}

_PROVINCE = 2
"""Digits of its code."""


@dataclass(frozen=True, slots=True)
class Wish:
    """What scenario to make up."""

    level: Level
    regions: int
    seed: int
    target: TargetOf = "each"
    national_fund: bool = False

    @property
    def command(self) -> str:
        """The command that makes the same files."""
        words = [f"alokasi generate --level {self.level} --regions {self.regions} --seed {self.seed}"]
        words += [f"--target {self.target}"] * (self.target != "each")
        words += ["--national-fund"] * self.national_fund
        return " ".join(words)


@dataclass(frozen=True, slots=True)
class MadeUp:
    """A scenario that is made up: the same files for the same wish, on every machine."""

    files: Mapping[str, str]
    provinces: int
    kabupaten: int
    regions: int
    funds: int


def made_up(wish: Wish, language: Language) -> MadeUp:
    """The files of a scenario; every figure and every name in it is invented but codes and provinces."""
    places = country(wish.level, wish.regions, wish.seed)
    living = [people(one, wish.seed) for one in places]
    funds = list(_funds(wish, places, living))
    kota = {one.code for one in places if one.is_kota}
    provinces = list(dict.fromkeys(one.province for one in places))
    files = {
        "base.yaml": _base(wish, provinces, language),
        "regions.csv": _table(_region_rows(wish.level, places, living)),
        "funds.csv": _table(_fund_rows(sorted(funds, key=lambda fund: fund.id), kota)),
    }
    return MadeUp(files, len(provinces), len(places), wish.regions, len(funds))


def _funds(wish: Wish, places: Sequence[Kabupaten], living: Sequence[Sequence[People]]) -> Iterator[Money]:
    workers: dict[str, int] = {}
    for one, there in zip(places, living, strict=True):
        yield from money.of_kabupaten(one, there, wish.seed)
        if wish.level == "desa":
            yield from money.of_villages(one, wish.seed)
        workers[one.province] = workers.get(one.province, 0) + sum(who.workers for who in there)
    for province, number in workers.items():
        yield from money.of_province(province, number, wish.seed)
    if wish.national_fund:
        yield money.of_the_country(sum(workers.values()))


def _region_rows(
    level: Level, places: Iterable[Kabupaten], living: Iterable[Iterable[People]]
) -> Iterator[Sequence[object]]:
    eligible, subsidised = ([f"{key}.{group}" for group in GROUPS] for key in ("eligible", "subsidised"))
    yield ("code", "name", "workers", "active", *eligible, *subsidised)
    for place, there in zip(places, living, strict=True):
        kind = _KINDS[level][place.is_kota]
        for one in there:
            name = f"{kind} sintetis {one.code}"
            yield (one.code, name, one.workers, one.active, *one.eligible, *one.subsidised)


def _fund_rows(funds: Iterable[Money], kota: Container[str]) -> Iterator[Sequence[object]]:
    yield ("id", "name", "owner", "budget", "year", "ceiling", "status")
    for one in funds:
        payer = _payer(one, is_kota=one.owner in kota)
        name = f"{_BUDGETS[one.budget]} {one.year} {payer}"
        yield (one.id, name, one.owner, one.budget, one.year, one.ceiling, one.status)


def _payer(fund: Money, *, is_kota: bool) -> str:
    """Who pays, as a name that nobody takes for a real one but of provinces."""
    if fund.owner == "ID":
        return "nasional sintetis"
    if len(fund.owner) == _PROVINCE:
        return say("province.named", "id", name=say(f"province.{fund.owner}", "id"))
    kind = "Desa" if fund.budget == "apbdes" else "Kabupaten"
    return f"{'Kota' if is_kota else kind} sintetis {fund.owner}"


def _table(rows: Iterable[Sequence[object]]) -> str:
    return "".join(f"{','.join(map(str, row))}\n" for row in rows)


def _base(wish: Wish, provinces: Sequence[str], language: Language) -> str:
    head = say("generate.head", language, command=wish.command)
    title = say(f"generate.title_{wish.level}", language, regions=wish.regions, seed=str(wish.seed))
    lines = [
        *(f"# {line}" for line in head.split("\n")),
        "",
        "schema: alokasi/1",
        f'title: "{title}"',
        FOLDER.line,
        f"language: {language}",
        "horizon: 2025-10..2026-12",
        f"premium: {{value: {money.PREMIUM}, status: official, source: pp44}}",
        "",
        "groups:",
        "  miskin-ekstrem: {label: Pekerja miskin ekstrem}",
        "  rentan: {label: Pekerja rentan lain}",
        "",
        "regions: regions.csv",
        "funds: funds.csv",
        "",
        "targets:",
        *(f"  {line}" for line in _targets(wish.target, provinces)),
        "",
        "rules: {stay: 12}",
        "goals: [keep, targets, coverage, fairness, months, thrift, steady]",
        "",
        "sources:",
        "  pp44: {title: PP 44/2015 jo. PP 49/2023}",
    ]
    return "".join(f"{line}\n" for line in lines)


def _targets(of: TargetOf, provinces: Sequence[str]) -> Iterator[str]:
    places = {"ucj-2026": "each" if of == "each" else "ID"}
    if of == "province":
        places = {f"ucj-2026-{province}": province for province in provinces}
    for name, place in places.items():
        yield f"{name}: {{measure: ucj, of: {place}, share: {_SHARE}, by: 2026-12}}"
