/**
 * The page's texts, which the server sends in the page's language (forecasts/texts/page.py), and the
 * dates and numbers that they hold, written as the server writes them (forecasts/texts/dates.py).
 */

import { fahrenheit, readUnit } from "../board/unit.js";

/** `unit`: that of displayed temperatures, "c" or "f"; arguments are always in °C. */
export function createTexts(strings, language, unit = "c") {
  const plural = new Intl.PluralRules(language);
  const locale = strings.locale ?? language;
  const clock = new Intl.DateTimeFormat(locale, { hour: "2-digit", minute: "2-digit" });
  const numbers = new Intl.NumberFormat(locale, { maximumFractionDigits: 1 });

  function fill(text, values) {
    return text.replace(/\{(\w+)\}/g, (whole, name) => String(values[name] ?? whole));
  }

  function text(id, values = {}) {
    return fill(strings[id], values);
  }

  /** A text that depends on `count`, in the language's plural form. */
  function counted(id, count, values = {}) {
    const form = strings[id][plural.select(count)] ?? strings[id].other;
    return fill(form, { ...values, count: number(count) });
  }

  /** With one decimal at most, and never "-0". */
  function number(value) {
    return numbers.format(Math.round(value * 10) / 10 + 0);
  }

  function dayOfMonth(value) {
    return value === 1 ? strings.firstDay : value;
  }

  /** "25 Oct" */
  function day(isoDate) {
    const [, month, date] = isoDate.split("-").map(Number);
    return text("day", { day: dayOfMonth(date), month: strings.months[month - 1] });
  }

  /** "Sat 25 Oct 2025" */
  function date(isoDate) {
    const [year, month, dayNumber] = isoDate.split("-");
    const weekday = (new Date(`${isoDate}T00:00:00Z`).getUTCDay() + 6) % 7; // Monday is 0
    return text("date", {
      weekday: strings.weekdays[weekday],
      day: dayOfMonth(Number(dayNumber)),
      month: strings.months[Number(month) - 1],
      year,
    });
  }

  /** "Oct 2025" */
  function month(isoDate) {
    const [year, number] = isoDate.split("-");
    return text("month", { month: strings.months[Number(number) - 1], year });
  }

  /** "2025" */
  function year(isoDate) {
    return isoDate.slice(0, 4);
  }

  /** A text of a group of them, undefined if the group has none of that name. */
  function one(id, name, values = {}) {
    const found = strings[id][name];
    return found === undefined ? found : fill(found, values);
  }

  function temperature(celsius) {
    return this.unit === "f"
      ? text("fahrenheit", { value: number(fahrenheit(celsius)) })
      : text("celsius", { value: number(celsius) });
  }

  return {
    unit,
    locale, // the language's formats of times and numbers
    text,
    one,
    counted,
    number,
    day,
    date,
    month,
    year,
    temperature,
    time: (milliseconds) => clock.format(milliseconds),
  };
}

/** The texts that the document carries in <script type="application/json" id="page-texts">. */
export function readTexts(document) {
  const strings = JSON.parse(document.getElementById("page-texts").textContent);
  return createTexts(strings, document.documentElement.lang || "en", readUnit(document));
}
