"""A study as it was understood, as YAML: one study, one text, one digest."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from optimizer.errors import InvalidError
from optimizer.plan.files import yaml_text
from optimizer.scenario.reading import load
from optimizer.scenario.resolved import digest as scenario_digest
from optimizer.study.case import Case
from optimizer.study.designing.shapes import Law, Level, Study

FORMAT = "study/1"


def digest(study: Study, every: Sequence[Case]) -> str:
    """The sha256 of every case, in order, and of the scenarios they start from.

    Two files that vary the same things alike have the same digest, whatever they call them.
    """
    text = [
        FORMAT,
        *(json.dumps([case.role, case.variants, case.sets, case.values]) for case in every),
        *_starts(study, every),
    ]
    return sha256("\n".join(text).encode()).hexdigest()


def _starts(study: Study, every: Sequence[Case]) -> Iterator[str]:
    """What each variant means: the same name may stand for another change tomorrow."""
    yield scenario_digest(study.base.scenario)
    for names in dict.fromkeys(case.variants for case in every):
        try:
            loaded = load(study.scenario, variants=(*study.variants, *names), sets=study.sets)
            yield scenario_digest(loaded.scenario)
        except InvalidError as error:
            yield ",".join(finding.code for finding in error.findings)


def study_yaml(study: Study, every: Sequence[Case]) -> str:
    """The study as it was understood; what ``study.yaml`` of the output folder says."""
    tree: dict[str, Any] = {
        "schema": FORMAT,
        "title": study.title,
        **({"synthetic": True} if study.base.scenario.synthetic else {}),
        "scenario": study.given,
        "scenario_digest": scenario_digest(study.base.scenario),
        "with": ", ".join(study.variants),
        "set": "; ".join(study.sets),
        "seed": study.seed,
        "cases": len(every),
    }
    tree["grid"] = [{"path": one.factor.path, "values": "; ".join(_texts(one.levels))} for one in study.grid]
    if study.sample is not None:
        tree["sample"] = {"count": study.sample.count, "method": study.sample.method}
        tree["figures"] = [_law(one) for one in study.sample.laws]
    tree["swings"] = [
        {"path": one.factor.path, "low": one.low.text, "high": one.high.text} for one in study.swings
    ]
    tree["digest"] = digest(study, every)
    return yaml_text(tree)


def _law(law: Law) -> dict[str, Any]:
    values = [one.text for one in law.amounts] or _texts(law.levels)
    return {"path": law.factor.path, "law": law.shape, "values": "; ".join(values)}


def _texts(levels: Sequence[Level]) -> list[str]:
    return [level.text for level in levels]
