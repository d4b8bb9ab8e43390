/** Closes an open menu (details.menu) by Escape, by a click beside it, and after a choice. */

export function closeMenus(document) {
  const open = () => document.querySelector("details.menu[open]");
  document.addEventListener("click", ({ target }) => {
    const menu = open();
    if (menu && (!menu.contains(target) || target.closest("a"))) menu.open = false;
  });
  document.addEventListener("keydown", ({ key }) => {
    const menu = open();
    if (key !== "Escape" || !menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });
}
