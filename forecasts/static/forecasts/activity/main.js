/** The page with the history of one forecast, or of all: live. */

import { connect } from "../../realtime/client.js";
import { freshPage } from "../../realtime/fresh_page.js";
import { ofAccount } from "../shared/account.js";
import { ChangeList } from "./change_list.js";
import { showConnection } from "../shared/connection_badge.js";
import { eventsAt, forecastEvents } from "../shared/forecast_events.js";
import { inOurLanguage } from "../shared/page_language.js";
import { kindOf, what } from "../shared/sentences.js";
import { readTexts } from "../shared/texts.js";
import { TemperatureLine } from "./temperature_line.js";
import { TickingTimes } from "./ticking_times.js";

const main = document.getElementById("content");
const texts = readTexts(document);
const times = new TickingTimes(main, texts, texts.locale);

const line = document.getElementById("temperature-line");
if (line) new TemperatureLine(line, main.querySelector(".changes"), texts);

// Only the latest page is live: older entries do not change.
if (main.dataset.latest === "true") goOn();

function goOn() {
  const list = new ChangeList(main, texts, times);
  const id = main.dataset.forecastId;
  connect({
    url: main.dataset.stream,
    streamUrl: main.dataset.streamUrl,
    epoch: main.dataset.epoch,
    after: Number(main.dataset.after),
    digest: main.dataset.digest,
    ...ofAccount,
    onEvents: (events) => {
      const all = forecastEvents(events);
      const ours = id ? all.filter(({ data }) => data.id === Number(id)) : eventsAt(main.dataset.place, all);
      list.take(ours);
      if (id && ours.length) showForecast(ours.at(-1).data, kindOf(ours.at(-1)) !== "deleted");
    },
    onState: (state) => showConnection(document.getElementById("connection-state"), state, texts),
    onResync: async ({ signal }) => {
      const { content, cursor, page } = await freshPage(signal);
      await inOurLanguage(page.documentElement);
      list.replace(content.querySelector(".changes"));
      if (id) {
        const forecast = JSON.parse(content.dataset.forecast);
        showForecast(forecast, forecast !== null);
      }
      return cursor;
    },
  });
}

function showForecast(forecast, isThere) {
  if (forecast) main.querySelector("[data-what]").textContent = what(forecast, texts, (text) => text);
  main.querySelector("[data-gone]").hidden = isThere;
  const links = main.querySelector("[data-there]");
  if (links) links.hidden = !isThere;
}
