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
        "circular-start": (("variants-circular", "line"),),
        "heads": (("variants-heads", "line"),),
        "noise": (("variants-noisy", "line"),),
        "roots-line": (("variants-cube-roots", "line"),),
        "roots-of-unity": (
            ("variants-signs", "line"),
            ("variants-cube-roots", "line"),
        ),
        "signs-line": (("variants-signs", "line"),),
        "unequal-variances": (("zheng2024", NO_TABLE),),
    },
    settings={
        "variants-circular": "setting:CIRCULAR",
        "variants-cube-roots": "setting:CUBE_ROOTS",
        "variants-haar-orthogonal": "setting:HAAR_ORTHOGONAL",
        "variants-haar-unitary": "setting:HAAR_UNITARY",
        "variants-heads": "setting:HEADS",
        "variants-noisy": "setting:NOISY",
        "variants-signs": "setting:SIGNS",
    },
)
