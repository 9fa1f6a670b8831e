"""How long things take, each beside a named baseline timed in the same run; nothing here fails on a time.

`python -m benchmarks` runs all, `python -m benchmarks.derivation` (or another file of this folder) one.
"""
