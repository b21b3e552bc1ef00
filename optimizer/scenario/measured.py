"""What is measured where: targets, participants without any fund, the parts of a total."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping

from optimizer.scenario.fields import PersonsFigure
from optimizer.scenario.schema import Region, Scenario, Target
from optimizer.units import Code, Month, Months


def target_places(target: Target, codes: tuple[Code, ...]) -> Iterator[tuple[str, tuple[int, ...]]]:
    """Each place a target is measured in, with the regions it takes together."""
    if target.of == "each":
        yield from ((code, (region,)) for region, code in enumerate(codes))
        return
    parts = target.of
    yield (
        ",".join(parts),
        tuple(i for i, code in enumerate(codes) if any(part.reaches(code) for part in parts)),
    )


class Outlook:
    """Participants of one region without any fund: straight between dates, rounded down, level after."""

    def __init__(self, region: Region, first: Month) -> None:
        """``first`` is the first month of the horizon: today is the month before it."""
        before = first.plus(-1)
        today = region.active.number - sum(figure.number for figure in region.subsidised.values())
        later = sorted((date.index, int(figure.number)) for date, figure in region.outlook.items())
        points = [(before.index, today), *(point for point in later if point[0] > before.index)]
        self._dates = [date for date, _ in points]
        self._numbers = [number for _, number in points]

    def at(self, month: Month) -> int:
        """How many there are in a month of the horizon."""
        end = bisect_left(self._dates, month.index, 1)
        if end == len(self._dates):
            return self._numbers[-1]
        (start, last), (low, high) = self._dates[end - 1 : end + 1], self._numbers[end - 1 : end + 1]
        return low + (high - low) * (month.index - start) // (last - start)

    def turns(self, horizon: Months) -> Iterator[tuple[Month, int]]:
        """Its dates within the horizon and the horizon's last month: no month between has more than both."""
        first, last = horizon.first.index, horizon.last.index
        inside = [date for date in self._dates[1:] if first <= date < last]
        for date in (*inside, last):
            month = horizon.first.plus(date - first)
            yield month, self.at(month)


def others_in(scenario: Scenario, code: Code, month: Month) -> int:
    """Participants covered without any fund in a region and month."""
    return Outlook(scenario.regions[code], scenario.horizon.first).at(month)


def parts_of_total(region: Region, key: str) -> Iterator[PersonsFigure]:
    """The figures of a region that a total of its place counts."""
    stated = getattr(region, key)
    yield from stated.values() if isinstance(stated, Mapping) else (stated,)
