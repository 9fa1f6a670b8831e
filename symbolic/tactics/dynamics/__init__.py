"""What moves in steps or in time: what fades, sequences whose steps shrink, the turning of the circle."""
