// The text beside the map: the journey told, its stops with evidence, claims, destinations, sources. Complete without the map.

// What is told with all that is known now, whatever moment is looked at; said so where the rest is as known then.
const TOLD_NOW = new Set(["story", "notes", "claims", "measure", "passages", "worked"]);

function section(id, title, ...children) {
  const now = TOLD_NOW.has(id);
  return el("section", { "aria-labelledby": `h-${id}`, id, class: now ? "part told-now" : "part" },
    el("h2", { id: `h-${id}` }, title), ...children);
}

function disclosure(summary, ...children) {
  return el("details", {}, el("summary", {}, summary), ...children);
}

function facts(rows, words) {
  return el("dl", { class: "facts" }, rows.filter(Boolean).map(([name, parts]) => [
    el("dt", {}, name), el("dd", {}, prose(Array.isArray(parts) ? parts : [parts], words)),
  ]));
}

// A phrase with its # replaced by nodes.
function filled(phrase, nodes) {
  const [before, after] = phrase.split("#");
  return [before, ...nodes, after];
}

// How sure a stop is said to be, which filters go by too. What was only said, or denied, keeps the word of who said it;
// how it is drawn is another matter.
function shownStatus(stop) {
  return stop.aside === "statement" || stop.look === "denied" ? stop.status : stop.look;
}

// What happened at a stop, and how sure that is; of one that others contradict, how sure it was said to be, too, and where
// nothing settles it its chance.
function stopEvent(stop, words) {
  const said = ["contested", "rejected"].includes(stop.look) ? [stop.status, stop.look] : [shownStatus(stop)];
  return [`${words.events[stop.event]} · ${said.map((status) => words.statuses[status]).join(", ")}`, stop.share ? [", ", prose(stop.share, words)] : null];
}

// The evidence of a stop: when, in whose words, and how far to believe it.
function stopBody(stop, words) {
  return el("div", { class: "stop-body" },
    stop.time ? el("p", { class: "stop-time" }, prose(stop.time, words)) : null,
    stop.passed ? el("p", { class: "stop-passed" }, filled(words.passed, prose(stop.passed, words))) : null,
    stop.quote ? el("blockquote", {}, outside(stop.quote)) : null,
    stop.reason ? el("p", { class: "reason" }, el("strong", {}, `${words.whyRejected}: `), outside(stop.reason)) : null,
    facts([
      stop.source.length ? [words.source, stop.source] : null,
      stop.within ? [words.within, stop.within] : null,
      stop.known ? [words.knownAt, stop.known] : null,
      stop.belief ? [words.belief, stop.belief] : null,
      stop.note ? [words.note, [{ o: stop.note }]] : null,
    ], words));
}

// One stop: a button that chooses it, and its evidence.
function stopItem(stop, words, choose) {
  const button = el("button", { type: "button", class: "stop-button", "aria-pressed": "false",
    on: { click: () => choose(stop.n, "list") } },
    stopBadge(stop),
    el("span", { class: "stop-head" },
      el("span", { class: "stop-name" }, outside(stop.name),
        stop.local ? [" ", el("span", { class: "local", lang: stop.localLang }, outside(stop.local))] : null),
      el("span", { class: "stop-event" }, stopEvent(stop, words),
        el("span", { class: "known-later" }, ` · ${words.knownLater}`))));
  return el("li", { class: `stop-item is-${stop.look}`, "data-stop": stop.n, "data-status": shownStatus(stop), "data-source": stop.sourceKey },
    button, stopBody(stop, words));
}

// How far a destination is, and why it is thought to be one.
function goalBody(goal, words) {
  return [el("p", { class: "goal-text" }, prose(goal.text, words)),
    goal.why ? el("p", { class: "reason" }, outside(goal.why)) : null];
}

// One destination: a button that moves the map there, its chance, and why.
function goalItem(goal, words, choose) {
  const bar = svg("svg", { class: "bar", viewBox: "0 0 100 6", preserveAspectRatio: "none", "aria-hidden": "true" },
    svg("rect", { width: 100, height: 6, class: "bar-back" }), svg("rect", { width: goal.share, height: 6, class: "bar-fill" }));
  const button = el("button", { type: "button", class: "stop-button", "aria-pressed": "false", on: { click: () => choose(goal.n, "list") } },
    stopBadge({ look: "goal", mark: goal.n }),
    el("span", { class: "goal-name" }, outside(goal.name),
      goal.local ? [" ", el("span", { class: "local", lang: goal.localLang }, outside(goal.local))] : null));
  return el("li", { class: "goal", "data-goal": goal.name, "data-stop": goal.n },
    el("div", { class: "goal-head" }, button, el("span", { class: "goal-share" }, prose(goal.probability, words))),
    bar, goalBody(goal, words));
}

// How sure the windows of time are, once for each part that has any.
function levelNote(data) {
  return data.level ? el("p", { class: "reason level" }, data.level) : null;
}

function goalsPart(data, words, choose) {
  const drawn = data.goals.filter((goal) => goal.drawn), others = data.goals.filter((goal) => !goal.drawn);
  const list = (goals) => el("ol", { class: "goals" }, goals.map((goal) => goalItem(goal, words, choose)));
  return section("goals", words.destinations, el("p", { class: "goals-as-of", hidden: true }), levelNote(data), list(drawn),
    others.length ? disclosure(words.lessLikely, list(others)) : null,
    data.elsewhere ? el("div", { class: "goal elsewhere" },
      el("div", { class: "goal-head" }, el("span", { class: "goal-name" }, words.elsewhere), el("span", { class: "goal-share" }, prose(data.elsewhere, words))),
      el("p", { class: "reason" }, outside(data.elsewhereWhy || words.elsewhereWhy))) : null);
}

// The list of destinations as it stood at a moment: a percentage and a place in the list for each that was weighed then,
// by letter; null: as it stands now.
function rankGoals(part, data, then, words) {
  const now = data.goals.map(({ n, probability, share }) => ({ n, probability, share }));
  const weighed = new Map((then || now).map((goal) => [goal.n, goal]));
  const place = (n) => (weighed.has(n) ? [...weighed.keys()].indexOf(n) : weighed.size + now.findIndex((goal) => goal.n === n));
  const lists = [...part.querySelectorAll(".goals")];
  for (const list of lists) {
    const items = [...list.children].sort((a, b) => place(a.dataset.stop) - place(b.dataset.stop));
    list.append(...items);
    for (const item of items) {
      const goal = weighed.get(item.dataset.stop);
      item.classList.toggle("unknown-yet", !goal);
      item.querySelector(".goal-share").replaceChildren(...prose(goal ? goal.probability : ["–"], words));
      item.querySelector(".bar-fill").setAttribute("width", goal ? goal.share : 0);
      for (const piece of item.querySelectorAll(".goal-text, .reason")) piece.hidden = then !== null;
    }
  }
  const rest = part.querySelector(".elsewhere");
  if (rest) rest.hidden = then !== null;
}

function claimItem(claim, words) {
  return el("li", { class: `claim verdict-${claim.verdictKey}` },
    el("blockquote", {}, outside(claim.quote)),
    el("p", {}, el("strong", { class: "verdict" }, claim.verdict), ...(claim.checked.length ? [": ", prose(claim.checked, words)] : [])),
    claim.why ? el("p", { class: "reason" }, outside(claim.why)) : null);
}

// The kind of most figures of a column, which its head tells once: only cells of another kind tell theirs.
function usualKind(cells) {
  const counts = {};
  for (const { k } of cells.flat()) if (k) counts[k] = (counts[k] || 0) + 1;
  return Object.keys(counts).sort((a, b) => counts[b] - counts[a])[0] ?? null;
}

// A table, with a way past it: to the heading of what follows.
function table(head, rows, words) {
  const usual = head.columns.map((_, i) => usualKind(rows.map((row) => row[i])));
  const column = (name, i) => el("th", { scope: "col" }, name, usual[i] ? el("span", { class: "unseen" }, ` (${words.kinds[usual[i]]})`) : null);
  const pass = (event) => {
    const heading = event.target.closest(".part").nextElementSibling.querySelector("h2");
    heading.tabIndex = -1;
    heading.focus();
  };
  return [el("button", { type: "button", class: "skip-table", on: { click: pass } }, words.skipTable),
    el("div", { class: "scroll", tabindex: "0", role: "group", "aria-label": head.caption },
      el("table", {}, el("thead", {}, el("tr", {}, head.columns.map(column))),
        el("tbody", {}, rows.map((row) => el("tr", { class: row[1].at(-1) === words.passageSeen ? "seen" : null }, row.map((cell, i) => el("td", {}, prose(cell, words, usual[i]))))))))];
}

// What the letters stand for; opened, they stand at every figure of the page, as on paper.
function kindsKey(words) {
  const box = disclosure(words.figureKinds, el("p", { class: "credit paper-key" }, kindLetters(words)));
  box.classList.add("kinds");
  box.addEventListener("toggle", () => box.closest(".railsight").classList.toggle("with-kinds", box.open));
  return box;
}

function kindLetters(words) {
  return Object.entries(initials(words)).map(([kind, letter]) => `${letter}: ${words.kinds[kind]}`).join(" · ");
}

function legendList(data) {
  const words = data.words;
  const swatch = (style) => svg("svg", { class: "swatch", viewBox: "0 0 44 14", "aria-hidden": "true" },
    svg("line", { x1: 2, y1: 7, x2: 42, y2: 7, class: `swatch-case swatch-case-${style}` }),
    svg("line", { x1: 2, y1: 7, x2: 42, y2: 7, class: `swatch-line swatch-${style}` }),
    ...(style === "spread" ? ["swatch-ring-case", "swatch-ring"].map((ring) => svg("circle", { cx: 22, cy: 7, r: 4.5, class: ring })) : []));
  const glyph = ({ style, status, mark }) => {
    if (mark) return el("span", { class: "mark mark-small", "aria-hidden": "true" }, MARKS[mark]());
    if (status) return el("span", { class: `badge badge-${status} badge-small`, "aria-hidden": "true" }, status === "goal" ? "A" : "1");
    return swatch(style);
  };
  const items = (wanted) => data.legend.filter(wanted).map((entry) => el("li", {}, glyph(entry), entry.text));
  const box = el("details", { class: "legend" }, el("summary", {}, words.legend),
    el("ul", {}, items(({ style }) => style)),
    el("ul", { class: "legend-statuses", "aria-label": words.stops }, items(({ style }) => !style),
      el("li", { class: "legend-several", hidden: true }, el("span", { class: "badge badge-group badge-mixed badge-small", "aria-hidden": "true" }, "1–4"), words.several)));
  box.open = window.innerWidth > 900 && window.innerHeight > 520;
  return box;
}

// A table that opens on demand, or is open from the first where it is what the page is about.
function tableBox(caption, columns, rows, data, open = false) {
  const box = disclosure(data.words.showTable, levelNote(data), table({ caption, columns: columns.slice(0, rows[0].length) }, rows, data.words));
  box.open = open;
  return box;
}

function sourceList({ sources, words }) {
  return sources.length ? el("ul", { class: "sources" }, sources.map((parts) => el("li", {}, prose(parts, words)))) : null;
}

function buildPanel(data, choose) {
  const words = data.words;
  const used = data.stops.filter((stop) => !stop.aside && stop.event !== "absent");
  const absent = data.stops.filter((stop) => !stop.aside && stop.event === "absent");
  const contested = data.stops.filter((stop) => stop.aside === "contested");
  const rejected = data.stops.filter((stop) => stop.aside === "contradicted");
  const statements = data.stops.filter((stop) => stop.aside === "statement");
  const unused = data.stops.filter((stop) => ["denial", "guess", "unplaced"].includes(stop.aside));
  const list = (stops) => el("ol", { class: "stops" }, stops.map((stop) => stopItem(stop, words, choose)));
  const parts = [
    el("header", { class: "title" },
      data.kicker ? el("p", { class: "kicker" }, outside(data.kicker)) : null,
      el("h1", {}, outside(data.title)),
      data.subtitle ? el("p", { class: "subtitle" }, outside(data.subtitle)) : null,
      data.asOf ? el("p", { class: "as-of" }, data.asOf) : null,
      el("p", { class: "later-note", role: "status", hidden: true })),
    data.story.length ? section("story", data.headings.story, data.story.map((parts) => el("p", {}, prose(parts, words)))) : null,
    data.notes.length ? section("notes", words.notes, data.notes.map((parts) => el("p", {}, prose(parts, words)))) : null,
    data.goals.length ? goalsPart(data, words, choose) : null,
    used.length ? section("stops", words.stops, filterBox(data), list(used)) : null,
    absent.length ? section("absent", words.absentStops, list(absent)) : null,
    contested.length ? section("contested", words.contestedStops, list(contested)) : null,
    rejected.length ? section("rejected", words.rejectedStops, list(rejected)) : null,
    statements.length ? section("statements", words.statements, list(statements)) : null,
    unused.length ? section("unused", words.notUsed, list(unused)) : null,
    data.claims.length ? section("claims", words.claims, el("ul", { class: "claims" }, data.claims.map((c) => claimItem(c, words)))) : null,
    data.pairs ? section("measure", words.measure, measureBox(data)) : null,
    data.passages.length ? section("passages", data.headings.passages, tableBox(data.headings.passages, data.columns || words.passageColumns, data.passages, data,
      Boolean(data.columns))) : null,
    data.railways && data.railways.length ? section("railways", words.railway, tableBox(words.railway, words.passageColumns, data.railways, data)) : null,
    data.worked.length ? section("worked", words.worked, disclosure(words.showWorked,
      el("ul", { class: "worked" }, data.worked.map((text) => el("li", {}, outside(text)))))) : null,
    section("sources", words.sources,
      data.columns && data.sources.length ? disclosure(words.showSources, sourceList(data)) : sourceList(data),
      data.warnings.length ? el("ul", { class: "warnings" }, data.warnings.map((text) => el("li", {}, outside(text)))) : null,
      kindsKey(words),
      data.credits.map((parts) => el("p", { class: "credit" }, prose(parts, words)))),
  ];
  return el("article", { class: "panel", id: "panel", tabindex: "0" }, parts);  // it scrolls: the keyboard must get there
}
