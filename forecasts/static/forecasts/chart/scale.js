/** Scales and ticks of the chart's axes. Pure. */

/** Days between two ticks: each of them divides people's weeks, months or years in some way. */
const DAY_STEPS = [1, 2, 3, 7, 14, 28, 56, 91, 182, 365, 730, 1825, 3650, 18250];

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

/** Whole days from `first` to `last`, at most `most`, the first of them always. */
export function dayTicks(first, last, most) {
  const step = DAY_STEPS.find((days) => (last - first) / days < most) ?? last - first + 1;
  const ticks = [];
  for (let day = first; day <= last; day += step) ticks.push(day);
  return ticks;
}
