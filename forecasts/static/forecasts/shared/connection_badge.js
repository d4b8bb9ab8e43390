/** The badge that says whether the page is live. */

/** A line that is back this soon, as when another tab takes it over, is not spoken of. */
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
  // Set only when it says something new: a screen reader speaks each change.
  if (badge.textContent !== words) badge.textContent = words;
}
