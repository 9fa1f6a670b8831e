"""Mutants that mean the same as the source they alter, or nothing that an answer rests on: each with its reason."""

from __future__ import annotations

REASONS: dict[str, str] = {
    "source/symbolic.decide.confine/_checked/1 to 2/1": "2 = 0 follows from hypotheses where 1 = 0 does",
    "source/symbolic.decide.search.atom_search/shrunk/drop left/1": (
        "an atom that is gone already: the law is solved for on its own support once more, with the same solution"
    ),
    "source/symbolic.decide.search.orbit_frames/few_values/0 to 1/1": (
        "a frame without values has no others, however many there may be, and beside other backgrounds than 0 four "
        "indices are named anyway"
    ),
    "source/symbolic.decide.search.orbit_program/_Program._best/1 to 2/2": (
        "all other equations are homogeneous: weights of half the total have the same support, which is all that is "
        "taken from them; weights are then solved for exactly"
    ),
}
"""By id."""
