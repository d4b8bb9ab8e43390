/** The live list: joins the event stream to the table, the badge, the toasts and the dialog. */

import { connect } from "../realtime/client.js";
import { Activity } from "./activity.js";
import { BoardView } from "./board_view.js";
import { showConnection } from "./connection_badge.js";
import { Removal } from "./removal.js";
import { readTexts } from "./texts.js";
import { Toasts } from "./toasts.js";
import { offerUndo } from "./undo_offer.js";

const main = document.getElementById("board");
const texts = readTexts(document);
const board = new BoardView(main, texts);
const toasts = new Toasts(document.getElementById("toasts"), texts);
const activity = new Activity(document, texts);

const client = connect({
  url: main.dataset.stream,
  epoch: main.dataset.epoch,
  after: Number(main.dataset.after),
  onEvents: take,
  onState: (state) => showConnection(document.getElementById("connection-state"), state, texts),
  onResync: readAgain,
});

function take(events) {
  const news = board.apply(events);
  const others = news.filter((event) => !client.isOwn(event));
  toasts.show(others);
  activity.take(events, others);
  if (board.isThin) client.resync("thin_page");
}

async function readAgain({ signal }) {
  const address = new URL(window.location.href);
  address.searchParams.set("fragment", "board");
  const response = await fetch(address, { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`The list answered ${response.status}.`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const fresh = page.getElementById("board");
  await activity.readAgain(signal);
  board.replace(fresh);
  return { epoch: fresh.dataset.epoch, position: Number(fresh.dataset.after) };
}

const dialog = document.getElementById("delete-dialog");
if (dialog) {
  new Removal(dialog, texts, {
    find: (id) => board.get(id),
    connectionId: () => client.connectionId,
    // The event says the same and is then ignored; but the line may be down just now.
    onDeleted: (forecast, undo) => {
      board.apply([{ type: "weatherforecast.deleted", data: forecast }]);
      const form = dialog.querySelector("form");
      const connectionId = () => client.connectionId;
      offerUndo({ undo, words: texts.text("removed"), form, toasts, texts, connectionId });
    },
  }).attach(main);
}
