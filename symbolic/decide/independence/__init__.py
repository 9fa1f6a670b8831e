"""Independent, identically distributed coordinates: what follows of the moments of one coordinate, and laws of one."""
