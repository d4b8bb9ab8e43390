/** The account that the page was made for, and what the page does when it is signed out elsewhere. */

import { freshPage } from "../../realtime/fresh_page.js";

/** For connect(): the page is loaded again, as someone who is not signed in sees it. */
export const ofAccount = {
  account: document.body.dataset.account ?? "",
  onSignedOut: () => window.location.reload(),
};

/** The same for a page with a form that somebody typed into: it stays, and only its links change. */
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

/** Whoever signed in again in another tab has another token, without which nothing is saved. */
async function sendIfSignedIn(form, submission, onSignedOut) {
  submission.preventDefault();
  submission.stopImmediatePropagation();
  const { page } = await freshPage();
  const token = page.querySelector(`#${form.id} [name=csrfmiddlewaretoken]`);
  if (!token) return onSignedOut();
  form.elements.csrfmiddlewaretoken.value = token.value;
  form.submit();
}
