"""Where the regions of a made-up scenario lie: provinces and kabupaten as the country has, the rest drawn.

Provinces and their numbers of kabupaten and kota are those of the country (38, 416 and 98: kode wilayah of
the Ministry of Home Affairs). How many kecamatan a kabupaten has, and how many desa a kecamatan, is drawn;
together they are 7,285 and 83,762.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from optimizer.synthetic.chance import Chance, shared_out
from optimizer.units import Code

Level = Literal["kabupaten", "kecamatan", "desa"]

REGIONS: Mapping[Level, int] = {"kabupaten": 514, "kecamatan": 7_285, "desa": 83_762}
"""How many the country has."""

MOST: Mapping[Level, int] = {"kabupaten": 1_000, "kecamatan": 20_000, "desa": 100_000}
"""More would need codes that there are not, or files too large to be read."""

PROVINCES: Mapping[str, tuple[int, int]] = {
    "11": (18, 5), "12": (25, 8), "13": (12, 7), "14": (10, 2), "15": (9, 2), "16": (13, 4), "17": (9, 1),
    "18": (13, 2), "19": (6, 1), "21": (5, 2), "31": (1, 5), "32": (18, 9), "33": (29, 6), "34": (4, 1),
    "35": (29, 9), "36": (4, 4), "51": (8, 1), "52": (8, 2), "53": (21, 1), "61": (12, 2), "62": (13, 1),
    "63": (11, 2), "64": (7, 3), "65": (4, 1), "71": (11, 4), "72": (12, 1), "73": (21, 3), "74": (15, 2),
    "75": (5, 1), "76": (6, 0), "81": (9, 2), "82": (8, 2), "91": (8, 1), "92": (7, 0), "93": (4, 0),
    "94": (8, 0), "95": (8, 0), "96": (5, 1),
}  # fmt: skip
"""Kabupaten and kota of each province."""

_FIRST_KOTA = 71
_MOST_BELOW = 99
"""Codes of two digits."""

_MOST_VILLAGES = 500
_FIRST_DESA, _FIRST_KELURAHAN = 2001, 1001


@dataclass(frozen=True, slots=True)
class Kabupaten:
    """One kabupaten or kota with the regions in it: itself, or what lies below it."""

    code: Code
    is_kota: bool
    regions: tuple[Code, ...]

    @property
    def province(self) -> str:
        """The code of its province."""
        return self.code[:2]


def country(level: Level, regions: int, seed: int) -> tuple[Kabupaten, ...]:
    """The whole country, or as many provinces of it as have so many regions; in order of code.

    With fewer regions than the country has, provinces are drawn and the last one is cut short; with more,
    each province has more.
    """
    most = max(regions, REGIONS[level])
    everywhere = _Sizes(level, most, seed).kabupaten()
    if regions == most:
        return tuple(everywhere)
    by_province: dict[str, list[Kabupaten]] = {}
    for one in everywhere:
        by_province.setdefault(one.province, []).append(one)
    kept: list[Kabupaten] = []
    left = regions
    for province in Chance(seed, "provinces").order(list(by_province)):
        for one in by_province[province]:
            inside = one.regions[:left]
            if inside:
                kept.append(Kabupaten(one.code, one.is_kota, inside))
            left -= len(inside)
    return tuple(sorted(kept, key=lambda one: one.code))


class _Sizes:
    """How many there are of everything."""

    def __init__(self, level: Level, regions: int, seed: int) -> None:
        self.level, self.regions = level, regions
        self.chance = Chance(seed, "country")

    def kabupaten(self) -> list[Kabupaten]:
        """All of them, each with its regions."""
        named = list(self._named())
        if self.level == "kabupaten":
            return [Kabupaten(code, kota, (code,)) for code, kota in named]
        kecamatan = list(self._kecamatan([code for code, _ in named]))
        if self.level == "kecamatan":
            return [
                Kabupaten(code, kota, tuple(below))
                for (code, kota), below in zip(named, kecamatan, strict=True)
            ]
        return self._with_villages(named, kecamatan)

    def _named(self) -> Iterator[tuple[Code, bool]]:
        wanted = self.regions if self.level == "kabupaten" else REGIONS["kabupaten"]
        sizes = shared_out(wanted, [sum(size) for size in PROVINCES.values()], _MOST_BELOW)
        for (province, (kabupaten, kota)), size in zip(PROVINCES.items(), sizes, strict=True):
            cities = min(size * kota // (kabupaten + kota), _MOST_BELOW - _FIRST_KOTA)
            for number in range(1, size - cities + 1):
                yield Code(f"{province}.{number:02d}"), False
            for number in range(_FIRST_KOTA, _FIRST_KOTA + cities):
                yield Code(f"{province}.{number:02d}"), True

    def _kecamatan(self, codes: list[Code]) -> Iterator[list[Code]]:
        wanted = self.regions if self.level == "kecamatan" else REGIONS["kecamatan"]
        weights = [self.chance.size(12, 0.45, 60) for _ in codes]
        for code, size in zip(codes, shared_out(wanted, weights, _MOST_BELOW), strict=True):
            yield [Code(f"{code}.{number:02d}") for number in range(1, size + 1)]

    def _with_villages(self, named: list[tuple[Code, bool]], kecamatan: list[list[Code]]) -> list[Kabupaten]:
        weights = [self.chance.size(10, 0.4, 60) for below in kecamatan for _ in below]
        sizes = iter(shared_out(self.regions, weights, _MOST_VILLAGES))
        found = []
        for (code, kota), below in zip(named, kecamatan, strict=True):
            first = _FIRST_KELURAHAN if kota else _FIRST_DESA
            villages = tuple(
                Code(f"{inner}.{number}") for inner in below for number in range(first, first + next(sizes))
            )
            found.append(Kabupaten(code, kota, villages))
        return found
