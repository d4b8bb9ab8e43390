/**
 * Text normalised for search: without case and accents. Pure.
 *
 * forecasts/db/search_text.py does the same, and stores it; tests compare the two.
 */

export function normalised(text) {
  return text
    .normalize("NFKD")
    .replace(/\p{Mn}/gu, "")
    .toLowerCase()
    .replaceAll("ς", "σ")
    .replace(/[\s\u001c-\u001f\u0085\ufeff]+/gu, " ")
    .replace(/^ | $/g, "");
}

/** A forecast's search text: the location, then, on the next line, the summary. */
export function searchText({ location, summary }) {
  return `${normalised(location)}\n${normalised(summary)}`;
}
