// Where the train is at the chosen moment: likely spot, the stretch that holds the belief, and all it can reach.

// The lines that a moment shows, of pieces [line, first moment, last moment, first, last, ...].
function linesAt(pieces, moment, lines) {
  const inside = (piece) => {
    for (let i = 1; i < piece.length; i += 2) if (piece[i] <= moment && moment <= piece[i + 1]) return true;
    return false;
  };
  return pieces.filter(inside).map(([line]) => lines[line]);
}

class MovingPosition {
  constructor(map, data, lines, theme) {
    this.map = map;
    this.data = data;
    this.lines = lines;
    map.createPane("where").style.zIndex = 405;
    const renderer = L.svg({ pane: "where", padding: 0.4 });
    const band = (weight, opacity, name) => L.polyline([], { renderer, pane: "where", weight, opacity, interactive: false,
      className: name, lineCap: "round" }).addTo(map);
    this.reach = [band(10, 1, "reach"), band(6.5, 1, "reach-fill")];  // light, with an edge at full strength
    this.spread = band(13, 0.85, "spread");
    // Below the stops and wider than their badges: the ring never hides a number.
    map.createPane("train").style.zIndex = 580;
    const icon = L.divIcon({ className: "train", iconSize: [48, 48], html: svg("svg", { viewBox: "0 0 48 48" },
      svg("circle", { cx: 24, cy: 24, r: 20, class: "train-case" }), svg("circle", { cx: 24, cy: 24, r: 20, class: "train-ring" }),
      svg("circle", { cx: 24, cy: 24, r: 4.5, class: "train-spot" })) });
    this.train = data.times.length ? L.marker([0, 0], { icon, pane: "train", interactive: false, keyboard: false }).addTo(map) : null;
    if (this.train) this.train.getElement().setAttribute("aria-hidden", "true");
    this.paint(theme);
  }

  // The ring's box in container pixels, for labels to keep clear of.
  boxes() {
    if (!this.train || !this.at) return [];
    const p = this.map.latLngToContainerPoint(this.at);
    return [[p.x - 22, p.y - 22, p.x + 22, p.y + 22]];
  }

  // A moment of the slider; null shows nothing, where what is known of it was not known by then.
  show(index) {
    const moment = index === null ? null : this.data.times[index];
    const reached = moment ? linesAt(this.data.stretches.reach, index, this.lines) : [];
    for (const line of this.reach) line.setLatLngs(reached);
    this.spread.setLatLngs(moment ? linesAt(this.data.stretches.band, index, this.lines) : []);
    const known = moment !== null && moment.known !== "unknown";
    this.at = known ? [moment.lat, moment.lon] : null;
    const mark = this.train.getElement();
    mark.classList.toggle("away", !known);
    mark.classList.toggle("assumed", known && moment.known === "assumed");
    if (known) this.train.setLatLng(this.at);
  }

  paint(colours) {
    this.reach[0].setStyle({ color: colours.reach });
    this.reach[1].setStyle({ color: colours.within });
    this.spread.setStyle({ color: colours.reach });
  }
}
