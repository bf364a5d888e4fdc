// The map: paths, stops, destinations, borders, labels. Colours come from the style sheet, so that dark works.

const THEME_NAMES = ["land", "sea", "coast", "river", "border", "casing", "confirmed", "inferred", "speculated",
  "alternative", "other", "reach", "within", "route", "ink"];

function readTheme(root) {
  const style = getComputedStyle(root);
  return Object.fromEntries(THEME_NAMES.map((name) => [name, style.getPropertyValue(`--map-${name}`).trim()]));
}

const STROKES = {
  confirmed: { weight: 5, casing: 9 },
  inferred: { weight: 4, casing: 8, dashArray: "10 7" },
  speculated: { weight: 3.5, casing: 7, dashArray: "1 7", lineCap: "round" },
  alternative: { weight: 1.8, dashArray: "6 5" },
  other: { weight: 1.5, dashArray: "2 4" },
  railway: { weight: 1.4 },
  route: { weight: 4.5, casing: 8.5 },
  range: { weight: 4 },
};

// The same on rails that are drawn in a surer style: thin enough that both are seen.
const OVER = {
  inferred: { weight: 2.6, dashArray: "9 8" },
  speculated: { weight: 2.4, dashArray: "1 8", lineCap: "round" },
};

// Draws the ways; returns what colours them from a theme, and what shows only those parts of them that are wanted.
// Into a pane and a group of their own, or straight on the map.
function addPaths(map, data, lines, theme, { group, pane } = { group: map, pane: "ways" }) {
  if (!map.getPane(pane)) map.createPane(pane).style.zIndex = 410;
  const drawn = [];
  // Many thousands of points are drawn faster on a canvas; a journey's ways stay drawings, sharp in print.
  const many = lines.reduce((sum, line) => sum + line.length, 0) > 20000;
  const renderer = many ? L.canvas({ pane, padding: 0.3 }) : L.svg({ pane, padding: 0.4 });
  const draw = (path, parts, options, colour) => {
    const line = L.polyline(parts.map(({ points }) => points), { renderer, pane, interactive: false, smoothFactor: 1, ...options }).addTo(group);
    drawn.push({ line, colour, path, parts });
    return line;
  };
  // A way tells its words under the pointer. There is nothing to do with it: the keyboard passes it by, which a browser
  // would not do of itself, since a tooltip listens for focus.
  const named = (line, path, again = false) => {
    if (!path.text) return;
    line.bindTooltip(() => el("span", {}, outside(path.text)), { sticky: true });
    const node = line.getElement && line.getElement();
    const said = again ? [["aria-hidden", "true"]] : [["role", "img"], ["aria-label", path.text]];
    if (node) for (const [name, value] of [["tabindex", "-1"], ...said]) node.setAttribute(name, value);
  };
  const parted = data.paths.map((path) => {
    const parts = path.lines.map((number, i) => ({ points: lines[number], known: path.known[i], over: path.over[i] }));
    return { path, own: parts.filter(({ over }) => !over), over: parts.filter(({ over }) => over) };
  });
  for (const { path, own } of parted) {
    const { casing } = STROKES[path.style];
    if (casing && own.length) draw(path, own, { weight: casing, opacity: 0.9 }, "casing");
  }
  for (const { path, own } of parted) {
    const { casing, ...stroke } = STROKES[path.style];
    const look = { interactive: Boolean(path.text), className: `way way-${path.style}` };
    if (own.length) named(draw(path, own, { ...stroke, ...look }, { railway: "ink", range: "reach" }[path.style] ?? path.style), path);
  }
  for (const { path, own, over } of parted) {
    if (!over.length) continue;
    const look = { interactive: Boolean(path.text), className: `way-over way-over-${path.style}` };
    const line = draw(path, over, { ...OVER[path.style], ...look }, path.style);
    named(line, path, own.length > 0);
  }
  const paint = (colours) => { for (const { line, colour } of drawn) line.setStyle({ color: colours[colour] }); };
  paint(theme);
  const show = (isShown) => {
    for (const { line, path, parts } of drawn) {
      const shown = parts.filter((part) => isShown(path, part.known));
      line.setLatLngs(shown.map(({ points }) => points));
      const node = line.getElement && line.getElement();
      if (node) node.style.display = shown.length ? "" : "none";
    }
  };
  return { paint, show };
}

// Moves what reaches so far around a point, and so much more to both sides, out of a box, the shortest way; whether it
// had to.
function pushOut(p, reach, room, [left, top, right, bottom]) {
  const ways = [[left - reach - room - p.x, 0], [right + reach + room - p.x, 0], [0, top - reach - p.y], [0, bottom + reach - p.y]];
  if (ways[0][0] >= 0 || ways[1][0] <= 0 || ways[2][1] >= 0 || ways[3][1] <= 0) return false;
  const [x, y] = ways.reduce((a, b) => (Math.abs(a[0] + a[1]) <= Math.abs(b[0] + b[1]) ? a : b));
  p.x += x;
  p.y += y;
  return true;
}

// Badges that would lie on each other are moved apart, each drawn back towards its place as long as there is room; a
// thin leader ties it to that place. Badges of one place stand side by side in their order. None leaves the frame that
// its place is in, nor lies in one of the boxes. Each is as much wider than round, on both sides, as its room says: what
// lies over another along the line is moved up or down, or aside if that is less.
function spreadBadges(points, size, frame, boxes = [], rooms = points.map(() => 0)) {
  const at = points.map((p) => L.point(p.x, p.y));
  const inside = points.map((p) => p.x > 0 && p.y > 0 && p.x < frame.x && p.y < frame.y);
  const kept = (value, end, room = 0) => Math.min(Math.max(value, size / 2 + room + 2), end - size / 2 - room - 2);
  for (let round = 0; round < 260; round++) {
    let moved = false;
    if (round < 160) at.forEach((p, i) => { p.x += (points[i].x - p.x) * 0.08; p.y += (points[i].y - p.y) * 0.08; });
    for (let i = 0; i < at.length; i++) {
      for (let j = i + 1; j < at.length; j++) {
        let dx = at[j].x - at[i].x, dy = at[j].y - at[i].y;
        const room = rooms[i] + rooms[j], aside = room + size - Math.abs(dx);
        dx = Math.sign(dx) * Math.max(0, Math.abs(dx) - room);
        const distance = Math.hypot(dx, dy);
        if (distance >= size) continue;
        moved = true;
        if (room && dx === 0) {
          const before = at[j].x < at[i].x ? -1 : 1, over = dy < 0 || (dy === 0 && j % 2) ? -1 : 1, up = size - Math.abs(dy);
          const [x, y] = aside < up ? [before * aside / 2, 0] : [0, over * up / 2];
          at[i].x -= x; at[i].y -= y;
          at[j].x += x; at[j].y += y;
          continue;
        }
        if (distance < 0.5) { dx = 1; dy = 0.2 + 0.1 * (j % 3); }
        else if (Math.abs(dy) < 1) dy = j % 2 ? 1 : -1;  // in a row without room for all there is room beside it
        const push = (size - distance) / 2 / Math.hypot(dx, dy);
        at[i].x -= dx * push; at[i].y -= dy * push;
        at[j].x += dx * push; at[j].y += dy * push;
      }
    }
    at.forEach((p, i) => {
      if (!inside[i]) return;
      for (const box of boxes) moved = pushOut(p, size / 2, rooms[i], box) || moved;
      p.x = kept(p.x, frame.x, rooms[i]);
      p.y = kept(p.y, frame.y);
    });
    if (!moved && round >= 160) break;
  }
  return at;
}

// The looks of a badge; a number of three figures is written smaller.
function badgeClass({ look, mark }) {
  return `badge badge-${look}${mark.length > 2 ? " badge-long" : ""}`;
}

// The mark of a stop: shape, edge and number tell the status without colour.
function stopBadge(stop) {
  return el("span", { class: badgeClass(stop), "aria-hidden": "true" }, stop.mark);
}

const CROWD = 20, NARROW_CROWD = 14, BADGE_SIZE = 28;
const NARROW_NEAR = 1.5;  // badges of several that stood closer would hide the way all along

// How many badges a map of this size shows each by itself.
function crowdOf({ x }) {
  return x > 600 ? CROWD : NARROW_CROWD;
}

// The badges on the map: sightings by number, destinations by letter.
class StopMarks {
  constructor(map, stops, choose, words) {
    this.map = map;
    this.words = words;
    this.obstacles = () => [];  // boxes in container pixels that no badge is to lie under
    this.arranged = () => {};  // what is done when they have their places
    this.chosen = null;
    this.areas = new Map(stops.filter((stop) => stop.area).map((stop) => [stop.n, stop.area]));
    this.size = BADGE_SIZE;  // on phones the badge is drawn smaller, but no smaller to the finger
    map.createPane("leaders").style.zIndex = 420;
    this.renderer = L.svg({ pane: "leaders", padding: 0.4 });
    this.marks = stops.map((stop) => {
      const goal = stop.look === "goal";
      const title = `${stop.mark}. ${stop.name}, ${goal ? words.goalWord : words.statuses[stop.look]}`;
      const icon = L.divIcon({ className: goal ? "goal-stop" : "stop", html: stopBadge(stop), iconSize: [this.size, this.size] });
      const marker = L.marker([stop.lat, stop.lon], { icon, keyboard: true, riseOnHover: true }).addTo(map);
      const pick = () => {  // a badge of several opens by zooming in; what still shares one is chosen in turn
        const all = this.marks.filter((one) => one.shown && one.head.marker === marker);
        const next = all[(all.findIndex((one) => one.stop.n === this.chosen) + 1) % all.length];
        choose(next.stop.n, all.length > 1 ? "group" : "map");
      };
      marker.on("click", pick);
      marker.on("keypress", (event) => event.originalEvent.key === "Enter" && pick());
      const dot = L.circleMarker([stop.lat, stop.lon], { renderer: this.renderer, pane: "leaders", radius: 3.5,
        className: "stop-dot", interactive: false }).addTo(map);
      const leader = L.polyline([], { renderer: this.renderer, pane: "leaders", className: "leader", weight: 2,
        interactive: false }).addTo(map);
      const node = marker.getElement();
      node.setAttribute("role", "button");
      node.setAttribute("aria-label", title);
      node.dataset.stop = stop.n;
      return { stop, marker, dot, leader, node, title, shown: true, room: 1 };
    });
    map.on("zoomend viewreset resize", () => this.arrange());
    this.arrange();
  }

  // Where there are too many to show each, neighbours in order share one badge: "9–12". Zooming in parts them.
  gather(shown) {
    for (const mark of shown) { mark.last = mark.head = mark; mark.under = false; }
    if (shown.length <= crowdOf(this.map.getSize())) return shown;
    const numbered = ({ stop }) => /^\d+$/.test(stop.mark);  // not one that carries the letter of a destination
    const near = this.size * (this.map.getSize().x > 600 ? 1 : NARROW_NEAR);
    const heads = [];
    for (const mark of shown) {
      const head = heads.at(-1), p = this.map.latLngToContainerPoint([mark.stop.lat, mark.stop.lon]);
      if (head && numbered(mark) && numbered(head) && head.at.distanceTo(p) < near) {
        head.last = mark;
        mark.head = head;
        mark.under = true;
      } else heads.push(Object.assign(mark, { at: p }));
    }
    return heads;
  }

  // Of a sighting that shares its badge: the first of those that do, the names of the first and the last, and whether
  // all of them look alike; else null.
  joined(n) {
    const mark = this.marks.find(({ stop, shown }) => shown && stop.n === n), head = mark && mark.head;
    if (!head || head.last === head) return null;
    const all = this.marks.filter((one) => one.shown && one.head === head);
    const bare = ({ stop }) => stop.name.split(" (")[0] || stop.name;
    return { head: head.stop.n, names: [...new Set([bare(head), bare(head.last)])], alike: this.commonLook(all) !== "mixed" };
  }

  // The words of a badge of several: "17–18. Khasan, 2 sightings, reported".
  titleOf(marks, numbers) {
    const names = [...new Set([marks[0], marks.at(-1)].map(({ stop }) => stop.name))].join(" – ");
    const looks = [...new Set(marks.map(({ stop }) => this.words.statuses[stop.look]))].join(", ");
    return `${numbers}. ${names}, ${this.words.sightings.replace("#", marks.length)}, ${looks}`;
  }

  arrange() {
    const all = this.marks.filter((mark) => mark.shown);
    const shown = this.gather(all);
    for (const mark of all) {
      mark.node.style.display = mark.under ? "none" : "";
      if (mark.under) mark.leader.setLatLngs([]);
      const badge = mark.node.querySelector(".badge");
      const several = all.filter((one) => one.head === mark);
      badge.className = several.length > 1 ? `badge badge-group badge-${this.commonLook(several)}` : badgeClass(mark.stop);
      badge.textContent = mark.last === mark ? mark.stop.mark : `${mark.stop.mark}–${mark.last.stop.mark}`;
      mark.node.setAttribute("aria-label", mark.last === mark ? mark.title : this.titleOf(several, badge.textContent));
    }
    // One of several takes the room of its text: so many pixels wider than round, on each side.
    for (const mark of shown) mark.room = mark.last === mark ? 1 : Math.max(1, (mark.node.querySelector(".badge").offsetWidth - this.size) / 2);
    this.ring();
    const points = shown.map(({ stop }) => this.map.latLngToContainerPoint([stop.lat, stop.lon]));
    const { x, y } = this.map.getSize(), rim = this.size / 2 + 4;
    const rooms = shown.map((mark) => (mark.last === mark ? 0 : mark.room));
    const apart = spreadBadges(points, this.size + 2, L.point(x, y), this.obstacles(), rooms);
    apart.forEach((p, i) => {  // none is pushed out of the picture
      if (points[i].x < 0 || points[i].y < 0 || points[i].x > x || points[i].y > y) return;
      p.x = Math.min(Math.max(p.x, rim + rooms[i]), x - rim - rooms[i]);
      p.y = Math.min(Math.max(p.y, rim), y - rim);
    });
    shown.forEach(({ stop, marker, leader }, i) => {
      const place = this.map.containerPointToLatLng(apart[i]);
      marker.setLatLng(place);
      leader.setLatLngs(apart[i].distanceTo(points[i]) > 6 ? [[stop.lat, stop.lon], place] : []);
    });
    this.arranged();
  }

  // The look that several share, else "mixed".
  commonLook(marks) {
    const looks = new Set(marks.map(({ stop }) => stop.look));
    return looks.size === 1 ? [...looks][0] : "mixed";
  }

  // Marks the badge of the chosen one, which may be that of several.
  ring() {
    const holder = this.marks.find(({ stop, shown }) => shown && stop.n === this.chosen);
    for (const mark of this.marks) {
      const chosen = Boolean(holder) && (holder.head || holder) === mark;
      mark.node.classList.toggle("chosen", chosen);
      mark.marker.setZIndexOffset(chosen ? 1000 : 0);
    }
  }

  // Where a stop's badge is drawn, which may be beside its place, or that of several that it is one of.
  placeOf(n) {
    const mark = this.marks.find(({ stop, shown }) => shown && stop.n === n);
    return mark ? mark.head.marker.getLatLng() : null;
  }

  // Rectangles of the badges in container pixels, for the labels to keep clear of.
  boxes() {
    return this.marks.filter((mark) => mark.shown && !mark.under).map((mark) => {
      const p = this.map.latLngToContainerPoint(mark.marker.getLatLng());
      const half = this.size / 2 + 2, more = mark.room;
      return [p.x - half - more, p.y - half, p.x + half + more, p.y + half];
    });
  }

  // The badges shown whose places are outside the picture, some of many.
  outside() {
    const bounds = this.map.getBounds();
    const away = this.marks.filter(({ stop, shown }) => shown && !bounds.contains([stop.lat, stop.lon])).map(({ stop }) => stop.mark);
    away.sort((a, b) => a.localeCompare(b, "en", { numeric: true }));
    return away.length > 6 ? [...away.slice(0, 6), "…"] : away;
  }

  // Whether the mark of a key is on the map, in view or not, and not only faintly.
  has(n) {
    return this.marks.some(({ stop, shown, faint }) => shown && !faint && stop.n === n);
  }

  show(isShown, isFaint) {
    for (const mark of this.marks) {
      mark.shown = isShown(mark.stop);
      mark.faint = isFaint(mark.stop);
      for (const part of [mark.node, mark.dot.getElement(), mark.leader.getElement()]) {
        part.style.display = mark.shown ? "" : "none";
        part.classList.toggle("unknown-yet", mark.faint);
      }
    }
    this.arrange();
  }

  // Marks the chosen one; of a wide place, such as a region, it shows how wide.
  select(n) {
    if (this.area) this.area.remove();
    const area = this.areas.get(n);
    this.area = area && L.circle([area.lat, area.lon], { radius: area.m, renderer: this.renderer, pane: "leaders",
      className: "stop-area", interactive: false }).addTo(this.map);
    this.chosen = n;
    this.ring();
  }
}

const MARKS = {
  border: () => svg("svg", { viewBox: "0 0 24 24" }, svg("rect", { x: 6, y: 6, width: 12, height: 12, class: "mark-border" }),
    svg("path", { d: "M12 3v18", class: "mark-line mark-line-border" })),
  gauge: () => svg("svg", { viewBox: "0 0 24 24" }, svg("path", { d: "M12 4l8 8-8 8-8-8z", class: "mark-gauge" }),
    svg("path", { d: "M8 12h8M10 9.5v5M14 9.5v5", class: "mark-line" })),
  end: () => svg("svg", { viewBox: "0 0 24 24" }, svg("circle", { cx: 12, cy: 12, r: 6, class: "mark-end" })),
  station: () => svg("svg", { viewBox: "0 0 24 24" }, svg("circle", { cx: 12, cy: 12, r: 4.5, class: "mark-border" })),
  place: () => svg("svg", { viewBox: "0 0 24 24" }, svg("circle", { cx: 12, cy: 12, r: 6, class: "mark-border" }),
    svg("circle", { cx: 12, cy: 12, r: 2, class: "mark-end" })),
};

const MARK_SIZE = 19;

// Where small marks are drawn: each at its place or, where that lies in a box or too near a mark before it, at the nearest
// free spot around.
function besides(places, size, boxes) {
  const found = [], half = size / 2;
  const around = [...Array(12).keys()].map((k) => L.point(Math.cos(k * Math.PI / 6), Math.sin(k * Math.PI / 6)));
  const free = (p) => found.every((other) => other.distanceTo(p) >= size) &&
    !boxes.some(([left, top, right, bottom]) => p.x > left - half && p.x < right + half && p.y > top - half && p.y < bottom + half);
  for (const place of places) {
    const spots = [place];
    for (let reach = 4; reach <= 80; reach += 4) spots.push(...around.map((way) => place.add(way.multiplyBy(reach))));
    found.push(spots.find(free) || place);
  }
  return found;
}

// Borders, breaks of gauge and ends of a route: small marks that tell more on hover and focus. Those that would lie on
// each other, or under one of the badges, stand beside. Returns where they are, what finds their places, and what shows
// only those whose way is known.
function addMarks(map, data, badges) {
  const nodes = data.marks.map((mark) => {
    const icon = L.divIcon({ className: `mark mark-is-${mark.type}`, html: MARKS[mark.type](), iconSize: [24, 24] });
    const marker = L.marker([mark.lat, mark.lon], { icon, keyboard: true, zIndexOffset: -9000 }).addTo(map);
    marker.bindTooltip(() => el("span", {}, outside(mark.text)), { direction: "top", offset: [0, -10] });
    const node = marker.getElement();
    node.setAttribute("aria-label", mark.text);
    node.setAttribute("role", "img");
    return node;
  });
  const points = () => data.marks.map(({ lat, lon }) => map.latLngToContainerPoint([lat, lon]));
  let aside = [];
  const part = () => {
    const at = points();
    aside = besides(at, MARK_SIZE, badges()).map((p, i) => p.subtract(at[i]).round());
    aside.forEach(({ x, y }, i) => {
      nodes[i].style.marginLeft = `${x - 12}px`;
      nodes[i].style.marginTop = `${y - 12}px`;
    });
  };
  const show = (isShown) => data.marks.forEach(({ known }, i) => { nodes[i].style.display = isShown(known) ? "" : "none"; });
  // The boxes of the larger marks, for the labels to keep clear of.
  const boxes = () => points().map((p, i) => p.add(aside[i])).map((p) => [p.x - 10, p.y - 10, p.x + 10, p.y + 10]);
  return { boxes, part, show };
}

// Stations of a route or a network: dots on a canvas, thousands if need be.
function addDots(map, dots, theme, near, { group, pane } = { group: map, pane: "dots" }) {
  if (!dots) return () => {};
  if (!map.getPane(pane)) map.createPane(pane).style.zIndex = 430;
  const renderer = L.canvas({ pane, padding: 0.3, tolerance: 4 });
  const radius = dots.names.length > 500 ? 2.4 : 3.4;
  const drawn = decodeLine(dots.places, near).map((place, i) => {
    const dot = L.circleMarker(place, { renderer, pane, radius, weight: 1.3, fillOpacity: 1 }).addTo(group);
    dot.bindTooltip(() => el("span", {}, outside(dots.names[i])), { direction: "top" });
    return dot;
  });
  const paint = (colours) => { for (const dot of drawn) dot.setStyle({ color: colours.ink, fillColor: colours.casing }); };
  paint(theme);
  // Far out, many dots would hide the way.
  const least = drawn.length > 400 ? 6 : drawn.length > 60 ? 7 : 0;
  const sift = () => { map.getPane(pane).style.display = map.getZoom() < least ? "none" : ""; };
  map.on("zoomend", sift);
  sift();
  return paint;
}

// Where legend, locator and scale go, and what room the fitted view leaves at the edges, so that no stop and as little
// of the way as can be lies under them: every sensible choice is tried, the largest clear picture wins.
const CORNERS = ["bottom left", "bottom right", "top right"];
const BADGE_ROOM = 18;  // pixels around the middle of a badge

function fitClear(map, home, stops, ways, pieces, least, extra) {
  const size = map.getSize();
  const bounds = L.latLngBounds(home);
  const total = ways.reduce((sum, way) => sum + way.length, 0);
  const step = Math.max(1, Math.ceil(total / 400));
  const sample = ways.flatMap((way) => way.filter((_, i) => i % step === 0 || i === way.length - 1));
  const boxOf = ({ w, h }, corner, gap) => {
    const left = corner.includes("left") ? 0 : size.x - w - 12 - gap, top = corner.includes("top") ? 0 : size.y - h - 20 - gap;
    return [left, top, left + w + 12 + gap, top + h + (corner.includes("top") ? 12 : 20) + gap];
  };
  const hits = (points, boxes) => points.filter((p) => boxes.some((b) => p.x > b[0] && p.x < b[2] && p.y > b[1] && p.y < b[3])).length;
  const [legend, locator, scale] = pieces;
  const paddings = [];
  for (const left of [least.x, least.x + 34, legend.w + 56]) {
    for (const right of [least.x, locator.w + 56, legend.w + 56]) {
      for (const top of [least.y, locator.h + 48]) {
        for (const bottom of [least.y, 76, legend.h + 56]) paddings.push({ left, right, top, bottom });
      }
    }
  }
  let best = null;
  for (const pad of paddings) {
    if (pad.left + pad.right > size.x * 0.75 || pad.top + pad.bottom > size.y * 0.75) continue;
    const zoom = Math.min(map.getMaxZoom(), map.getBoundsZoom(bounds, false, L.point(pad.left + pad.right, pad.top + pad.bottom)));
    const middle = map.project(bounds.getSouthWest(), zoom).add(map.project(bounds.getNorthEast(), zoom)).divideBy(2)
      .add(L.point(pad.right - pad.left, pad.bottom - pad.top).divideBy(2));
    const corner = middle.subtract(size.divideBy(2));
    const at = (place) => map.project(place, zoom).subtract(corner);
    const places = stops.map(at), waysAt = sample.map(at);
    const stopsAt = places.length > crowdOf(size) ? places : spreadBadges(places, BADGE_SIZE + 2, size);
    for (const a of CORNERS) {
      for (const b of CORNERS) {
        if (a === b) continue;
        const c = CORNERS.find((corner) => corner !== a && corner !== b);
        const boxes = (gap) => [boxOf(legend, a, gap), boxOf(locator, b, gap), boxOf(scale, c, gap), [0, 0, 46 + gap, 76 + extra + gap]];
        const score = zoom - 2.5 * Math.min(4, hits(stopsAt, boxes(BADGE_ROOM))) - 0.06 * Math.min(4, hits(stopsAt, boxes(90)))  // room for labels
          - 14 * hits(waysAt, boxes(10)) / Math.max(1, waysAt.length)
          - (b === "top right" ? 0 : 0.04) - (pad.left + pad.right + pad.top + pad.bottom) / 100000;
        if (!best || score > best.score + 1e-9) best = { score, zoom, middle, legend: a, locator: b, scale: c };
      }
    }
  }
  return best && { ...best, centre: map.unproject(best.middle, best.zoom) };
}
