/** The list's orders, as the database has them (forecasts/db/sort_order.py). Pure. */

const compare = {
  date: (a, b) => compareText(a.date, b.date),
  location: (a, b) => compareText(a.location, b.location),
  temperature: (a, b) => a.temperatureC - b.temperatureC,
  summary: (a, b) => compareText(a.summary, b.summary),
};
const COLUMNS = {
  date: ["date", "location"],
  location: ["location", "date"],
  temperature: ["temperature", "date", "location"],
  summary: ["summary", "date", "location"],
};

/** A comparison of forecasts for the list sorted by a column, "-" before its name for descending. */
export function comparison(sort) {
  const sign = sort.startsWith("-") ? -1 : 1;
  const [first, ...rest] = COLUMNS[sort.replace("-", "")];
  return (a, b) =>
    sign * compare[first](a, b) ||
    rest.reduce((order, name) => order || compare[name](a, b), 0) ||
    a.id - b.id;
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
