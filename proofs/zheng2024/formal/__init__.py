"""What claims state, as formulas, and the proofs of it by the rules of the kernel.

The module of a claim is called like the claim's. It has `goal()`, the closed formula that is claimed, and one of
`proof()`, the goal and its definedness as theorems; `refutation()`, the same of the denied goal; `ill_posed()`, the
theorem that the goal is not defined. Where the sentence of a claim says more than its goal, `LEFT_OUT` says what.
"""

from proofs import declared_settings as declared_settings
