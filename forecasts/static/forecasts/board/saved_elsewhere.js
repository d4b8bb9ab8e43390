/** Says where a forecast is now that was saved here, but moved off this page of the list. */

import { LONGER_MS } from "../toasts/toasts.js";

/** `list` is the address of the list of all places. */
export function sayElsewhere(forecast, { list, toasts, texts }) {
  const { location, date } = forecast;
  const id = location ? "savedElsewhere" : "savedElsewhereNowhere";
  const href = `${list}?date_after=${date}&date_before=${date}#forecast-${forecast.id}`;
  toasts.say(texts.text(id, { location, day: texts.date(date) }), {
    shownMs: LONGER_MS,
    action: { words: texts.text("showIt"), href },
  });
}
