/**
 * Keeps the latest events of a connection, so that a tab can bring another one up to date. Pure.
 */

/** Events kept; a tab that is further behind connects to the server itself. */
export const KEPT = 1_000;

export class Recent {
  #epoch = "";
  #position = null;
  #digest = "";
  #start = { position: null, digest: "" }; // all that came after it is in #events
  #events = [];

  /** Add a frame, in the order of the connection; `cursor`: the reader's before it. */
  take(frame, cursor) {
    if (frame.type === "welcome") this.#welcomed(frame, cursor);
    else if (frame.type === "resync") this.#startAt({ ...frame, epoch: frame.epoch ?? this.#epoch });
    else if (frame.type === "events") this.#add(frame);
  }

  /** Set the cursor at which the next connection begins. */
  align(cursor) {
    if (cursor.position !== null && !this.#isAt(cursor)) this.#startAt(cursor);
  }

  /** Start again if the cursor is of another history. */
  turnTo(cursor) {
    const isOther = cursor.position === this.#position && !this.#isAt(cursor);
    if (cursor.epoch !== this.#epoch || isOther) this.align(cursor);
  }

  get cursor() {
    return { epoch: this.#epoch, position: this.#position, digest: this.#digest };
  }

  /**
   * The events after a cursor, as a frame; null: it is of another history, further behind than
   * these, or further on, so that only the server can tell.
   */
  after({ epoch, position, digest }) {
    const { position: reached, digest: atEnd } = this.cursor;
    const frame = { type: "events", after: position ?? 0, position: reached, digest: atEnd };
    if (position === null) return { ...frame, events: [] }; // from now on
    if (reached === null || epoch !== this.#epoch) return null;
    if (position < this.#start.position || position > reached) return null;
    const events = this.#events.filter(({ sequence }) => Number(sequence) > position);
    return digest === this.#digestAt(position, events[0]) ? { ...frame, events } : null;
  }

  /** What is known of the digest at a position; `next` is the first event after it. */
  #digestAt(position, next) {
    if (position === this.#position) return this.#digest;
    if (position === this.#start.position) return this.#start.digest;
    return before(next, position);
  }

  #isAt({ epoch, position, digest = "" }) {
    return epoch === this.#epoch && position === this.#position && digest === this.#digest;
  }

  #welcomed(welcome, cursor) {
    const follows = cursor.position !== null && cursor.epoch === welcome.epoch;
    this.align(follows ? cursor : welcome);
  }

  #add({ events, after, position, digest = "" }) {
    if (after > this.#position) {
      this.#startAt({ epoch: this.#epoch, position: after, digest: before(events[0], after) });
    }
    for (const event of events) this.#addOne(event, after !== undefined);
    if (position >= this.#position) [this.#position, this.#digest] = [position, digest];
    // Trimmed in steps, not at each event.
    if (this.#events.length >= 2 * KEPT) this.#cut();
  }

  #addOne(event, isWhole) {
    const position = Number(event.sequence);
    const epoch = event.epoch ?? this.#epoch;
    if (epoch === this.#epoch && position <= this.#position) return;
    const follows = isWhole || position === this.#position + 1;
    if (epoch !== this.#epoch || !follows) {
      this.#startAt({ epoch, position: position - 1, digest: event.previous });
    }
    this.#events.push(event);
    this.#position = position;
    this.#digest = "";
  }

  #cut() {
    const position = Number(this.#events.at(-KEPT - 1).sequence);
    this.#events = this.#events.slice(-KEPT);
    this.#start = { position, digest: before(this.#events[0], position) };
  }

  #startAt({ epoch, position, digest = "" }) {
    this.#epoch = epoch;
    this.#start = { position, digest };
    [this.#position, this.#digest] = [position, digest];
    this.#events = [];
  }
}

/** The digest at a position, from the event after it; null if that is not the next one. */
function before(event, position) {
  return Number(event?.sequence) === position + 1 ? (event.previous ?? null) : null;
}
