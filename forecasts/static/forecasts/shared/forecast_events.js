/**
 * Selects the events about forecasts from all events of the stream. The ids of other kinds of
 * records are unrelated to forecasts' ids. Pure.
 */

import { DEFAULTS } from "./fields.js";

const KIND = "weatherforecast";

export function forecastEvents(events) {
  return events.filter(isAboutForecasts).map(completed);
}

function isAboutForecasts({ type }) {
  return type.slice(0, type.lastIndexOf(".")) === KIND;
}

function completed(event) {
  const { data } = event;
  const isWhole = Object.keys(DEFAULTS).every((name) => name in data);
  return isWhole ? event : { ...event, data: { ...DEFAULTS, ...data } };
}

/** The events of forecasts that were at the place before or after; all of them without a place. */
export function eventsAt(place, events) {
  if (!place) return events;
  return events.filter(({ data, changed }) => [data.location, changed?.location?.[0]].includes(place));
}
