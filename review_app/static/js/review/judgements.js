// Everything that wants a verdict, in one row: findings first, then what only a person can judge.
// One of them is current; keys act on it. A judged one folds to a line.

import { Card } from "./judgement_card.js";
import { isComposing } from "./keyboard.js";

const EVIDENCE_LEAD_S = 2;

export class Judgements extends EventTarget {
  constructor(root, { player, words }) {
    super();
    this.root = root;
    this.player = player;
    this.words = words;
    this.cards = [...root.querySelectorAll("[data-judgement]")].map((element) => new Card(element, words));
    this.byKey = new Map(this.cards.map((card) => [card.key, card]));
    this.current = null;
    this.onlyOpen = root.querySelector("[data-only-open]");
    this.openCount = root.querySelectorAll("[data-open-count]");
    this.bulkButton = root.querySelector("[data-bulk]");
    for (const card of this.cards) this.#wire(card);
    this.onlyOpen?.addEventListener("change", () => this.filter());
    for (const play of root.querySelectorAll("[data-play-from]")) {
      play.addEventListener("click", (event) => {
        event.preventDefault();
        const card = this.byKey.get(play.closest("[data-judgement]")?.dataset.judgement);
        if (card) this.focus(card, { moves: false });
        player.playFrom(Math.max(0, Number(play.dataset.playFrom) - EVIDENCE_LEAD_S));
      });
    }
    this.filter();
    this.count();
  }

  get row() { return this.cards.filter((card) => !card.element.hidden && (card.needs || card.held)); }

  get open() { return this.cards.filter((card) => card.isOpen); }

  next(by = 1) {
    const row = this.row;
    if (!row.length) return;
    const place = this.current ? row.indexOf(this.current) : by > 0 ? -1 : 0;
    this.focus(row[(place + by + row.length) % row.length], { plays: true });
  }

  // The next one that is still open, from here on and then from the start.
  nextOpen() {
    const place = this.current ? this.cards.indexOf(this.current) : -1;
    const card = [...this.cards.slice(place + 1), ...this.cards.slice(0, place + 1)].find((one) => one.isOpen);
    if (card) this.focus(card, { plays: true });
    else this.dispatchEvent(new Event("complete"));
  }

  focus(card, { plays = false, moves = true } = {}) {
    if (this.current && this.current !== card) this.current.setCurrent(false);
    this.current = card;
    card.setCurrent(true);
    if (moves) {
      card.unfold(true);
      card.element.focus({ preventScroll: true });
      card.element.scrollIntoView({ block: "nearest" });
    }
    if (plays && card.startS !== null) this.player.playFrom(Math.max(0, card.startS - EVIDENCE_LEAD_S));
    this.dispatchEvent(new CustomEvent("current", { detail: card }));
  }

  answer(which) {
    const card = this.current || this.open[0];
    if (!card) return;
    if (!this.current) this.focus(card);
    const held = which === "yes" ? card.yes : which === "no" ? card.no : "not_applicable";
    if (!card.hold(held)) return;
    if (card.wantsReason) card.askReason();
    else this.#settled(card);
  }

  undo() { this.current?.hold(null); }

  reason() { this.current?.askReason(); }

  bulk() {
    const cards = this.open.filter((card) => card.isLowRisk);
    for (const card of cards) card.hold(card.yes);
    return cards.length;
  }

  toggleOnlyOpen() {
    if (!this.onlyOpen) return;
    this.onlyOpen.checked = !this.onlyOpen.checked;
    this.onlyOpen.dispatchEvent(new Event("change", { bubbles: true }));
  }

  filter() {
    const only = Boolean(this.onlyOpen?.checked);
    for (const card of this.cards) {
      if (card.isFinding) card.element.hidden = only && !card.isOpen && card !== this.current;
    }
  }

  count() {
    for (const place of this.openCount) place.textContent = String(this.open.length);
    this.root.classList.toggle("is-complete", !this.open.length);
    if (!this.bulkButton) return;
    const easy = this.open.filter((card) => card.isLowRisk).length;
    this.bulkButton.disabled = !easy;
    this.bulkButton.querySelector("[data-bulk-count]").textContent = String(easy);
  }

  refresh() {
    for (const card of this.cards) {
      card.show();
      this.dispatchEvent(new CustomEvent("held", { detail: card }));
    }
    this.filter();
    this.count();
  }

  #settled(card) {
    card.unfold(false);
    this.count();
    this.nextOpen();
    this.filter();
  }

  #wire(card) {
    for (const radio of card.radios) {
      radio.addEventListener("change", () => {
        card.show();
        this.count();
        this.dispatchEvent(new CustomEvent("held", { detail: card }));
      });
      // A click is followed by keys: they shall find the card, not the radio button.
      radio.addEventListener("click", (event) => {
        if (!event.isTrusted || !event.detail) return;
        this.focus(card, { moves: false });
        if (card.wantsReason) card.askReason();
        else card.element.focus({ preventScroll: true });
      });
    }
    card.element.addEventListener("focusin", () => { if (this.current !== card) this.focus(card, { moves: false }); });
    card.comment?.addEventListener("input", () => card.show());
    card.comment?.addEventListener("keydown", (event) => {
      if (isComposing(event)) return;
      if (event.key === "Enter" && !event.ctrlKey && !event.metaKey) {
        event.preventDefault();
        if (card.wantsReason) return;
        card.element.focus({ preventScroll: true });
        if (card.held) this.#settled(card);
      } else if (event.key === "Escape") {
        event.preventDefault();
        event.stopPropagation();
        card.element.focus({ preventScroll: true });
      }
    });
  }
}
