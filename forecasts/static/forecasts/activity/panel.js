/** The activity panel beside the list: the last changes, live, and the switch for notifications. */

import { freshPage } from "../../realtime/fresh_page.js";
import { ChangeList } from "./change_list.js";
import { Notifications } from "./notifications.js";
import { inOurLanguage } from "../shared/page_language.js";
import { TickingTimes } from "./ticking_times.js";

/** From this width on the panel is a column; the same as in activity.css. */
const WIDE = "(min-width: 75rem)";

export class Activity {
  #panel;
  #changes;
  #notifications;

  constructor(document, texts) {
    this.#panel = document.getElementById("activity");
    const times = new TickingTimes(this.#panel, texts, texts.locale);
    this.#changes = new ChangeList(this.#panel, texts, times);
    this.#notifications = new Notifications(document.getElementById("notify"), texts);
    this.#open();
    this.#nameLatest();
  }

  /** Show events, oldest first; `others` are those that this page did not cause. */
  take(events, others) {
    this.#changes.take(events);
    this.#notifications.show(others);
    this.#nameLatest();
  }

  /** Read the panel again from the journal. */
  async readAgain(signal) {
    const { content, page } = await freshPage(signal, this.#panel.dataset.address);
    await inOurLanguage(page.documentElement);
    this.#changes.replace(content.querySelector(".changes"));
    this.#nameLatest();
  }

  #open() {
    const details = this.#panel.querySelector("details");
    const wide = matchMedia(WIDE);
    const fit = () => {
      details.open = wide.matches;
    };
    fit();
    wide.addEventListener("change", fit);
    this.#panel.dataset.ready = "true";
    details.addEventListener("keydown", (key) => {
      if (key.key !== "Escape" || wide.matches || !details.open) return;
      details.open = false;
      details.querySelector("summary").focus();
    });
  }

  /** Show the latest change in the summary of the closed panel. */
  #nameLatest() {
    const title = this.#changes.first?.querySelector("[data-title]").textContent ?? "";
    this.#panel.querySelector(".activity-latest").textContent = title;
  }
}
