/**
 * Chooses between the transports: WebSocket or server-sent events, and before them an HTTP cache where
 * the page has one. Pure.
 *
 * A server that is down and a proxy that blocks WebSockets look the same, so after a failure the other
 * transport is tried; less often where a WebSocket has worked before, as the server is then the likelier
 * cause.
 */

/**
 * `failures`: since the connection was last live. `first`: where to begin. `edge`: whether there is
 * a cache. It is tried twice: when the cache restarts, all of its readers must not move to the
 * server.
 */
export function transportFor(failures, { first = "socket", socketWorked = false, edge = false } = {}) {
  const own = socketWorked ? ["socket", "socket", "events"] : [first, other(first)];
  const turns = edge ? ["edge", "edge", ...own] : own;
  return turns[failures % turns.length];
}

function other(transport) {
  return transport === "socket" ? "events" : "socket";
}

/** Milliseconds on server-sent events before the WebSocket is tried again, the first time. */
export const PROBE_MS = 60_000;
/** The same where a WebSocket has worked on this page. */
export const PROBE_SOON_MS = 10_000;
const LONGEST_PROBE_MS = 15 * 60_000;

/** Milliseconds before try number `count` (from 1), with jitter; `random` is in [0, 1). */
export function probeAfter(count, shortest, random) {
  const longest = Math.min(LONGEST_PROBE_MS, shortest * 2 ** Math.min(count - 1, 20));
  return Math.round(longest * (0.5 + random / 2));
}
