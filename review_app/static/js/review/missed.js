// A finding that the machine missed: pick the rule, point at the words, say why.

import { HiddenValue } from "./hidden_value.js";
import { clock } from "./player.js";

export class Missed {
  constructor(dialog, { judgements, transcript, player, words }) {
    this.dialog = dialog;
    this.rule = dialog.querySelector("[data-missed-rule]");
    this.from = dialog.querySelector("[data-missed-from]");
    this.to = dialog.querySelector("[data-missed-to]");
    this.reason = dialog.querySelector("[data-missed-reason]");
    this.quote = dialog.querySelector("[data-missed-quote]");
    this.problem = dialog.querySelector("[data-problem]");
    this.judgements = judgements;
    this.transcript = transcript;
    this.player = player;
    this.words = words;
    dialog.querySelector("form").addEventListener("submit", (event) => {
      event.preventDefault();
      this.#add();
    });
    for (const box of document.querySelectorAll("[data-spans]")) this.#draw(box);
  }

  open() {
    this.span = this.transcript.pointedAt();
    if (this.player.isPlaying) this.player.pause();
    this.from.value = this.span ? clock(this.span.start_s) : clock(this.player.nowS);
    this.to.value = this.span ? clock(this.span.end_s) : clock(this.player.nowS);
    this.quote.textContent = this.span ? this.span.quote : "";
    this.reason.value = "";
    this.problem.textContent = "";
    this.dialog.showModal();
    this.rule.focus();
  }

  refresh() { for (const box of document.querySelectorAll("[data-spans]")) this.#draw(box); }

  #add() {
    const card = this.judgements.byKey.get(this.rule.value);
    const fromS = seconds(this.from.value);
    const toS = seconds(this.to.value);
    if (!card || fromS === null || (card.machine === "pass" && !this.reason.value.trim())) {
      this.problem.textContent = this.words.missed_incomplete;
      return;
    }
    const isAsPointed = this.span && clock(this.span.start_s) === this.from.value && clock(this.span.end_s) === this.to.value;
    const span = isAsPointed ? this.span : { start_s: fromS, end_s: Math.max(fromS, toS ?? fromS), quote: "", utterances: [] };
    const box = card.element.querySelector("[data-spans]");
    const value = new HiddenValue(box.querySelector("input"), []);
    value.set([...value.get(), span]);
    if (this.reason.value.trim()) card.comment.value = this.reason.value.trim();
    card.hold("fail");
    card.show();
    this.#draw(box);
    this.dialog.close();
    const shelf = card.element.closest("details[data-undetected]");
    if (shelf) shelf.open = true;
    this.judgements.focus(card);
  }

  #draw(box) {
    const value = new HiddenValue(box.querySelector("input"), []);
    const list = box.querySelector("[data-span-list]");
    const template = box.querySelector("template");
    list.replaceChildren(...value.get().map((span, place) => {
      const line = template.content.firstElementChild.cloneNode(true);
      line.querySelector("time").textContent = clock(span.start_s);
      line.querySelector("q").textContent = span.quote;
      line.querySelector("[data-hear]").addEventListener("click", () => this.player.playFrom(Math.max(0, span.start_s - 2)));
      line.querySelector("[data-remove]").addEventListener("click", () => {
        value.set(value.get().filter((_one, other) => other !== place));
        this.#draw(box);
      });
      return line;
    }));
  }
}

function seconds(text) {
  const match = /^(?:(\d{1,2}):)?(\d{1,3}):(\d{1,2}(?:\.\d+)?)$/.exec(text.trim());
  return match ? Number(match[1] || 0) * 3600 + Number(match[2]) * 60 + Number(match[3]) : null;
}
