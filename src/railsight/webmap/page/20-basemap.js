// Land, water and borders from tile strings: base64 of zigzag varints, as builders/basemap.py writes them.

// Calls take(points) for every shape of a code; points are [lat, lon] pairs.
function decodeShapes(code, west, south, steps, take) {
  const raw = atob(code);
  let at = 0;
  const next = () => {
    let value = 0, scale = 1, byte;
    do {
      byte = raw.charCodeAt(at++);
      value += (byte & 127) * scale;
      scale *= 128;
    } while (byte > 127);
    return value % 2 ? -(value + 1) / 2 : value / 2;
  };
  while (at < raw.length) {
    const points = [];
    let x = 0, y = 0;
    for (let left = next(); left > 0; left--) {
      x += next();
      y += next();
      points.push([south + y / steps, west + x / steps]);
    }
    take(points);
  }
}

// A line's points, those far round the world brought to this side of it: a way across 180 degrees stays in one piece.
function decodeLine(code, near) {
  let line = [];
  decodeShapes(code, 0, 0, 10000, (points) => { line = points; });
  for (const point of line) point[1] = near(point[1]);
  return line;
}

// Longitudes as they stand on a map of an area: never more than half the world from its middle.
function longitudesAround([west, , east]) {
  const middle = (west + east) / 2;
  return (lon) => (Math.abs(lon - middle) <= 180 ? lon : lon - 360 * Math.round((lon - middle) / 360));
}

// Whether a longitude is 180 degrees, as near as tiles tell: there the source cuts the land.
function onSeam(lon) {
  const rounds = lon / 360 - 0.5;
  return Math.abs(rounds - Math.round(rounds)) * 360 < 0.015;
}

// Stretches of a ring that are coast, without the cuts along the tile's edge and at 180 degrees.
function coastOf(ring, edge) {
  const onEdge = (a, b) => (onSeam(a[1]) && onSeam(b[1])) ||
    (a[0] <= edge[1] && b[0] <= edge[1]) || (a[0] >= edge[3] && b[0] >= edge[3]) ||
    (a[1] <= edge[0] && b[1] <= edge[0]) || (a[1] >= edge[2] && b[1] >= edge[2]);
  const parts = [];
  let part = [];
  for (let i = 0; i < ring.length; i++) {
    const a = ring[i], b = ring[(i + 1) % ring.length];
    if (onEdge(a, b)) {
      if (part.length > 1) parts.push(part);
      part = [];
    } else {
      if (!part.length) part.push(a);
      part.push(b);
    }
  }
  if (part.length > 1) parts.push(part);
  return parts;
}

// The shapes of one tile by kind: rings for land, lake and isle, lines for river, border and disputed.
function decodeTile(tile, size, steps, overlap) {
  const [west, south, kinds] = tile;
  const shapes = { coast: [] };
  const margin = overlap - 1.5 / steps;  // degrees
  const edge = [west - margin, south - margin, west + size + margin, south + size + margin];
  for (const [kind, code] of Object.entries(kinds)) {
    shapes[kind] = [];
    decodeShapes(code, west, south, steps, (points) => {
      shapes[kind].push(points);
      if (kind === "land" || kind === "isle" || kind === "lake") shapes.coast.push(...coastOf(points, edge));
    });
  }
  return shapes;
}

// A level's decoded tiles; kept, since the locator draws the same world once more.
function shapesOf(level, basemap) {
  level.shapes = level.shapes || level.tiles.map((tile) => decodeTile(tile, level.size, level.steps, basemap.overlap));
  return level.shapes;
}

const FADE = 0.7;  // of a tile, along which rivers fade where there are none beyond it
const FAINT = [0.2, 0.4, 0.6, 0.8, 1];

// Rivers of a tile by how faint they are, so that they end nowhere along a line: [opacity, lines].
// rivered([lon, lat]) says whether rivers are drawn at a place.
function fadedRivers(rivers, [west, south], size, rivered) {
  const x = west + size / 2, y = south + size / 2;
  const open = [[x - size, y], [x, y - size], [x + size, y], [x, y + size]].map((place) => !rivered(place));
  if (!open.includes(true)) return [[1, rivers]];
  const faintness = ([lat, lon]) => {
    const gaps = [lon - west, lat - south, west + size - lon, south + size - lat].filter((_, side) => open[side]);
    return Math.max(0, Math.min(FAINT.length - 1, Math.floor(Math.min(...gaps) / (FADE * size) * FAINT.length)));
  };
  const bands = FAINT.map((opacity) => [opacity, []]);
  for (const river of rivers) {
    let before = null, line = [];
    river.forEach((point, i) => {
      const band = faintness(point);
      if (band !== before) bands[band][1].push(line = i ? [river[i - 1]] : []);
      before = band;
      line.push(point);
    });
  }
  return bands.filter(([, lines]) => lines.length);
}

// Where finer ground takes only a part of the picture, and coarser would be as good to the eye, it is left out: the map
// looks the same all over.
const PART = 0.6, GOOD = 6;  // of the picture; pixels

function isWorthIt(map, level, below) {
  const [west, south, east, north] = level.cover;
  const low = map.project([south, west]), high = map.project([north, east]), size = map.getSize();
  const part = Math.min(1, (high.x - low.x) / size.x) * Math.min(1, (low.y - high.y) / size.y);
  return part > PART || below.km / kmPerPixel(map) > GOOD;
}

function kmPerPixel(map) {
  return 40075 * Math.cos(map.getCenter().lat * Math.PI / 180) / 256 / 2 ** map.getZoom();
}

// Draws the basemap into Leaflet layers on one canvas. Returns a function that colours it anew from the theme.
function addBasemap(map, basemap, theme) {
  map.createPane("base").style.zIndex = 150;
  const canvas = L.canvas({ pane: "base", padding: 0.3 });
  const drawn = [];
  const flat = { renderer: canvas, pane: "base", interactive: false, smoothFactor: 0.6 };
  let colours = theme;
  const rivers = basemap.levels.filter(({ tiles }) => tiles.some(([, , kinds]) => kinds.river)).flatMap(coversOf);
  const rivered = ([lon, lat]) => rivers.some(([west, south, east, north]) => lon > west && lon < east && lat > south && lat < north);
  const draw = (level, group) => {
    const add = (layer, paint) => { drawn.push([layer, paint]); layer.setStyle(paint(colours)).addTo(group); };
    const fills = (rings, colour) => rings && rings.length &&
      add(L.polygon(rings.map((ring) => [ring]), { ...flat, stroke: false, fillOpacity: 1 }), (t) => ({ fillColor: t[colour] }));
    const strokes = (lines, colour, weight, dash, opacity = 1) => lines && lines.length &&
      add(L.polyline(lines, { ...flat, weight, dashArray: dash || null, opacity }), (t) => ({ color: t[colour] }));
    for (const [west, south, east, north] of coversOf(level)) {
      add(L.rectangle([[south, west], [north, east]], { ...flat, stroke: false, fillOpacity: 1 }), (t) => ({ fillColor: t.sea }));
    }
    const tiles = shapesOf(level, basemap);
    for (const shapes of tiles) fills(shapes.land, "land");
    for (const shapes of tiles) { fills(shapes.lake, "sea"); fills(shapes.isle, "land"); }
    tiles.forEach((shapes, i) => {
      for (const [opacity, lines] of fadedRivers(shapes.river || [], level.tiles[i], level.size, rivered)) {
        strokes(lines, "river", 0.7, null, opacity);
      }
      strokes(shapes.coast, "coast", 0.7);
      strokes(shapes.border, "border", 1.1);
      strokes(shapes.disputed, "border", 1.1, "4 4");
    });
  };
  for (const [i, level] of basemap.levels.entries()) {
    const group = L.layerGroup();
    const sift = () => {  // what is not to be seen is neither read nor drawn before
      if (level.least > map.getZoom() || (level.cover && !isWorthIt(map, level, basemap.levels[i - 1]))) group.remove();
      else if (!map.hasLayer(group)) {
        if (!group.getLayers().length) draw(level, group);
        group.addTo(map);
      }
    };
    if (level.least || level.cover) map.on("zoomend resize", sift);
    sift();
  }
  return (theme) => { colours = theme; for (const [layer, paint] of drawn) layer.setStyle(paint(theme)); };
}

// The rectangles [west, south, east, north] that a level covers; the whole world is covered by the first, which has none.
function coversOf({ least, cover, tiles, size }) {
  return least ? tiles.map(([west, south]) => [west, south, west + size, south + size]) : cover ? [cover] : [];
}

const ROUGH = 8;  // pixels by which the map behind may be wrong before it says so

// How many kilometres wrong coasts and borders may be at the middle of the map; 0 where that is too little to be seen.
function roughness(map, basemap) {
  const { lat, lng } = map.getCenter(), zoom = map.getZoom();
  const { km } = basemap.levels.filter((level) => !(level.least > zoom) && (!level.cover && !level.least
    || coversOf(level).some(([west, south, east, north]) => lng >= west && lng <= east && lat >= south && lat <= north))).at(-1);
  return km > 1 && km / kmPerPixel(map) > ROUGH ? km : 0;
}

// A small picture of where in the world the map is.
function drawLocator(canvas, basemap, area, theme) {
  const world = basemap.levels[0];
  const [west, south, east, north] = area;
  const middle = (west + east) / 2;
  const span = Math.min(360, Math.max(100, (east - west) * 3));
  const ratio = window.devicePixelRatio || 1;
  const width = canvas.clientWidth || 150, height = canvas.clientHeight || 100;
  canvas.width = width * ratio;
  canvas.height = height * ratio;
  const pen = canvas.getContext("2d");
  pen.scale(ratio, ratio);
  const squeeze = Math.cos(((south + north) / 2) * Math.PI / 180 * 0.6);
  const scale = width / span;
  const top = Math.min(88, (south + north) / 2 + height / scale * squeeze / 2);
  const x = (lon) => (lon - middle + span / 2) * scale, y = (lat) => (top - lat) * scale / squeeze;
  pen.fillStyle = theme.sea;
  pen.fillRect(0, 0, width, height);
  pen.fillStyle = theme.land;
  pen.strokeStyle = theme.land;  // hides the seams between tiles
  pen.lineWidth = 0.6;
  for (const ring of shapesOf(world, basemap).flatMap((shapes) => shapes.land || [])) {
    const lons = ring.map(([, lon]) => lon);
    const first = Math.min(...lons), last = Math.max(...lons);
    for (const round of [-360, 0, 360]) {  // a ring stays in one piece; those at the rim are seen on both sides
      if (x(last + round) < 0 || x(first + round) > width) continue;
      pen.beginPath();
      ring.forEach(([lat, lon], i) => (i ? pen.lineTo(x(lon + round), y(lat)) : pen.moveTo(x(lon + round), y(lat))));
      pen.fill();
      pen.stroke();
    }
  }
  const [x1, y1, x2, y2] = [x(west), y(north), x(east), y(south)];
  pen.strokeStyle = theme.inferred;
  pen.lineWidth = 2;
  pen.strokeRect(x1, y1, Math.max(6, x2 - x1), Math.max(6, y2 - y1));
}
