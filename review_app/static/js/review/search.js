// Finds words in the call. Width and case do not matter, nor do punctuation and spaces.

import { isComposing } from "./keyboard.js";
import { textOf } from "./transcript.js";

const NO_MATTER = /[\s\p{P}]/gu;

export class Search {
  constructor(field, count, transcript) {
    this.field = field;
    this.count = count;
    this.transcript = transcript;
    this.found = [];
    this.place = -1;
    this.texts = null;
    field.addEventListener("input", (event) => { if (!event.isComposing) this.#look(); });
    field.addEventListener("compositionend", () => this.#look());
    field.addEventListener("keydown", (event) => this.#key(event));
  }

  open() {
    this.field.focus();
    this.field.select();
  }

  #key(event) {
    if (isComposing(event)) return;
    if (event.key === "Enter") {
      event.preventDefault();
      this.#step(event.shiftKey ? -1 : 1);
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.field.value = "";
      this.#look();
      this.field.blur();
    }
  }

  #look() {
    this.texts ||= this.transcript.rows.map((row) => plain(textOf(row)));
    const wanted = plain(this.field.value);
    this.found = wanted ? this.transcript.rows.filter((_row, place) => this.texts[place].includes(wanted)) : [];
    for (const row of this.transcript.rows) row.element.classList.remove("is-found");
    for (const row of this.found) row.element.classList.add("is-found");
    this.place = -1;
    this.#tell(Boolean(wanted));
    if (this.found.length) this.#step(1);
  }

  #step(by) {
    if (!this.found.length) return;
    this.place = (this.place + by + this.found.length) % this.found.length;
    this.transcript.show(this.found[this.place].id);
    this.#tell(true);
  }

  #tell(isLooking) {
    this.count.textContent = isLooking ? `${this.found.length ? this.place + 1 : 0}/${this.found.length}` : "";
  }
}

function plain(text) {
  return text.normalize("NFKC").toLowerCase().replace(NO_MATTER, "");
}
