"""Variants of the model of Zheng et al. 2024 and what changes in them: statements of our own, in no paper."""

from proofs.paper import NO_TABLE, Paper

PAPER = Paper(
    key="variants",
    folder=__name__,
    claims={
        "circular-start": "circular_start",
        "haar-orthogonal": "haar_orthogonal",
        "haar-orthogonal-line": "haar_orthogonal_line",
        "haar-unitary": "haar_unitary",
        "haar-unitary-long": "haar_unitary_long",
        "heads": "two_heads",
        "noise": "noise",
        "roots-line": "roots_line",
        "roots-of-unity": "roots_of_unity",
        "signs-line": "signs_line",
        "unequal-variances": "unequal_variances",
    },
    rests_on=("torus-orthogonality",),
    models={
        "circular-start": (("variants-circular", "line"),),
        "haar-orthogonal": (("variants-haar-orthogonal", NO_TABLE),),
        "haar-orthogonal-line": (("variants-haar-orthogonal", NO_TABLE),),
        "haar-unitary": (("variants-haar-unitary", NO_TABLE),),
        "haar-unitary-long": (("variants-haar-unitary", NO_TABLE),),
        "heads": (("variants-heads", "line"),),
        "noise": (("variants-noisy", "line"),),
        "roots-line": (
            ("variants-cube-roots", "line"),
            ("variants-roots-4", "line"),
            ("variants-roots-5", "line"),
            ("variants-roots-6", "line"),
        ),
        "roots-of-unity": (
            ("variants-signs-one-time", "line"),
            ("variants-cube-roots-one-time", "line"),
            ("variants-roots-4-one-time", "line"),
        ),
        "signs-line": (("variants-signs", "line"),),
        "unequal-variances": (("zheng2024", "line"),),
    },
    settings={
        "variants-circular": "setting:CIRCULAR",
        "variants-cube-roots": "setting:CUBE_ROOTS",
        "variants-haar-orthogonal": "setting:HAAR_ORTHOGONAL",
        "variants-haar-unitary": "setting:HAAR_UNITARY",
        "variants-heads": "setting:HEADS",
        "variants-noisy": "setting:NOISY",
        "variants-signs": "setting:SIGNS",
        "variants-signs-one-time": "setting:SIGNS_LAST",
        "variants-cube-roots-one-time": "setting:CUBE_ROOTS_LAST",
        "variants-roots-4": "setting:FOURTH_ROOTS",
        "variants-roots-4-one-time": "setting:FOURTH_ROOTS_LAST",
        "variants-roots-5": "setting:FIFTH_ROOTS",
        "variants-roots-6": "setting:SIXTH_ROOTS",
    },
)
