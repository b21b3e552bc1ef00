"""What a page says of itself: its plan, draft or not, made up or not, proven or not, its fingerprint."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.papers.dossier import Dossier
from optimizer.text import inert

LONGEST_TITLE = 160
"""Letters of a title above a page."""


@dataclass(frozen=True, slots=True)
class Marks:
    """The same on the page and on every sheet."""

    title: str
    draft: str
    """Empty where it is final."""
    synthetic: str
    """Empty where the figures are not made up."""
    proven: str
    fingerprint: str
    digest: str


def marks(dossier: Dossier) -> Marks:
    """The marks of one plan."""
    return Marks(
        inert(dossier.plan.title, LONGEST_TITLE),
        "" if dossier.final else dossier.say("papers.draft"),
        dossier.say("synthetic.mark") if dossier.scenario.synthetic else "",
        dossier.say("report.optimal" if dossier.plan.status == "optimal" else "page.within_bound"),
        dossier.say("papers.fingerprint", digest=dossier.fingerprint),
        dossier.plan.digest,
    )
