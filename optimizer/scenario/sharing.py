"""How regions and those above them share money that is still to be found."""

from __future__ import annotations

from optimizer.scenario.fields import CodeText, Frozen, Name, RatioText
from optimizer.units import Ratio


class MatchedSharing(Frozen):
    """Extra money of which a payer above the regions tops up what each region adds itself."""

    payer: CodeText
    """Who tops up: the code of a province, or ID."""
    ratio: RatioText = Ratio(1)
    """Rupiah of the payer for each rupiah the region adds that year, unless rules.matching says it."""


class Sharing(Frozen):
    """How extra money may be shared; ``alokasi need`` answers for each key that is given."""

    matched: MatchedSharing | None = None
    """The payer tops up what each region adds itself."""
    ability: Name | None = None
    """What the regions' figures ``ability`` measure; extra money is then asked in proportion to them."""
