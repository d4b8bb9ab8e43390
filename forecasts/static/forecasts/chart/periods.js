/** Days since 1970, and the periods that they belong to (forecasts/reads/ranges.py). Pure. */

const DAY_MS = 86_400_000;
/** 1970-01-01 was a Thursday, and weeks begin on Monday. */
const THURSDAY = 3;

export function dayOf(date) {
  return Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS);
}

export function dateOf(day) {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** The first day of the day's period: "day", "week", "month" or "year". */
export function startOf(day, period) {
  if (period === "day") return day;
  if (period === "week") return day - ((((day + THURSDAY) % 7) + 7) % 7);
  const [year, month] = dateOf(day).split("-");
  return dayOf(period === "month" ? `${year}-${month}-01` : `${year}-01-01`);
}

/** A period in words: a day's date, a month, a year. A week is named by its first day. */
export function periodWords(start, period, texts) {
  const date = dateOf(start);
  if (period === "day") return texts.date(date);
  if (period === "week") return texts.text("weekOf", { date: texts.date(date) });
  return period === "month" ? texts.month(date) : texts.year(date);
}
