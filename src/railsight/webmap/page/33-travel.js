// Which way the train went: small arrowheads along the ways, none where it passed both ways and none under a badge.

const ARROW_EVERY = 110, ARROW_REACH = 8;

class Travel {
  constructor(map, paths, lines, boxes) {
    this.map = map;
    this.boxes = boxes;
    this.isShown = () => true;
    this.ways = paths.filter(({ style }) => STROKES[style].casing).map((path) => ({ path,
      parts: path.lines.map((number, i) => ({ line: lines[number], known: path.known[i], plain: !path.both[i] && !path.over[i] }))
        .filter(({ plain }) => plain) }));
    map.createPane("travel").style.zIndex = 415;
    this.renderer = L.svg({ pane: "travel", padding: 0.2 });
    this.group = L.layerGroup().addTo(map);
    map.on("moveend", () => this.draw());
  }

  // Only along the parts that are wanted.
  show(isShown) {
    this.isShown = isShown;
    this.draw();
  }

  // Asked for many times while the page is set up or moved, done once when that is over.
  draw() {
    if (this.due) return;
    this.due = true;
    queueMicrotask(() => { this.due = false; this.drawNow(); });
  }

  drawNow() {
    this.group.clearLayers();
    const taken = this.boxes();
    for (const { path, parts } of this.ways) {
      for (const { line, known } of parts) if (this.isShown(path, known)) this.along(line, path.style, taken);
    }
  }

  // A line as drawn now, without its smallest bends: an arrow points the way the eye follows.
  eased(line) {
    const points = [];
    line.forEach((place, i) => {
      const p = this.map.latLngToContainerPoint(place);
      if (!points.length || i === line.length - 1 || points.at(-1).distanceTo(p) >= 12) points.push(p);
    });
    return points;
  }

  // Arrowheads at even steps of one line, as far as it is in view.
  along(line, style, taken) {
    const size = this.map.getSize();
    let left = ARROW_EVERY / 2, last = null;
    for (const p of this.eased(line)) {
      if (last) {
        const length = last.distanceTo(p);
        const seen = Math.max(last.x, p.x) > 0 && Math.max(last.y, p.y) > 0 && Math.min(last.x, p.x) < size.x && Math.min(last.y, p.y) < size.y;
        while (seen && left < length) {
          this.arrow(last.add(p.subtract(last).multiplyBy(left / length)), p.subtract(last).divideBy(length), style, taken);
          left += ARROW_EVERY;
        }
        left = seen ? left - length : ARROW_EVERY / 2;
      }
      last = p;
    }
  }

  arrow(at, ahead, style, taken) {
    if (taken.some(([x1, y1, x2, y2]) => at.x > x1 - 8 && at.x < x2 + 8 && at.y > y1 - 8 && at.y < y2 + 8)) return;
    const aside = L.point(-ahead.y, ahead.x).multiplyBy(ARROW_REACH * 0.8);
    const back = at.subtract(ahead.multiplyBy(ARROW_REACH * 0.7));
    const corners = [at.add(ahead.multiplyBy(ARROW_REACH)), back.add(aside), at.subtract(ahead.multiplyBy(ARROW_REACH * 0.25)), back.subtract(aside)];
    L.polygon(corners.map((p) => this.map.containerPointToLatLng(p)), { renderer: this.renderer, pane: "travel",
      interactive: false, className: `arrow arrow-${style}` }).addTo(this.group);
  }
}
