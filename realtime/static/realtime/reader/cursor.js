/**
 * A cursor's text, "<epoch>:<position>:<digest>": "I have everything up to this position of this
 * history". Pure.
 */

/** Say in an address from where to go on; `position` null is from now on. */
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

/** The cursor that an event's id is; nothing of one that is none. */
export function cursorOf(id) {
  const found = /^[^:]+:(\d+)(?::([0-9a-f]+))?$/.exec(id);
  return found ? { position: Number(found[1]), digest: found[2] ?? "" } : {};
}
