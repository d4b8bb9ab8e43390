/** A live edit form: it shows changes immediately and keeps typed values. */

import { FieldNotes } from "./field_notes.js";
import { FIELDS } from "../shared/fields.js";
import { Merging } from "./merging.js";
import { kindOf, who } from "../shared/sentences.js";

export class OpenForm {
  #form;
  #notice;
  #texts;
  #merging;
  #notes;
  #isGone = false;
  #isSent = false;
  #action;
  #label;

  constructor(form, notice, texts) {
    this.#form = form;
    this.#notice = notice;
    this.#texts = texts;
    this.#action = form.getAttribute("action");
    this.#label = this.#button.textContent;
    const read = (name) => JSON.parse(form.dataset[name]);
    this.#merging = new Merging({ read: read("read"), current: read("current") });
    this.#notes = new FieldNotes(form, texts, (field, whose) => this.#choose(field, whose));
    if (this.#merging.isBehind) this.#say("changedMeanwhile", who({}, texts));
    for (const name of ["input", "focusout"]) form.addEventListener(name, () => setTimeout(() => this.#settle()));
    form.addEventListener("submit", () => {
      this.#isSent = true; // the event of its own change may arrive before the response
    });
    window.addEventListener("pageshow", () => {
      this.#isSent = false;
      this.#settle();
    });
  }

  get id() {
    return Number(this.#form.dataset.forecastId);
  }

  /** Apply events, oldest first; those of other forecasts are ignored. */
  take(events) {
    for (const event of events) {
      if (event.data.id === this.id) this.#hear(event.data, kindOf(event) === "deleted", event);
    }
  }

  /** Apply the forecast's current state after a resync; null if it was deleted. */
  catchUp(forecast) {
    const someone = { actor: "" };
    this.#hear(forecast ?? this.#merging.theirs, forecast === null, someone);
  }

  /** The account was logged out elsewhere: typed values stay, and cannot be saved for now. */
  signedOut() {
    this.#say("signedOut", "");
  }

  /** Use the stored value for a field, by its name in the form. */
  takeTheirs(name) {
    const field = FIELDS.find((candidate) => this.#notes.input(candidate).name === name);
    this.#choose(field, "theirs");
  }

  #hear(forecast, isGone, event) {
    const isNew = this.#merging.take(forecast);
    const wasGone = this.#isGone;
    if (this.#isSent || (!isNew && isGone === wasGone)) return;
    // After a deletion only a higher version restores the forecast.
    if (wasGone && !isGone && !isNew) return;
    const name = who(event, this.#texts);
    if (isGone !== wasGone) this.#gone(isGone);
    if (isGone) this.#say("deletedMeanwhile", name, "keptForNew");
    else {
      this.#say(wasGone ? "restoredMeanwhile" : "changedMeanwhile", name);
      this.#settle();
    }
  }

  #settle() {
    if (this.#isGone || this.#isSent) return;
    const { theirs } = this.#merging;
    const typed = Object.fromEntries(FIELDS.map((field) => [field, this.#notes.typed(field)]));
    // A field does not change while it has the focus or while a choice is open.
    const held = FIELDS.filter((field) => this.#notes.isHeld(field));
    const { follow, open, version } = this.#merging.settle(typed, held);
    for (const field of follow) {
      this.#notes.settle(field);
      this.#notes.write(field, theirs[field]);
      this.#notes.tellFollowed(field, typed[field], theirs[field]);
    }
    for (const field of FIELDS) {
      if (open.includes(field)) this.#notes.offer(field, theirs[field]);
      else this.#notes.settle(field);
    }
    this.#form.elements.version.value = version;
    this.#hint(open.length ? "decideFirst" : "");
  }

  #choose(field, whose) {
    if (whose === "theirs") this.#notes.write(field, this.#merging.theirs[field]);
    this.#merging.decide(field);
    this.#notes.settle(field);
    this.#settle();
  }

  /** Offer to save the typed values as a new forecast, as the server would too. */
  #gone(isGone) {
    this.#isGone = isGone;
    this.#form.setAttribute("action", isGone ? this.#form.dataset.create : this.#action);
    this.#button.textContent = isGone ? this.#texts.text("saveAsNew") : this.#label;
    if (isGone) this.#notes.clear();
  }

  #say(id, name, hint = "") {
    this.#notice.querySelector("[data-words]").textContent = this.#texts.text(id, { who: name });
    this.#notice.hidden = false;
    this.#hint(hint);
  }

  #hint(id) {
    const hint = this.#notice.querySelector("[data-hint]");
    const words = id ? this.#texts.text(id) : "";
    if (hint.textContent !== words) hint.textContent = words;
    hint.hidden = !id;
  }

  get #button() {
    return this.#form.querySelector("[type=submit]");
  }
}
