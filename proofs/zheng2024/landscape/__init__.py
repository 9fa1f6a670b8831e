"""The loss around the trained point: minima and saddles."""
