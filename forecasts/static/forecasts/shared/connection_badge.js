/** The badge that shows whether the page is live. */

/** A shorter interruption, as when another tab takes the connection over, is not shown. */
const BLINK_MS = 500;

let later = 0;

export function showConnection(badge, { link, since, catchingUp }, texts) {
  clearTimeout(later);
  badge.dataset.state = link;
  // The badge's text before any script runs; a quick first connection is not shown.
  if (link !== "connecting") badge.removeAttribute("data-unscripted");
  const words = catchingUp
    ? texts.text("catchingUp")
    : texts.text(link, { time: texts.time(since) });
  const mayPass = catchingUp || link === "reconnecting" || link === "connecting";
  if (mayPass) later = setTimeout(() => say(badge, words), BLINK_MS);
  else say(badge, words);
}

function say(badge, words) {
  badge.removeAttribute("data-unscripted");
  // Written only when it differs: a screen reader announces each write.
  if (badge.textContent !== words) badge.textContent = words;
}
