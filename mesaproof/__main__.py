"""`python -m mesaproof`."""

from mesaproof.cli import main

main()
