/** Replaces parts of the board other than rows by those of a fresh page. */

export function replaceParts(main, fresh) {
  for (const part of main.querySelectorAll("[data-part]")) {
    const source = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    part.hidden = source.hidden;
    if (part.innerHTML === source.innerHTML) continue;
    const focused = linksOf(part).indexOf(document.activeElement);
    part.replaceChildren(...[...source.childNodes].map((node) => document.importNode(node, true)));
    linksOf(part)[focused]?.focus({ preventScroll: true });
  }
  for (const button of main.querySelectorAll("button[name=by], button[name=range]")) {
    const source = fresh.querySelector(`button[name="${button.name}"][value="${button.value}"]`);
    button.setAttribute("aria-pressed", source.getAttribute("aria-pressed"));
  }
  for (const head of main.querySelectorAll("th[data-column]")) {
    const direction = fresh.querySelector(`th[data-column="${head.dataset.column}"]`).ariaSort;
    if (direction) head.setAttribute("aria-sort", direction);
    else head.removeAttribute("aria-sort");
  }
}

function linksOf(part) {
  return [...part.querySelectorAll("a")];
}
