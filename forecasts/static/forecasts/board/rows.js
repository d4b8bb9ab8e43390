/**
 * The rows of one page of the list, kept right by events. Pure: it knows no element.
 *
 * A page is a window of the list's order: from its first row up to, but not including, the first
 * row of the next page. Every forecast belongs to exactly one window, so an event can be placed
 * without asking the server; under filters, if `matches` says that it is chosen at all. A window
 * that grows beyond `limit` gives its last rows to the next page.
 */

import { comparison } from "./sort_order.js";
import { states } from "../shared/states.js";

export class Rows {
  #rows = [];
  #byId = new Map();
  #gone = new Map(); // versions of deleted ids: a late event must not bring one back
  #compare;
  #isShifted = false; // some came or went on the pages before this one

  /**
   * Take a fresh reading. `from` and `to` are {date, location, id}, or null for no bound; `by` is
   * the grouping; `matches` tests a forecast; `position` is where the journal stood.
   */
  load({ forecasts, by = "date", matches = () => true, position = 0, ...window }) {
    const { from = null, to = null, limit = Infinity, total = forecasts.length } = window;
    Object.assign(this, { from, to, limit, total, by, matches, position });
    this.#compare = comparison(by);
    this.#rows = [...forecasts].sort(this.#compare);
    this.#byId = new Map(forecasts.map((forecast) => [forecast.id, forecast]));
    this.#gone.clear();
    this.#isShifted = false;
  }

  /** Whether the page must be read again: it would begin or end with rows that are not known here. */
  get isStale() {
    return this.#isShifted || (this.#rows.length < this.limit && this.to !== null);
  }

  get list() {
    return [...this.#rows];
  }

  get(id) {
    return this.#byId.get(id);
  }

  /** The id of the row that follows, or undefined for the last. */
  idAfter(id) {
    return this.#rows[this.#rows.indexOf(this.#byId.get(id)) + 1]?.id;
  }

  /**
   * Apply an event. Answers {change, forecast, before, trimmed}; change is
   * entered | updated | deleted | left (moved to another page, or no longer chosen) | elsewhere
   * (never was on this page) | ignored (already known); trimmed are ids that went to the next page.
   */
  apply(event) {
    const forecast = event.data;
    const before = this.#byId.get(forecast.id);
    const result = (change) => ({ change, forecast, before, trimmed: [] });
    if (this.#isKnown(event, before)) return result("ignored");
    this.#count(event, before);
    if (before) this.#remove(before);
    if (event.type.endsWith(".deleted")) {
      this.#gone.set(forecast.id, forecast.version);
      return result(before ? "deleted" : "elsewhere");
    }
    this.#gone.delete(forecast.id);
    if (!this.#holds(forecast)) return result(before ? "left" : "elsewhere");
    this.#insert(forecast);
    const trimmed = this.#trim();
    if (!before && trimmed.includes(forecast.id)) return result("elsewhere");
    return { ...result(before ? "updated" : "entered"), trimmed };
  }

  #isKnown({ type, data: forecast, sequence }, before) {
    if (Number(sequence) <= this.position) return true;
    const gone = this.#gone.get(forecast.id);
    if (gone !== undefined && !(type.endsWith(".created") && forecast.version > gone)) return true;
    if (type.endsWith(".deleted") || !before) return false;
    return forecast.version <= before.version;
  }

  /** The total counts what is chosen, on whatever page it is. */
  #count(event, known) {
    const { before, after } = states(event);
    const was = known ?? before;
    const left = was && this.matches(was);
    const came = after && this.matches(after);
    if (left) this.total = Math.max(0, this.total - 1);
    if (came) this.total += 1;
    const isBefore = (forecast) => this.from !== null && this.#compare(forecast, this.from) < 0;
    if (Boolean(left && isBefore(was)) !== Boolean(came && isBefore(after))) this.#isShifted = true;
  }

  #holds(forecast) {
    const starts = !this.from || this.#compare(this.from, forecast) <= 0;
    const ends = !this.to || this.#compare(forecast, this.to) < 0;
    return starts && ends && this.matches(forecast);
  }

  #insert(forecast) {
    this.#byId.set(forecast.id, forecast);
    this.#rows.splice(this.#place(forecast), 0, forecast);
  }

  #place(forecast) {
    let [low, high] = [0, this.#rows.length];
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#compare(this.#rows[middle], forecast) < 0) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  #remove(forecast) {
    this.#byId.delete(forecast.id);
    this.#rows.splice(this.#rows.indexOf(forecast), 1);
  }

  #trim() {
    const trimmed = this.#rows.splice(this.limit);
    if (trimmed.length) this.to = trimmed[0];
    for (const { id } of trimmed) this.#byId.delete(id);
    return trimmed.map(({ id }) => id);
  }
}
