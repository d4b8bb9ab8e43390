/**
 * Keyboard shortcuts: n new, / search, j and k next and previous row, ? help. They
 * can be switched off, since assistive technology may send single keys (WCAG 2.1.4).
 */

const KEY = "desk_shortcuts";

export class Shortcuts {
  #dialog;
  #actions;

  /** `actions`: key → function. `dialog` explains them and has the switch. */
  constructor(dialog, actions) {
    this.#dialog = dialog;
    this.#actions = { ...actions, "?": () => dialog.showModal() };
    const box = dialog.querySelector("input");
    box.checked = isOn();
    box.addEventListener("change", () => localStorage.setItem(KEY, box.checked ? "on" : "off"));
    document.addEventListener("keydown", (press) => this.#press(press));
  }

  #press(press) {
    const { key, target, ctrlKey, metaKey, altKey } = press;
    // The box of a dialog that was just closed may still have the focus.
    const isTyping = target.checkVisibility() && target.closest("input, textarea, select, dialog");
    const action = this.#actions[key];
    if (!action || isTyping || ctrlKey || metaKey || altKey || this.#dialog.open) return;
    if (!isOn() && key !== "?") return;
    press.preventDefault();
    action();
  }
}

function isOn() {
  return localStorage.getItem(KEY) !== "off";
}
