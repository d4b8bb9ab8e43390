/**
 * The board's part of the page: rows, chart, filters and unit, and how it is read again.
 *
 * One file: it connects the others, and an event passes through all of them in one order.
 */

import { BoardView } from "./table.js";
import { ChartPanel } from "../chart/panel.js";
import { markEdited } from "../shared/presence.js";
import { FIELDS } from "../shared/fields.js";
import { Filters } from "./filters.js";
import { inOurLanguage } from "../shared/page_language.js";
import { replaceParts } from "./replace_parts.js";
import { PlaceList } from "./place_list.js";
import { UnitSwitch } from "./unit.js";
import { ViewReader } from "./reread.js";

/** Random delay before data is requested from the server, to spread the load of all open pages.
Milliseconds. */
const REFRESH_MS = { least: 1_500, most: 6_000 };

export class BoardPage {
  #main;
  #texts;
  #rows;
  #chart;
  #places;
  #reader;
  #filters;
  #refresh = null;
  #midnight = null;
  #isOver = false; // the day on which the list opens and the chart's range
  #isWaiting = false; // for the connection, to show the view chosen meanwhile
  #onShown;
  #editors = [];

  /** onShown(epoch) is called when the chosen view is shown; epoch: that of its data. */
  constructor(main, texts, { onShown }) {
    this.#main = main;
    this.#texts = texts;
    this.#onShown = onShown;
    this.#rows = new BoardView(main, texts);
    this.#chart = new ChartPanel(main.querySelector("#chart"), texts);
    this.#chart.load(main);
    this.#places = new PlaceList(main);
    this.#reader = new ViewReader({
      fetchBoard,
      show: (board, events) => this.#show(board, events),
    });
    this.#awaitMidnight(main);
    this.#filters = new Filters(main, { onChange: (change) => this.#change(change) });
    new UnitSwitch(main, {
      onChange: (unit) => {
        texts.unit = unit;
        this.#chart.redraw();
      },
    });
  }

  /** Apply the stream's events. */
  take(events) {
    this.#reader.note(events);
    this.#apply(events);
  }

  /** Remove a forecast that this page has just deleted. */
  forget(forecast) {
    this.#rows.apply([{ type: "weatherforecast.deleted", data: forecast }]);
  }

  /** Show a forecast that this page has just changed. */
  change(forecast, before) {
    const changed = Object.fromEntries(FIELDS.map((name) => [name, [before[name], forecast[name]]]));
    this.#rows.apply([{ type: "weatherforecast.updated", data: forecast, changed }]);
  }

  /** Mark the rows in which others edit: [{name, editing}]. */
  showEditors(people) {
    this.#editors = people;
    markEdited(this.#main.querySelector("#table tbody"), people, this.#texts);
  }

  /** Focus the search field. */
  search() {
    this.#filters.open();
  }

  /** Read the board for the stream; answers a promise of the cursor. */
  readAgain(signal) {
    return this.#reader.forStream({ signal });
  }

  /** The connection is live again: show the view chosen in the meantime. */
  connectionIsLive() {
    if (this.#isWaiting) this.#change({ moved: false });
  }

  get(id) {
    return this.#rows.get(id);
  }

  get isThin() {
    return this.#rows.isThin;
  }

  async #change({ moved }) {
    this.#isWaiting = false;
    this.#main.setAttribute("aria-busy", "true");
    try {
      if (!(await this.#reader.forReader())) return; // a newer one is running
      if (moved) this.#toTop();
      this.#announce(document.getElementById("total").textContent);
      this.#onShown(this.#main.dataset.epoch);
    } catch {
      this.#isWaiting = true;
      this.#announce(this.#texts.text("notShownYet"));
      document.querySelector('[data-part="problems"]').textContent = this.#texts.text("notShownYet");
    }
    this.#main.removeAttribute("aria-busy");
  }

  #show(board, events) {
    this.#rows.replace(board, () => replaceParts(this.#main, board));
    this.#chart.load(board);
    this.#places.load(board);
    this.#awaitMidnight(board);
    this.#apply(events);
  }

  /** At the end of the server's day the list opens at the next day. */
  #awaitMidnight({ dataset }) {
    clearTimeout(this.#midnight);
    this.#isOver = false;
    this.#midnight = setTimeout(() => {
      this.#isOver = true;
      this.#refreshSoon();
    }, Number(dataset.secondsLeft) * 1_000);
  }

  #apply(events) {
    this.#rows.apply(events);
    this.#chart.apply(events);
    document.getElementById("chart").hidden = this.#rows.total === 0;
    this.#places.apply(events);
    if (this.#editors.length) this.showEditors(this.#editors); // of rows that came
    this.#refreshSoon();
  }

  /** Read data that events do not carry, once for many events. */
  #refreshSoon() {
    const isStale = [this.#rows, this.#chart, this.#places].some((part) => part.isStale);
    if (!(isStale || this.#isOver) || this.#refresh) return;
    const { least, most } = REFRESH_MS;
    const wait = least + Math.random() * (most - least);
    this.#refresh = setTimeout(async () => {
      this.#refresh = null;
      // The page is hidden, or it is offline and will read everything when it is live again.
      const read = document.hidden ? Promise.resolve() : this.#reader.forReader();
      await read.catch(() => {});
      this.#refreshSoon();
    }, wait);
  }

  #toTop() {
    this.#main.focus({ preventScroll: true });
    document.getElementById("list").scrollIntoView({ block: "start" });
  }

  #announce(words) {
    document.getElementById("announcement").textContent = words;
  }
}

/** The board at the page's address, as the server has it now. */
async function fetchBoard({ signal }) {
  const address = new URL(window.location.href);
  address.searchParams.set("fragment", "board");
  const response = await fetch(address, { signal, cache: "no-store" });
  // Responses with 400 and 404 are boards too: with errors beside the fields, or of an empty place.
  if (!response.ok && ![400, 404].includes(response.status)) throw new Error(`The list answered ${response.status}.`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const board = page.getElementById("board");
  if (!board) throw new Error("The answer is no list.");
  await inOurLanguage(board);
  return board;
}
