/**
 * The server answers in the language that was chosen last, perhaps in another tab. If that is not the
 * page's language, the page is reloaded instead of mixing the two.
 */

/** Resolves if `fresh`, an element with a lang attribute, is in the page's language; else reloads. */
export async function inOurLanguage(fresh) {
  if (fresh.lang === document.documentElement.lang) return;
  window.location.reload();
  await new Promise(() => {});
}
