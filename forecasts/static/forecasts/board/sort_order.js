/** The list's two orders, as the database has them (forecasts/db/sort_order.py). Pure. */

/** A comparison of forecasts for the list grouped by "date" or by "location". */
export function comparison(by) {
  const [major, minor] = by === "location" ? ["location", "date"] : ["date", "location"];
  return (a, b) =>
    compareText(a[major], b[major]) || compareText(a[minor], b[minor]) || a.id - b.id;
}

/** Text by code points, as the database orders it; JavaScript's `<` goes by UTF-16 units. */
export function compareText(a, b) {
  if (a === b) return 0;
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let index = 0; index < Math.min(left.length, right.length); index += 1) {
    const difference = left[index].codePointAt(0) - right[index].codePointAt(0);
    if (difference) return difference;
  }
  return left.length - right.length;
}
