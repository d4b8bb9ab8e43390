/** The table on the page: shows the state of Rows. One file: every way in which a row is drawn. */

import { matcher } from "./matches.js";
import { Flashes } from "./flashes.js";
import { arrange, makeRow, readRow, writeRow } from "./row.js";
import { Rows } from "./rows.js";
import { keepingScroll } from "./scroll.js";

const LEAVE_MS = 1_400;
/** More events together than this are shown without animation. */
const CALM_ABOVE = 20;

export class BoardView {
  #main;
  #body;
  #texts;
  #rows = new Rows();
  #elements = new Map();
  #flashes = new Flashes();

  constructor(main, texts) {
    this.#main = main;
    this.#body = main.querySelector("#table tbody");
    this.#texts = texts;
    this.#take(main, [...this.#body.rows]);
  }

  /** Apply events; answers those that were new to the page. */
  apply(events) {
    const moving = events.length <= CALM_ABOVE;
    const news = events.filter((event) => {
      const result = this.#rows.apply(event);
      this.#show(result, moving);
      return result.change !== "ignored";
    });
    this.#summarise();
    return news;
  }

  /** The number of matching forecasts on all pages. */
  get total() {
    return this.#rows.total;
  }

  /** Whether deletions have left too few rows on a page that has more. */
  get isThin() {
    const { length } = this.#rows.list;
    const isThin = length < this.#rows.limit / 2 && this.#rows.isShort;
    return isThin || (length === 0 && this.#rows.total > 0);
  }

  /** Whether a reload would show rows that are unknown here. */
  get isStale() {
    return this.#rows.isStale;
  }

  get(id) {
    return this.#rows.get(id);
  }

  /**
   * Show fresh data of this page; equal rows and the scroll position are kept. `also`
   * changes what is around the rows.
   */
  replace(fresh, also = () => {}) {
    keepingScroll(this.#body, () => {
      const { by } = fresh.dataset;
      if (by !== this.#main.dataset.by) this.#regroup(by);
      const kept = [...fresh.querySelectorAll("#table tbody > tr")].map((row) => this.#adopt(row));
      const staying = new Set(kept);
      for (const row of [...this.#body.rows]) if (!staying.has(row)) row.remove();
      kept.forEach((row, index) => this.#put(row, this.#body.rows[index] ?? null));
      const { unit } = this.#main.dataset;
      delete this.#main.dataset.today; // a list that does not open there has none
      Object.assign(this.#main.dataset, fresh.dataset, { unit });
      also();
      this.#take(fresh, kept);
      this.#summarise();
    });
  }

  #take(source, rows) {
    const { by, sort, from, to, limit, total, after, filter } = source.dataset;
    const { number, today, before } = source.dataset;
    this.#rows.load({
      forecasts: rows.map(readRow),
      from: JSON.parse(from),
      to: JSON.parse(to),
      limit: Number(limit),
      total: Number(total),
      by,
      sort,
      number: Number(number),
      before: Number(before),
      today: today ?? null,
      matches: matcher(JSON.parse(filter)),
      position: Number(after),
    });
    this.#elements = new Map(rows.map((row) => [Number(row.dataset.forecastId), row]));
  }

  #regroup(by) {
    const template = document.getElementById("forecast-row").content.firstElementChild;
    const head = this.#main.querySelector("#table thead tr");
    for (const row of [head, template, ...this.#body.rows]) arrange(row, by);
  }

  #adopt(row) {
    const known = this.#elements.get(Number(row.dataset.forecastId));
    if (!known) return document.importNode(row, true);
    this.#flashes.show(known, writeRow(known, readRow(row), this.#texts));
    return known;
  }

  #show({ change, forecast, trimmed }, moving) {
    if (change === "entered") this.#enter(forecast, moving);
    else if (change === "updated") this.#update(forecast);
    else if (change === "deleted" || change === "left") this.#leave(forecast.id, change, moving);
    for (const id of trimmed) this.#leave(id, "left", false);
  }

  #enter(forecast, moving) {
    document.getElementById(`forecast-${forecast.id}`)?.remove(); // still being animated
    const template = document.getElementById("forecast-row");
    const row = makeRow(forecast, template, this.#texts);
    row.classList.toggle("entering", moving);
    this.#elements.set(forecast.id, row);
    this.#place(forecast.id);
  }

  #update(forecast) {
    const row = this.#elements.get(forecast.id);
    const changed = writeRow(row, forecast, this.#texts);
    if (changed.includes("date") || changed.includes("location")) this.#place(forecast.id);
    this.#flashes.show(row, changed);
  }

  #leave(id, change, moving) {
    const row = this.#elements.get(id);
    if (!row) return;
    this.#elements.delete(id);
    if (!moving) {
      row.remove();
      return;
    }
    row.classList.add(change === "deleted" ? "deleted" : "leaving");
    row.inert = true;
    setTimeout(() => row.remove(), LEAVE_MS);
  }

  #place(id) {
    const next = this.#elements.get(this.#rows.idAfter(id)) ?? null;
    this.#put(this.#elements.get(id), next);
  }

  #put(row, next) {
    if (row === next || (row.isConnected && row.nextElementSibling === next)) return;
    const focused = row.contains(document.activeElement) ? document.activeElement : null;
    this.#body.insertBefore(row, next);
    focused?.focus({ preventScroll: true });
  }

  #summarise() {
    const { total, from, to, list } = this.#rows;
    const { place: _place, ...chosen } = JSON.parse(this.#main.dataset.filter);
    const counted = Object.keys(chosen).length ? "matching" : "total";
    this.#main.dataset.total = total;
    document.getElementById("total").textContent = this.#texts.counted(counted, total);
    document.getElementById("nothing").hidden = list.length > 0;
    document.getElementById("table").hidden = list.length === 0;
    document.getElementById("earlier-page").hidden = from === null;
    document.getElementById("next-page").hidden = to === null;
    this.#markGroups(list);
  }

  /** Show the date, or location, in the first row of each group only. */
  #markGroups(list) {
    const { by } = this.#rows;
    let last;
    for (const forecast of list) {
      this.#elements.get(forecast.id).classList.toggle("starts-group", forecast[by] !== last);
      last = forecast[by];
    }
  }
}
