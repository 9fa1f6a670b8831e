"""What a second route computes with, whatever the model: samples, quadrature, training, comparisons of numbers.

Four rooms: `laws` draws from laws and integrates over them, `model` descends and averages anything whose loss and
gradient by named real blocks can be evaluated, `described` runs a model that is only described (`symbolic.setting`),
`compare` says whether a claimed number agrees. Nothing here knows a paper or a derived formula: of the exact side only
descriptions of laws and of models are read. A paper's model by hand is in its own `second_route`. Import the modules by
name; importing the package loads neither NumPy nor SciPy.
"""

__part_of__ = "mesaproof 0.2.0"
