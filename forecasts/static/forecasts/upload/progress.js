/** The bar of a running import: the server returns the number of rows processed. */

const EVERY_MS = 400;

/** Show the bar when `form` is sent to import; the browser meanwhile waits for the answer. */
export function showProgress(form) {
  form.addEventListener("submit", ({ submitter }) => {
    if (submitter?.value !== "import") return;
    const box = document.getElementById("import-progress");
    box.hidden = false;
    box.scrollIntoView({ block: "nearest" });
    ask(form.dataset.progress, box);
  });
  // Back from the result, the page may be as it was left.
  addEventListener("pageshow", ({ persisted }) => {
    if (persisted) location.reload();
  });
}

async function ask(address, box) {
  const bar = box.querySelector("progress");
  const words = box.querySelector("[data-words]");
  for (;;) {
    await new Promise((resolve) => setTimeout(resolve, EVERY_MS));
    const state = await read(address);
    if (!state) continue;
    bar.value = state.read;
    words.textContent = words.dataset.words.replace("{count}", new Intl.NumberFormat(document.documentElement.lang).format(state.read));
  }
}

async function read(address) {
  try {
    const response = await fetch(address, { headers: { Accept: "application/json" } });
    return response.ok ? await response.json() : null;
  } catch {
    return null; // asked again; the answer to the form says how it ended
  }
}
