/** The datalist of the location filter. */

import { Places } from "./places.js";

export class PlaceList {
  #main;
  #places = new Places();

  constructor(main) {
    this.#main = main;
    this.load(main);
  }

  /** Take fresh data; the list is on the page already. */
  load(board) {
    const counts = this.#options.map(({ value, dataset }) => [value, Number(dataset.count)]);
    this.#places.load(counts, Number(board.dataset.after));
  }

  apply(events) {
    if (events.filter((event) => this.#places.apply(event)).length === 0) return;
    const known = new Map(this.#options.map((option) => [option.value, option]));
    const options = this.#places.names.map((name) => known.get(name) ?? new Option("", name));
    this.#main.querySelector("#places").replaceChildren(...options);
  }

  get isStale() {
    return this.#places.isStale;
  }

  get #options() {
    return [...this.#main.querySelectorAll("#places option")];
  }
}
