"""The same page as one element of a folium map, for notebooks, or what it draws as a layer of a map one has.

The only module that imports folium.

branca renders an element and then compiles the result again as a template, so an expression in double braces in any
text would run in Python. Script, style and data therefore travel as base64, which holds neither braces nor quotes.
The libraries that folium would load from elsewhere are left out: Leaflet comes along inside, too.
"""

from __future__ import annotations

import base64
from importlib import resources
from typing import TYPE_CHECKING, Any, cast

from railsight.errors import UsageError
from railsight.webmap.escape import MAX_TEXT, data_block, markup_text
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


_ON_MAP = """{% macro script(this, kwargs) %}
var {{ this.get_name() }} = railsightOnMap({{ this._parent.get_name() }}, new TextDecoder().decode(
  Uint8Array.from(atob("{{ this.payload }}"), function (c) { return c.charCodeAt(0); })));
{% endmacro %}"""
# Of a page's content what lies on a map of the author's own.
_DRAWN = ("words", "title", "area", "lines", "paths", "stops", "goals", "marks", "dots")


def _code(text: str) -> str:
    return base64.b64encode(text.encode()).decode()


def as_folium(content: dict[str, object], *, height: int | str | None = None) -> folium.Map:
    """A ``folium.Map`` that carries a page's content as a single element; further folium layers may be added to it.

    Markers with folium's own pin icons need pictures from elsewhere and show none; circles, lines, areas, GeoJSON and
    popups work. Without a ``height`` it is 620 pixels high, and as high as the window where it stands alone.
    """
    import folium
    from branca.element import MacroElement
    from jinja2 import Template

    library, library_style = leaflet()
    area: Any = content["area"]
    west, south, east, north = area
    m = folium.Map(location=[(south + north) / 2, (west + east) / 2], zoom_start=4, tiles=None, height=height or HEIGHT)
    m.default_js = []
    m.default_css = []
    m.options["zoomSnap"] = 0.25
    _load(m, "notebook.js", library, library_style)

    element: Any = cast("Any", MacroElement)()
    element._name = "Railsight"
    element._template = Template(_MACRO)
    element.fills = "false" if height else "true"
    element.payload = _code(data_block(content))
    m.add_child(element)
    return m


def on_folium(content: dict[str, object], m: folium.Map, *, name: str) -> folium.Map:
    """Adds what a page's content draws to a map as one layer, called ``name`` in a layer control; the map comes back.

    Neither its tiles nor its view are changed. UsageError for what is no folium map.
    """
    import folium
    from folium.map import Layer
    from jinja2 import Template

    if not isinstance(m, folium.Map):
        hint = "m = folium.Map(); journey.explore(m=m)"
        raise UsageError(f"m is to be a folium.Map, not a {type(m).__name__}", hint=hint)
    _load(m, "own-map.js")
    layer: Any = Layer(name=markup_text(name), overlay=True)
    layer._name = "Railsight"
    layer._template = Template(_ON_MAP)
    legend = [
        entry
        for entry in cast("list[dict[str, object]]", content["legend"])
        if entry.get("style") not in ("spread", "reach")
    ]  # no clock
    credit = markup_text(str(content["credit"]), limit=MAX_TEXT)  # Leaflet takes it as markup
    told = {"title": name, "legend": legend, "credit": credit}
    layer.payload = _code(data_block({key: content[key] for key in _DRAWN} | told))
    m.add_child(layer)
    return m


def _load(m: folium.Map, glue: str, library: str = "", library_style: str = "") -> None:
    """Has a map load our scripts and styles, each once, and before them a library if it brings none itself."""
    from branca.element import Element

    own, own_style, _ = own_files()
    last = (resources.files("railsight.webmap") / "page" / glue).read_text(encoding="utf-8")
    script = f'{library}\n(function () {{ "use strict";\n{own}\n{last}}})();'
    loader = _LOAD.replace("@STYLE@", _code(library_style + own_style)).replace("@SCRIPT@", _code(script))
    root: Any = m.get_root()
    root.header.add_child(Element(f"<script>{loader}</script>"), name=f"railsight-{glue}")
