/**
 * Fetches a page's current content after a resync; this page's, or another's.
 *
 * Expects <main id="content" data-epoch data-after data-digest> (docs/client.md). Resolves to
 * {content, cursor, page}: the new element, the cursor for onResync to return, and the document; on a
 * page without that element the first two are null.
 * Rejects if the server has no such page, so that the client asks again.
 */

export async function freshPage(signal, address = globalThis.location.href) {
  const response = await fetch(address, { signal, cache: "no-store" });
  if (!response.ok) throw new Error(`${address} answered ${response.status}.`);
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const content = page.getElementById("content");
  return { content, cursor: content && cursorOf(content), page };
}

/** The cursor at which the server read what an element shows. */
export function cursorOf({ dataset: { epoch, after, digest } }) {
  return { epoch, position: Number(after), digest };
}
