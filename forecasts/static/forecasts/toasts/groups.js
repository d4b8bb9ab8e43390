/**
 * Decides which toasts to show for a stream of events: one for each change, or one for many. Pure.
 *
 * Events of the same kind, actor and source belong together while they follow each other within
 * QUIET_MS. From the fourth on they are one counting toast, and the first three disappear.
 */

import { importKindOf, isOfImport, kindOf, who } from "../shared/sentences.js";

export const QUIET_MS = 5_000;
export const SINGLES = 3;

export class ToastGroups {
  #groups = new Map();
  #quietMs;

  constructor({ quietMs = QUIET_MS } = {}) {
    this.#quietMs = quietMs;
  }

  /** Answers what to show, in order: {key, event, count}; count 1 is a toast of its own. */
  add(events, now) {
    for (const [key, group] of this.#groups) {
      if (now - group.at > this.#quietMs) this.#groups.delete(key);
    }
    const touched = new Map();
    for (const event of events) {
      const key = [kindOf(event), event.actor, event.source].join("\n");
      const group = this.#groups.get(key) ?? { count: 0 };
      group.count += 1;
      group.at = now;
      this.#groups.set(key, group);
      touched.set(key, [...(touched.get(key) ?? []).slice(-SINGLES), event]);
    }
    return [...touched].flatMap(([key, latest]) => this.#shown(key, latest));
  }

  #shown(key, latest) {
    const { count } = this.#groups.get(key);
    if (count > SINGLES) return [{ key, event: latest.at(-1), count }];
    return latest.map((event) => ({ key, event, count: 1 }));
  }
}

/** "12 forecasts imported by ada": what stands for `count` events like this one. */
export function wordsOf(event, count, texts) {
  const id = `${isOfImport(event) ? importKindOf(event) : kindOf(event)}Many`;
  return texts.counted(id, count, { who: who(event, texts) });
}
