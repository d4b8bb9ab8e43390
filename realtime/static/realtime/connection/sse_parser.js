import { cursorOf } from "../reader/cursor.js";

/**
 * Parses server-sent events from chunks of text; an incomplete event is kept for the next chunk. Pure.
 * https://html.spec.whatwg.org/multipage/server-sent-events.html#event-stream-interpretation
 *
 * Unlike an EventSource it also returns comments, which are the server's heartbeats.
 */
export class SseParser {
  #rest = "";
  #fields = fresh();
  #afterCr = false;

  /**
   * Answers what the piece completes, in order: {event, id, data}, {id} of an id alone, which moves
   * the cursor, or {comment}.
   */
  feed(piece) {
    if (piece === "") return []; // the decoder's state for an incomplete character
    // A line may end in CR LF, and the piece between the two.
    if (this.#afterCr && piece.startsWith("\n")) piece = piece.slice(1);
    this.#afterCr = piece.endsWith("\r");
    const lines = (this.#rest + piece).split(/\r\n|\n|\r/);
    this.#rest = lines.pop();
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line) {
    if (line === "") return this.#dispatch();
    if (line.startsWith(":")) return [{ comment: line.slice(1).trim() }];
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "data") this.#fields.data.push(value);
    else if (name === "event" || name === "id") this.#fields[name] = value;
    return [];
  }

  #dispatch() {
    const { event, id, data } = this.#fields;
    this.#fields = fresh();
    if (data.length) return [{ event, id, data: data.join("\n") }];
    return id ? [{ id }] : [];
  }
}

function fresh() {
  return { event: "message", id: "", data: [] };
}

/** Notices of the stream itself; all other events are the journal's. */
const NOTICES = new Set(["welcome", "resync", "closing"]);

/** Return the frames (docs/protocol.md) of parsed events; a batch stays one frame. */
export function framesOf(parsed) {
  const frames = [];
  for (const { event, id, data, comment } of parsed) {
    if (comment !== undefined) frames.push(heartbeat(comment));
    else if (NOTICES.has(event)) frames.push({ type: event, ...JSON.parse(data) });
    else {
      if (frames.at(-1)?.type !== "events") frames.push({ type: "events", events: [] });
      const frame = frames.at(-1);
      if (data !== undefined) frame.events.push(JSON.parse(data));
      Object.assign(frame, cursorOf(id));
    }
  }
  return frames;
}

/** A comment without a position is a heartbeat, too. */
function heartbeat(comment) {
  return { type: "heartbeat", ...(/^\d+$/.test(comment) && { position: Number(comment) }) };
}
