/**
 * Delays the links of places for the time of a double click, which edits their cell. Keys, other buttons
 * and clicks with a modifier follow a link as always.
 */

const DOUBLE_CLICK_MS = 250;

/** For accounts that may edit: `main` has the table whose cells are edited by "dblclick". */
export function delayPlaceLinks(main) {
  const body = main.querySelector("#table tbody");
  let waiting = null; // {link, timer} of a first click
  const stop = () => {
    clearTimeout(waiting?.timer);
    waiting = null;
  };
  body.addEventListener("dblclick", stop);
  body.addEventListener("click", (click) => {
    const link = click.target.closest("a.place[href]");
    const isModified = click.ctrlKey || click.metaKey || click.shiftKey || click.altKey;
    const isByKey = click.detail === 0;
    if (!link || isModified || isByKey) return;
    click.preventDefault();
    const isSecond = waiting?.link === link;
    stop();
    // Some touch screens report no double click.
    if (isSecond && click.pointerType === "touch") edit(link);
    if (isSecond || click.detail > 1) return;
    const { href } = link;
    waiting = { link, timer: setTimeout(() => window.location.assign(href), DOUBLE_CLICK_MS) };
  });
}

function edit(link) {
  link.dispatchEvent(new MouseEvent("dblclick", { bubbles: true }));
}
