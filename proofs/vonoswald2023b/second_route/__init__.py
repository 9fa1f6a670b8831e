"""Ridge regressions, layers and inverses in fractions."""
