/**
 * Deletes a forecast from the list without leaving the page: a dialog asks, one request deletes, the row
 * disappears. Without JavaScript the same link opens a page that asks.
 */

import { FIELDS } from "../shared/fields.js";
import { isSignedOut, onSubmit, post } from "../shared/post.js";
import { changesOf } from "../shared/sentences.js";

export class DeleteDialog {
  #dialog;
  #form;
  #texts;
  #options;
  #described; // the forecast whose values the dialog has

  /** options: find(id) → forecast, connectionId() → string, onDeleted(forecast, undo). */
  constructor(dialog, texts, options) {
    this.#dialog = dialog;
    this.#form = dialog.querySelector("form");
    this.#texts = texts;
    this.#options = options;
    onSubmit(this.#form, () => this.#send());
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
  }

  /** Take over the delete links inside `board`. */
  attach(board) {
    board.addEventListener("click", (click) => {
      const link = click.target.closest("a[data-delete]");
      const plain = !(click.ctrlKey || click.metaKey || click.shiftKey || click.altKey);
      const forecast = this.#options.find(Number(link?.closest("tr")?.dataset.forecastId));
      if (!link || !plain || !forecast) return;
      click.preventDefault();
      this.#ask(forecast, link.href);
    });
  }

  #ask(forecast, address) {
    this.#say("");
    this.#form.action = address;
    this.#form.dataset.forecastId = forecast.id;
    this.#describe(forecast);
    this.#dialog.showModal();
  }

  #describe(forecast) {
    this.#described = forecast;
    const { location } = forecast;
    this.#form.elements.version.value = forecast.version;
    this.#dialog.querySelector("[data-what]").textContent = this.#texts.text(
      location ? "deleteWhat" : "deleteWhatNowhere",
      {
        location,
        day: this.#texts.date(forecast.date),
        temperature: this.#texts.temperature(forecast.temperatureC),
      },
    );
  }

  async #send() {
    const body = new FormData(this.#form);
    const response = await post(this.#form.action, body, this.#options.connectionId());
    if (response?.ok) {
      this.#dialog.close();
      const { deleted, undo } = await response.json();
      this.#options.onDeleted(deleted, undo);
    } else if (response?.status === 404) {
      this.#say(this.#texts.text("alreadyGone"));
    } else if (response?.status === 409) {
      const { current } = await response.json();
      const changes = changesOf(changesBetween(this.#described, current), this.#texts);
      this.#describe(current);
      this.#say(`${this.#texts.text("stale")} ${changes}`);
    } else {
      this.#say(this.#texts.text(isSignedOut(response) ? "signInAgain" : "failed"));
    }
  }

  #say(words) {
    this.#dialog.querySelector("[role=alert]").textContent = words;
  }
}

/** {field: [old, new]} */
function changesBetween(before, now) {
  const different = FIELDS.filter((name) => before[name] !== now[name]);
  return Object.fromEntries(different.map((name) => [name, [before[name], now[name]]]));
}
