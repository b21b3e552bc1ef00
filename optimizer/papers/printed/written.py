"""The sheets, the picture and the message written, and read again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from optimizer.errors import Finding
from optimizer.papers.dossier import Dossier
from optimizer.papers.printed import sheets as of_regions
from optimizer.papers.printed.compared import bare, differing, differs, numbers
from optimizer.papers.printed.pdf_text import Page, UnreadablePdfError, pages
from optimizer.papers.printed.summary import message, picture

SHEETS, PICTURE, MESSAGE = "wilayah/semua.pdf", "ringkasan.png", "ringkasan.txt"


def printed(dossier: Dossier) -> Mapping[str, bytes]:
    """What is printed for each region, and what is sent."""
    return {
        SHEETS: of_regions.sheets(dossier),
        PICTURE: picture(dossier),
        MESSAGE: message(dossier).encode(),
    }


def checked(name: str, content: bytes, dossier: Dossier) -> Iterator[Finding]:
    """A finding for each figure that is not the plan's.

    On the sheets the answers to questions (why not more, what more money would do) are passed over: they
    need a solver. A picture is not read: its figures are those of the message, and the list of papers holds
    its checksum.
    """
    if name == SHEETS:
        yield from _of_sheets(name, content, dossier)
    elif name == MESSAGE:
        found = numbers(content.decode("utf-8", "replace"))
        yield from differing(name, name, found, numbers(message(dossier)))


def _of_sheets(name: str, content: bytes, dossier: Dossier) -> Iterator[Finding]:
    said = of_regions.told(dossier)
    try:
        found = pages(content)
    except UnreadablePdfError:
        yield differs(name, name, "-", said["fingerprint"])
        return
    if len(found) != len(said["sheets"]):
        yield differs(name, name, str(len(found)), str(len(said["sheets"])))
    for page, sheet in zip(found, said["sheets"], strict=False):
        yield from _of_sheet(name, page, sheet, said["words"])


def _of_sheet(name: str, page: Page, sheet: Mapping[str, Any], words: Mapping[str, str]) -> Iterator[Finding]:
    """The two parts of a sheet that the plan and its scenario give: above and below the answers."""
    whole = "\n".join(page.body)
    above, below = _above(sheet, words), _below(sheet, words)
    if bare(above) in bare([whole]) and bare(below) in bare([whole]):
        return
    first, _, rest = whole.partition(words["why"])
    last = rest.rpartition(words["sources"])[2]
    about = f"{sheet['code']} {sheet['name']}"
    yield from differing(name, about, numbers(first), numbers("\n".join(above)))
    expected = numbers("\n".join(below))
    yield from differing(name, about, numbers(last)[: len(expected)], expected)


def _above(sheet: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    """What is drawn before the answers, in its order."""
    found = [sheet["name"], sheet["code"]]
    found += [box[row] for row in range(3) for box in sheet["boxes"]]
    found += [*sheet["lines"], words["payers"]]
    if not sheet["paid"]["rows"]:
        return [*found, sheet["nobody"]]
    found += [words[key] for key in ("fund", "owner", "end", "person_months", "rupiah")]
    found += [cell for row in sheet["paid"]["rows"] for cell in row]
    return [*found, words["total"], *sheet["paid"]["total"]]


def _below(sheet: Mapping[str, Any], words: Mapping[str, str]) -> list[str]:
    """What is drawn after them."""
    found = [words[key] for key in ("sources", "figure", "value", "standing", "source")]
    found += [cell for row in sheet["sources"]["rows"] for cell in row]
    return [*found, sheet["sources"]["left_out"]]
