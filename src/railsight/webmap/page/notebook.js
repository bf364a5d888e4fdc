// In a notebook: the page's content inside a map that folium made.
window.railsightInNotebook = (map, code) => {
  const text = new TextDecoder().decode(Uint8Array.from(atob(code), (c) => c.charCodeAt(0)));
  const root = map.getContainer();
  root.classList.add("in-notebook");
  start(root, JSON.parse(text), map);
};
// folium's popups ask jQuery for one thing only: the element that a piece of the notebook author's own HTML makes.
if (!window.$) window.$ = (html) => [document.createRange().createContextualFragment(html.trim()).firstChild];
