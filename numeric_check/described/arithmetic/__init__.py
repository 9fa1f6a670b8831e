"""What a description is run in: floats, exact numbers, residues modulo primes, and a tape for derivatives."""
