/** The parts of the board, beside its rows, that are taken from a fresh reading as they are. */

export function replaceParts(main, fresh) {
  for (const part of main.querySelectorAll("[data-part]")) {
    const source = fresh.querySelector(`[data-part="${part.dataset.part}"]`);
    part.hidden = source.hidden;
    if (part.innerHTML === source.innerHTML) continue;
    part.replaceChildren(...[...source.childNodes].map((node) => document.importNode(node, true)));
  }
  for (const button of main.querySelectorAll("button[name=by]")) {
    button.setAttribute("aria-pressed", String(button.value === fresh.dataset.by));
  }
}
