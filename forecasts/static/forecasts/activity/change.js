/** One entry of an activity list or a history. Data is set with textContent, never as HTML. */

import { FIELDS } from "../shared/fields.js";
import { kindOf, what, who } from "../shared/sentences.js";

/** Create an entry from the page's template, as the server renders it. */
export function makeChange(event, template, texts) {
  const item = template.content.firstElementChild.cloneNode(true);
  item.dataset.position = event.sequence;
  item.dataset.kind = kindOf(event);
  item.dataset.celsius = event.data.temperatureC;
  const title = item.querySelector("[data-title]");
  title.textContent = titleOf(event, texts);
  if (title.dataset.href) title.href = title.dataset.href.replace("/0/", `/${event.data.id}/`);
  item.querySelector("[data-origin]").textContent = originOf(event, texts);
  item.querySelector("time").dateTime = event.time;
  const version = item.querySelector("[data-version]");
  if (version) version.textContent = texts.text("versionNumber", { number: event.data.version });
  const changes = fieldsOf(event, texts);
  const fields = item.querySelector("dl");
  fields.hidden = changes.length === 0;
  fields.replaceChildren(...changes.map(makeField));
  return item;
}

/** "ada changed Oslo, 25 Oct" */
export function titleOf(event, texts) {
  const values = { who: who(event, texts, whole), what: what(event.data, texts, whole) };
  return texts.one("happened", kindOf(event), values);
}

function whole(text) {
  return text;
}

function originOf({ source }, texts) {
  const end = source.split("/").at(-1);
  return texts.one("origins", end) ?? end;
}

/** [{label, before, after}] in words; `before` is null for a forecast that is new. */
function fieldsOf(event, texts) {
  const isNew = kindOf(event) === "created";
  const words = (field, value) => valueOf(field, value, texts);
  const label = (field) => texts.one("labels", field);
  return FIELDS.flatMap((field) => {
    const after = event.data[field];
    if (isNew) return isNothing(after) ? [] : [{ label: label(field), before: null, after: words(field, after) }];
    const pair = event.changed?.[field];
    if (!pair) return [];
    return [{ label: label(field), before: words(field, pair[0]), after: words(field, pair[1]) }];
  });
}

/**
 * A field's value in words, as forecasts/texts/sentences.py writes it. Changes are shown in °C,
 * which is what is stored, whatever unit the list is read in.
 */
export function valueOf(field, value, texts) {
  if (field === "temperatureC") return texts.text("celsius", { value: texts.number(value) });
  if (field === "date") return texts.date(value);
  return isNothing(value) ? texts.text("nothing") : String(value);
}

function isNothing(value) {
  return value === "" || value === null;
}

function makeField({ label, before, after }) {
  const [row, term, words] = ["div", "dt", "dd"].map((name) => document.createElement(name));
  term.textContent = label;
  if (before !== null) {
    const arrow = marked("span", "→");
    arrow.setAttribute("aria-hidden", "true");
    words.append(marked("del", before), " ", arrow, " ");
  }
  words.append(marked("ins", after));
  row.append(term, words);
  return row;
}

function marked(name, words) {
  const element = document.createElement(name);
  element.textContent = words;
  return element;
}
