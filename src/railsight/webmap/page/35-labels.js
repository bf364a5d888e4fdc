// Few labels, placed where they cover neither each other nor a stop, and as little of the way as can be.

const SPOTS = [[1, 0], [-1, 0], [1, -0.8], [1, 0.8], [-1, -0.8], [-1, 0.8], [0, -1], [0, 1]];

function overlap(a, b) {
  return a[0] < b[2] && b[0] < a[2] && a[1] < b[3] && b[1] < a[3];
}

class Labels {
  constructor(map, labels, boxes, ways, anchor) {
    this.map = map;
    this.boxes = boxes;
    this.ways = ways;
    this.anchor = anchor;
    this.pane = map.createPane("labels");
    this.pane.style.zIndex = 590;
    this.pane.classList.add("leaflet-zoom-hide");
    this.items = labels.map((label) => ({ ...label, node: this.build(label) }));
    this.awake = false;
    map.on("zoomend moveend resize", () => this.place());
  }

  build(label) {
    const node = el("div", { class: `label label-${label.type}`, "aria-hidden": "true" },
      el("span", { class: "label-name" }, outside(label.name.length > 48 ? `${label.name.slice(0, 47)}…` : label.name)),
      label.local ? el("span", { class: "label-local", lang: label.localLang }, outside(label.local)) : null,
      (label.more || []).map((line) => el("span", { class: "label-more" }, outside(line))));
    this.pane.append(node);
    return node;
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

  // Until the map has settled nothing is placed: each placing measures every label.
  wake() {
    this.awake = true;
    this.place();
  }

  place() {
    if (!this.awake) return;
    const size = this.map.getSize();
    const taken = this.boxes();
    const way = this.wayPoints();
    const zoom = this.map.getZoom();
    for (const item of this.items) {
      const { node } = item;
      node.hidden = true;
      if (item.minZoom !== undefined && zoom < item.minZoom) continue;
      if (item.maxZoom !== undefined && zoom > item.maxZoom) continue;
      const p = this.map.latLngToContainerPoint(this.anchor(item) || [item.lat, item.lon]);
      if (p.x < -40 || p.y < -40 || p.x > size.x + 40 || p.y > size.y + 40) continue;
      node.hidden = false;
      node.classList.remove("label-short");
      let box = this.bestBox(p, node.offsetWidth, node.offsetHeight, item, taken, way, size);
      if (!box && (item.local || item.more)) {  // no room for all of it: the name alone
        node.classList.add("label-short");
        box = this.bestBox(p, node.offsetWidth, node.offsetHeight, item, taken, way, size);
      }
      if (!box) { node.hidden = true; continue; }
      taken.push(box);
      L.DomUtil.setPosition(node, this.map.containerPointToLayerPoint([box[0], box[1]]));
    }
  }

  bestBox(p, w, h, item, taken, way, size) {
    let best = null, bestCost = Infinity, side = 1;
    const country = item.type === "country";
    const spots = country ? [[0, 0], [0, -1], [0, 1]] : SPOTS;
    const gaps = country ? [14] : item.gap || [20, 32];
    gaps.forEach((gap, round) => spots.forEach(([sx, sy], rank) => {
      const x = p.x + sx * gap + (sx > 0 ? 0 : sx < 0 ? -w : -w / 2);
      const y = p.y + sy * gap + (sx === 0 ? (sy > 0 ? 0 : sy < 0 ? -h : -h / 2) : -h / 2);
      const box = [x, y, x + w, y + h];
      if (x < 4 || y < 4 || x + w > size.x - 4 || y + h > size.y - 4) return;
      if (taken.some((other) => overlap(box, other))) return;
      let cost = rank * 0.6 + round * 2;
      for (const [px, py] of way) if (px > x - 2 && px < x + w + 2 && py > y - 1 && py < y + h + 1) cost += country ? 99 : 1.5;
      if (cost > 90) return;
      if (cost < bestCost) { best = box; bestCost = cost; side = sx; }
    }));
    if (!country) item.node.style.textAlign = side > 0 ? "left" : side < 0 ? "right" : "center";
    return best;
  }
}
