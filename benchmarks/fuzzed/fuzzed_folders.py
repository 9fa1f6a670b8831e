"""The folder that a fuzzed command runs in: files that are right, almost right and hostile, with canaries."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections.abc import Callable, Mapping
from pathlib import Path
from stat import S_ISREG

import numpy as np

LAW = '{"atoms": [["1", "0"], ["0", "2"], ["-1", "-2"]], "weights": ["1/4", "1/4", "1/2"]}'
MODEL = """from mesaproof.settings import *
d, N, i = size("d"), size("N"), time("i")
x, q, w = Gaussian("x", covariance("S", d)).each(i), Gaussian("q", covariance("S", d)), Gaussian("w", eye(d))
U = parameter("U", [d])


def prediction():
    return total(x[i] @ (w.H @ x[i]), i, 1, N).H @ U @ q / N


mine = Setting("mine", sizes=(d, N), draws=(x, q, w), parameters=(U,), prediction=prediction, target=lambda: w.H @ q,
               families={"multiples": Family(U=scalar("u") * eye(d))})
"""
VALUES = """{"sizes": {"d": 2, "N": 3}, "covariances": {"Λ": [[2, 0.5], ["1/2", 1]]}, "scalars": {"u": "1/2"},
 "matrices": {"U": [[1, 0], [0, 2]]}}"""
TEXTS = {
    "law.json": LAW,
    "bom.json": "\ufeff" + LAW,
    "crlf.json": LAW.replace(" ", "\r\n"),
    "cut.json": LAW[:-7],
    "twice.json": LAW.replace('"weights"', '"atoms": [], "weights"'),
    "nan.json": LAW.replace('"1"', "NaN"),
    "infinite.json": LAW.replace('"1"', "-Infinity"),
    "huge.json": LAW.replace('"1"', "9" * 5000),
    "exponent.json": LAW.replace('"1"', "1e400"),
    "deep.json": '{"atoms": ' + "[" * 60_000 + "]" * 60_000 + ', "weights": ["1"]}',
    "shape.json": '{"atoms": {"1": 2}, "weights": "1"}',
    "flat.json": '{"atoms": [1, 2], "weights": [0.5, 0.5]}',
    "true.json": '{"atoms": [[true]], "weights": [1]}',
    "code.json": LAW.replace('"1"', "\"__import__('os').system('touch executed')\""),
    "null.json": "null",
    "empty.json": "",
    "surrogate.json": '{"atoms": [["\\ud800"]], "weights": ["1"]}',
    "wide.json": json.dumps({"atoms": [["1"] * 3000], "weights": ["1"]}),
    "params.json": '{"W_PV_12": [[1, 0.1], [0, 1]], "W_KQ_32": [["2/3", 0], [0, "2/3"]]}',
    "wrong.json": '{"W_PV_12": [[1, 0.1], [0]], "W_KQ_99": []}',
    "rows.csv": "1,2\n-1,0.5\n0,-2.5\n" * 20,
    "header.csv": "a;b\n1;2\n-1;0\n",
    "ragged.csv": "1,2\n3\n",
    "words.csv": "a,b\nc,d\n",
    "nan.csv": "1,nan\n2,3\n",
    "comma.csv": "1,5;2,5\n3,5;4,5\n",
    "quote.csv": '1,2\n"3,4\n',
    "one.csv": "1,2",
    "claims.txt": "no claims here",
    "syntax.py": "def (:\n",
    "none.py": "x = 1\n",
    "spaces and %s {}.json": LAW,
    "model.py": MODEL,
    "two.py": MODEL
    + "other = Setting('other', sizes=(d, N), draws=(x, q, w), parameters=(U,), prediction=prediction,\n"
    "                target=lambda: w.H @ q)\n",
    "branch.py": MODEL.replace("    return total", "    if N > 2: pass\n    return total"),
    "divides.py": MODEL.replace(" / N", " / (q.H @ q)"),
    "deep.py": MODEL.replace("prediction=prediction", "prediction=lambda: prediction() * prediction() * prediction()"),
    "values.json": VALUES,
    "mine.json": VALUES.replace("Λ", "S").replace('"matrices": {"U"', '"parameters": {"U"').replace('"u"', '"v"'),
    "own.json": '{"sizes": {"d": 2, "N": 3}, "covariances": {"S": [[1, 0], [0, 1]]}, '
    '"parameters": {"U": [[1, 2], [0, 1]]}}',
    "indefinite.json": VALUES.replace("0.5", "9").replace('"1/2", 1', '"9", 1'),
    "incomplete.json": '{"sizes": {"d": 2}}',
    "sizes.json": VALUES.replace('"N": 3', '"N": "1e30"'),
    "line.json": '{"sizes": {"d": 2, "T": 4}, "scalars": {"a": 1, "b": 0.5}, "laws": {"x": "gaussian"}}',
    "long.json": '{"sizes": {"d": 2, "T": 4999}, "scalars": {"a": 1, "b": 0.5}, "laws": {"x": "exponential"}}',
}
CANARIES = ("canary.txt", "kept/canary.txt", "kept/report.json", "kept/index.html", "kept/sweep.json", "kept/check.png")


def prepared(folder: Path) -> None:
    """Fill the folder."""
    for name in CANARIES:
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("nobody may touch this\n", encoding="utf-8")
    for name, text in TEXTS.items():
        (folder / name).write_text(text, encoding="utf-8", newline="")
    (folder / "latin.json").write_bytes(LAW.encode() + b"\xff\xfe")
    (folder / "null.csv").write_bytes(b"1,2\x00\n3,4\n")
    for name, array in _arrays().items():
        np.save(folder / name, array, allow_pickle=True)
    (folder / "cut.npy").write_bytes((folder / "rows.npy").read_bytes()[:-9])
    os.mkfifo(folder / "pipe.json")
    (folder / "folder.json").mkdir()
    for name, target in {"loop.json": "loop.json", "dangling.json": "nowhere", "link.json": "law.json"}.items():
        (folder / name).symlink_to(target)


def _arrays() -> Mapping[str, np.ndarray[tuple[int, ...], np.dtype[np.generic]]]:
    return {
        "rows.npy": np.arange(12.0).reshape(6, 2) - 5,
        "nan.npy": np.array([[1.0, np.nan]]),
        "complex.npy": np.array([1 + 1j]),
        "cube.npy": np.zeros((2, 2, 2)),
        "none.npy": np.zeros((0, 2)),
        "object.npy": np.array([[print, None]], dtype=object),
        "text.npy": np.array(["a"]),
    }


def state(folder: Path) -> dict[str, str]:
    """What is in the folder: the hash of every file, the kind of everything else."""
    found = {}
    for path in sorted(folder.rglob("*")):
        if "__pycache__" in path.parts:
            continue
        mode = path.lstat().st_mode
        what = hashlib.sha256(path.read_bytes()).hexdigest() if S_ISREG(mode) else f"mode {mode:o}"
        found[str(path.relative_to(folder))] = what
    return found


def torn(path: Path) -> str:
    """What is wrong with a file that was left behind; empty where it is whole."""
    whole = WHOLE.get(path.suffix)
    try:
        return "" if whole is None or whole(path) else "is not whole"
    except (OSError, ValueError, zipfile.BadZipFile) as error:
        return f"cannot be read: {error}"


def _ends(mark: bytes) -> Callable[[Path], bool]:
    return lambda path: path.read_bytes().rstrip().endswith(mark)


def strict_json(text: str) -> object:
    """JSON as the standard has it; raises ValueError for NaN and Infinity too."""

    def refused(constant: str) -> object:
        raise ValueError(f"{constant} is no JSON")

    found: object = json.loads(text, parse_constant=refused)
    return found


def _is_json(path: Path) -> bool:
    strict_json(path.read_text(encoding="utf-8"))
    return True


def _is_archive(path: Path) -> bool:
    with zipfile.ZipFile(path) as archive:
        return archive.testzip() is None


WHOLE: Mapping[str, Callable[[Path], bool]] = {
    ".json": _is_json,
    ".npz": _is_archive,
    ".png": _ends(b"IEND\xaeB`\x82"),
    ".svg": _ends(b"</svg>"),
    ".html": _ends(b"</html>"),
    ".tex": _ends(b"\\end{document}"),
    ".pdf": _ends(b"%%EOF"),
}
"""Whether a file that a command wrote is whole, by the end of its name."""
