/** Shows the server's errors at a form's fields, as its pages do (templates/forecasts/_field.html). */

/** Show errors by field name, none for {}; focus the first field; return the errors of other names. */
export function showErrors(form, errors) {
  for (const field of form.querySelectorAll("[aria-invalid]")) unmark(field);
  const others = [];
  for (const [name, found] of Object.entries(errors)) {
    const field = form.querySelector(`.field [name="${name}"]`);
    if (field) mark(field, found);
    else others.push(...found);
  }
  form.querySelector("[aria-invalid]")?.focus();
  return others;
}

function mark(field, found) {
  const problem = document.createElement("div");
  problem.className = "problem";
  problem.id = problemId(field);
  for (const words of found) {
    const line = document.createElement("p");
    line.textContent = words;
    problem.append(line);
  }
  field.closest(".field").append(problem);
  field.setAttribute("aria-invalid", "true");
  field.setAttribute("aria-describedby", [...descriptions(field), problem.id].join(" "));
}

function unmark(field) {
  const id = problemId(field);
  document.getElementById(id)?.remove();
  field.removeAttribute("aria-invalid");
  field.setAttribute("aria-describedby", descriptions(field).filter((other) => other !== id).join(" "));
}

function problemId(field) {
  return `${field.id}_error`;
}

function descriptions(field) {
  return (field.getAttribute("aria-describedby") ?? "").split(" ").filter(Boolean);
}
