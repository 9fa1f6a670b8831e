"""The second route: numbers straight from the definition, by matrix products, quadrature and sampling.

Nothing here knows a derived formula: of the exact side only the descriptions of laws and the names of the parameter
blocks are read. Import the modules by name; importing the package loads neither NumPy nor SciPy.
"""

__part_of__ = "mesaproof 0.1.0"
