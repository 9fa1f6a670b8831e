"""Claims, comparisons and sweeps, run."""
