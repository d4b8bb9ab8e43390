/**
 * POST requests of the live list. The server answers with JSON, and redirects to the log-in page when the
 * session has ended.
 */

/** Send a FormData; answer the response, or null if the server cannot be reached. */
export function post(address, body, connectionId) {
  const headers = { Accept: "application/json", "X-Connection-ID": connectionId };
  return fetch(address, { method: "POST", body, headers, redirect: "manual" }).catch(() => null);
}

/** Whether the session has ended, or the account may not do this any more. */
export function isSignedOut(response) {
  return response?.type === "opaqueredirect" || response?.status === 403;
}

/** Call `send()` instead of submitting the form, with its button disabled meanwhile. */
export function onSubmit(form, send) {
  form.addEventListener("submit", async (submission) => {
    submission.preventDefault();
    const button = form.querySelector("[type=submit]");
    const hadFocus = document.activeElement === button; // which a disabled button loses
    button.disabled = true;
    try {
      await send();
    } finally {
      button.disabled = false;
      if (hadFocus && [document.body, button].includes(document.activeElement)) button.focus();
    }
  });
}
