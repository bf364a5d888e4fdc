// Where the train is at the chosen moment: likely spot, the stretch that holds the belief, and all it can reach.

class MovingPosition {
  constructor(map, data, lines, theme) {
    this.data = data;
    this.lines = lines;
    map.createPane("where").style.zIndex = 405;
    const renderer = L.svg({ pane: "where", padding: 0.4 });
    const band = (weight, opacity, name) => L.polyline([], { renderer, pane: "where", weight, opacity, interactive: false,
      className: name, lineCap: "round" }).addTo(map);
    this.reach = band(16, 0.2, "reach");
    this.spread = band(13, 0.55, "spread");
    const icon = L.divIcon({ className: "train", iconSize: [34, 34], html: svg("svg", { viewBox: "0 0 34 34" },
      svg("circle", { cx: 17, cy: 17, r: 14, class: "train-ring" }),
      svg("path", { d: "M11 10h12a2 2 0 0 1 2 2v8a3 3 0 0 1-3 3H12a3 3 0 0 1-3-3v-8a2 2 0 0 1 2-2zM11.5 12.5v4h11v-4zM12 26l2-3m6 0l2 3", class: "train-body" })) });
    this.train = data.times.length ? L.marker([0, 0], { icon, interactive: false, keyboard: false, zIndexOffset: 600 }).addTo(map) : null;
    if (this.train) this.train.getElement().setAttribute("aria-hidden", "true");
    this.paint(theme);
  }

  show(index) {
    const moment = this.data.times[index];
    this.reach.setLatLngs(moment.reach.map((i) => this.lines[i]));
    this.spread.setLatLngs(moment.band.map((i) => this.lines[i]));
    this.train.setLatLng([moment.lat, moment.lon]);
  }

  paint(colours) {
    this.reach.setStyle({ color: colours.reach });
    this.spread.setStyle({ color: colours.reach });
  }
}
