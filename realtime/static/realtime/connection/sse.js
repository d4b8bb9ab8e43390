/**
 * The stream as server-sent events, for where WebSockets are blocked. Read by fetch: an
 * EventSource hides the comments by which a dead connection can be distinguished from a quiet one, and has to know
 * the name of every event beforehand.
 */

import { addCursor } from "../reader/cursor.js";
import { ABNORMAL } from "./websocket.js";
import { framesOf, SseParser } from "./sse_parser.js";

/** The socket's close codes for HTTP's refusals: a bad cursor, not let in, too many. */
const CODES = new Map([[400, 4400], [403, 4401], [429, 4429]]);

export function openEvents({ url, epoch, position, digest, frame, closed }) {
  const controller = new AbortController();
  const { signal } = controller;
  const address = new URL(url, document.baseURI);
  addCursor(address, { epoch, position, digest });
  read(address, signal, frame).then(
    (code) => signal.aborted || closed(code),
    () => signal.aborted || closed(ABNORMAL),
  );
  return { close: () => controller.abort() };
}

/** Pass on frames until the response ends; answers a close code. */
async function read(address, signal, frame) {
  const headers = { Accept: "text/event-stream" };
  const response = await fetch(address, { signal, headers, cache: "no-store" });
  if (!response.ok) return CODES.get(response.status) ?? ABNORMAL;
  const parser = new SseParser();
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return ABNORMAL;
    for (const each of framesOf(parser.feed(value))) {
      if (signal.aborted) return ABNORMAL;
      frame(each);
    }
  }
}
