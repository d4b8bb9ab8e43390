/**
 * The rows of one page of the list, updated by events. Pure: no DOM.
 *
 * A page is a window of the list's order: from its first row up to, but not including, the first
 * row of the next page. Every forecast belongs to exactly one window, so an event can be placed
 * without a request; with filters, only if `matches` accepts its forecast. A window that grows
 * beyond `limit` gives its last rows to the next page.
 *
 * A list that opens at today counts its pages from there (forecasts/reads/paging.py): page 1 starts
 * today, and gives rows of earlier days to the page before it; earlier pages, whose numbers are
 * negative, are counted backwards, so that theirs go there, too.
 *
 * One file: each change keeps the window, its bounds and the counts in step.
 */

import { comparison } from "./sort_order.js";
import { states } from "../shared/states.js";

export class Rows {
  #rows = [];
  #byId = new Map();
  #gone = new Map(); // versions of deleted ids: a late event must not restore one
  #compare;
  #isShifted = false; // rows were added to or removed from the pages before this one

  /**
   * Take a fresh reading. `from` and `to` are forecasts, or null for no bound; `by` is the
   * grouping and `sort` the order; `number` is the page's, `before` counts the rows before it;
   * `today` is the day that the list opens at, or null; `matches` tests a forecast; `position` is where the journal stood.
   */
  load({ forecasts, by = "date", sort = by, matches = () => true, position = 0, ...window }) {
    const { from = null, to = null, limit = Infinity, total = forecasts.length } = window;
    const { number = from === null ? 1 : 2, today = null } = window;
    const { before = from === null ? 0 : NaN } = window;
    Object.assign(this, { from, to, limit, total, by, matches, position, number, today, before });
    this.#compare = comparison(sort);
    this.#rows = [...forecasts].sort(this.#compare);
    this.#byId = new Map(forecasts.map((forecast) => [forecast.id, forecast]));
    this.#gone.clear();
    this.#isShifted = false;
  }

  /** Whether the page must be read again: it would begin or end with rows that are unknown here. */
  get isStale() {
    return this.#isShifted || this.isShort;
  }

  /** Whether rows are missing that a neighbouring page has. */
  get isShort() {
    const hasMore = { before: this.from !== null, after: this.to !== null };
    if (this.number > 1) hasMore.before = false;
    if (this.number < 0) hasMore.after = false;
    return this.#rows.length < this.limit && (hasMore.before || hasMore.after);
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
    if (this.#isKnown(event, before)) return { change: "ignored", forecast, before, trimmed: [] };
    this.#count(event, before);
    if (before) this.#remove(before);
    const result = this.#placed(event, before);
    if (this.total - this.before - this.#rows.length <= 0) this.to = null;
    return result;
  }

  #placed(event, before) {
    const forecast = event.data;
    const result = (change) => ({ change, forecast, before, trimmed: [] });
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

  /** The total counts the matching forecasts on all pages. */
  #count(event, known) {
    const { before, after } = states(event);
    const was = known ?? before;
    const left = was && this.matches(was);
    const came = after && this.matches(after);
    if (left) this.total = Math.max(0, this.total - 1);
    if (came) this.total += 1;
    if ((left ? this.#zone(was) : 0) !== (came ? this.#zone(after) : 0)) this.#isShifted = true;
    this.before += (came && this.#isBefore(after) ? 1 : 0) - (left && this.#isBefore(was) ? 1 : 0);
    if (this.before === 0 && this.number <= 1) this.from = null;
  }

  #isBefore(forecast) {
    return this.from !== null && this.#compare(forecast, this.from) < 0;
  }

  /** A row more or less in zone 1 or 2, which are between today and this page, moves its bounds. */
  #zone(forecast) {
    if (this.number < 0) {
      if (this.#compare(forecast, this.to) < 0) return 0;
      return forecast.date < this.today ? 1 : 2;
    }
    const isPast = this.today !== null && forecast.date < this.today;
    return this.number > 1 && this.#isBefore(forecast) && !isPast ? 1 : 0;
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
    const trimmed = [];
    while (this.#rows.length > this.limit) trimmed.push(this.#trimOne());
    for (const { id } of trimmed) this.#byId.delete(id);
    return trimmed.map(({ id }) => id);
  }

  #trimOne() {
    const isPast = this.number === 1 && this.today !== null && this.#rows[0].date < this.today;
    if (this.number > 0 && !isPast) {
      this.to = this.#rows.pop();
      return this.to;
    }
    const gone = this.#rows.shift();
    this.before += 1;
    const [first] = this.#rows;
    const isAtToday = this.number === 1 && first.date >= this.today;
    this.from = isAtToday ? { date: this.today, location: "", id: 0 } : first;
    return gone;
  }
}
