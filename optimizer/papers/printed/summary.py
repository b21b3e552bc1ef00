"""The plan at a glance, as a picture and as five lines: the same figures in both."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

from optimizer.answers.headline import widest
from optimizer.papers.charts.drawn import svg
from optimizer.papers.charts.of_plan import reach
from optimizer.papers.dossier import Dossier
from optimizer.papers.needs import short_places
from optimizer.papers.printed.typeset import typeset
from optimizer.papers.printed.wording import long_month
from optimizer.plan.shapes import TargetRow
from optimizer.report import names, tables
from optimizer.text import inert
from optimizer.text.inert import Said
from optimizer.text.numbers import rupiah, whole
from optimizer.units import Share

SOURCE = Path(__file__).with_name("ringkasan.typ")

WIDTH = 1080
"""Pixels: a picture of this width fills the screen of a phone held upright."""

CHART = 1000
DRAWN = 800
"""The chart is drawn this wide and enlarged, so that its smallest letters have 28 pixels."""

MOST_BARS = 16
"""Regions in the picture, those furthest from the target; the report has them all."""

LONGEST_TITLE = 90

_MARKUP = str.maketrans({"*": "∗", "_": "ˍ", "~": "∼", "`": "ˋ"})
"""What WhatsApp takes for bold, italic, struck out and code, as letters that look alike."""


@dataclass(frozen=True, slots=True)
class _Aim:
    """The target that most people are measured by."""

    row: TargetRow
    said: str
    """``UCJ 64,94%``."""


def picture(dossier: Dossier) -> bytes:
    """A PNG exactly ``WIDTH`` pixels wide."""
    return typeset(SOURCE, shown(dossier), "png", ppi=72)


def shown(dossier: Dossier) -> dict[str, object]:
    """All that the picture says."""
    say, language, plan = dossier.say, dossier.language, dossier.plan
    last = long_month(dossier.scenario.horizon.last, language)
    every, money, aim = tables.summed(plan.regions), tables.money(plan), _aim(dossier)
    bars = reach(dossier)
    hidden = max(len(bars.rows) - MOST_BARS, 0) + bars.left_out
    drawn = replace(bars, rows=bars.rows[:MOST_BARS], left_out=0)
    return {
        "language": language,
        "width": WIDTH,
        "chart_width": CHART,
        "marks": _marks(dossier),
        "title": _title(dossier),
        "months": say("sheet.span", first=long_month(dossier.scenario.horizon.first, language), last=last),
        "persons": [whole(plan.totals.persons_end, language), say("picture.people", month=last)],
        "share": [
            dossier.part(plan.totals.persons_end, every.eligible),
            say("picture.share", eligible=every.eligible),
        ],
        "dropped": _dropped(dossier),
        "money": [rupiah(money.allocated, language), say("picture.money", ceiling=money.ceiling)],
        "reached": _reached(dossier, aim),
        "gap": _gap(dossier, aim),
        "met": aim is None or aim.row.met,
        "chart_title": bars.title,
        "chart_said": bars.said,
        "chart": svg(drawn, language, width=DRAWN, large=True),
        "left_out": say("picture.left_out", count=hidden) if hidden else "",
        "proof": " ".join(_proof(dossier)),
        "fingerprint": say("papers.fingerprint", digest=dossier.fingerprint),
    }


def _aim(dossier: Dossier) -> _Aim | None:
    row = widest(dossier.plan)
    if row is None:
        return None
    asked = Share(dossier.scenario.targets[row.id].share.number)
    if row.measure == "ucj" or row.group is None:
        return _Aim(row, dossier.say("picture.aim_ucj", share=asked))
    group = names.brief_group(dossier.scenario, row.group)
    return _Aim(row, dossier.say("picture.aim_group", share=asked, group=group))


def _reached(dossier: Dossier, aim: _Aim | None) -> list[str]:
    """The share that is covered, large, beside the one aimed at; of the same people, unlike that of the
    eligible."""
    if aim is None:
        return ["", dossier.say("picture.no_target")]
    facts = {"aim": aim.said, "month": long_month(aim.row.by, dossier.language)}
    code = "picture.met" if aim.row.met else "picture.reached"
    return [dossier.part(aim.row.covered, aim.row.base), dossier.say(code, **facts)]


def _gap(dossier: Dossier, aim: _Aim | None) -> list[str]:
    """How many people are missing, large, and what it means; empty where nobody is."""
    if aim is None or aim.row.met:
        return []
    said = dossier.say("picture.gap", **short_places(dossier, aim.row))
    return [whole(aim.row.shortfall, dossier.language), said]


def _dropped(dossier: Dossier) -> str:
    """How many of today lose cover, where anybody does."""
    dropped = dossier.plan.totals.dropped
    before = tables.summed(dossier.plan.regions).subsidised_before
    return dossier.say("picture.dropped", dropped=dropped, before=before) if dropped else ""


def _marks(dossier: Dossier) -> list[str]:
    marks = [dossier.say("synthetic.mark")] if dossier.scenario.synthetic else []
    return marks if dossier.final else [*marks, dossier.say("papers.draft")]


def _title(dossier: Dossier) -> str:
    return inert(dossier.scenario.title, LONGEST_TITLE)


def _proof(dossier: Dossier) -> list[str]:
    """What is proven, and how many figures nobody published."""
    count = 0 if dossier.scenario.synthetic else len(dossier.plan.assumptions)
    weak = [dossier.say("picture.weak", count=count)] if count else []
    return [dossier.say(f"picture.{dossier.plan.status}"), *weak]


def message(dossier: Dossier) -> str:
    """Five lines for WhatsApp; names and titles cannot make anything bold."""
    say, plan = dossier.say, dossier.plan
    last = long_month(dossier.scenario.horizon.last, dossier.language)
    every, money = tables.summed(plan.regions), tables.money(plan)
    marks = {"marks": Said(" · ".join(_marks(dossier)))} if _marks(dossier) else {}
    title = Said(_title(dossier).translate(_MARKUP))
    lines = [
        say("message.title", **marks, title=title, months=dossier.scenario.horizon),
        say(
            "message.people",
            persons=plan.totals.persons_end,
            month=last,
            share=dossier.part(plan.totals.persons_end, every.eligible),
            eligible=every.eligible,
            **({"dropped": plan.totals.dropped} if plan.totals.dropped else {}),
        ),
        say("message.money", allocated=money.allocated, ceiling=money.ceiling, left=money.left),
        _against_target(dossier),
        say(
            "message.proof",
            proof=" ".join(_proof(dossier)),
            fingerprint=say("papers.fingerprint", digest=dossier.fingerprint),
        ),
    ]
    return "\n".join(lines) + "\n"


def _against_target(dossier: Dossier) -> str:
    aim = _aim(dossier)
    if aim is None:
        return dossier.say("message.no_target")
    facts = {
        "reached": dossier.part(aim.row.covered, aim.row.base),
        "covered": aim.row.covered,
        **({"others": aim.row.others} if aim.row.others else {}),
        "need": aim.row.need,
        "shortfall": aim.row.shortfall,
    }
    month = long_month(aim.row.by, dossier.language)
    code = "message.met" if aim.row.met else "message.short"
    known: dict[str, object] = {"aim": aim.said.translate(_MARKUP), "month": month, **facts}
    return dossier.say(code, **known, **short_places(dossier, aim.row))
