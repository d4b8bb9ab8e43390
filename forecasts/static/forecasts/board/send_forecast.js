/** Sends a changed forecast, as its form would. */

import { FIELDS, formName } from "../shared/fields.js";
import { isSignedOut, post } from "../shared/post.js";

/**
 * Send the whole forecast with the changed values, to its form's address. Answers {saved}, or {problem} in
 * words, and {current} if the version is not the latest any more.
 */
export async function sendForecast(forecast, changes, { address, connectionId, texts }) {
  const body = new FormData();
  const values = { ...forecast, ...changes };
  for (const field of FIELDS) body.set(formName(field), values[field] ?? "");
  body.set("version", forecast.version);
  body.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
  const response = await post(address, body, connectionId);
  const isJson = response?.headers.get("Content-Type")?.startsWith("application/json");
  const answer = isJson ? await response.json() : {};
  if (response?.ok) return answer;
  const id = { 404: "alreadyGone", 409: "changedByOther" }[response?.status] ?? "notSaved";
  const problem = Object.values(answer.errors ?? {}).flat().join(" ");
  return { ...answer, problem: problem || texts.text(isSignedOut(response) ? "signInAgain" : id) };
}
