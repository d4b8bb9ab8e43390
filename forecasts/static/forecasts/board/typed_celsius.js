/** Reads a temperature that was typed in °F. */

import { fahrenheit } from "./unit.js";

// As the server reads numbers (forecasts/forms/temperature_field.py).
const PLAIN = /^[+-]?([0-9]+(\.[0-9]*)?|\.[0-9]+)$/;

/**
 * Convert typed °F to °C with one decimal. Text that is no number becomes text that is none for the
 * server either, which would read a number as °C, and answers with the error.
 */
export function celsiusOf(typed) {
  const text = typed.trim().replace(",", ".").replace("−", "-");
  if (!PLAIN.test(text)) return text && `${text}?`;
  const value = Number(text);
  const celsius = Math.round(((value - 32) * 50) / 9) / 10;
  return fahrenheit(celsius) === value ? celsius : celsius.toFixed(1);
}
