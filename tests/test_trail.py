"""Ways that lead on are tried first; where they seldom do, one is tried and no more."""

from __future__ import annotations

import numpy as np

from optimizer.solve.trail import WAYS, WORTH, Face, Trail, Way

NOTHING = np.zeros(0, dtype=np.int32)


def face() -> Face:
    return Face(NOTHING, NOTHING.astype(bool), NOTHING, NOTHING.astype(bool))


def learned(trail: Trail) -> Face:
    new = face()
    trail.learn("asked", new)
    return new


def tried(trail: Trail, good: Face | None = None) -> list[Face]:
    """The faces that are tried until the good one leads on."""
    found = []
    for way in trail.ways("asked"):
        found.append(way.face)
        if way.face is good:
            break
    return found


def test_the_way_that_led_on_last_is_tried_first() -> None:
    trail = Trail()
    old, middle, new = learned(trail), learned(trail), learned(trail)

    assert tried(trail, good=old) == [new, middle, old]
    assert tried(trail, good=old) == [old]
    assert tried(trail, good=new) == [old, new]
    assert tried(trail, good=new) == [new]


def test_the_oldest_is_forgotten_where_all_places_are_taken() -> None:
    trail = Trail()
    faces = [learned(trail) for _ in range(WAYS + 1)]

    assert tried(trail) == faces[:0:-1]


def test_where_trying_seldom_pays_one_way_alone_is_tried() -> None:
    trail = Trail()
    faces = [learned(trail) for _ in range(WAYS)]
    seldom = [len(tried(trail)) for _ in range(2 * WORTH)]

    assert seldom[0] == WAYS
    assert seldom[-1] == 1
    for _ in range(4 * WORTH):
        assert tried(trail, good=faces[-1]) == [faces[-1]]
    assert len(tried(trail)) == WAYS, "since then it has paid"


def test_a_face_that_contradicts_itself_is_no_way() -> None:
    trail = Trail()
    trail.learn("asked", None)

    assert list(trail.ways("asked")) == list[Way]()
