// Puts the page together and keeps its state: chosen stop, moment, filters, what was known.

function start(root, data, givenMap) {
  const words = data.words;
  const state = { stop: null, asKnown: false, statuses: null, sources: null };
  const near = longitudesAround(data.area);
  const lines = data.lines.map((code) => decodeLine(code, near));
  const areas = data.stops.map((stop) => stop.area).filter(Boolean);
  for (const put of [data.stops, data.goals, data.labels, data.marks, data.times, areas].flat()) put.lon = near(put.lon);
  for (const place of data.labels.flatMap(({ places }) => places || [])) place[1] = near(place[1]);
  const dark = matchMedia("(prefers-color-scheme: dark)");

  // ---- the frame
  const mapNode = givenMap ? null : el("div", { id: "map", role: "application", "aria-label": words.mapLabel });
  const mapBox = el("div", { class: "map-box" }, mapNode || "");
  const mapPart = el("section", { class: "map-part", "aria-label": words.map }, mapBox);
  const panel = buildPanel(data, choose);
  const sheet = sheetGrip(root, panel, words);
  root.classList.add("railsight");
  // In a frame of another page the map has the room and the text is folded: where that page asks for it, or it is low.
  const embedded = !givenMap && (new URLSearchParams(location.hash.slice(1)).has("embed") ||
    (window.self !== window.top && window.innerHeight <= 560));
  root.classList.toggle("embedded", embedded);
  if (givenMap) {
    for (const node of [panel, mapPart]) { L.DomEvent.disableClickPropagation(node); L.DomEvent.disableScrollPropagation(node); }
    root.append(panel, mapPart);
  } else {
    const skip = (word, id) => el("a", { class: "skip", href: `#${id}`,
      on: { click: (event) => { event.preventDefault(); document.getElementById(id).focus(); } } }, word);
    root.append(skip(words.skip, "panel"), data.times.length ? skip(words.skipTime, "moment") : "",
      el("main", { class: "frame" }, mapPart, panel));
  }

  // ---- time
  const time = data.times.length ? new TimeControl(data, () => {
    remember();
    if (state.asKnown) refresh();
    else moving.show(time.index);
  }, (on) => { state.asKnown = on; remember(); refresh(); }) : null;
  if (time) mapPart.append(time.node);  // before the map, which takes the room that is left

  // ---- the map
  const map = givenMap || L.map(mapNode, { zoomControl: false, attributionControl: false, zoomSnap: 0.25, minZoom: 1,
    maxZoom: 11, fadeAnimation: false });
  const [west, south, east, north] = data.area;
  const home = [[south, west], [north, east]];
  const whole = data.whole && [[data.whole[1], data.whole[0]], [data.whole[3], data.whole[2]]];
  const wide = () => map.getSize().x > 600;
  const beside = () => (givenMap && wide() ? 350 : 0);
  let view = null, shownArea = home;
  const goHome = () => {
    if (view) { map.setView(view.centre, view.zoom, { animate: false }); return; }
    map.fitBounds(shownArea, { animate: false, paddingTopLeft: wide() ? [60, 30] : [34, 26],
      paddingBottomRight: wide() ? [60 + beside(), givenMap ? 110 : 40] : [44, 30] });
  };
  if (givenMap && map.attributionControl) map.attributionControl.setPrefix(false);
  goHome();
  const scale = scaleBar(words);
  if (!givenMap) {
    L.control.zoom({ zoomInTitle: words.zoomIn, zoomOutTitle: words.zoomOut }).addTo(map);
    scale.addTo(map);
    if (whole) wholeButton(words, (all) => settle(all ? whole : home)).addTo(map);
  }
  let theme = readTheme(root);
  const painters = [addBasemap(map, data.basemap, theme)];
  if (data.tiles) L.tileLayer(data.tiles.url, { maxZoom: 18, referrerPolicy: "no-referrer" }).addTo(map);
  const moving = new MovingPosition(map, data, lines, theme);
  const drawnWays = addPaths(map, data, lines, theme);
  const chosenWay = L.polyline([], { ...STROKES.speculated, renderer: L.svg({ pane: "ways", padding: 0.4 }), pane: "ways",
    interactive: false, className: "way-chosen" }).addTo(map);
  painters.push((colours) => moving.paint(colours), drawnWays.paint, addDots(map, data.dots, theme, near),
    (colours) => chosenWay.setStyle({ color: colours.speculated }));
  painters.at(-1)(theme);
  const points = addMarks(map, data, () => marks.boxes());
  const goals = data.goals.map((goal) => ({ ...goal, mark: goal.n, look: "goal" }));
  const order = ({ mark }) => (/^\d+$/.test(mark) ? Number(mark) : Infinity);  // neighbours in time may share a badge
  const badges = [...data.stops.filter((stop) => !stop.goal), ...goals].sort((a, b) => (order(a) === order(b) ? 0 : order(a) - order(b)));
  const marks = new StopMarks(map, badges, choose, words);
  marks.arranged = points.part;
  points.part();
  const travel = new Travel(map, data.paths, lines, () => marks.boxes());
  const ways = data.paths.filter((path) => path.style !== "alternative").flatMap((path) => path.lines.map((i) => lines[i]));
  let furnish = () => null, remark = () => {};
  const furniture = () => {
    remark();  // it takes room too
    const frame = map.getContainer().getBoundingClientRect();
    const pieces = givenMap ? [panel, mapPart, legend, locator] : [...mapBox.querySelectorAll(".legend, .locator, .leaflet-control, .map-credit, .map-note:not([hidden])")];
    return pieces.map((node) => {
      const box = node.getBoundingClientRect();
      return [box.left - frame.left, box.top - frame.top, box.right - frame.left, box.bottom - frame.top];
    });
  };
  const labels = new Labels(map, data.labels, () => [...marks.boxes(), ...points.boxes(), ...furniture(), ...moving.boxes()],
    () => marks.boxes(), data.paths.flatMap((path) => path.lines.map((i) => lines[i])), marks);
  const locator = el("canvas", { class: "locator", role: "img", "aria-label": words.locator });
  const legend = legendList(data);
  // A legend opened on a phone covers half the map: it is laid over the badges, which stay where they are.
  if (!givenMap) {
    marks.obstacles = () => {
      const { x, y } = map.getSize();
      return furniture().filter(([left, top, right, bottom]) => (right - left) * (bottom - top) < x * y / 6);
    };
  }
  legend.addEventListener("toggle", () => { marks.arrange(); labels.place(); });
  const credit = data.credit ? el("p", { class: "map-credit", "aria-hidden": "true" }, outside(data.credit)) : "";
  if (givenMap) {  // what the author adds lies over our ways, and the furniture where theirs is not
    map.getPane("overlayPane").style.zIndex = 450;
    scale.setPosition("topleft").addTo(map);
    legend.open = false;
    L.DomEvent.disableClickPropagation(legend);
    root.append(legend, locator, credit);
    painters.push((colours) => drawLocator(locator, data.basemap, data.area, colours));
    painters.at(-1)(theme);
  } else {
    mapBox.append(locator, legend);
    const note = el("p", { class: "map-note" });
    mapBox.append(note);
    mapBox.append(credit);
    // What the map itself has to say: whom it asks for tiles, how rough it is here, which badges of all there are lie outside.
    remark = () => {
      const km = data.tiles ? 0 : roughness(map, data.basemap);
      const away = whole && state.stop === null && view && map.getZoom() <= view.zoom + 0.01 ? marks.outside() : [];
      const said = [data.tiles && data.tiles.note, km && words.rough.replace("#", km), away.length && words.outside.replace("#", away.join(", "))];
      note.replaceChildren(...said.filter(Boolean).map((line) => el("span", {}, line)));
      note.hidden = !note.childNodes.length;
    };
    map.on("zoomend moveend", () => remark());
    painters.push((colours) => drawLocator(locator, data.basemap, data.area, colours));
    painters.at(-1)(theme);
    furnish = (area) => {
      const below = root.classList.contains("on-paper");  // there the legend stands under the map
      const pieces = [legend, locator].map((node) => (below && node === legend ? { w: 0, h: 0 } : { w: node.offsetWidth, h: node.offsetHeight }));
      const inside = L.latLngBounds(area).pad(0.02);
      const places = badges.filter((stop) => stop.drawn !== false).map(({ lat, lon }) => [lat, lon]).filter((place) => inside.contains(place));
      const found = fitClear(map, area, places, ways, [...pieces, { w: 130, h: 24 }], wide() ? { x: 60, y: 36 } : { x: 30, y: 32 },
        whole ? 34 : 0);
      if (!found) return null;
      legend.dataset.corner = found.legend;
      locator.dataset.corner = found.locator;
      scale.setPosition(found.scale.replace(" ", ""));
      return found;
    };
  }
  const repaint = () => { theme = readTheme(root); for (const paint of painters) paint(theme); };
  dark.addEventListener("change", repaint);

  // Far enough out for the whole world, no farther than fills the map.
  const leastZoom = () => {
    const { x, y } = map.getSize();
    return Math.min(2, Math.max(0, Math.floor(4 * Math.log2(Math.max(x, y) / 256)) / 4));
  };

  // Fits an area into the room the map has, with legend and locator where they hide the least.
  const settle = (area = shownArea) => {
    shownArea = area;
    map.invalidateSize({ animate: false });
    legend.querySelector(".legend-several").hidden = badges.length <= crowdOf(map.getSize());
    map.setMinZoom(leastZoom());
    view = furnish(area);
    goHome();
    marks.arrange();  // legend and locator may stand elsewhere now
    labels.wake();
    travel.draw();
    remark();
  };

  // ---- what is known
  // The moment whose knowledge is shown; Infinity where that is all there is: the slider ends there.
  const lastLearnt = Math.max(...[...data.stops.map(({ knownBy }) => knownBy), ...data.history.map(({ t }) => t)]
    .filter(Boolean).map((t) => Date.parse(t)), -Infinity);

  function knownUntil() {
    if (!state.asKnown || time.index === data.times.length - 1) return Infinity;
    const at = Date.parse(data.times[time.index].t);
    return at >= lastLearnt ? Infinity : at;
  }

  function wasKnown(t) {
    return !t || Date.parse(t) <= knownUntil();
  }

  // How likely the destinations were: the newest ranking that was known, null where it is the one of now.
  function rankingThen() {
    const until = knownUntil();
    if (until === Infinity) return null;
    const entry = data.history.filter(({ t }) => Date.parse(t) <= until).at(-1);
    return { text: entry ? entry.text : null, goals: entry ? entry.ranking : [] };
  }

  function passes(stop) {
    return (!state.statuses || state.statuses.has(shownStatus(stop))) && (!state.sources || state.sources.has(stop.sourceKey));
  }

  // Shows what filters and the "as known at" switch let through, on the map, in the list and in words alike.
  function refresh() {
    let shown = 0;
    for (const stop of data.stops) {
      const item = panel.querySelector(`.stop-item[data-stop="${stop.n}"]`);
      item.hidden = !passes(stop);
      item.classList.toggle("unknown-yet", !wasKnown(stop.knownBy));
      shown += passes(stop) ? 1 : 0;
    }
    const count = panel.querySelector(".filter-count");
    if (count) count.textContent = words.shown.replace("#", shown).replace("#", data.stops.length);
    const then = rankingThen();
    showThen(then);
    showOnMap(then);
  }

  // The words: a note that they are of then, the ranking of then, and where the train was last known to be.
  function showThen(then) {
    root.classList.toggle("known-then", then !== null);
    const note = panel.querySelector(".later-note");
    note.hidden = then === null;
    note.textContent = then === null ? "" : words.laterNote;
    for (const heading of panel.querySelectorAll(".told-now h2")) {
      const said = heading.querySelector(".known-later");
      if (said) said.remove();
      if (then) heading.append(el("span", { class: "known-later" }, ` (${words.laterPart})`));
    }
    const known = data.stops.filter((stop) => !stop.aside && stop.look !== "denied" && wasKnown(stop.knownBy));
    const place = known.length ? words.lastKnown.replace("#", known.at(-1).name) : words.nothingKnown;
    if (time) time.say(then === null ? null : place);
    const part = panel.querySelector("#goals");
    if (!part) return;
    const ranking = part.querySelector(".goals-as-of");
    ranking.hidden = !state.asKnown;
    const none = known.length ? words.noRanking : words.nothingKnown;
    ranking.replaceChildren(...prose(then === null ? [words.allKnown] : then.text || [none], words));
    rankGoals(part, data, then && then.goals, words);
  }

  // The map: of then only what was known, and no place of the train, which later reports tell too.
  function showOnMap(then) {
    if (time) moving.show(then === null ? time.index : null);
    const goalsShown = new Set([...(then ? then.goals : data.goals).filter(({ drawn }) => drawn).map(({ n }) => n), state.stop]);
    const isShown = (path, known) => wasKnown(known) && (then === null || !(path.goal || path.style === "alternative"));
    drawnWays.show(isShown);
    travel.show(isShown);
    points.show(wasKnown);
    labels.isShown = isShown;
    const chosen = data.goals.findIndex(({ n }) => n === state.stop);
    chosenWay.setLatLngs(chosen >= 0 && then === null ? linesAt(data.stretches.ways, chosen, lines) : []);
    labels.chosen = state.stop;
    labels.asOf(then && new Map(then.goals.map((goal) => [goal.n, goal.probability[0].t])));
    marks.show((stop) => (stop.look === "goal" ? goalsShown.has(stop.n) : passes(stop)), (stop) => !wasKnown(stop.knownBy));
    labels.place();
    remark();
  }

  // A zoom under way ends where it was going, whatever is asked meanwhile: so the newest wish waits for its end.
  let zooming = false, wish = null;
  map.on("zoomanim", () => { zooming = true; });
  map.on("zoomend", () => {
    zooming = false;
    const next = wish;
    wish = null;
    if (next) next();
  });
  function calmly(move) {
    if (zooming) wish = move;
    else move();
  }

  // ---- choosing a stop
  // As near as the map is, at least near enough to see the place, and never nearer than shows all of a wide one.
  function nearEnough(area) {
    const near = Math.max(map.getZoom(), 7);
    return area ? Math.min(near, map.getBoundsZoom(L.latLng(area.lat, area.lon).toBounds(2.4 * area.m))) : near;
  }

  function choose(n, from) {
    const again = state.stop === n && from === "list";
    state.stop = again ? null : n;
    const stop = [...data.stops, ...data.goals].find((candidate) => candidate.n === state.stop);
    marks.select(stop ? stop.goal || stop.n : null);
    const moved = from !== "list" || (stop && sheet.lower());  // the text: what was chosen there is to be looked for again
    for (const item of panel.querySelectorAll(".stop-item, .goal[data-stop]")) {
      const chosen = item.dataset.stop === state.stop;
      item.classList.toggle("chosen", chosen);
      item.querySelector(".stop-button").setAttribute("aria-pressed", String(chosen));
      if (chosen && moved) item.scrollIntoView({ block: from === "list" ? "start" : "nearest" });
    }
    const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
    if (!stop) calmly(goHome);
    else if (from !== "map") calmly(() => map.setView(stop.area || [stop.lat, stop.lon], nearEnough(stop.area), { animate: !still }));
    if (stop && Number.isInteger(stop.moment) && time && !state.asKnown) time.set(stop.moment);
    showOnMap(rankingThen());
    remember();
  }

  // ---- filters
  const filters = [...panel.querySelectorAll("input[data-group]")];

  function readFilters() {
    for (const [group, key] of [["status", "statuses"], ["source", "sources"]]) {
      const boxes = filters.filter((box) => box.dataset.group === group);
      const on = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
      state[key] = on.size === boxes.length ? null : on;
    }
    refresh();
  }

  panel.addEventListener("change", (event) => {
    if (!filters.includes(event.target)) return;
    readFilters();
    remember();
  });

  // ---- deep links: "stop" and "t", "known" for as known at that moment, "off" for the filters switched off, in their order
  let settled = false;
  function remember() {
    if (!settled || givenMap) return;
    const parts = new URLSearchParams(location.hash.slice(1)).has("embed") ? ["embed"] : [];
    if (state.stop !== null) parts.push(`stop=${state.stop}`);
    if (time && time.index !== data.startAt) parts.push(`t=${data.times[time.index].t}`);
    if (state.asKnown) parts.push("known");
    const off = filters.map((box, i) => (box.checked ? null : i + 1)).filter(Boolean);
    if (off.length) parts.push(`off=${off.join(",")}`);
    try {
      history.replaceState(null, "", parts.length ? `#${parts.join("&")}` : location.pathname + location.search);
    } catch {
      // a page without an address of its own, such as a frame in a notebook
    }
  }

  function followLink() {
    const wanted = new URLSearchParams(location.hash.slice(1));
    if (time && wanted.has("known")) state.asKnown = time.known.checked = true;
    if (wanted.has("off")) {
      const off = new Set(wanted.get("off").split(","));
      filters.forEach((box, i) => { box.checked = !off.has(String(i + 1)); });
    }
    if (wanted.has("known") || wanted.has("off")) readFilters();
    const n = wanted.get("stop");
    if ([...data.stops, ...data.goals].some((stop) => stop.n === n) && n !== state.stop) choose(n, "link");
    const index = time && wanted.has("t") ? time.nearest(wanted.get("t")) : null;
    if (index !== null) time.set(index);
  }

  if (time) time.set(data.startAt);
  refresh();
  if (givenMap) { labels.wake(); travel.draw(); }
  else settle();
  if (!givenMap) {
    followLink();
    addEventListener("hashchange", followLink);
    const paper = matchMedia("print"), toPaper = paperSwitch(root, map, () => { labels.forget(); repaint(); settle(); });
    addEventListener("beforeprint", () => toPaper(true));
    addEventListener("afterprint", () => toPaper(false));
    paper.addEventListener("change", () => toPaper(paper.matches));
    // A moment told in more lines takes them from the map, which stays where it is.
    new ResizeObserver(() => map.invalidateSize({ animate: false, pan: false })).observe(mapNode);
    let width = map.getSize().x;
    map.on("resize", () => {
      if (root.classList.contains("on-paper") || Math.abs(map.getSize().x - width) < 80) return;
      width = map.getSize().x;
      if (state.stop === null) settle();
    });
    addEventListener("keydown", (event) => { if (event.key === "Escape" && state.stop !== null) choose(state.stop, "list"); });
  }
  settled = true;
  root.dataset.ready = "true";
  return map;
}
