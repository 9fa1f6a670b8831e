"""How the trained point moves when a hypothesis is violated a little."""
