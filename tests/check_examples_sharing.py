"""Examples of the checks of how extra money may be shared."""

from __future__ import annotations

from typing import Any

Changes = dict[str, Any]

SHARING: list[tuple[str, str, Changes, Changes]] = [
    (
        "reference.region",
        "sharing.matched.payer",
        {"sharing/matched": {"payer": "53"}},
        {"sharing/matched": {"payer": "52"}},
    ),
    (
        "sharing.payer_is_region",
        "sharing.matched.payer",
        {"sharing/matched": {"payer": "52.04"}},
        {"sharing/matched": {"payer": "ID"}},
    ),
    (
        "sharing.ability_missing",
        "sharing.ability",
        {"sharing/ability": "APBD"},
        {"sharing/ability": "APBD", "regions/52.04/ability": 1},
    ),
    (
        "sharing.nobody_able",
        "sharing.ability",
        {"sharing/ability": "APBD", "regions/52.04/ability": 0},
        {"sharing/ability": "APBD", "regions/52.04/ability": 1},
    ),
]
"""Code, path, what trips it, what does not."""
