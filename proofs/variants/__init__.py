"""Variants of the model of Zheng et al. 2024 and what changes in them: statements of our own, in no paper."""

from proofs.paper import NO_TABLE, Paper

PAPER = Paper(
    key="variants",
    folder=__name__,
    claims={
        "circular-start": "circular_start",
        "heads": "two_heads",
        "noise": "noise",
        "roots-line": "roots_line",
        "roots-of-unity": "roots_of_unity",
        "signs-line": "signs_line",
        "unequal-variances": "unequal_variances",
    },
    rests_on=("torus-orthogonality",),
    models={
        "circular-start": (("variants-circular", NO_TABLE),),
        "heads": (("variants-heads", "line"),),
        "noise": (("variants-noisy", NO_TABLE),),
        "roots-line": (("variants-cube-roots", NO_TABLE),),
        "roots-of-unity": (
            ("variants-signs-one-time", NO_TABLE),
            ("variants-cube-roots-one-time", NO_TABLE),
            ("variants-roots-4-one-time", NO_TABLE),
        ),
        "signs-line": (("variants-signs", NO_TABLE),),
        "unequal-variances": (("zheng2024", NO_TABLE),),
    },
    settings={
        "variants-circular": "setting:CIRCULAR",
        "variants-cube-roots": "setting:CUBE_ROOTS",
        "variants-heads": "setting:HEADS",
        "variants-noisy": "setting:NOISY",
        "variants-signs": "setting:SIGNS",
        "variants-signs-one-time": "setting:SIGNS_LAST",
        "variants-cube-roots-one-time": "setting:CUBE_ROOTS_LAST",
        "variants-roots-4-one-time": "setting:FOURTH_ROOTS_LAST",
    },
)
