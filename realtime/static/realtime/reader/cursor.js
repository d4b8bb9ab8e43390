/**
 * A cursor's text, "<epoch>:<position>:<digest>": "I have everything up to this position of this
 * history". Pure.
 */

/** Return the address with the cursor to continue from; `position` null: from now on. */
export function addCursor(address, { epoch, position, digest }) {
  if (position === null) return;
  const { searchParams } = address;
  if (digest) {
    searchParams.set("cursor", `${epoch}:${position}:${digest}`);
  } else {
    searchParams.set("epoch", epoch);
    searchParams.set("after", position);
  }
}

/** Parse an event's id as a cursor; {} if it is not one. */
export function cursorOf(id) {
  const found = /^[^:]+:(\d+)(?::([0-9a-f]+))?$/.exec(id);
  return found ? { position: Number(found[1]), digest: found[2] ?? "" } : {};
}

const POSITION_DIGITS = 19;
const NO_DIGEST = "0".repeat(16);

/** Return a cursor as an offset of the Durable Stream. */
export function offsetOf({ epoch, position, digest }) {
  return `${String(position).padStart(POSITION_DIGITS, "0")}_${epoch}_${digest || NO_DIGEST}`;
}

/** Return the cursor of an offset that the server sent. */
export function cursorOfOffset(offset) {
  const [position, epoch, digest] = offset.split("_");
  return { epoch, position: Number(position), digest };
}
