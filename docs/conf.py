"""Sphinx with MyST: ``pip install 'railsight[docs]'``, then ``sphinx-build docs out/docs``."""

project = "railsight"
author = "the railsight authors"
project_copyright = "the railsight authors, MIT"
extensions = ["myst_parser"]
source_suffix = {".md": "markdown"}
root_doc = "index"
# Pages that begin with _ are included in others.
exclude_patterns = ["_*.md", "images", "example_plugin"]
myst_heading_anchors = 3
suppress_warnings = ["myst.header"]
html_theme = "alabaster"
# Nothing is fetched by a reader of the pages.
html_theme_options = {"show_powered_by": False}
