/**
 * How long to wait before the next try: exponential backoff with full jitter, so that the
 * browsers that a restart cut off do not all come back at the same moment.
 * https://aws.amazon.com/blogs/architecture/exponential-backoff-and-jitter/
 */

export const FIRST_MS = 400;
export const CAP_MS = 10_000;

/** Milliseconds before try number `tries` (1 is the first); `random` is in [0, 1). */
export function backoff(tries, random) {
  const ceiling = Math.min(CAP_MS, FIRST_MS * 2 ** Math.min(tries - 1, 20));
  return Math.round(random * ceiling);
}

/** Milliseconds after a refusal (not allowed, too many): the longest wait, with jitter. */
export function refused(random) {
  return Math.round(CAP_MS * (0.5 + random / 2));
}
