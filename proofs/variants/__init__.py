"""Variants of the model of Zheng et al. 2024 and what changes in them: statements of our own, in no paper."""

from proofs.paper import Paper

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
    settings={
        "variants-circular": "setting:CIRCULAR",
        "variants-cube-roots": "setting:CUBE_ROOTS",
        "variants-heads": "setting:HEADS",
        "variants-noisy": "setting:NOISY",
        "variants-signs": "setting:SIGNS",
    },
)
