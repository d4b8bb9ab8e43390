/**
 * A form whose forecast changes while it is open: which fields follow, which must be decided. Pure:
 * no DOM.
 *
 * Each field has three values: `read`, the form's initial value; `theirs`, the forecast's current
 * value; and the typed one. An unedited field follows. An edited field whose stored value has
 * changed is open until the user chooses one of the two.
 */

import { FIELDS } from "../shared/fields.js";

export class Merging {
  #read;
  #theirs;

  constructor({ read, current }) {
    this.#read = { ...read };
    this.#theirs = current;
  }

  /** The form was made against an older version. */
  get isBehind() {
    return this.#read.version < this.#theirs.version;
  }

  get theirs() {
    return this.#theirs;
  }

  /** Take a state; answers whether it was newer. */
  take(forecast) {
    if (forecast.version <= this.#theirs.version) return false;
    this.#theirs = forecast;
    return true;
  }

  /**
   * What becomes of each field, given the `typed` values and the fields that are not to change by
   * themselves: {follow: [...], open: [...], version}; those that follow are taken over with this.
   * `version` is what the form may be saved against.
   */
  settle(typed, held = []) {
    const differs = FIELDS.filter((field) => this.#read[field] !== this.#theirs[field]);
    const same = differs.filter((field) => typed[field] === this.#theirs[field]);
    const follow = differs.filter(
      (field) => !held.includes(field) && !same.includes(field) && typed[field] === this.#read[field],
    );
    for (const field of [...same, ...follow]) this.decide(field);
    const open = differs.filter((field) => this.#read[field] !== this.#theirs[field]);
    return { follow, open, version: open.length ? this.#read.version : this.#theirs.version };
  }

  /** A field is decided, for theirs or for what is typed: it now differs from theirs on purpose. */
  decide(field) {
    this.#read[field] = this.#theirs[field];
  }
}
