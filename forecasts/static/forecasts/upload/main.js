/** The import page: a file is dropped anywhere on its sheet, and a running import shows how far it is. */

import { showProgress } from "./progress.js";

const drop = document.querySelector("[data-drop]");
if (drop) acceptFiles(drop);
const reading = document.querySelector("form[data-progress]");
if (reading) showProgress(reading);

/** Let the form be given a file by dropping it, and send it then. Without script the field takes it. */
function acceptFiles(form) {
  const field = form.querySelector("input[type=file]");
  const over = (isOver) => form.classList.toggle("drop-over", isOver);
  form.addEventListener("dragover", (event) => {
    if (!event.dataTransfer.types.includes("Files")) return;
    event.preventDefault();
    over(true);
  });
  form.addEventListener("dragleave", (event) => {
    if (!form.contains(event.relatedTarget)) over(false);
  });
  form.addEventListener("drop", (event) => {
    over(false);
    if (event.dataTransfer.files.length === 0) return;
    event.preventDefault();
    field.files = event.dataTransfer.files;
    form.requestSubmit();
  });
}
