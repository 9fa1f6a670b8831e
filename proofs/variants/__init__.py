"""Variants of the model of Zheng et al. 2024 and what changes in them: statements of our own, in no paper."""

from proofs.paper import Paper

PAPER = Paper(
    key="variants",
    folder=__name__,
    claims={
        "circular-start": "circular_start",
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
