/**
 * The id that a page sends with its changes, to recognise their events. Tabs share a connection, so
 * it has the connection's id and the tab's: "<connection>.<tab>".
 */
export class Identity {
  constructor(isShared) {
    this.isShared = isShared;
    this.tab = randomName();
  }

  /** The current id, "" before the first welcome; `connectionIds`: all until now, latest last. */
  of(connectionIds) {
    const connection = connectionIds.at(-1) ?? "";
    return this.isShared ? `${connection || "unconnected"}.${this.tab}` : connection;
  }

  /** Whether this page made a change, over any of its connections. */
  isOwn(name, connectionIds) {
    if (!name) return false;
    return this.isShared ? name.endsWith(`.${this.tab}`) : connectionIds.includes(name);
  }
}

/** 64 random bits. (randomUUID() exists on secure pages only.) */
function randomName() {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(numbers, (number) => number.toString(16).padStart(8, "0")).join("");
}
