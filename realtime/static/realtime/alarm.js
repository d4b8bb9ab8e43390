/**
 * One thing to do at one time. A browser lets the timers of hidden pages sleep for up to a minute;
 * whoever is awake calls check(), and what is overdue is done then.
 */
export class Alarm {
  #ring;
  #timer = 0;
  #dueAt = Infinity;

  constructor(ring) {
    this.#ring = ring;
  }

  /** Ring after so many milliseconds, and not at the time that was set before. */
  set(milliseconds) {
    this.clear();
    this.#dueAt = Date.now() + milliseconds;
    this.#timer = setTimeout(() => this.#now(), milliseconds);
  }

  get isSet() {
    return this.#dueAt !== Infinity;
  }

  check() {
    if (Date.now() >= this.#dueAt) this.#now();
  }

  clear() {
    clearTimeout(this.#timer);
    this.#dueAt = Infinity;
  }

  #now() {
    this.clear();
    this.#ring();
  }
}
