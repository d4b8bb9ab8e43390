/**
 * What the chart shows, kept right by events: for each location, for each day, the sum and the
 * count of its temperatures. Pure. forecasts/chart.py makes the first reading.
 */

import { states } from "./states.js";

export const MOST_LOCATIONS = 8;
const DAY_MS = 86_400_000;

export class ChartModel {
  #series = new Map(); // location → Map of day → {tenths, count}
  #belongs;
  #position;

  /** `data` is forecasts.chart.ChartData; `position` where the journal stood. */
  constructor({ series, locations, since }, { belongs = () => true, position = 0 } = {}) {
    this.locations = locations;
    this.since = since;
    this.#belongs = belongs;
    this.#position = position;
    for (const { location, points } of series) {
      const days = points.map(([day, tenths, count]) => [day, { tenths, count }]);
      this.#series.set(location, new Map(days));
    }
  }

  /** Apply an event; answers whether anything that is shown changed. */
  apply(event) {
    if (Number(event.sequence) <= this.#position) return false;
    const { before, after } = states(event);
    const left = before !== null && this.#add(before, -1);
    const came = after !== null && this.#add(after, 1);
    return left || came;
  }

  /** The locations by name, with their days in order: {location, points: [{day, celsius}]}. */
  get series() {
    const names = [...this.#series.keys()].sort();
    return names.map((location) => ({ location, points: pointsOf(this.#series.get(location)) }));
  }

  #add(forecast, sign) {
    const day = dayOf(forecast.date);
    if (!this.#belongs(forecast) || (this.since !== null && day < this.since)) return false;
    const days = this.#daysOf(forecast.location, sign);
    if (!days) return false;
    const { tenths, count } = days.get(day) ?? { tenths: 0, count: 0 };
    const sum = tenths + sign * Math.round(forecast.temperatureC * 10);
    if (count + sign > 0) days.set(day, { tenths: sum, count: count + sign });
    else days.delete(day);
    if (!days.size) this.#forget(forecast.location);
    return true;
  }

  /** A location's days; a new one gets a line while there is room. */
  #daysOf(location, sign) {
    const known = this.#series.get(location);
    const isFull = this.#series.size >= MOST_LOCATIONS || this.locations > this.#series.size;
    if (known || sign < 0 || isFull) return known;
    this.#series.set(location, new Map());
    this.locations += 1;
    return this.#series.get(location);
  }

  #forget(location) {
    this.#series.delete(location);
    this.locations -= 1;
  }
}

/** Days since 1970 of an ISO date, and back. */
export function dayOf(date) {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

export function dateOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

function pointsOf(days) {
  return [...days]
    .map(([day, { tenths, count }]) => ({ day, celsius: tenths / count / 10 }))
    .sort((a, b) => a.day - b.day);
}
