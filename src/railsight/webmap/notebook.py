"""The same page as one element of a folium map, for notebooks. The only module that imports folium.

branca renders an element and then compiles the result again as a template, so an expression in double braces in any
text would run in Python. Script, style and data therefore travel as base64, which holds neither braces nor quotes.
The libraries that folium would load from elsewhere are left out: Leaflet comes along inside, too.
"""

from __future__ import annotations

import base64
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from railsight.webmap.escape import data_block
from railsight.webmap.page import leaflet, own_files

if TYPE_CHECKING:
    import folium

HEIGHT = 620  # pixels
_LOAD = """
(function () {
  var text = function (code) {
    return new TextDecoder().decode(Uint8Array.from(atob(code), function (c) { return c.charCodeAt(0); }));
  };
  var add = function (tag, code) {
    var node = document.createElement(tag);
    node.textContent = text(code);
    document.head.append(node);
  };
  add("style", "@STYLE@");
  add("script", "@SCRIPT@");
})();
"""
_MACRO = """{% macro script(this, kwargs) %}
railsightInNotebook({{ this._parent.get_name() }}, "{{ this.payload }}", {{ this.fills }});
{% endmacro %}"""


def _code(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def as_folium(content: dict[str, object], *, height: int | str | None = None) -> folium.Map:
    """A ``folium.Map`` that carries a page's content as a single element; further folium layers may be added to it.

    Markers with folium's own pin icons need pictures from elsewhere and show none; circles, lines, areas, GeoJSON and
    popups work. Without a ``height`` it is 620 pixels high, and as high as the window where it stands alone.
    """
    import folium
    from branca.element import Element, MacroElement
    from jinja2 import Template

    library, library_style = leaflet()
    own, own_style, _ = own_files()
    glue = (resources.files("railsight.webmap") / "page" / "notebook.js").read_text(encoding="utf-8")
    script = f'{library}\n(function () {{ "use strict";\n{own}\n{glue}}})();'
    area: Any = content["area"]
    west, south, east, north = area
    m = folium.Map(location=[(south + north) / 2, (west + east) / 2], zoom_start=4, tiles=None, height=height or HEIGHT)
    m.default_js = []
    m.default_css = []
    m.options["zoomSnap"] = 0.25
    loader = _LOAD.replace("@STYLE@", _code(library_style + own_style)).replace("@SCRIPT@", _code(script))
    root: Any = m.get_root()
    root.header.add_child(Element(f"<script>{loader}</script>"), name="railsight")

    element: Any = cast("Any", MacroElement)()
    element._name = "Railsight"
    element._template = Template(_MACRO)
    element.fills = "false" if height else "true"
    element.payload = _code(data_block(content))
    m.add_child(element)
    return m
