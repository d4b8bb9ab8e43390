/**
 * The latest events that came through a line, so that a tab can bring another one up to where it
 * stands itself. Pure.
 */

/** Events kept; a tab that is further behind asks the server itself. */
export const KEPT = 1_000;

export class Recent {
  #epoch = "";
  #position = null;
  #events = [];

  /** Take a frame in the order of the line; `cursor`: where the reader of the line stood. */
  take(frame, cursor) {
    if (frame.type === "welcome") this.#welcomed(frame, cursor);
    else if (frame.type === "resync") this.#startAt(frame.epoch ?? this.#epoch, frame.position);
    else if (frame.type === "events") for (const event of frame.events) this.#add(event);
  }

  /** Where the next line will begin. */
  align({ epoch, position }) {
    if (position === null) return;
    if (epoch !== this.#epoch || position !== this.#position) this.#startAt(epoch, position);
  }

  /** Begin anew where the cursor is of another epoch. */
  turnTo(cursor) {
    if (cursor.epoch !== this.#epoch) this.align(cursor);
  }

  get epoch() {
    return this.#epoch;
  }

  get position() {
    return this.#position;
  }

  /** The events after a cursor, or null: it is of another epoch, or further behind than these. */
  after({ epoch, position }) {
    if (position === null) return []; // from now on
    if (this.#position === null || epoch !== this.#epoch) return null;
    const missing = this.#position - position;
    if (missing > this.#events.length) return null;
    return missing > 0 ? this.#events.slice(-missing) : [];
  }

  #welcomed(welcome, cursor) {
    const follows = cursor.position !== null && cursor.epoch === welcome.epoch;
    this.align(follows ? cursor : welcome);
  }

  #add(event) {
    const position = Number(event.sequence);
    const epoch = event.epoch ?? this.#epoch;
    if (epoch === this.#epoch && position <= this.#position) return;
    if (epoch !== this.#epoch || position !== this.#position + 1) this.#startAt(epoch, position - 1);
    this.#events.push(event);
    this.#position = position;
    // Cut now and then, not at each event.
    if (this.#events.length >= 2 * KEPT) this.#events = this.#events.slice(-KEPT);
  }

  #startAt(epoch, position) {
    this.#epoch = epoch;
    this.#position = position;
    this.#events = [];
  }
}
