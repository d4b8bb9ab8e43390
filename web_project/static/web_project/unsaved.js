/** Asks before leaving an edited form. */

const form = document.querySelector("#content-main form");
let isTyped = false;

form?.addEventListener("input", () => (isTyped = true));
form?.addEventListener("submit", () => (isTyped = false));
window.addEventListener("beforeunload", (event) => {
  if (isTyped) event.preventDefault();
});
