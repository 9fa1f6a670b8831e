"""What moves in steps or in time: sequences whose steps shrink, and the turning of the circle."""
