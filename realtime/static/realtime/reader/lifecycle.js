/** Page events that the reader needs: network, visibility, pagehide, pageshow, freeze, resume. */

/** Pass them to `reader` until `signal` aborts. */
export function followLifecycle(reader, signal) {
  const on = (target, name, handler) => target.addEventListener(name, handler, { signal });
  on(window, "online", () => reader.networkIs(true));
  on(window, "offline", () => reader.networkIs(false));
  on(document, "visibilitychange", () => document.hidden || reader.becameVisible());
  // Left, perhaps to come "back", or frozen in the background: another tab must lead meanwhile.
  on(window, "pagehide", () => reader.suspend());
  on(document, "freeze", () => reader.suspend());
  on(window, "pageshow", ({ persisted }) => persisted && reader.resume());
  on(document, "resume", () => reader.resume());
}
