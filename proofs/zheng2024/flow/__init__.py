"""The reduced flow on the line: solution, portrait, basins, rate, finite steps."""
