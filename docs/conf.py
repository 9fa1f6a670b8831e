"""The documentation site: the Markdown of this folder, the tour, and what is generated from commands and docstrings.

    python -m sphinx -W --keep-going docs build/site

Nothing is loaded from elsewhere: mathematics is MathML, made when the site is built, and search runs in the browser.
"""

from __future__ import annotations

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE / "extensions"), str(HERE.parent)]

from mesaproof import __version__  # noqa: E402

project = "mesaproof"
author = "mesaproof developers"
project_copyright = author
version = release = __version__

extensions = [
    "myst_nb",
    "sphinx.ext.autodoc",
    "sphinx_click",
    "sphinxcontrib.bibtex",
    "sphinx_copybutton",
    "mathml",
    "prose",
    "reading",
    "self_contained",
]
exclude_patterns = ["extensions", "_static", "**/.ipynb_checkpoints"]

# Markdown, read as GitHub reads it: a formula neither begins nor ends with a space, and no digit follows it.
myst_enable_extensions = ["dollarmath"]
myst_dmath_allow_space = False
myst_dmath_allow_digits = False
myst_heading_anchors = 3
nb_execution_mode = "off"  # its cells are run, and compared with what they show, by the tests

bibtex_bibfiles = ["references.bib"]

autodoc_member_order = "bysource"
autodoc_typehints_format = "short"
autodoc_preserve_defaults = True
python_maximum_signature_line_length = 72
add_module_names = False
default_role = "code"  # backticks in the help of commands

html_theme = "furo"
html_title = f"mesaproof {release}"
html_static_path = ["_static", "../mesaproof/templates/fonts"]  # the font of the pages of `report`
html_css_files = ["site.css"]
html_math_renderer = "mathml"
html_copy_source = False
html_show_sphinx = False
html_show_search_summary = False  # it would fetch pages, which browsers refuse for files
html_theme_options = {"navigation_with_keys": True}
pygments_style, pygments_dark_style = "friendly", "github-dark"
copybutton_exclude = ".linenos, .gp, .go"
