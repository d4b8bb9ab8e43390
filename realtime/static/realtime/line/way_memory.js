/**
 * Where sockets are blocked, the browser remembers it for some minutes, so that the next page
 * need not find out again by waiting.
 */

const REMEMBERED_MS = 10 * 60_000;

export class WayMemory {
  #key;

  constructor(name) {
    this.#key = `${name} events-until`;
  }

  /** The way to begin with. */
  get first() {
    return Number(read(this.#key) ?? 0) > Date.now() ? "events" : "socket";
  }

  /** A way was found open. */
  note(way, { socketWorked }) {
    if (way === "socket") write(this.#key, null);
    else if (!socketWorked) write(this.#key, Date.now() + REMEMBERED_MS);
  }
}

// A page may be denied its storage; then it finds out anew.
function read(key) {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function write(key, value) {
  try {
    if (value === null) localStorage.removeItem(key);
    else localStorage.setItem(key, String(value));
  } catch {
    // See above.
  }
}
