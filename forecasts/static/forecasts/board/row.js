/** One forecast as a table row. Data is set with textContent, never as HTML. */

import { SHOWN } from "../shared/fields.js";
import { placeAddress } from "../shared/place_address.js";

const WRITE = {
  date: (value, texts) => texts.date(value),
  temperatureC: (value, texts) => texts.number(value),
  temperatureF: (value, texts) => texts.number(value),
};

/** Read a row that the server rendered. */
export function readRow(row) {
  return { ...JSON.parse(row.dataset.forecast), version: Number(row.dataset.version) };
}

/** Create a row from the page's template. */
export function makeRow(forecast, template, texts) {
  const row = template.content.firstElementChild.cloneNode(true);
  row.id = `forecast-${forecast.id}`;
  row.dataset.forecastId = forecast.id;
  for (const link of row.querySelectorAll("a[data-href]")) {
    link.href = link.dataset.href.replace("/0/", `/${forecast.id}/`);
  }
  writeRow(row, forecast, texts);
  return row;
}

/** Put the column first that the list is grouped by. Works for the head as well. */
export function arrange(row, by) {
  const [date, location] = ["date", "location"].map((name) =>
    row.querySelector(`[data-field="${name}"], [data-column="${name}"]`),
  );
  const [first, second] = by === "location" ? [location, date] : [date, location];
  if (first.nextElementSibling !== second) second.before(first);
}

/**
 * Write a forecast into its row; answers the names of the fields that changed. A cell that
 * changed has its old words in data-was.
 */
export function writeRow(row, forecast, texts) {
  row.dataset.version = forecast.version;
  row.dataset.band = band(forecast.temperatureC);
  row.dataset.forecast = JSON.stringify(forecast);
  for (const name of row.querySelectorAll("[data-names-forecast]")) {
    name.textContent = forecast.location || texts.day(forecast.date);
  }
  return SHOWN.filter((field) => write(row, field, forecast, texts));
}

function write(row, field, forecast, texts) {
  const cell = row.querySelector(`[data-field="${field}"]`);
  const target = cell.querySelector("time, data, a") ?? textOf(cell);
  const words = (WRITE[field] ?? String)(forecast[field] ?? "", texts);
  if (field === "date") target.dateTime = forecast.date;
  if (field === "location") link(target, forecast.location);
  if (target.textContent === words) return false;
  if (target.textContent) cell.dataset.was = target.textContent;
  target.textContent = words;
  return true;
}

/** The text of a cell: its first node, beside which an editor may be open. */
function textOf(cell) {
  if (cell.firstChild?.nodeType !== Node.TEXT_NODE) cell.prepend("");
  return cell.firstChild;
}

function link(anchor, location) {
  const address = placeAddress(document.getElementById("board").dataset.places, location);
  if (address) anchor.href = address;
  else anchor.removeAttribute("href");
}

/** The colour of a temperature in °C; forecasts/templatetags/forecast_tags.py has the same. */
export function band(celsius) {
  if (celsius < 0) return "freezing";
  if (celsius < 10) return "cold";
  if (celsius < 20) return "mild";
  if (celsius < 28) return "warm";
  return "hot";
}
