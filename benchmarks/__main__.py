"""Run every benchmark."""

from __future__ import annotations

from benchmarks import (
    calibration,
    deciding,
    derivation,
    evaluation,
    official,
    processes,
    rare_atoms,
    sampled_prompts,
    settings_derived,
    startup,
    training,
)

ALL = (
    derivation,
    settings_derived,
    evaluation,
    deciding,
    startup,
    processes,
    training,
    sampled_prompts,
    official,
    calibration,
    rare_atoms,
)

if __name__ == "__main__":
    for benchmark in ALL:
        print(benchmark.__doc__)
        benchmark.main()
        print()
