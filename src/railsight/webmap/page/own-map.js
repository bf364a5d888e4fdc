// On a map of the author's own, beside layers of theirs: ways and badges as one layer, without panel, basemap or clock.

// A pane in our looks, whatever those of the map are: always in light colours, as most tiles are.
function ownPane(map, name, zIndex) {
  const pane = map.getPane(name) || map.createPane(name);
  pane.classList.add("railsight", "own-map");
  pane.style.zIndex = zIndex;
  return pane;
}

// Badges with names on hover and evidence on click, moved apart where they would lie on each other.
function addOwnStops(map, data, group, signs) {
  const words = data.words, size = BADGE_SIZE;
  const lit = (...children) => el("div", { class: "railsight own-map" }, ...children);
  const renderer = L.svg({ pane: "railsight-leaders", padding: 0.4 });
  const goals = data.goals.filter(({ drawn }) => drawn).map((goal) => ({ ...goal, mark: goal.n, look: "goal" }));
  const marks = [...data.stops.filter(({ goal }) => !goal), ...goals].map((stop) => {
    const said = stop.look === "goal" ? [words.goalWord, prose(stop.probability, words)] : [stopEvent(stop, words)];
    const title = [outside(stop.name), " · ", ...said];
    const icon = L.divIcon({ className: stop.look === "goal" ? "goal-stop" : "stop", html: stopBadge(stop), iconSize: [size, size] });
    const marker = L.marker([stop.lat, stop.lon], { icon, pane: "railsight-badges", riseOnHover: true });
    marker.on("add", () => marker.getElement().setAttribute("aria-label", `${stop.mark}. ${stop.name}`));
    marker.bindTooltip(() => lit(...title));
    const told = stop.look === "goal" ? goalBody : stopBody;
    marker.bindPopup(() => lit(el("p", { class: "stop-name" }, ...title), told(stop, words)), { maxWidth: 320, maxHeight: 320 });
    const leader = L.polyline([], { renderer, pane: "railsight-leaders", className: "leader", weight: 2, interactive: false });
    group.addLayer(leader).addLayer(marker);
    return { stop, marker, leader };
  });
  const arrange = () => {
    const points = marks.map(({ stop }) => map.latLngToContainerPoint([stop.lat, stop.lon]));
    const apart = spreadBadges(points, size + 2, map.getSize()), half = size / 2 + 2;
    apart.forEach((p, i) => {
      const { stop, marker, leader } = marks[i], place = map.containerPointToLatLng(p);
      marker.setLatLng(place);
      leader.setLatLngs(p.distanceTo(points[i]) > 6 ? [[stop.lat, stop.lon], place] : []);
    });
    const places = data.marks.map(({ lat, lon }) => map.latLngToContainerPoint([lat, lon]));
    besides(places, MARK_SIZE, apart.map(({ x, y }) => [x - half, y - half, x + half, y + half]))
      .forEach((p, i) => signs[i].setLatLng(map.containerPointToLatLng(p)));
  };
  group.on("add", () => { map.on("zoomend", arrange); arrange(); });
  group.on("remove", () => map.off("zoomend", arrange));
}

// Borders and breaks of gauge.
function addOwnMarks(data, group) {
  return data.marks.map((mark) => {
    const icon = L.divIcon({ className: `mark mark-is-${mark.type}`, html: MARKS[mark.type](), iconSize: [24, 24] });
    return L.marker([mark.lat, mark.lon], { icon, pane: "railsight-badges", keyboard: false, zIndexOffset: -9000 })
      .bindTooltip(() => el("span", {}, outside(mark.text))).addTo(group);
  });
}

// What the signs mean, as long as the layer is shown: dashes and dots tell how sure a way is.
function ownLegend(data) {
  const control = L.control({ position: "bottomleft" });
  control.onAdd = () => {
    const box = el("div", { class: "railsight own-map" }, legendList(data));
    box.firstChild.open = false;
    box.querySelector("summary").append(": ", outside(data.title));  // there may be several layers
    L.DomEvent.disableClickPropagation(box);
    L.DomEvent.disableScrollPropagation(box);
    return box;
  };
  return control;
}

window.railsightOnMap = (map, code) => {
  const data = JSON.parse(code), group = L.featureGroup(), near = longitudesAround(data.area);
  const lines = data.lines.map((line) => decodeLine(line, near));
  for (const put of [data.stops, data.goals, data.marks].flat()) put.lon = near(put.lon);
  const dots = `dots-${L.stamp(group)}`;  // each layer has its own, which hides them far out
  for (const [name, zIndex] of [["ways", 410], [dots, 420], ["leaders", 430], ["badges", 610]]) ownPane(map, `railsight-${name}`, zIndex);
  const theme = readTheme(map.getPane("railsight-ways"));
  addPaths(map, data, lines, theme, { group, pane: "railsight-ways" });
  addDots(map, data.dots, theme, near, { group, pane: `railsight-${dots}` });
  addOwnStops(map, data, group, addOwnMarks(data, group));
  const legend = ownLegend(data);
  group.on("add", () => legend.addTo(map));
  group.on("remove", () => legend.remove());
  group.getAttribution = () => data.credit || null;  // markup already
  return group;
};
