/**
 * The imports of an activity list: each is one entry, where its first event stands, and counts its
 * forecasts (forecasts/reads/imports.py does the same). So is the taking back of one: its events are
 * deletions. A place's list has the events of that place only. Lists of one forecast have no imports.
 */

import { importKindOf, isOfImport, who } from "../shared/sentences.js";

const MOST_PLACES = 2; // one is named, more are "several"

export class Imports {
  #list;
  #texts;
  #known = new Map(); // by correlation id: the state of one, `item` only if it is listed

  constructor(list, texts) {
    this.#list = list;
    this.#texts = texts;
    this.groups = list.dataset.imports !== undefined;
    this.readAgain();
  }

  /** Take over what the server has rendered. */
  readAgain() {
    this.#known.clear();
    if (!this.groups) return;
    for (const id of this.#list.dataset.imports.split(" ").filter(Boolean)) this.#known.set(id, { count: 0, places: [] });
    for (const item of this.#list.querySelectorAll("[data-import]")) {
      const { dataset } = item;
      this.#known.set(dataset.import, { item, count: Number(dataset.count), places: JSON.parse(dataset.places) });
    }
  }

  /** Answers which of the events are entries of their own: an import's first, and all others. */
  listed(events) {
    if (!this.groups) return events;
    return events.filter((event) => {
      if (!isOfImport(event)) return true;
      const { correlationid: id } = event;
      if (this.#known.has(id)) return false;
      this.#known.set(id, { count: 0, places: [] });
      return true;
    });
  }

  /** Let the entry of an import's first event stand for the import. */
  begin(event, item) {
    const { correlationid: id } = event;
    item.dataset.kind = importKindOf(event);
    item.dataset.import = id;
    delete item.dataset.celsius;
    const title = item.querySelector("[data-title]");
    title.href = title.dataset.importHref.replace(/0$/, id);
    const fields = item.querySelector("dl");
    fields.replaceChildren();
    fields.hidden = true;
    this.#known.get(id).item = item;
  }

  /** Count the events of imports, and say it in their entries. */
  count(events) {
    if (!this.groups) return;
    const last = new Map();
    for (const event of events.filter(isOfImport)) {
      const state = this.#known.get(event.correlationid);
      const { location } = event.data;
      state.count += 1;
      if (state.places.length < MOST_PLACES && !state.places.includes(location)) state.places.push(location);
      last.set(state, event);
    }
    for (const [{ item, count, places }, event] of last) {
      if (item) item.querySelector("[data-title]").textContent = this.#sentence(event, count, places);
    }
  }

  #sentence(event, count, places) {
    const where = places.length > 1 ? "About" : places[0] ? "At" : "";
    const id = `${importKindOf(event)}${where}`;
    return this.#texts.counted(id, count, { who: who(event, this.#texts, (text) => text), place: places[0] });
  }
}
