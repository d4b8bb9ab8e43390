/**
 * Remembers for some minutes that WebSockets are blocked, so that the next page starts with
 * server-sent events.
 */

const REMEMBERED_MS = 10 * 60_000;

export class TransportMemory {
  #key;

  constructor(name) {
    this.#key = `${name} events-until`;
  }

  /** The transport to start with. */
  get first() {
    return Number(read(this.#key) ?? 0) > Date.now() ? "events" : "socket";
  }

  /** A transport works: remember it. */
  note(transport, { socketWorked }) {
    if (transport === "socket") write(this.#key, null);
    else if (!socketWorked) write(this.#key, Date.now() + REMEMBERED_MS);
  }
}

// Storage may be denied; then nothing is remembered.
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
