/**
 * A page that reloads its data with each event, and every few seconds without one: the content of
 * its #reread is replaced. #link-state, if present, shows whether it is live.
 */

import { connect } from "./client.js";
import { freshPage } from "./fresh_page.js";

// Milliseconds: between two readings at the least, and at the most.
const SOONEST = 1000;
const LATEST = 5000;

const main = document.getElementById("content");
const badge = document.getElementById("link-state");
let last = Date.now();
let planned = 0;

connect({
  url: main.dataset.stream,
  epoch: main.dataset.epoch,
  after: Number(main.dataset.after),
  digest: main.dataset.digest,
  account: document.body.dataset.account ?? "",
  onEvents: () => plan(Math.max(0, last + SOONEST - Date.now())),
  onState: ({ link }) => {
    show(link);
  },
  onResync: ({ signal }) => read(signal),
});
plan(LATEST);

function show(link) {
  if (!badge) return;
  badge.dataset.is = link;
  badge.textContent = link === "live" ? badge.dataset.live : badge.dataset.waiting;
}

function plan(pause) {
  clearTimeout(planned);
  planned = setTimeout(again, pause);
}

async function again() {
  try {
    // A hidden page is not looked at.
    if (!document.hidden) await read();
  } catch {
    show("reconnecting");
  }
  plan(LATEST);
}

async function read(signal) {
  last = Date.now();
  const { cursor, page } = await freshPage(signal);
  document.getElementById("reread").replaceWith(page.getElementById("reread"));
  return cursor;
}
