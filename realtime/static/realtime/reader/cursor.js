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
