/** The badge that says whether the page is live. */

/** A shorter interruption, as when another tab takes the connection over, is not shown. */
const BLINK_MS = 500;

let later = 0;

export function showConnection(badge, { link, since, catchingUp }, texts) {
  clearTimeout(later);
  badge.dataset.state = link;
  badge.removeAttribute("data-unscripted"); // what it says while, or where, no script runs
  const words = catchingUp
    ? texts.text("catchingUp")
    : texts.text(link, { time: texts.time(since) });
  const mayPass = catchingUp || link === "reconnecting";
  if (mayPass) later = setTimeout(() => say(badge, words), BLINK_MS);
  else say(badge, words);
}

function say(badge, words) {
  // Written only when it differs: a screen reader announces each write.
  if (badge.textContent !== words) badge.textContent = words;
}
