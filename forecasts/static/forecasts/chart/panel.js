/**
 * The chart of the board: its picture, legend and table, updated by events.
 *
 * One file: the three show one model, and are drawn together.
 */

import { ChartDrawing } from "./drawing.js";
import { ChartModel, MOST_LOCATIONS } from "./model.js";
import { dateOf, periodWords } from "./periods.js";
import { fillTable } from "./table.js";
import { matcher } from "../board/matches.js";

const SETTLE_MS = 150; // many events together are one animation

export class ChartPanel {
  #section;
  #texts;
  #drawing;
  #model;
  #hidden = new Set();
  #colours = new Map();
  #timer = null;

  constructor(section, texts) {
    this.#section = section;
    this.#texts = texts;
    this.#drawing = new ChartDrawing(section.querySelector(".chart-picture"));
    this.#details.addEventListener("toggle", () => this.#showTable());
  }

  /** Take the data of a fresh board. */
  load(board) {
    this.#model = new ChartModel(JSON.parse(board.querySelector("#chart-data").textContent), {
      matches: matcher(JSON.parse(board.dataset.filter)),
      position: Number(board.dataset.after),
    });
    this.redraw();
  }

  apply(events) {
    const changes = events.filter((event) => this.#model.apply(event));
    if (changes.length) this.redraw();
  }

  /** Whether the chart must be read again, because only the server has the needed data. */
  get isStale() {
    return this.#model.isStale;
  }

  redraw() {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.#show();
    }, SETTLE_MS);
  }

  #show() {
    const series = this.#series();
    this.#section.classList.toggle("is-empty", series.length === 0);
    this.#section.querySelector(".chart-none").hidden = series.length > 0;
    this.#showLegend(series);
    this.#showNote(series);
    this.#showTable();
    const lines = series.map(({ points, ...line }) => ({
      ...line,
      points: points.map(({ day, celsius }) => ({ x: day, y: this.#inUnit(celsius) })),
    }));
    this.#drawing.draw({
      lines,
      day: (number, unit) => this.#texts[unit](dateOf(number)),
      date: (number) => this.#period(number),
      degrees: (number) => this.#degrees(number),
    });
  }

  #series() {
    return this.#model.series.map(({ location, points }) => ({
      name: location || this.#texts.text("chartNowhere"),
      colour: this.#colourOf(location),
      hidden: this.#hidden.has(location),
      location,
      points,
    }));
  }

  /** A location keeps its colour while it is shown. */
  #colourOf(location) {
    if (!this.#colours.has(location)) {
      const shown = new Set(this.#model.series.map((series) => series.location));
      for (const name of this.#colours.keys()) if (!shown.has(name)) this.#colours.delete(name);
      const taken = new Set(this.#colours.values());
      const free = Array.from({ length: MOST_LOCATIONS }, (_, index) => index + 1);
      this.#colours.set(location, free.find((colour) => !taken.has(colour)) ?? 1);
    }
    return this.#colours.get(location);
  }

  #showLegend(series) {
    const list = this.#section.querySelector(".legend");
    const known = new Map([...list.children].map((item) => [item.dataset.location, item]));
    const items = series.map((line) => {
      const item = known.get(line.location) ?? this.#legendItem(line.location);
      const button = item.querySelector("button");
      button.textContent = line.name;
      button.dataset.colour = line.colour;
      button.setAttribute("aria-pressed", String(!line.hidden));
      return item;
    });
    if (items.some((item, index) => item !== list.children[index]) || list.children[items.length]) {
      list.replaceChildren(...items);
    }
  }

  #legendItem(location) {
    const item = document.createElement("li");
    item.dataset.location = location;
    const button = document.createElement("button");
    button.type = "button";
    button.addEventListener("click", () => {
      if (!this.#hidden.delete(location)) this.#hidden.add(location);
      this.#show();
    });
    item.append(button);
    return item;
  }

  #showNote(series) {
    const { locations, period } = this.#model;
    const notes = [];
    if (locations > series.length) {
      notes.push(this.#texts.counted("chartMore", locations, { shown: series.length }));
    }
    if (series.length && period !== "day") notes.push(this.#texts.one("chartMeans", period));
    this.#section.querySelector(".chart-note").textContent = notes.join(" · ");
    const names = series.filter(({ hidden }) => !hidden).map(({ name }) => name);
    const label = this.#texts.text("chartLabel", { locations: names.join(", ") });
    this.#section.querySelector(".chart-picture").setAttribute("aria-label", label);
  }

  #showTable() {
    if (!this.#details.open) return;
    fillTable(this.#details.querySelector("table"), {
      series: this.#series(),
      date: (day) => this.#period(day),
      value: ({ celsius }) => this.#degrees(this.#inUnit(celsius)),
      texts: this.#texts,
    });
  }

  get #details() {
    return this.#section.querySelector("details");
  }

  #period(start) {
    return periodWords(start, this.#model.period, this.#texts);
  }

  #degrees(number) {
    return `${this.#texts.number(number)}°`;
  }

  #inUnit(celsius) {
    return this.#texts.unit === "f" ? (celsius * 9) / 5 + 32 : celsius;
  }
}
