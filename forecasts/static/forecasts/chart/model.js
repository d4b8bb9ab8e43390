/**
 * What the chart shows, kept right by events: for each location, for each day, the sum and the
 * count of its temperatures. Pure. forecasts/reads/chart.py makes the first reading, by the same rules:
 * the locations with the most forecasts, and the last days of these.
 */

import { compareText } from "../board/sort_order.js";
import { states } from "../shared/states.js";

/** forecasts/reads/chart.py has the same. */
export const MOST_LOCATIONS = 8;
export const MOST_DAYS = 400;
const DAY_MS = 86_400_000;

export class ChartModel {
  #known = new Map(); // location → Map of day → {tenths, count}: those whose days are all known
  #counts; // location → how many forecasts; null where there are too many locations to send
  #locations;
  #since;
  #matches;
  #position;
  #isUncounted = false; // something changed and the counts are not known

  /** `data` is forecasts.reads.chart.ChartData; `position` where the journal stood. */
  constructor(
    { series, counts, locations, since },
    { matches = () => true, position = 0 } = {},
  ) {
    this.#counts = counts && new Map(counts);
    this.#locations = locations;
    this.#since = since;
    this.#matches = matches;
    this.#position = position;
    for (const { location, points } of series) {
      const days = points.map(([day, tenths, count]) => [day, { tenths, count }]);
      this.#known.set(location, new Map(days));
    }
  }

  /** Apply an event; answers whether anything that is shown may have changed. */
  apply(event) {
    if (Number(event.sequence) <= this.#position) return false;
    const { before, after } = states(event);
    const left = before !== null && this.#matches(before);
    const came = after !== null && this.#matches(after);
    if (left) this.#add(before, -1);
    if (came) this.#add(after, 1);
    if (left !== came || (left && before.location !== after.location)) this.#isUncounted ||= !this.#counts;
    return left || came;
  }

  /** How many locations there are, whether or not they are shown. */
  get locations() {
    return this.#counts?.size ?? this.#locations;
  }

  /** The first day that is shown, where earlier ones are left out; else null. */
  get since() {
    const days = this.#days;
    return days.length > MOST_DAYS ? days[MOST_DAYS - 1] : this.#since;
  }

  /** Whether the chart must be read again: the server alone knows what belongs on it. */
  get isStale() {
    if (this.#isUncounted) return true;
    const hasEarlier = this.#since !== null && this.#days.length < MOST_DAYS;
    return hasEarlier || this.#shown.some((location) => !this.#known.has(location));
  }

  /** The locations by name, with their days in order: {location, points: [{day, celsius}]}. */
  get series() {
    const since = this.since ?? -Infinity;
    return this.#shown
      .filter((location) => this.#known.has(location))
      .map((location) => ({ location, points: pointsOf(this.#known.get(location), since) }));
  }

  get #shown() {
    if (!this.#counts) return [...this.#known.keys()].sort(compareText);
    const ranked = [...this.#counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
    return ranked.slice(0, MOST_LOCATIONS).map(([location]) => location).sort(compareText);
  }

  /** The days of the locations that are shown, the latest first. */
  get #days() {
    const days = new Set();
    for (const location of this.#shown) {
      for (const day of this.#known.get(location)?.keys() ?? []) days.add(day);
    }
    return [...days].sort((a, b) => b - a);
  }

  #add({ location, date, temperatureC }, sign) {
    const had = this.#counts ? (this.#counts.get(location) ?? 0) : null;
    if (had !== null) this.#count(location, had + sign);
    // All days of a new location are known from here on.
    if (had === 0 && sign > 0) this.#known.set(location, new Map());
    const days = this.#known.get(location);
    const day = dayOf(date);
    if (!days || (this.#since !== null && day < this.#since)) return;
    const { tenths, count } = days.get(day) ?? { tenths: 0, count: 0 };
    const sum = tenths + sign * Math.round(temperatureC * 10);
    if (count + sign > 0) days.set(day, { tenths: sum, count: count + sign });
    else days.delete(day);
    if (this.#counts && !this.#counts.has(location)) this.#known.delete(location);
  }

  #count(location, count) {
    if (count > 0) this.#counts.set(location, count);
    else this.#counts.delete(location);
  }
}

/** Days since 1970 of an ISO date, and back. */
export function dayOf(date) {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

export function dateOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function pointsOf(days, since) {
  return [...days]
    .filter(([day]) => day >= since)
    .map(([day, { tenths, count }]) => ({ day, celsius: tenths / count / 10 }))
    .sort((a, b) => a.day - b.day);
}
