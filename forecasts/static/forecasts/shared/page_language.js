/**
 * What a page reads anew comes in the language that was last switched to, perhaps in another tab.
 * Rather than mix the two, the page follows: it is loaded again.
 */

/** Resolves if `fresh`, an element with a lang, is in the page's language; else never. */
export async function inOurLanguage(fresh) {
  if (fresh.lang === document.documentElement.lang) return;
  window.location.reload();
  await new Promise(() => {});
}
