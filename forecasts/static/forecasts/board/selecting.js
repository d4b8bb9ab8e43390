/** Connects the selection of rows with its actions. */

import { focusPlace } from "./row_focus.js";
import { SelectedRows } from "./selected_rows.js";
import { Selection } from "./selection.js";

/** Answers the selection, or undefined if the account may not change rows. */
export function selectRows(main, { board, client, texts, toasts }) {
  const bar = document.getElementById("selection");
  if (!bar) return undefined;
  const announce = (words) => {
    document.getElementById("announcement").textContent = words;
  };
  const selection = new Selection(main, bar, texts, announce);
  const common = {
    selection,
    texts,
    toasts,
    find: (id) => board.get(id),
    connectionId: () => client.connectionId,
    focus: (place) => focusPlace(main, place),
  };
  // The events will say the same and be ignored; but the connection may be down.
  const kinds = {
    change: { title: "changeSelected", done: "selectedChanged", onDone: (now, before) => board.change(now, before) },
    delete: { title: "deleteSelected", done: "selectedDeleted", onDone: (last) => board.forget(last) },
  };
  for (const [kind, options] of Object.entries(kinds)) {
    const button = bar.querySelector(`[data-${kind}-selected]`);
    const dialog = document.getElementById(`${kind}-selected`);
    if (button) new SelectedRows(button, dialog, { ...common, ...options });
  }
  return selection;
}
