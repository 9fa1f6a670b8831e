"""Run every benchmark."""

from __future__ import annotations

from benchmarks import calibration, deciding, derivation, evaluation, official, rare_atoms, startup, training

if __name__ == "__main__":
    for benchmark in (derivation, evaluation, deciding, startup, training, official, calibration, rare_atoms):
        print(benchmark.__doc__)
        benchmark.main()
        print()
