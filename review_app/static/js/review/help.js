// The overlay of keys, made from the keymap; a key can be chosen anew by clicking it and pressing another.

import { FORBIDDEN, isComposing, nameOf } from "./keyboard.js";

export class Help {
  constructor(dialog, { keyboard, keymap, save, words }) {
    this.dialog = dialog;
    this.keyboard = keyboard;
    this.keymap = keymap;
    this.save = save;
    this.words = words;
    this.note = dialog.querySelector("[data-note]");
    this.learning = null;
    dialog.addEventListener("keydown", (event) => this.#pressed(event), true);
    dialog.addEventListener("cancel", (event) => { if (this.learning) event.preventDefault(); });
    dialog.addEventListener("close", () => this.#stop());
    dialog.querySelector("[data-usual]").addEventListener("click", () => this.#usual());
    for (const button of dialog.querySelectorAll("[data-rebind]")) {
      button.addEventListener("click", () => this.#learn(button));
    }
  }

  toggle() {
    if (this.dialog.open) this.dialog.close();
    else this.dialog.showModal();
  }

  #learn(button) {
    this.#stop();
    this.learning = button;
    button.classList.add("is-learning");
    button.setAttribute("aria-pressed", "true");
    this.note.textContent = this.words.press_a_key;
  }

  #stop() {
    this.learning?.classList.remove("is-learning");
    this.learning?.setAttribute("aria-pressed", "false");
    this.learning = null;
    this.note.textContent = "";
  }

  #pressed(event) {
    if (!this.learning) {
      if (nameOf(event) === "?" && !isComposing(event)) {
        event.preventDefault();
        this.dialog.close();
      }
      return;
    }
    if (isComposing(event) || ["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    event.preventDefault();
    event.stopPropagation();
    const key = nameOf(event);
    if (key === "Esc") return this.#stop();
    if (FORBIDDEN.has(key) || /^F\d+$/.test(key)) {
      this.note.textContent = this.words.key_forbidden.replace("{key}", key);
      return;
    }
    const action = this.learning.dataset.rebind;
    const other = this.keymap.find((entry) => entry.action !== action && entry.keys.includes(key));
    if (other) {
      this.note.textContent = this.words.key_taken.replace("{key}", key).replace("{name}", other.name);
      return;
    }
    this.#choose(action, [key]);
  }

  #choose(action, keys) {
    const entry = this.keymap.find((one) => one.action === action);
    entry.keys = keys;
    this.#apply();
    this.#stop();
    this.note.textContent = this.words.key_kept;
  }

  #usual() {
    for (const entry of this.keymap) entry.keys = [...entry.usual];
    this.#apply();
    this.note.textContent = this.words.keys_usual;
  }

  #apply() {
    this.keyboard.learn(this.keymap);
    for (const entry of this.keymap) {
      const cell = this.dialog.querySelector(`[data-keys="${entry.action}"]`);
      cell.replaceChildren(...entry.keys.map((key) => {
        const cap = document.createElement("kbd");
        cap.textContent = key;
        return cap;
      }));
    }
    const changed = this.keymap.filter((entry) => entry.keys.join() !== entry.usual.join());
    this.save({ keys: Object.fromEntries(changed.map((entry) => [entry.action, entry.keys])) });
  }
}
