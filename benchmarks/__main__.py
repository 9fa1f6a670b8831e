"""Run every benchmark."""

from __future__ import annotations

from benchmarks import derivation, evaluation, startup

if __name__ == "__main__":
    for benchmark in (derivation, evaluation, startup):
        print(benchmark.__doc__)
        benchmark.main()
        print()
