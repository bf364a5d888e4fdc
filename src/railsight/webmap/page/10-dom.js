// Building the page out of plain data. Text becomes text nodes; nothing here or elsewhere reads markup from data.

// An element with attributes and children. A child is a string, a node, or null for none.
function el(tag, attributes, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name === "class") node.className = value;
    else if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  for (const child of children.flat(Infinity)) {
    if (child !== null && child !== undefined) node.append(child);
  }
  return node;
}

// The same for drawings.
function svg(tag, attributes, ...children) {
  const node = document.createElementNS("http://www.w3.org/2000/svg", tag);
  for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, String(value));
  node.append(...children);
  return node;
}

// Outside text, kept from turning its neighbours around when it is written right to left.
function outside(text) {
  return el("bdi", {}, text);
}

// The only place where a link is made. Anything but http and https stays text.
function sourceLink(text, address) {
  let url = null;
  try {
    url = new URL(address);
  } catch {
    return outside(text);
  }
  if (url.protocol !== "http:" && url.protocol !== "https:") return outside(text);
  const bare = url.href.includes(text.replace(/…$/, ""));  // the address itself, cut: on paper it stands once, in full
  return el("a", { href: url.href, class: bare ? "bare" : null, rel: "noopener noreferrer", target: "_blank" }, outside(text));
}

// The letter that stands for each kind of figure on paper: the first of its word that no kind before it has.
function initials(words) {
  const taken = {};
  for (const [kind, word] of Object.entries(words.kinds)) {
    taken[kind] = [...word].find((letter) => !Object.values(taken).includes(letter)) ?? word[0];
  }
  return taken;
}

// A figure that says whether it is official, measured, inferred or reported: on hover, to who listens, and by a letter
// on paper and where the reader asks for it. What the head of its column tells already is not told to who listens.
function figure(text, kind, words, told = null) {
  return el("span", { class: "figure", "data-kind": kind, "data-word": words.kinds[kind], "data-initial": initials(words)[kind] },
    text, kind === told ? null : el("span", { class: "unseen" }, ` (${words.kinds[kind]})`));
}

// Running text: strings of our own, figures {t, k}, outside texts {o}, links {o, h}.
function prose(parts, words, told = null) {
  return parts.map((part) => {
    if (typeof part === "string") return part;
    if (part.k) return figure(part.t, part.k, words, told);
    if (part.h) return sourceLink(part.o, part.h);
    return outside(part.o);
  });
}
