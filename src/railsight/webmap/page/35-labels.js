// Few labels, placed where they cover neither each other nor a stop, and as little of the way as can be.

const SPOTS = [[1, 0], [-1, 0], [1, -0.8], [1, 0.8], [-1, -0.8], [-1, 0.8], [0, -1], [0, 1]];
// A label may say less where it has no room or would hide the way: what each shorter form costs beside one that hides
// ten pixels of it.
const SHORTER = 4, HIDES = 1.5, BESIDE_WAY = 4;  // pixels: half a way with its casing
// Stations only orient: one whose label would hide more of the way, or stands nearer to a named one, stays unnamed.
const MOST_HIDDEN = 6, STATIONS_APART = 64;

// A name is read with the badge that it is nearest to: one no nearer to its own than to another is not written there,
// and one hardly nearer (pixels) only where it must be.
const CLEARLY_OWN = 2, WELL_OWN = 8, DOUBTFUL = 5;
// One that stands straight beside, over or under another badge, so near, and so of its own only aslant, is read with the
// other: none but that of a destination is written there, and that only where it must be.
const ASTRAY = 10, BESIDE = 32;
// Room between two names: side by side without it they would read as one.
const NAMES_APART = [6, 0];
// Room around the name of a country: two side by side would read as one.
const COUNTRY_ROOM = [14, 4];
// A country has several places for its name, of which one is taken in so many pixels, or in this share of the map.
const COUNTRY_APART = 520, COUNTRY_SHARE = 0.75;
// Pixels of room up and down at the least zoom at which a country is named; a name is so many times as wide as high.
const NAME_ROOM = 12, NAME_WIDE = 2.5;

function overlap(a, b, [x, y] = [0, 0]) {
  return a[0] - x < b[2] && b[0] < a[2] + x && a[1] - y < b[3] && b[1] < a[3] + y;
}

function gapBetween(a, b) {
  return Math.hypot(Math.max(0, a[0] - b[2], b[0] - a[2]), Math.max(0, a[1] - b[3], b[1] - a[3]));
}

// How much nearer a box is to the badge that it names than to any other; Infinity for what names none.
function ownLead(box, own, badges) {
  if (!own) return Infinity;
  return Math.min(Infinity, ...badges.filter((b) => b !== own).map((b) => gapBetween(box, b))) - gapBetween(box, own);
}

// Whether at least half of a box stands straight beside a badge, over it or under it.
function standsBy(box, badge) {
  const along = (k) => Math.min(box[k + 2], badge[k + 2]) - Math.max(box[k], badge[k]) >= Math.min(box[k + 2] - box[k], badge[k + 2] - badge[k]) / 2;
  return gapBetween(box, badge) < BESIDE && (along(0) || along(1));
}

// A destination's label keeps its percentage in every form; where one has no room for it, all leave it out.
class Labels {
  constructor(map, labels, boxes, badges, ways, marks) {
    this.map = map;
    this.boxes = boxes;
    this.badges = badges;
    this.ways = ways;
    this.marks = marks;
    this.pane = map.createPane("labels");
    this.pane.style.zIndex = 590;
    this.pane.classList.add("leaflet-zoom-hide");
    this.items = labels.flatMap((label, rank) => this.itemsOf(label, rank));
    this.awake = false;
    this.chosen = null;
    this.isShown = () => true;
    map.on("resize", () => this.forget());
    map.on("zoomend moveend resize", () => this.place());
  }

  // A label as it may be placed: that of a country at one of several places.
  itemsOf(label, rank) {
    const sizes = new Map(), forms = this.forms(label);
    const item = (place) => ({ ...label, ...place, rank, node: this.build(label), dot: this.dotOf(label), forms, sizes });
    return label.places ? label.places.map(([lat, lon, minZoom]) => item({ lat, lon, minZoom })) : [item()];
  }

  // The spot that the name of a station is of; a badge marks that of a stop.
  dotOf({ type }) {
    if (type !== "station") return null;
    const dot = el("span", { class: "station-dot", hidden: true, "aria-hidden": "true" });
    this.pane.append(dot);
    return dot;
  }

  build(label) {
    const [, whole, more] = /^(.{4,}?)( \(.*)?$/s.exec(label.name) || [null, label.name, null];
    const head = whole.length > 48 ? `${whole.slice(0, 47)}…` : whole;
    const aside = more && label.name.length <= 48 ? more : null;
    const node = el("div", { class: `label label-${label.type}${label.named ? " label-named" : ""}`, "aria-hidden": "true" },
      el("span", { class: "label-name" }, outside(head), aside ? el("span", { class: "label-aside" }, outside(aside)) : null),
      label.share ? el("span", { class: "label-share" }, label.share) : null,
      label.local ? el("span", { class: "label-local", lang: label.localLang }, outside(label.local)) : null,
      (label.more || []).map((line) => el("span", { class: "label-more" }, outside(line))));
    this.pane.append(node);
    return node;
  }

  // The ways to write a label, from all of it to the name alone; of a destination, to the percentage alone.
  forms(label) {
    const more = (label.more || []).length;
    if (label.type === "goal") return ["", "label-short", ...(label.named ? [] : ["label-figure"])];
    return ["", ...(more && (label.local || more > 1) ? ["label-brief"] : []),
      ...(more || label.local || label.name.includes(" (") ? ["label-short"] : [])];
  }

  // Points of the ways in view, a few pixels apart, so that labels may keep clear of them.
  wayPoints() {
    const bounds = this.map.getBounds().pad(0.1);
    const found = [];
    let last = null;
    for (const way of this.ways) {
      last = null;
      for (const [lat, lon] of way) {
        if (!bounds.contains([lat, lon])) { last = null; continue; }
        const p = this.map.latLngToContainerPoint([lat, lon]);
        if (last) {
          const steps = Math.min(200, Math.floor(last.distanceTo(p) / 10));
          for (let i = 1; i < steps; i++) found.push([last.x + (p.x - last.x) * i / steps, last.y + (p.y - last.y) * i / steps]);
        }
        found.push([p.x, p.y]);
        last = p;
      }
      if (found.length > 6000) break;
    }
    return found;
  }

  // Width and height of every label in each of its forms, with percentages or without, as the page lays them out: all of
  // one form at a time, for each look at a size costs a layout of the page, and kept until `forget`.
  measure() {
    const bare = this.pane.classList.contains("no-shares");
    const due = this.items.filter(({ sizes }) => !sizes.has(bare) && sizes.set(bare, []));
    for (let k = 0, left = due; left.length; k += 1, left = left.filter((item) => k < item.forms.length)) {
      for (const item of left) { item.node.hidden = false; this.write(item, item.forms[k]); }
      for (const { node, sizes } of left) sizes.get(bare).push([node.offsetWidth, node.offsetHeight]);
    }
    return bare;
  }

  // What labels measure may have changed: all of them, or one.
  forget(items = this.items) {
    for (const item of items) item.sizes.clear();
  }

  write({ node }, form) {
    node.classList.remove("label-brief", "label-short", "label-figure");
    if (form) node.classList.add(form);
  }

  // Until the map has settled nothing is placed.
  wake() {
    this.awake = true;
    this.place();
  }

  // Whether a label's badge is on the map, or the way that it names a place of.
  wanted(item) {
    return item.n ? this.marks.has(item.n) : this.isShown(item, item.known);
  }

  // The percentages of destinations as they stood at a moment, by letter; null: as they stand now. Of then there are no
  // times of arrival, and no percentage of what was not weighed.
  asOf(shares) {
    for (const item of this.items) {
      const { node, n, share, type } = item;
      if (type !== "goal") continue;
      const shown = node.querySelector(".label-share"), text = shares === null ? share : shares.get(n) || "–";
      if (node.classList.contains("label-then") === (shares !== null) && shown.textContent === text) continue;
      node.classList.toggle("label-then", shares !== null);
      shown.textContent = text;
      this.forget([item]);
    }
  }

  // The items in the order in which they find room: the chosen one, then by rank, a country where it has most room.
  inOrder() {
    const { x, y } = this.map.getSize(), zoom = this.map.getZoom();
    const roomOf = ({ type, lat, lon, minZoom }) => {
      if (type !== "country") return 0;
      const p = this.map.latLngToContainerPoint([lat, lon]);
      return Math.min(NAME_ROOM * 2 ** (zoom - minZoom), p.y, y - p.y, p.x / NAME_WIDE, (x - p.x) / NAME_WIDE);
    };
    const first = (item) => Number(item.n !== undefined && item.n === this.chosen);
    return this.items.map((item) => ({ item, room: roomOf(item) }))
      .sort((a, b) => first(b.item) - first(a.item) || a.item.rank - b.item.rank || b.room - a.room).map(({ item }) => item);
  }

  // Sightings that share a badge share a name, that of the first and the last of them: "Irkutsk – Chita".
  join() {
    for (const item of this.items) {
      if (item.type === "goal" || !item.n) continue;
      const joined = this.marks.joined(item.n), said = joined ? joined.names.join(" – ") : null;
      item.head = joined && joined.head;
      if (said === (item.said ?? null)) continue;
      item.said = said;
      item.own ??= { children: [...item.node.childNodes], className: item.node.className, forms: item.forms };
      item.node.className = said === null ? item.own.className : `label label-${joined.alike ? item.type : "stop"}`;
      item.node.replaceChildren(...(said === null ? item.own.children : [el("span", { class: "label-name" }, outside(said))]));
      item.forms = said === null ? item.own.forms : [""];
      this.forget([item]);
    }
  }

  place() {
    if (!this.awake) return;
    this.join();
    const way = this.wayPoints();
    this.pane.classList.remove("no-shares");
    if (this.placeAll(way)) return;
    this.pane.classList.add("no-shares");
    this.placeAll(way);
  }

  // Whether every percentage in view found room.
  placeAll(way) {
    const size = this.map.getSize(), inView = (p) => p.x >= 0 && p.y >= 0 && p.x <= size.x && p.y <= size.y;
    const taken = this.boxes(), badges = this.badges(), named = [], countries = [], spoken = new Set();
    this.fixed = taken.length;
    const alone = Math.max(COUNTRY_APART, COUNTRY_SHARE * Math.max(size.x, size.y));
    const bare = this.measure();
    const zoom = this.map.getZoom();
    let all = true;
    for (const item of this.inOrder()) {
      const { node } = item;
      node.hidden = true;
      if (item.dot) item.dot.hidden = true;
      if (!this.wanted(item) || (item.head && spoken.has(item.head))) continue;
      if (item.head) spoken.add(item.head);
      if (item.minZoom !== undefined && zoom < item.minZoom) continue;
      if (item.maxZoom !== undefined && zoom > item.maxZoom) continue;
      const p = this.map.latLngToContainerPoint((item.n && this.marks.placeOf(item.n)) || [item.lat, item.lon]);
      if (p.x < -40 || p.y < -40 || p.x > size.x + 40 || p.y > size.y + 40) continue;
      const station = item.type === "station";
      if (station && badges.some((b) => p.x > b[0] && p.x < b[2] && p.y > b[1] && p.y < b[3])) continue;
      if (station && named.some((other) => p.distanceTo(other) < STATIONS_APART)) continue;
      const country = item.type === "country" ? item.name : null;
      if (country && countries.some((other) => other.name === country && p.distanceTo(other.p) < alone)) continue;
      node.hidden = false;
      const found = this.bestForm(p, item, item.sizes.get(bare), taken, way, size, badges);
      if (!found) {
        node.hidden = true;
        all &&= item.type !== "goal" || !inView(p);
        continue;
      }
      const { box } = found;
      if (station || item.type === "stop") named.push(p);
      if (item.dot) {
        item.dot.hidden = false;
        L.DomUtil.setPosition(item.dot, this.map.containerPointToLayerPoint(p));
      }
      if (country) countries.push({ name: country, p });
      taken.push(box);
      L.DomUtil.setPosition(node, this.map.containerPointToLayerPoint([box[0], box[1]]));
    }
    return all;
  }

  // The best place in the best form, its text set accordingly; null where there is none.
  bestForm(p, item, sizes, taken, way, size, badges) {
    const { node, forms, type } = item;
    let best = null;
    for (const [k, form] of forms.entries()) {
      if (best && (best.cost <= k * SHORTER || form === "label-figure")) break;  // without its name only where it must be
      const [width, height] = sizes[k];
      if (!width) continue;  // nothing is left of it, as where percentages have no room
      const found = this.bestBox(p, width, height, item, taken, way, size, badges);
      if (found && (!best || found.cost + k * SHORTER < best.cost)) best = { ...found, form, cost: found.cost + k * SHORTER };
    }
    if (!best || (type === "station" && best.hides > MOST_HIDDEN)) return null;
    this.write(item, best.form);
    if (type !== "country") node.style.textAlign = best.side > 0 ? "left" : best.side < 0 ? "right" : "center";
    return best;
  }

  bestBox(p, w, h, item, taken, way, size, badges) {
    let best = null;
    const country = item.type === "country", room = country ? COUNTRY_ROOM : undefined;
    const own = item.n && badges.find((b) => p.x > b[0] && p.x < b[2] && p.y > b[1] && p.y < b[3]);
    const spots = country ? [[0, 0]] : SPOTS;
    const gaps = country ? [14] : item.gap || [20, 32];
    gaps.forEach((gap, round) => spots.forEach(([sx, sy], rank) => {
      let x = p.x + sx * gap + (sx > 0 ? 0 : sx < 0 ? -w : -w / 2);
      const y = p.y + sy * gap + (sx === 0 ? (sy > 0 ? 0 : sy < 0 ? -h : -h / 2) : -h / 2);
      let cost = rank * 0.6 + round * 2;
      if (sx === 0 && !country) {  // above or below a point near the edge: moved in as far as it still stands over it
        const inside = Math.max(4, Math.min(size.x - 4 - w, x));
        if (Math.abs(inside - x) > w / 2 - 8) return;
        cost += inside === x ? 0 : 1;
        x = inside;
      }
      const box = [x, y, x + w, y + h];
      if (x < 4 || y < 4 || x + w > size.x - 4 || y + h > size.y - 4) return;
      if (taken.some((other, i) => overlap(box, other, room || (i < this.fixed ? undefined : NAMES_APART)))) return;
      const lead = ownLead(box, own, badges);
      if (lead < CLEARLY_OWN) return;
      if (lead < WELL_OWN) cost += DOUBTFUL;
      if (own && !standsBy(box, own) && badges.some((b) => b !== own && standsBy(box, b))) {
        if (item.type !== "goal") return;
        cost += ASTRAY;
      }
      let hides = 0;
      for (const [px, py] of way) if (px > x - BESIDE_WAY && px < x + w + BESIDE_WAY && py > y - 2 && py < y + h + 2) hides += country ? 99 : HIDES;
      if (hides > 90) return;
      if (!best || cost + hides < best.cost) best = { box, side: sx, hides, cost: cost + hides };
    }));
    return best;
  }
}
