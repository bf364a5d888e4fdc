// Filters, the distance between two stops, and the time slider.

function filterBox(data) {
  const words = data.words;
  const tick = (group, value, text) => el("label", {}, el("input", { type: "checkbox", checked: true, "data-group": group,
    value }), " ", outside(text));
  const statuses = [...new Set(data.stops.map(shownStatus))];
  const sources = [...new Map(data.stops.map((stop) => [stop.sourceKey, stop.sourceName])).entries()];
  return el("details", { class: "filters" }, el("summary", {}, words.filter),
    el("fieldset", {}, el("legend", {}, words.byStatus), statuses.map((s) => tick("status", s, words.statuses[s]))),
    el("fieldset", {}, el("legend", {}, words.bySource), sources.map(([key, name]) => tick("source", key, name))),
    el("p", { class: "filter-count", role: "status" }));
}

// A button that shows everything there is, far guesses included, and then the journey again.
function wholeButton(words, show) {
  const control = L.control({ position: "topleft" });
  control.onAdd = () => {
    let all = false;
    const button = el("button", { type: "button", class: "whole", title: words.showAll, "aria-label": words.showAll },
      svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: "M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5" })));
    button.addEventListener("click", () => {
      all = !all;
      for (const name of ["title", "aria-label"]) button.setAttribute(name, all ? words.home : words.showAll);
      show(all);
    });
    L.DomEvent.disableClickPropagation(button);
    return el("div", { class: "leaflet-bar" }, button);
  };
  return control;
}

// The scale bar, its units in the language of the page.
function scaleBar(words) {
  const [metres, kilometres] = words.scaleUnits;
  const Localised = L.Control.Scale.extend({
    _updateMetric(most) {
      const length = this._getRoundNum(most);
      this._updateScale(this._mScale, length < 1000 ? `${length} ${metres}` : `${length / 1000} ${kilometres}`, length / most);
    },
  });
  return new Localised({ imperial: false, maxWidth: 140, position: "bottomright" });
}

// On phones the text is a sheet over the lower third of the page; the grip on its edge draws it up and down.
function sheetGrip(root, panel, words) {
  const button = el("button", { type: "button", class: "grip", "aria-controls": "panel", "aria-expanded": "false" });
  const set = (up) => {
    root.classList.toggle("sheet-up", up);
    button.setAttribute("aria-expanded", String(up));
    button.replaceChildren(el("span", { class: "unseen" }, up ? words.lessText : words.moreText));
  };
  const isUp = () => root.classList.contains("sheet-up");
  button.addEventListener("click", () => set(!isUp()));
  set(false);
  panel.prepend(button);
  const lower = () => {  // and says whether it was up
    const up = isUp();
    set(false);
    return up;
  };
  return { lower };
}

// For print the page is laid out as on paper before it is measured, in light colours, every table opened; afterwards it
// is as it was, down to the part of the map that was looked at.
function paperSwitch(root, map, arrange) {
  let opened = [], view = null;
  const sharp = L.Browser.retina;
  return (on) => {
    if (on === root.classList.contains("on-paper")) return;
    if (on) {
      view = [map.getCenter(), map.getZoom()];
      opened = [...root.querySelectorAll("details:not([open], .filters)")];
    }
    for (const box of opened) box.open = on;
    root.classList.toggle("on-paper", on);
    L.Browser.retina = on || sharp;
    arrange();
    if (!on) map.setView(...view, { animate: false });
  };
}

// Rail and crow-fly distance of any two stops or destinations, from the figures computed with the journey.
function measureBox(data) {
  const words = data.words;
  const { names, rail, crow, railKind, first } = data.pairs;
  const picker = (id, label, chosen) => {
    const box = el("select", { id }, names.map((name, i) => el("option", { value: i }, name)));
    box.selectedIndex = chosen;
    return [el("label", { for: id }, label), box];
  };
  const result = el("p", { class: "measured", role: "status" });
  const [fromLabel, from] = picker("measure-from", words.from, first[0]);
  const [toLabel, to] = picker("measure-to", words.to, first[1]);
  const show = () => {
    const i = Math.min(from.selectedIndex, to.selectedIndex), j = Math.max(from.selectedIndex, to.selectedIndex);
    const parts = [];
    if (i === j) parts.push({ o: words.sameStop });
    else {
      const k = j - i - 1;
      parts.push(rail[i][k] === null ? words.noRail : { t: rail[i][k], k: railKind[i][k] }, ` ${words.alongWay}, `,
        { t: crow[i][k], k: "measured" }, ` ${words.crowFly}`);
    }
    result.replaceChildren(...prose(parts, words));
  };
  from.addEventListener("change", show);
  to.addEventListener("change", show);
  show();
  return el("div", { class: "measure" }, fromLabel, from, toLabel, to, result);
}

// The slider moves over the sampled moments of the journey. `onMove` is told the index; play steps it.
class TimeControl {
  constructor(data, onMove, onKnown) {
    this.times = data.times;
    this.words = data.words;
    this.onMove = onMove;
    this.timer = null;
    this.range = el("input", { type: "range", id: "moment", min: 0, max: this.times.length - 1, step: 1,
      "aria-label": this.words.moment, on: { input: () => this.set(Number(this.range.value)) } });
    this.button = el("button", { type: "button", class: "play", "aria-label": this.words.play, on: { click: () => this.toggle() } },
      svg("svg", { viewBox: "0 0 24 24", "aria-hidden": "true" }, svg("path", { d: "M7 4v16l13-8z" })));
    this.local = el("strong", { class: "moment-local" });
    this.utc = el("span", { class: "moment-utc" });
    this.where = el("span", { class: "moment-where" });
    this.instead = null;
    this.known = el("input", { type: "checkbox", id: "as-known", on: { change: () => onKnown(this.known.checked) } });
    this.node = el("div", { class: "time", role: "group", "aria-label": this.words.time },
      this.button,
      el("div", { class: "time-main" }, el("p", { class: "moment" }, this.local, " · ", this.utc, this.where),
        el("div", { class: "slide" }, this.range, this.tick())),
      el("label", { class: "as-known", for: "as-known" }, this.known, " ", this.words.asKnown));
  }

  // A mark on the slider where the last sighting was: all beyond it is a forecast. Nothing where nothing is beyond.
  tick() {
    const ahead = this.times.findIndex((moment) => moment.ahead);
    if (ahead < 1) return [];
    const mark = el("span", { class: "last-seen", title: this.words.lastSeen, "aria-hidden": "true" });
    mark.style.setProperty("--at", (ahead - 1) / (this.times.length - 1));
    return mark;
  }

  set(index) {
    this.index = Math.max(0, Math.min(this.times.length - 1, index));
    const moment = this.times[this.index];
    this.range.value = this.index;
    this.onMove(this.index);
    this.say();
  }

  // Says where the train is, or what else there is to say of its place.
  say(instead = this.instead) {
    this.instead = instead;
    const moment = this.times[this.index];
    const where = instead ?? [moment.where, moment.rests].filter(Boolean).join(moment.known === "unknown" ? ": " : ", ");
    this.range.setAttribute("aria-valuetext", [moment.local, moment.utc, where].filter(Boolean).join(", "));
    this.local.textContent = moment.local;
    this.utc.textContent = moment.utc;
    this.where.replaceChildren(...(where ? [" · ", outside(where)] : []));
  }

  toggle() {
    const running = this.timer !== null;
    this.stop();
    if (running) return;
    if (this.index >= this.times.length - 1) this.set(0);
    this.button.setAttribute("aria-label", this.words.pause);
    this.button.querySelector("path").setAttribute("d", "M6 4h4v16H6zM14 4h4v16h-4z");
    const slow = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.timer = setInterval(() => {
      if (this.index >= this.times.length - 1) this.stop();
      else this.set(this.index + 1);
    }, slow ? 1200 : 320);
  }

  stop() {
    clearInterval(this.timer);
    this.timer = null;
    this.button.setAttribute("aria-label", this.words.play);
    this.button.querySelector("path").setAttribute("d", "M7 4v16l13-8z");
  }

  nearest(iso) {
    const wanted = Date.parse(iso);
    if (Number.isNaN(wanted)) return null;
    let best = 0;
    this.times.forEach(({ t }, i) => {
      if (Math.abs(Date.parse(t) - wanted) < Math.abs(Date.parse(this.times[best].t) - wanted)) best = i;
    });
    return best;
  }
}
