/** Scales and ticks of the chart's axes. Pure. */

import { dateOf, dayOf } from "./periods.js";

/** Days between two ticks: each of them divides weeks, months or years evenly enough. */
const DAY_STEPS = [1, 2, 3, 7, 14];
const MONTH_STEPS = [1, 2, 3, 6];
const YEAR_STEPS = [1, 2, 5, 10, 20, 50, 100];
/** Average lengths, to find the step that is not too narrow. */
const MONTH = 30.44;
const YEAR = 365.25;

/** Maps the domain [from, to] to the range [start, end], linearly. An empty domain to its middle. */
export function scale([from, to], [start, end]) {
  if (from === to) return () => (start + end) / 2;
  return (value) => start + ((value - from) / (to - from)) * (end - start);
}

/** Round numbers (1, 2 or 5 times a power of ten, from 1 on) around `low` … `high`, about `most`. */
export function roundTicks(low, high, most) {
  const rough = Math.max((high - low) / Math.max(most - 1, 1), 1);
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((each) => each >= rough);
  const first = Math.floor(low / step);
  const last = Math.max(Math.ceil(high / step), first + 1);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/**
 * Days from `first` to `last` that the axis names, at most `most`, and what it names them by:
 * {days, unit: "day" | "month" | "year"}. Days start at the first, months and years at theirs.
 */
export function calendarTicks(first, last, most) {
  const span = Math.max(last - first, 1);
  const fits = (length) => (steps) => steps.find((each) => span / (each * length) < most);
  const days = fits(1)(DAY_STEPS);
  if (days) return { days: steps(first, last, days), unit: "day" };
  const months = fits(MONTH)(MONTH_STEPS);
  const count = months ?? 12 * (fits(YEAR)(YEAR_STEPS) ?? YEAR_STEPS.at(-1));
  return { days: monthStarts(first, last, count), unit: months ? "month" : "year" };
}

function steps(first, last, step) {
  const days = [];
  for (let day = first; day <= last; day += step) days.push(day);
  return days;
}

/** The first days of every `step`th month, counted from the year 0. */
function monthStarts(first, last, step) {
  const [year, month] = dateOf(first).split("-").map(Number);
  const days = [];
  let index = Math.ceil((year * 12 + month - 1) / step) * step;
  for (let day = monthStart(index); day <= last; day = monthStart(index)) {
    if (day >= first) days.push(day);
    index += step;
  }
  return days.length ? days : [first];
}

function monthStart(index) {
  const month = String((index % 12) + 1).padStart(2, "0");
  return dayOf(`${String(Math.floor(index / 12)).padStart(4, "0")}-${month}-01`);
}
