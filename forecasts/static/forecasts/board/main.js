/** The live list: joins the event stream to the table, the badge, the toasts and the dialog. */

import { connect } from "../../realtime/client.js";
import { ofAccount } from "../shared/account.js";
import { Activity } from "../activity/panel.js";
import { eventsAt, forecastEvents } from "../shared/forecast_events.js";
import { BoardPage } from "./page.js";
import { showConnection } from "../shared/connection_badge.js";
import { CellEditor } from "./cell_editor.js";
import { Cells } from "./cells.js";
import { DeleteDialog } from "./delete_dialog.js";
import { Presence } from "../shared/presence.js";
import { keepOfflinePage } from "../shared/offline.js";
import { readTexts } from "../shared/texts.js";
import { LONGER_MS, Toasts } from "../toasts/toasts.js";
import { closeMenus } from "../shared/menu.js";
import { offerSharing } from "./share.js";
import { delayPlaceLinks } from "./place_links.js";
import { keepRowFocus } from "./row_focus.js";
import { Shortcuts } from "./shortcuts.js";
import { selectRows } from "./selecting.js";
import { sayElsewhere } from "./saved_elsewhere.js";
import { offerUndo } from "./undo_offer.js";

const main = document.getElementById("board");
const texts = readTexts(document);
const board = new BoardPage(main, texts, {
  onShown: (epoch) => {
    // The data is of another epoch than the connection: make that resync, too.
    if (epoch !== readEpoch) client.resync("other_epoch");
  },
});
const toasts = new Toasts(document.getElementById("toasts"), texts);
const activity = new Activity(document, texts);

let editor = null;
let readEpoch = main.dataset.epoch;
const client = connect({
  url: main.dataset.stream,
  streamUrl: main.dataset.streamUrl,
  epoch: main.dataset.epoch,
  after: Number(main.dataset.after),
  digest: main.dataset.digest,
  ...ofAccount,
  onSignedOut: () => {
    const reload = ofAccount.onSignedOut;
    if (editor) editor.afterTyping(texts.text("signInAgain"), reload);
    else reload();
  },
  onEvents: take,
  onState: (state) => {
    showConnection(document.getElementById("connection-state"), state, texts);
    if (state.link === "live") board.connectionIsLive();
  },
  onResync: readAgain,
  onPresence: (people) => presence?.take(people),
});

const people = document.getElementById("people");
const presence = people && new Presence(people, texts, { onPeople: (others) => board.showEditors(others) });

function take(all) {
  const events = eventsAt(main.dataset.place, forecastEvents(all));
  board.take(events);
  const others = events.filter((event) => !client.isOwn(event));
  toasts.show(others);
  activity.take(events, others);
  if (board.isThin) client.resync("thin_page");
}

async function readAgain({ signal }) {
  const cursor = await board.readAgain(signal);
  await activity.readAgain(signal);
  readEpoch = cursor.epoch;
  return cursor;
}

const dialog = document.getElementById("delete-dialog");
if (dialog) {
  new DeleteDialog(dialog, texts, {
    find: (id) => board.get(id),
    connectionId: () => client.connectionId,
    // The event will say the same and be ignored; but the connection may be down.
    onDeleted: (forecast, undo) => {
      board.forget(forecast);
      const form = dialog.querySelector("form");
      const connectionId = () => client.connectionId;
      const saidUndone = () => texts.text("undone");
      offerUndo({ undo, words: texts.text("removed"), form, toasts, texts, connectionId, saidUndone });
    },
  }).attach(main);
}

const share = document.getElementById("share");
if (share) offerSharing(share, (id) => toasts.say(texts.text(id)));
closeMenus(document);
keepOfflinePage(document.body);

const cells = new Cells(main);
keepRowFocus(main);
if (main.dataset.canWrite === "true") {
  delayPlaceLinks(main);
  editor = new CellEditor(main, texts, {
    find: (id) => board.get(id),
    connectionId: () => client.connectionId,
    // The event will say the same and be ignored; but the connection may be down.
    onSaved: (forecast, before) => {
      board.change(forecast, before);
      const list = main.dataset.places.replace(/place\/$/, "");
      if (!board.get(forecast.id)) sayElsewhere(forecast, { list, toasts, texts });
    },
    onEditing: (id) => {
      if (presence) presence.editing = id;
    },
    onLost: (text) => toasts.say(texts.text("typedIsLost", { text }), { shownMs: LONGER_MS }),
  });
}
const selection = selectRows(main, { board, client, texts, toasts });
new Shortcuts(document.getElementById("shortcuts"), {
  n: () => main.querySelector("[data-new]")?.click(),
  "/": () => board.search(),
  j: () => cells.moveRow(1),
  k: () => cells.moveRow(-1),
  x: () => selection?.toggleFocused(),
});
