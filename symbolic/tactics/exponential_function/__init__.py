"""What the rules of the exponential function give: its sign and order, what multiples become, and limits to it."""
