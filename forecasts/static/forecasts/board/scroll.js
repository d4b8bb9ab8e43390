/** Changes rows without moving the visible part of the list. */

export function keepingScroll(body, change) {
  const anchor = [...body.rows].find((row) => row.getBoundingClientRect().bottom > 0);
  const top = anchor?.getBoundingClientRect().top;
  const { scrollY } = window;
  change();
  if (scrollY === 0) return; // at the top of the page people expect to stay at the top
  if (anchor?.isConnected) window.scrollBy(0, anchor.getBoundingClientRect().top - top);
  else window.scrollTo({ top: scrollY });
}
