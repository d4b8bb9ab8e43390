/**
 * The fields of a forecast, by their public names; forecasts/rules/fields.py has the same for the
 * server. Pure.
 */

/** The writable fields, in reading order. */
export const FIELDS = ["date", "location", "temperatureC", "summary"];

/** The fields of a row of the list, with the computed one. */
export const SHOWN = [...FIELDS, "temperatureF"];

/** Defaults of fields that events of older versions lack. */
export const DEFAULTS = { summary: "", location: "", version: 1 };

/** Those whose values are numbers. */
export const NUMBERS = ["temperatureC"];

/** The name of a field in the site's forms. */
export function formName(field) {
  return field === "temperatureC" ? "temperature_c" : field;
}
