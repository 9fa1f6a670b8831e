"""LaTeX formulas in Typst's notation: the trees of `symbolic.typeset.formulas`, node by node."""

from __future__ import annotations

from mesaproof.errors import InputError
from symbolic.typeset.formulas import Call, Fence, Group, Mark, NotAFormula, Row, Scripts, Table, Words, parse
from symbolic.typeset.prose import tex_spans
from symbolic.typography import code_point, visible

NAMES = """
alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau upsilon phi chi psi omega
Gamma Delta Theta Lambda Xi Pi Sigma Upsilon Phi Psi Omega
log ln exp sin cos tan sinh cosh tanh det dim arg gcd lim min max sup inf
partial nabla in quad ell times equiv forall exists sum prime star dagger subset top
"""
"""Commands that have the same name in Typst."""

SYMBOLS = {name: name for name in NAMES.split()} | {
    "varepsilon": "epsilon", "varphi": "phi", "prod": "product", "int": "integral", "infty": "infinity",
    "le": "lt.eq", "leq": "lt.eq", "ge": "gt.eq", "geq": "gt.eq", "ne": "eq.not", "neq": "eq.not",
    "to": "arrow.r", "rightarrow": "arrow.r", "mapsto": "arrow.r.bar", "notin": "in.not", "approx": "approx",
    "leftarrow": "arrow.l", "leftrightarrow": "arrow.l.r", "Rightarrow": "arrow.r.double",
    "Leftarrow": "arrow.l.double", "Leftrightarrow": "arrow.l.r.double",
    "sim": "tilde.op", "cdot": "dot.op", "pm": "plus.minus", "mp": "minus.plus", "ast": "ast", "circ": "compose",
    "cdots": "dots.c", "dots": "dots.h", "ldots": "dots.h", "vdots": "dots.v", "wedge": "and", "vee": "or",
    "neg": "not", "mid": "divides", "cup": "union", "cap": "inter", "subseteq": "subset.eq", "setminus": "without",
    "emptyset": "nothing", "otimes": "times.o", "odot": "dot.o", "bmod": "mod", "surd": "√", "qquad": "wide",
    "propto": "prop",
    "langle": "chevron.l", "rangle": "chevron.r", "lfloor": "floor.l", "rfloor": "floor.r", "lceil": "ceil.l",
    "rceil": "ceil.r", "ll": "lt.double", "gg": "gt.double", "displaystyle": "", "limits": "", "ell": "ell",
}  # fmt: skip
"""Commands without arguments, by their names in LaTeX."""

CHARACTERS = {
    "(": "paren.l", ")": "paren.r", "[": "bracket.l", "]": "bracket.r", "|": "bar.v", "\\{": "brace.l",
    "\\}": "brace.r", "\\|": "bar.v.double", ",": "comma", ";": "semi", "/": "slash", "'": "prime", "-": "minus",
    "*": "ast", ".": '"."', "\\,": "thin", "\\:": "med", "\\;": "thick", "\\ ": "space", "~": "space", "\\!": "",
    "\\_": "\\_", "\\%": "%", "\\&": "\\&", "\\#": "\\#", "\\$": "\\$", "#": "\\#", '"': '\\"', "$": "\\$",
    ":": "colon", "<": "lt", ">": "gt", "=": "eq", "+": "plus", "!": "excl",
}  # fmt: skip

_ACCENTS = {
    "hat": "hat", "tilde": "tilde", "widetilde": "tilde", "bar": "macron", "overline": "overline", "dot": "dot",
    "ddot": "dot.double", "vec": "arrow", "mathbb": "bb", "mathcal": "cal", "mathbf": "bold", "mathrm": "upright",
}  # fmt: skip

EMPTY = '""'
"""Nothing, where Typst needs something."""

_SIZES = {"big": "120%", "Big": "170%", "bigg": "220%", "Bigg": "270%"}


def math(tex: str) -> str:
    r"""A LaTeX formula as the inside of a Typst equation; raises InputError for what has no counterpart.

    >>> math(r"\frac{x_{j}^{2}}{2}")
    'frac(x_(j)^(2), 2)'
    """
    try:
        return _row(parse(tex))
    except NotAFormula as error:
        raise InputError(f"the formula {tex}", f"one in which braces match: {error}") from None


IN_FONTS = (
    (0x20, 0x7E), (0xA1, 0xAC), (0xAE, 0x4FF), (0x1D00, 0x1DBF), (0x1E00, 0x1FFF), (0x2010, 0x2027), (0x2030, 0x2040),
    (0x2044, 0x2052), (0x2070, 0x209C), (0x20A0, 0x20BF), (0x2100, 0x211E), (0x2124, 0x2124), (0x2126, 0x2151),
    (0x2153, 0x2184), (0x2190, 0x23FF), (0x2500, 0x262F), (0x270C, 0x2727), (0x27C0, 0x27FF), (0x2900, 0x2AFF),
    (0x2C60, 0x2C7F), (0x1D400, 0x1D7FF),
)  # fmt: skip
"""Characters of which the fonts in Typst's wheel have a glyph: first and last code points of stretches."""


def in_fonts(character: str) -> bool:
    """Whether the fonts that come with Typst show a character."""
    return any(first <= ord(character) <= last for first, last in IN_FONTS)


def string(text: str) -> str:
    """Plain text as a Typst string."""
    shown = "".join(c if in_fonts(c) else code_point(c) for c in visible(text))
    escaped = shown.replace("\\", "\\\\").replace('"', '\\"')
    return f'"{escaped}"'


def _row(row: Row) -> str:
    return " ".join(part for part in map(_node, row) if part)


def _node(node: object) -> str:
    match node:
        case Mark(tex):
            return _mark(tex)
        case Words(body=body):
            return " ".join(string(part) if kind == "text" else math(part) for kind, part in tex_spans(body))
        case Group(body=body):
            return _row(body)
        case Scripts(base=base, below=below, above=above):
            return _base(base) + (f"_({_row(below)})" if below else "") + (f"^({_row(above)})" if above else "")
        case Fence(left=left, right=right, body=body):
            return f"lr({_delimiter(left)} {_row(body)} {_delimiter(right)})"
        case Call(name=name, arguments=arguments, option=option):
            return _call(name, [_row(argument) or EMPTY for argument in arguments], _row(option))
        case Table(kind=kind, rows=rows):
            return _table(kind, rows)
    raise TypeError(f"{node!r} is not a part of a formula")


def _base(node: object) -> str:
    """A base of scripts; what is more than one item is grouped without showing brackets."""
    written = _node(node)
    if isinstance(node, Group):
        return f"attach({written})" if written else EMPTY
    return written or EMPTY


def _mark(tex: str) -> str:
    if tex[0] == "\\" and tex[1:].isalpha():
        if tex[1:] not in SYMBOLS:
            raise InputError(f"the LaTeX command {tex}", "one that has a counterpart in Typst", "try --engine tex")
        return SYMBOLS[tex[1:]]
    size = next((name for name in ("bigg", "Bigg", "big", "Big") if tex.startswith(f"\\{name}")), "")
    if size:
        return _sized(tex.removeprefix(f"\\{size}"), _SIZES[size])
    if len(tex) == 1 and not tex.isascii():
        return string(tex)
    if tex in CHARACTERS or tex[0] != "\\":
        return CHARACTERS.get(tex, tex)
    raise InputError(f"the LaTeX command {tex}", "one that has a counterpart in Typst", "try --engine tex")


def _sized(tex: str, size: str) -> str:
    """A delimiter of a fixed size, as it stands alone on its row; `tex` may begin with its side."""
    side = {"l": "opening", "r": "closing"}.get(tex[0]) if len(tex) > 1 else None
    stretched = f"stretch({_delimiter(tex[1:] if side else tex)}, size: #{size})"
    return f'class("{side}", {stretched})' if side else stretched


def _delimiter(tex: str) -> str:
    return "" if tex == "." else _mark(tex)


def _call(name: str, arguments: list[str], option: str) -> str:
    if name in ("frac", "dfrac", "tfrac"):
        return f"frac({arguments[0]}, {arguments[1]})"
    if name == "sqrt":
        return f"root({option}, {arguments[0]})" if option else f"sqrt({arguments[0]})"
    if name == "binom":
        return f"binom({arguments[0]}, {arguments[1]})"
    if name == "operatorname":
        return f"op({string(''.join(arguments[0].split()))})"
    return f"{_ACCENTS[name]}({arguments[0]})"


def _table(kind: str, rows: tuple[tuple[Row, ...], ...]) -> str:
    if kind == "cases":
        return f"cases({', '.join(' & '.join(map(_row, cells)) for cells in rows)})"
    if kind in ("matrix", "array", "pmatrix", "bmatrix"):
        delimiter = {"pmatrix": '"("', "bmatrix": '"["'}.get(kind, "#none")
        cells = "; ".join(", ".join(_row(cell) or EMPTY for cell in cells) for cells in rows)
        return f"mat(delim: {delimiter}, {cells})"
    raise InputError(f"the LaTeX environment {kind}", "cases or matrix", "try --engine tex")
