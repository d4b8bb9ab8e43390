/**
 * The events that are about forecasts, of all that the stream brings; an event about anything else
 * has an id of its own kind. Pure.
 */

const KIND = "weatherforecast";

/** What an event of an older version may lack. forecasts/rules/public_form.py has the same. */
const DEFAULTS = { summary: "", location: "", version: 1 };

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
