// In a notebook: the page's content inside a map that folium made.
window.railsightInNotebook = (map, code, fills) => {
  const text = new TextDecoder().decode(Uint8Array.from(atob(code), (c) => c.charCodeAt(0)));
  const root = map.getContainer();
  root.classList.add("in-notebook");
  if (fills && window.self === window.top && root.parentNode === document.body) {  // a page of its own
    root.style.height = "100vh";
    map.invalidateSize({ animate: false });
  }
  start(root, JSON.parse(text), map);
};
// folium's popups ask jQuery for one thing only: the element that a piece of the notebook author's own HTML makes.
if (!window.$) window.$ = (html) => [document.createRange().createContextualFragment(html.trim()).firstChild];
