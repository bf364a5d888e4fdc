// Where the train is at the chosen moment: likely spot, the stretch that holds the belief, and all it can reach.

class MovingPosition {
  constructor(map, data, lines, theme) {
    this.data = data;
    this.lines = lines;
    map.createPane("where").style.zIndex = 405;
    const renderer = L.svg({ pane: "where", padding: 0.4 });
    const band = (weight, opacity, name) => L.polyline([], { renderer, pane: "where", weight, opacity, interactive: false,
      className: name, lineCap: "round" }).addTo(map);
    this.reach = band(10, 0.26, "reach");
    this.spread = band(13, 0.6, "spread");
    const icon = L.divIcon({ className: "train", iconSize: [40, 40], html: svg("svg", { viewBox: "0 0 40 40" },
      svg("circle", { cx: 20, cy: 20, r: 17, class: "train-case" }), svg("circle", { cx: 20, cy: 20, r: 17, class: "train-ring" }),
      svg("circle", { cx: 20, cy: 20, r: 4.5, class: "train-spot" })) });
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
