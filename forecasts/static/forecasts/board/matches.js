/**
 * Whether a forecast matches the filters of the board, decided as the server does
 * (forecasts/reads/filters.py). Pure.
 */

import { normalised, searchText } from "./search_text.js";

/** Takes {q, location, place, date_after, date_before}, each or none; answers a test of a forecast. */
export function matcher({ q = "", location = "", place: exact, date_after, date_before }) {
  const words = normalised(q).split(" ").filter(Boolean);
  const place = `${normalised(location)}\n`;
  return (forecast) => {
    if (exact && forecast.location !== exact) return false;
    if (date_after && forecast.date < date_after) return false;
    if (date_before && forecast.date > date_before) return false;
    if (!words.length && !location) return true;
    const text = searchText(forecast);
    return words.every((word) => text.includes(word)) && (!location || text.startsWith(place));
  };
}
