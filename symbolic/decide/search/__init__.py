"""Laws that satisfy hypotheses or break a conclusion, looked for: on grids of points, and on orbits of few points."""
