/**
 * A timer for one action. Browsers delay the timers of hidden pages by up to a minute; check() runs
 * the action if it is overdue.
 *
 * Time is the monotonic clock's: the wall clock jumps when it is set, and a jump must not end a
 * healthy connection. In some browsers the monotonic clock stands still while the device sleeps
 * (https://crbug.com/1206450), and a connection that died in its sleep would be noticed late. The
 * wall clock cannot distinguish the two, so it never ends a connection: if the time is over by the
 * wall clock, the rest is cut to LEFT of the whole, in which a healthy connection has a heartbeat.
 */

/** Of the time that was set. A connection is dead after two heartbeats of silence: 1.2 of them. */
const LEFT = 0.6;

export class Alarm {
  #ring;
  #timer = 0;
  #dueAt = Infinity; // by performance.now()
  #dueOnTheWall = Infinity; // by Date.now()
  #whole = 0;

  constructor(ring) {
    this.#ring = ring;
  }

  /** Run after `milliseconds`; replaces the time that was set before. */
  set(milliseconds) {
    this.#whole = milliseconds;
    this.#dueOnTheWall = Date.now() + milliseconds;
    this.#ringIn(milliseconds);
  }

  get isSet() {
    return this.#dueAt !== Infinity;
  }

  check() {
    const rest = this.#dueAt - performance.now();
    if (rest <= 0) this.#now();
    else if (Date.now() >= this.#dueOnTheWall) {
      this.#dueOnTheWall = Infinity;
      this.#ringIn(Math.min(rest, LEFT * this.#whole));
    }
  }

  clear() {
    clearTimeout(this.#timer);
    this.#dueAt = this.#dueOnTheWall = Infinity;
  }

  #ringIn(milliseconds) {
    clearTimeout(this.#timer);
    this.#dueAt = performance.now() + milliseconds;
    this.#timer = setTimeout(() => this.#now(), milliseconds);
  }

  #now() {
    this.clear();
    this.#ring();
  }
}
