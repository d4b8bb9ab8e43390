/**
 * The name under which a page makes changes, so that it knows its own again. Tabs share a
 * connection, so a page's name is the connection's and its own: "<connection>.<tab>".
 */
export class Identity {
  constructor(isShared) {
    this.isShared = isShared;
    this.tab = randomName();
  }

  /** The name now, "" where there is none yet; `connectionIds` are those so far, latest last. */
  of(connectionIds) {
    const connection = connectionIds.at(-1) ?? "";
    return this.isShared ? `${connection || "unconnected"}.${this.tab}` : connection;
  }

  /** Whether a change was made under a name of this page, over whichever connection. */
  isOwn(name, connectionIds) {
    if (!name) return false;
    return this.isShared ? name.endsWith(`.${this.tab}`) : connectionIds.includes(name);
  }
}

/** 64 random bits. (randomUUID() is for secure pages only.) */
function randomName() {
  const numbers = crypto.getRandomValues(new Uint32Array(2));
  return Array.from(numbers, (number) => number.toString(16).padStart(8, "0")).join("");
}
