/**
 * The chart's data, updated by events: for each location and period (day, week, month or year), the
 * sum and the count of its temperatures. Pure. forecasts/reads/chart.py makes the
 * first reading, by the same rules: the locations with the most forecasts in the range.
 */

import { compareText } from "../board/sort_order.js";
import { states } from "../shared/states.js";
import { dayOf, startOf } from "./periods.js";

/** forecasts/reads/chart.py has the same. */
export const MOST_LOCATIONS = 8;

export class ChartModel {
  #known = new Map(); // location → Map of period → {tenths, count}: those that are all known
  #counts; // location → how many forecasts; null where there are too many locations to send
  #data;
  #matches;
  #position;
  #isOutdated = false; // the result of a change is known to the server only

  /** `data` is forecasts.reads.chart.ChartData; `position` where the journal stood. */
  constructor(data, { matches = () => true, position = 0 } = {}) {
    this.#data = data;
    this.#counts = data.counts && new Map(data.counts);
    this.#matches = matches;
    this.#position = position;
    for (const { location, points } of data.series) {
      const periods = points.map(([day, tenths, count]) => [day, { tenths, count }]);
      this.#known.set(location, new Map(periods));
    }
  }

  /** Apply an event; answers whether anything that is shown may have changed. */
  apply(event) {
    if (Number(event.sequence) <= this.#position) return false;
    const { before, after } = states(event);
    const left = before !== null && this.#matches(before);
    const came = after !== null && this.#matches(after);
    const [leaves, comes] = [left && this.#isInRange(before), came && this.#isInRange(after)];
    if (leaves) this.#add(before, -1);
    if (comes) this.#add(after, 1);
    const isElsewhere = leaves !== comes || (leaves && before.location !== after.location);
    if (isElsewhere && !this.#counts) this.#isOutdated = true;
    if (this.#data.loose && (left || came)) this.#isOutdated = true;
    if ((leaves && this.#isAtEdge(before)) || (comes && this.#isOutside(after))) this.#isOutdated = true;
    return leaves || comes;
  }

  /** The period of a point: "day", "week", "month" or "year". */
  get period() {
    return this.#data.period;
  }

  /** The number of locations, shown or not. */
  get locations() {
    return this.#counts?.size ?? this.#data.locations;
  }

  /** Whether the chart must be read again, because only the server has the needed data. */
  get isStale() {
    return this.#isOutdated || this.#shown.some((location) => !this.#known.has(location));
  }

  /** The locations by name, with their periods in order: {location, points: [{day, celsius}]}. */
  get series() {
    return this.#shown
      .filter((location) => this.#known.has(location))
      .map((location) => ({ location, points: pointsOf(this.#known.get(location)) }));
  }

  get #shown() {
    if (!this.#counts) return [...this.#known.keys()].sort(compareText);
    const ranked = [...this.#counts].sort(([a, m], [b, n]) => n - m || compareText(a, b));
    return ranked.slice(0, MOST_LOCATIONS).map(([location]) => location).sort(compareText);
  }

  #isInRange({ date }) {
    const { first, last } = this.#data;
    const day = dayOf(date);
    return (first === null || day >= first) && (last === null || day <= last);
  }

  /** The range and the periods depend on the first and the last day that have forecasts. */
  #isAtEdge({ date }) {
    return this.#data.extent === null || this.#data.extent.includes(dayOf(date));
  }

  #isOutside({ date }) {
    const { extent } = this.#data;
    return extent === null || dayOf(date) < extent[0] || dayOf(date) > extent[1];
  }

  #add({ location, date, temperatureC }, sign) {
    const had = this.#counts ? (this.#counts.get(location) ?? 0) : null;
    if (had !== null) this.#count(location, had + sign);
    // All periods of a new location are known from here on.
    if (had === 0 && sign > 0) this.#known.set(location, new Map());
    const periods = this.#known.get(location);
    if (!periods) return;
    const start = startOf(dayOf(date), this.period);
    const { tenths, count } = periods.get(start) ?? { tenths: 0, count: 0 };
    const sum = tenths + sign * Math.round(temperatureC * 10);
    if (count + sign > 0) periods.set(start, { tenths: sum, count: count + sign });
    else periods.delete(start);
    if (this.#counts && !this.#counts.has(location)) this.#known.delete(location);
  }

  #count(location, count) {
    if (count > 0) this.#counts.set(location, count);
    else this.#counts.delete(location);
  }
}

function pointsOf(periods) {
  return [...periods]
    .map(([day, { tenths, count }]) => ({ day, celsius: tenths / count / 10 }))
    .sort((a, b) => a.day - b.day);
}
