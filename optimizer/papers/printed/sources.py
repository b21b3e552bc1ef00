"""The figures that are stated for one region and its own funds."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from optimizer.papers.dossier import Dossier
from optimizer.papers.printed.wording import brief, long_month
from optimizer.report import names
from optimizer.scenario.fields import PersonsFigure, RupiahFigure
from optimizer.text import inert
from optimizer.text.numbers import rupiah, whole
from optimizer.units import Code


@dataclass(frozen=True, slots=True)
class Stated:
    """One figure of the scenario."""

    label: str
    value: str
    standing: str
    source: str
    """Title and date; the report has its address."""


LONGEST = 90
"""Letters of a source on a sheet; the report has it whole."""


def figures_of(dossier: Dossier, code: Code, own: Sequence[str]) -> Iterator[Stated]:
    """Workers, participants, eligible, people of today, outlook, capacity; ceilings of its ``own`` funds."""
    region = dossier.scenario.regions[code]
    yield _stated(dossier, dossier.say("papers.figure.workers"), region.workers)
    yield _stated(dossier, dossier.say("papers.figure.active"), region.active)
    for kind, said in (("eligible", "sheet.eligible_of"), ("subsidised", "sheet.before_of")):
        for group, figure in getattr(region, kind).items():
            label = dossier.say(said, group=names.brief_group(dossier.scenario, group))
            yield _stated(dossier, label, figure)
    for month in sorted(region.outlook):
        label = dossier.say("sheet.outlook", month=long_month(month, dossier.language))
        yield _stated(dossier, label, region.outlook[month])
    if region.enrol_per_month is not None:
        yield _stated(dossier, dossier.say("sheet.enrol"), region.enrol_per_month)
    for name in own:
        label = dossier.say("sheet.ceiling_of", fund=brief(dossier.fund(name)))
        yield _stated(dossier, label, dossier.scenario.funds[name].ceiling)


def _stated(dossier: Dossier, label: str, figure: PersonsFigure | RupiahFigure) -> Stated:
    number, language = int(figure.number), dossier.language
    value = rupiah(number, language) if isinstance(figure, RupiahFigure) else whole(number, language)
    standing = "unknown" if figure.value is None else figure.status
    source = dossier.scenario.sources.get(figure.source) if figure.source else None
    parts = [source.title, source.date or figure.as_of] if source else []
    said = ", ".join(inert(part) for part in parts if part) or dossier.say("sheet.no_source")
    clipped = said if len(said) <= LONGEST else said[: LONGEST - 1] + "…"
    return Stated(label, value, dossier.say(f"papers.standing.{standing}"), clipped)
