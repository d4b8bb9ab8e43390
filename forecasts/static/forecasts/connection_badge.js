/** The badge that says whether the page is live. */

export function showConnection(badge, { link, since, catchingUp }, texts) {
  badge.dataset.state = link;
  badge.removeAttribute("data-unscripted"); // what it says while, or where, no script runs
  const words = catchingUp
    ? texts.text("catchingUp")
    : texts.text(link, { time: texts.time(since) });
  // Set only when it says something new: a screen reader speaks each change.
  if (badge.textContent !== words) badge.textContent = words;
}
