"""Claims, their comparisons and sweeps of laws, run; verdicts and finished cells are kept and found again."""
