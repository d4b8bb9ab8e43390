/** Stores a preference for a year, in a cookie that the server reads too. */

const YEAR = 365 * 24 * 60 * 60; // seconds

export function remember(document, name, value) {
  const secure = globalThis.location?.protocol === "https:" ? "; secure" : "";
  document.cookie = `${name}=${value}; path=/; max-age=${YEAR}; samesite=lax${secure}`;
}
