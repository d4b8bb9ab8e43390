/** The page of a form: sends it once and, if it edits a forecast, follows that forecast's changes. */

import { connect } from "../../realtime/client.js";
import { freshPage } from "../../realtime/fresh_page.js";
import { keepingTheForm } from "../shared/account.js";
import { showConnection } from "../shared/connection_badge.js";
import { forecastEvents } from "../shared/forecast_events.js";
import { OpenForm } from "./open_form.js";
import { Presence } from "../shared/presence.js";
import { keepOfflinePage } from "../shared/offline.js";
import { readTexts } from "../shared/texts.js";

const form = document.getElementById("forecast-form");

sendOnce(form);
keepOfflinePage(document.body);
keepSubmission(form.elements.submission);
if (form.dataset.stream) listen(new OpenForm(form, document.getElementById("meanwhile"), readTexts(document)));

/** A second press on Save during the first request would be answered as stale. */
function sendOnce(form) {
  let isSent = false;
  form.addEventListener("submit", (submission) => {
    if (isSent) submission.preventDefault();
    isSent = true;
  });
  window.addEventListener("pageshow", () => {
    isSent = false;
  });
}

/**
 * When the user returns to the form, the browser loads the page again, with a new submission id.
 * The history entry keeps the first id, so that sending the form again creates no second forecast.
 */
function keepSubmission(input) {
  if (!input) return;
  const kept = window.history.state?.submission;
  if (kept) input.value = kept;
  else window.history.replaceState({ submission: input.value }, "");
}

function listen(open) {
  const texts = readTexts(document);
  for (const button of document.querySelectorAll("[data-take]")) {
    button.hidden = false;
    button.addEventListener("click", () => {
      open.takeTheirs(button.dataset.take);
      button.closest("tr").remove();
    });
  }
  const people = document.getElementById("people");
  const editing = Number(form.dataset.forecastId);
  const editors = document.getElementById("editors");
  const onPeople = (others) => {
    const names = new Set(others.filter((other) => other.editing === editing).map(({ name }) => name));
    editors.hidden = names.size === 0;
    const words = names.size ? texts.text("isEditingThis", { who: [...names].join(", ") }) : "";
    if (editors.textContent !== words) editors.textContent = words;
  };
  const presence = people && new Presence(people, texts, { editing, onPeople });
  connect({
    onPresence: (all) => presence?.take(all),
    url: form.dataset.stream,
    epoch: form.dataset.epoch,
    after: Number(form.dataset.after),
    digest: form.dataset.digest,
    ...keepingTheForm(form, () => open.signedOut()),
    onEvents: (events) => open.take(forecastEvents(events)),
    onState: (state) => showConnection(document.getElementById("connection-state"), state, texts),
    onResync: async ({ signal }) => {
      const { content, cursor } = await freshPage(signal, form.dataset.history);
      open.catchUp(JSON.parse(content.dataset.forecast));
      return cursor;
    },
  });
}
