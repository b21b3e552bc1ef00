"""Kabupaten and kota whose codes and names the project's own scenarios give."""

from __future__ import annotations

from collections.abc import Mapping

from optimizer.intake.words import plain_word

REGIONS: Mapping[str, str] = {
    "52.01": "Kabupaten Lombok Barat",
    "52.02": "Kabupaten Lombok Tengah",
    "52.03": "Kabupaten Lombok Timur",
    "52.04": "Kabupaten Sumbawa",
    "52.05": "Kabupaten Dompu",
    "52.06": "Kabupaten Bima",
    "52.07": "Kabupaten Sumbawa Barat",
    "52.08": "Kabupaten Lombok Utara",
    "52.71": "Kota Mataram",
    "52.72": "Kota Bima",
    "53.01": "Kabupaten Kupang",
    "53.02": "Kabupaten Timor Tengah Selatan",
    "53.03": "Kabupaten Timor Tengah Utara",
    "53.04": "Kabupaten Belu",
    "53.05": "Kabupaten Alor",
    "53.06": "Kabupaten Flores Timur",
    "53.07": "Kabupaten Sikka",
    "53.08": "Kabupaten Ende",
    "53.09": "Kabupaten Ngada",
    "53.10": "Kabupaten Manggarai",
    "53.11": "Kabupaten Sumba Timur",
    "53.12": "Kabupaten Sumba Barat",
    "53.13": "Kabupaten Lembata",
    "53.14": "Kabupaten Rote Ndao",
    "53.15": "Kabupaten Manggarai Barat",
    "53.16": "Kabupaten Nagekeo",
    "53.17": "Kabupaten Sumba Tengah",
    "53.18": "Kabupaten Sumba Barat Daya",
    "53.19": "Kabupaten Manggarai Timur",
    "53.20": "Kabupaten Sabu Raijua",
    "53.21": "Kabupaten Malaka",
    "53.71": "Kota Kupang",
}
"""Names by kode wilayah (Kepmendagri), as the scenarios of NTB and NTT have them: a test compares."""


def regions_of(province: str) -> Mapping[str, str]:
    """The regions of a province, none where the project does not know them."""
    return {code: name for code, name in REGIONS.items() if code.startswith(f"{province}.")}


def is_named_otherwise(code: str, name: str) -> str:
    """The known name of a code where a given name is another; empty where they agree or nothing is known."""
    known = REGIONS.get(code, "")
    return known if known and name and _bare(known) != _bare(name) else ""


def code_named(name: str) -> str:
    """The code of the one known region of this name; empty where there is none, or more."""
    named = [code for code, known in REGIONS.items() if is_name_of(name, known)]
    return named[0] if len(named) == 1 else ""


def is_name_of(given: str, name: str) -> bool:
    """Whether somebody wrote this name, perhaps shortened."""
    return bool(given.strip()) and _bare(given) == _bare(name)


def _bare(name: str) -> str:
    """A name without what people leave out or shorten.

    >>> _bare("Kab. Lombok Barat") == _bare("Kabupaten Lombok Barat") != _bare("Kota Bima")
    True
    """
    words = plain_word(name).split()
    return " ".join(word for word in words if word not in ("kabupaten", "kab"))
