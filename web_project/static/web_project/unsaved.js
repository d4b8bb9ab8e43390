/** Asks before a form is left that somebody has typed into. */

const form = document.querySelector("#content-main form");
let isTyped = false;

form?.addEventListener("input", () => (isTyped = true));
form?.addEventListener("submit", () => (isTyped = false));
window.addEventListener("beforeunload", (event) => {
  if (isTyped) event.preventDefault();
});
