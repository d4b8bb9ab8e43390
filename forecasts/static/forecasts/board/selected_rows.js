/**
 * Changes or deletes the selected rows: a dialog asks, one request carries each row's id and the version
 * that was shown when it opened, and the response has the outcome of each. Refused rows stay
 * selected. The action can be undone for some seconds.
 */

import { isSignedOut, onSubmit, post } from "../shared/post.js";
import { showErrors } from "./field_errors.js";
import { placeOf } from "./row_focus.js";
import { offerUndo } from "./undo_offer.js";

const REFUSALS = ["stale", "gone", "refused", "same"];

export class SelectedRows {
  #dialog;
  #form;
  #options;
  #before = new Map(); // forecasts by id, as they were shown when the dialog opened
  #place; // of the first of them

  /**
   * options: selection, texts, toasts, title and done (ids of texts that count), find(id) → forecast,
   * connectionId() → string, onDone(forecast, before) for each that was changed or deleted, focus(place).
   */
  constructor(button, dialog, options) {
    this.#dialog = dialog;
    this.#form = dialog.querySelector("form");
    this.#options = options;
    button.addEventListener("click", () => this.#ask());
    onSubmit(this.#form, () => this.#send());
    dialog.querySelector("[data-cancel]").addEventListener("click", () => dialog.close());
    // The button that opened the dialog is hidden when no row is selected any more.
    dialog.addEventListener("close", () => {
      if (!options.selection.rows.length) options.focus(this.#place);
    });
  }

  #ask() {
    const { selection, texts, find, title } = this.#options;
    const { rows } = selection;
    const ids = rows.map((row) => Number(row.dataset.forecastId));
    this.#before = new Map(ids.map((id) => [id, find(id)]).filter(([, forecast]) => forecast));
    if (!this.#before.size) return;
    this.#place = placeOf(rows[0].querySelector("input[data-select]"));
    this.#form.reset();
    showErrors(this.#form, {});
    this.#say("");
    this.#dialog.querySelector("h2").textContent = texts.counted(title, this.#before.size);
    this.#dialog.showModal();
  }

  async #send() {
    const { texts, connectionId } = this.#options;
    const body = new FormData(this.#form);
    body.set("selected", [...this.#before.values()].map(({ id, version }) => `${id}:${version}`).join());
    const response = await post(this.#form.action, body, connectionId());
    if (response?.ok) return this.#done(await response.json());
    if (response?.status === 400) {
      const { errors } = await response.json();
      return this.#say(showErrors(this.#form, errors).join(" "));
    }
    this.#say(texts.text(isSignedOut(response) ? "signInAgain" : "selectedFailed"));
  }

  #done({ results, undo }) {
    const { selection, texts, toasts, done, connectionId, onDone } = this.#options;
    this.#dialog.close();
    const refused = Object.groupBy(results, ({ outcome }) => outcome);
    const made = results.filter(({ outcome }) => !REFUSALS.includes(outcome));
    const rows = selection.rows;
    for (const { id, forecast } of made) onDone(forecast, this.#before.get(id));
    const kept = [...(refused.stale ?? []), ...(refused.refused ?? [])].map(({ id }) => id);
    selection.keep(rows.filter((row) => kept.includes(Number(row.dataset.forecastId))));
    const counts = REFUSALS.filter((name) => refused[name]).map((name) => [`selected_${name}`, refused[name].length]);
    if (made.length) counts.unshift([done, made.length]);
    const words = counts.map(([id, count]) => texts.counted(id, count)).join(" ");
    if (!made.length) return toasts.say(words);
    const saidUndone = ({ restored }) => texts.counted("selectedUndone", restored.length);
    offerUndo({ undo, words, form: this.#form, toasts, texts, connectionId, saidUndone });
  }

  #say(words) {
    this.#dialog.querySelector("[role=alert]").textContent = words;
  }
}
