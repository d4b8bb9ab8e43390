/**
 * The rows of one page of the list, kept right by events. Pure: it knows no element.
 *
 * A page is a window of the list's order (date, location, id): from its first row up to, but not
 * including, the first row of the next page. Every forecast belongs to exactly one window, so an
 * event can be placed without asking the server. A window that grows beyond `limit` gives its
 * last rows to the next page.
 */

export class Rows {
  #rows = [];
  #byId = new Map();
  #gone = new Map(); // versions of deleted ids: a late event must not bring one back

  /** Take a fresh reading. `from` and `to` are {date, location, id}, or null for no bound. */
  load({ forecasts, from = null, to = null, limit = Infinity, total = forecasts.length }) {
    Object.assign(this, { from, to, limit, total });
    this.#rows = [...forecasts].sort(compare);
    this.#byId = new Map(forecasts.map((forecast) => [forecast.id, forecast]));
    this.#gone.clear();
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
   * entered | updated | deleted | left (moved to another page) | elsewhere (never was on this
   * page) | ignored (already known); trimmed are ids that went to the next page.
   */
  apply(event) {
    const kind = event.type.split(".").at(-1);
    const forecast = event.data;
    const before = this.#byId.get(forecast.id);
    const result = (change) => ({ change, kind, forecast, before, trimmed: [] });
    if (this.#isOver(kind, forecast)) return result("ignored");
    if (kind === "deleted") return result(this.#delete(forecast, before));
    if (before && forecast.version <= before.version) return result("ignored");
    if (kind === "created") this.total += 1;
    if (before) this.#remove(before);
    if (!this.#holds(forecast)) return result(before ? "left" : "elsewhere");
    this.#insert(forecast);
    const trimmed = this.#trim();
    if (!before && trimmed.includes(forecast.id)) return result("elsewhere");
    return { ...result(before ? "updated" : "entered"), trimmed };
  }

  /** Deleted, and not brought back: that is `.created` with a version that is higher still. */
  #isOver(kind, { id, version }) {
    if (!this.#gone.has(id)) return false;
    if (kind !== "created" || version <= this.#gone.get(id)) return true;
    this.#gone.delete(id);
    return false;
  }

  #delete(forecast, before) {
    this.#gone.set(forecast.id, forecast.version);
    this.total = Math.max(0, this.total - 1);
    if (before) this.#remove(before);
    return before ? "deleted" : "elsewhere";
  }

  #holds(forecast) {
    const starts = !this.from || compare(this.from, forecast) <= 0;
    return starts && (!this.to || compare(forecast, this.to) < 0);
  }

  #insert(forecast) {
    this.#byId.set(forecast.id, forecast);
    this.#rows.splice(place(this.#rows, forecast), 0, forecast);
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

/** The list's order: date, location, id. */
export function compare(a, b) {
  return compareText(a.date, b.date) || compareText(a.location, b.location) || a.id - b.id;
}

/** Text by code points, as the database orders it; JavaScript's `<` goes by UTF-16 units. */
function compareText(a, b) {
  if (a === b) return 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = left[index].codePointAt(0) - right[index].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
}

function place(rows, forecast) {
  let [low, high] = [0, rows.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (compare(rows[middle], forecast) < 0) low = middle + 1;
    else high = middle;
  }
  return low;
}
