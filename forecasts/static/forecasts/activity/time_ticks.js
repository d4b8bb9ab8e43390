/** Ticks of a time axis that may span seconds or years. Pure. */

import { calendarTicks } from "../chart/scale.js";

const MINUTE = 1 / 1_440; // of a day, which is the unit of the axis
const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 180, 360, 720].map((minutes) => minutes * MINUTE);
/** From this many days on, ticks are dates without times. */
const DAYS = 3;

/** {days, unit} as of calendarTicks(), with the unit "time" for times of a day. */
export function timeTicks(first, last, most) {
  if (last - first > DAYS) return calendarTicks(Math.ceil(first), Math.floor(last), most);
  const step = STEPS.find((each) => (last - first) / each < most - 1) ?? 1;
  const days = [];
  for (let index = Math.ceil(first / step); index * step <= last; index += 1) days.push(index * step);
  return days.length ? { days, unit: "time" } : { days: [first], unit: "time" };
}
