/** The account of the page, and what happens when it logs out elsewhere. */

import { freshPage } from "../../realtime/fresh_page.js";

/** For connect(): the page is loaded again, as someone who is not signed in sees it. */
export const ofAccount = {
  account: document.body.dataset.account ?? "",
  onSignedOut: () => window.location.reload(),
};

/** The same for a page with an edited form: it stays, and only its links change. */
export function keepingTheForm(form, onSignedOut) {
  let isTold = false;
  return {
    ...ofAccount,
    onSignedOut: async () => {
      if (isTold) return;
      isTold = true;
      onSignedOut();
      form.addEventListener("submit", (submission) => sendIfSignedIn(form, submission, onSignedOut), true);
      const { page } = await freshPage(undefined, document.querySelector(".brand").href);
      document.querySelector(".bar-links").replaceWith(page.querySelector(".bar-links"));
    },
  };
}

/** After a new log-in in another tab the CSRF token is another one, which saving needs. */
async function sendIfSignedIn(form, submission, onSignedOut) {
  submission.preventDefault();
  submission.stopImmediatePropagation();
  const { page } = await freshPage();
  const token = page.querySelector(`#${form.id} [name=csrfmiddlewaretoken]`);
  if (!token) return onSignedOut();
  form.elements.csrfmiddlewaretoken.value = token.value;
  form.submit();
}
