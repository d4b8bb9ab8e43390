/** Offers to undo a deletion, or an action on selected rows, for as long as the server allows it.
*/

import { isSignedOut, post } from "../shared/post.js";

/** The response has the time in seconds; the offer ends a little earlier. */
const MARGIN_MS = 3_000;

/**
 * `toasts` shows the offer; `form` is the submitted form, with the CSRF token and the undo address;
 * `saidUndone(answer)` returns the message after undoing.
 */
export function offerUndo({ undo, words, form, toasts, texts, connectionId, saidUndone }) {
  const say = (id) => toasts.say(texts.text(id));
  toasts.say(words, {
    kind: "deleted",
    shownMs: undo.seconds * 1_000 - MARGIN_MS,
    action: {
      words: texts.text("undo"),
      run: async () => {
        const body = new FormData();
        body.set("token", undo.token);
        body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
        const response = await post(form.dataset.undo, body, connectionId());
        if (response?.ok) toasts.say(saidUndone(await response.json()));
        else if (response?.status === 410) say("tooLateToUndo");
        else if (isSignedOut(response)) say("signInAgain");
        else say("undoFailed");
      },
    },
  });
}
