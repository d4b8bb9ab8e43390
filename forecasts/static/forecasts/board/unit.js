/** The unit of temperatures, °C or °F, kept in a cookie that the server reads, too. */

import { remember } from "../shared/preference.js";

const COOKIE = "desk_unit";

/** "c" or "f" */
export function readUnit(document) {
  return new RegExp(`(?:^|; )${COOKIE}=f(?:;|$)`).test(document.cookie) ? "f" : "c";
}

export function rememberUnit(document, unit) {
  remember(document, COOKIE, unit);
}

/** °F of °C (at most one decimal), in whole degrees, halves away from zero, as the server has it. */
export function fahrenheit(celsius) {
  const fiftieths = Math.round(celsius * 10) * 9 + 1600;
  return Math.sign(fiftieths) * Math.floor((Math.abs(fiftieths) + 25) / 50) || 0;
}

/** The switch: shows the unit on the board at once, and remembers it. */
export class UnitSwitch {
  #main;
  #tabs = globalThis.BroadcastChannel ? new BroadcastChannel(COOKIE) : null;

  constructor(main, { onChange }) {
    this.#main = main;
    main.addEventListener("click", (click) => {
      const button = click.target.closest("button[name=unit]");
      if (!button) return;
      click.preventDefault();
      rememberUnit(document, button.value);
      this.#show(button.value);
      this.#tabs?.postMessage(button.value);
      onChange(button.value);
    });
    // Another tab of this browser has changed the unit.
    this.#tabs?.addEventListener("message", ({ data }) => {
      if (data !== "c" && data !== "f") return;
      this.#show(data);
      onChange(data);
    });
    // The page may come from the back/forward cache, with an older unit.
    this.#show(readUnit(document));
  }

  #show(unit) {
    this.#main.dataset.unit = unit;
    for (const button of this.#main.querySelectorAll("button[name=unit]")) {
      button.setAttribute("aria-pressed", String(button.value === unit));
    }
  }
}
