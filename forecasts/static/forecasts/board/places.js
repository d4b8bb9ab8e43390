/**
 * The suggestions of the location filter, updated by events: the first MOST by name, with
 * the number of forecasts at each.
 */

import { compareText } from "./sort_order.js";
import { states } from "../shared/states.js";

/** forecasts/reads/locations.py has the same. */
export const MOST_PLACES = 300;
/** The server counts no further than this. */
export const MOST_COUNTED = 20;

export class Places {
  #counts = new Map();
  #uncounted = new Set(); // names that may have more forecasts than their count
  #position = 0;
  #isFull = false; // there may be more that are not known here

  /**
   * Whether the list must be read again: a name was removed, and the next one is unknown here, or
   * whether a name still has a forecast is.
   */
  isStale = false;

  /** `counts` is [[name, count]] by name; `position` where the journal stood. */
  load(counts, position) {
    this.#counts = new Map(counts);
    this.#uncounted = new Set(counts.filter(([, count]) => count >= MOST_COUNTED).map(([name]) => name));
    this.#position = position;
    this.#isFull = counts.length >= MOST_PLACES;
    this.isStale = false;
  }

  get names() {
    return [...this.#counts.keys()].sort(compareText);
  }

  /** Apply an event; answers whether the names changed. */
  apply(event) {
    if (Number(event.sequence) <= this.#position) return false;
    const { before, after } = states(event);
    const left = before !== null && this.#leave(before.location);
    const came = after !== null && this.#come(after.location);
    return left || came;
  }

  #come(name) {
    if (name === "") return false;
    const count = this.#counts.get(name);
    if (count === undefined && this.#isFull && compareText(name, this.names.at(-1)) > 0) return false;
    this.#counts.set(name, (count ?? 0) + 1);
    if (this.#counts.size > MOST_PLACES) {
      this.#counts.delete(this.names.at(-1));
      this.#isFull = true;
    }
    return count === undefined;
  }

  #leave(name) {
    const count = this.#counts.get(name);
    if (count === undefined) return false;
    this.#counts.set(name, count - 1);
    if (count > 1) return false;
    if (this.#uncounted.has(name)) {
      this.isStale = true;
      return false;
    }
    this.#counts.delete(name);
    this.isStale ||= this.#isFull;
    return true;
  }
}
