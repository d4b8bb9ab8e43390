/**
 * Which of two ways to the server to try: the socket, or server-sent events. Pure.
 *
 * A server that is down and a socket that is blocked look the same, so that after a failure the
 * other way has its turn; less often where a socket has worked before, since then it is the
 * server, and a page is better off on a socket.
 */

/** `failures`: since the line was last live. `first`: where to begin. */
export function wayFor(failures, { first = "socket", socketWorked = false } = {}) {
  const turns = socketWorked ? ["socket", "socket", "events"] : [first, other(first)];
  return turns[failures % turns.length];
}

function other(way) {
  return way === "socket" ? "events" : "socket";
}

/** Milliseconds on server-sent events before the socket is looked at again, the first time. */
export const PROBE_MS = 60_000;
/** And where a socket has worked on this very page. */
export const PROBE_SOON_MS = 10_000;
const LONGEST_PROBE_MS = 15 * 60_000;

/** Milliseconds before look number `looks` (1 is the first), spread; `random` is in [0, 1). */
export function probeAfter(looks, shortest, random) {
  const longest = Math.min(LONGEST_PROBE_MS, shortest * 2 ** Math.min(looks - 1, 20));
  return Math.round(longest * (0.5 + random / 2));
}
