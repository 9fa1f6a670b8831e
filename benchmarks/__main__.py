"""Run every benchmark."""

from __future__ import annotations

from benchmarks import deciding, derivation, evaluation, startup, training

if __name__ == "__main__":
    for benchmark in (derivation, evaluation, deciding, startup, training):
        print(benchmark.__doc__)
        benchmark.main()
        print()
