// Comments anchored in the call: written at the moment that is heard, listed in its order, a click hears it again.

import { HiddenValue } from "./hidden_value.js";
import { isComposing } from "./keyboard.js";
import { clock } from "./player.js";

export class Remarks {
  constructor(root, { field, player, transcript, words }) {
    this.list = root.querySelector("[data-remark-list]");
    this.template = root.querySelector("template[data-remark]");
    this.writer = root.querySelector("[data-remark-writer]");
    this.text = root.querySelector("[data-remark-text]");
    this.at = root.querySelector("[data-remark-at]");
    this.value = new HiddenValue(field, []);
    this.player = player;
    this.transcript = transcript;
    this.words = words;
    this.anchor = null;
    this.show();
    if (!this.writer) return; // a finished review is only read
    this.text.addEventListener("keydown", (event) => this.#key(event));
    root.querySelector("[data-remark-add]").addEventListener("click", () => (this.anchor ? this.#add() : this.write()));
  }

  // Opens a line for a comment at this moment.
  write() {
    const atS = this.player.nowS;
    const row = this.transcript.rowAt(atS);
    this.anchor = { at_s: Math.round(atS * 10) / 10, utterance: row ? row.id : null };
    this.at.value = clock(atS);
    this.writer.classList.add("is-writing");
    this.text.focus();
  }

  show() {
    this.list.replaceChildren(...this.value.get().map((remark, place) => this.#line(remark, place)));
    for (const row of this.transcript.rows) row.element.classList.remove("has-remark");
    for (const remark of this.value.get()) {
      this.transcript.byId.get(remark.utterance)?.element.classList.add("has-remark");
    }
  }

  #key(event) {
    if (isComposing(event)) return;
    if (event.key === "Enter" && !event.ctrlKey) {
      event.preventDefault();
      this.#add();
    } else if (event.key === "Escape") {
      event.preventDefault();
      event.stopPropagation();
      this.#close();
    }
  }

  #add() {
    const text = this.text.value.trim();
    if (text) {
      this.anchor ||= { at_s: Math.round(this.player.nowS * 10) / 10, utterance: null };
      this.text.value = "";
      this.value.set([...this.value.get(), { ...this.anchor, text }].sort((one, other) => one.at_s - other.at_s));
    }
    this.#close();
    this.show();
  }

  #close() {
    this.text.value = "";
    this.at.value = "";
    this.anchor = null;
    this.writer.classList.remove("is-writing");
    this.text.blur();
  }

  #line(remark, place) {
    const line = this.template.content.firstElementChild.cloneNode(true);
    const play = line.querySelector("[data-play]");
    play.querySelector("time").textContent = clock(remark.at_s);
    play.addEventListener("click", () => this.player.playFrom(remark.at_s));
    line.querySelector("[data-text]").textContent = remark.text;
    const remove = line.querySelector("[data-remove]");
    remove.hidden = !this.writer;
    remove.addEventListener("click", () => {
      this.value.set(this.value.get().filter((_one, other) => other !== place));
      this.show();
    });
    return line;
  }
}
