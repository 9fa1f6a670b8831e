"""A small kernel in the manner of LCF: formulas, theorems that only rules make, and their replay in a fresh process."""
