// The transcript: a click plays an utterance, the one being spoken is followed, and people say which were heard right.

import { HiddenValue } from "./hidden_value.js";

// After a person scrolled by hand, the page leaves their place alone for so long.
const HANDS_OFF_MS = 4000;
const NEXT_VERDICT = { "": "right", right: "wrong", wrong: "" };

export class Transcript {
  constructor(pane, player, { words, verdictField, onCurrent = () => {} }) {
    this.pane = pane;
    this.list = pane.querySelector("[data-utterances]");
    this.player = player;
    this.words = words;
    this.onCurrent = onCurrent;
    this.verdicts = new HiddenValue(verdictField, {});
    this.rows = [...this.list.querySelectorAll("[data-utterance]")].map((element) => ({
      element,
      id: Number(element.dataset.utterance),
      startS: Number(element.dataset.start),
      endS: Number(element.dataset.end),
      speaker: element.dataset.speaker,
    }));
    this.byId = new Map(this.rows.map((row) => [row.id, row]));
    this.current = null;
    this.scrolledAt = -HANDS_OFF_MS;
    this.tools = pane.querySelector("[data-sentence-tools]");
    this.list.addEventListener("click", (event) => this.#clicked(event));
    this.list.addEventListener("wheel", () => { this.scrolledAt = performance.now(); }, { passive: true });
    player.addEventListener("time", () => this.#follow());
    this.showVerdicts();
  }

  rowAt(second) {
    let low = 0;
    let high = this.rows.length - 1;
    let found = null;
    while (low <= high) {
      const middle = (low + high) >> 1;
      if (this.rows[middle].startS <= second + 0.05) {
        found = this.rows[middle];
        low = middle + 1;
      } else high = middle - 1;
    }
    return found;
  }

  step(by) {
    const place = this.current ? this.rows.indexOf(this.current) : by > 0 ? -1 : 0;
    const row = this.rows[Math.min(this.rows.length - 1, Math.max(0, place + by))];
    if (row) this.playRow(row);
  }

  playRow(row) {
    this.#makeCurrent(row, true);
    this.player.playFrom(row.startS);
  }

  // What a person points at: the selected words, else the current utterance.
  pointedAt() {
    const selection = document.getSelection();
    const words = selection ? selection.toString().trim() : "";
    const from = words && this.#rowOf(selection.anchorNode);
    const to = words && this.#rowOf(selection.focusNode);
    if (from && to) {
      const [first, last] = from.startS <= to.startS ? [from, to] : [to, from];
      const within = this.rows.slice(this.rows.indexOf(first), this.rows.indexOf(last) + 1);
      return span(within, words);
    }
    const row = this.current || this.rowAt(this.player.nowS);
    return row ? span([row], textOf(row)) : null;
  }

  show(id) {
    const row = this.byId.get(id);
    if (row) this.#makeCurrent(row, true);
  }

  turnVerdict(row = this.current) {
    if (!row) return;
    const verdicts = this.verdicts.get();
    const next = NEXT_VERDICT[verdicts[row.id] || ""];
    if (next) verdicts[row.id] = next;
    else delete verdicts[row.id];
    this.verdicts.set(verdicts);
    this.showVerdicts();
  }

  setVerdict(verdict) {
    if (!this.current) return;
    const verdicts = this.verdicts.get();
    if (verdicts[this.current.id] === verdict) delete verdicts[this.current.id];
    else verdicts[this.current.id] = verdict;
    this.verdicts.set(verdicts);
    this.showVerdicts();
  }

  showVerdicts() {
    const verdicts = this.verdicts.get();
    for (const row of this.rows) {
      const verdict = verdicts[row.id] || "";
      const badge = row.element.querySelector("[data-verdict-badge]");
      row.element.dataset.verdict = verdict;
      badge.textContent = verdict ? this.words[`sentence_${verdict}`] : "";
    }
    for (const button of this.tools?.querySelectorAll("[data-sentence-verdict]") || []) {
      const isSet = this.current && verdicts[this.current.id] === button.dataset.sentenceVerdict;
      button.setAttribute("aria-pressed", String(Boolean(isSet)));
    }
  }

  #clicked(event) {
    if (event.target.closest("[data-sentence-tools]")) return;
    const selection = document.getSelection();
    if (selection && !selection.isCollapsed) return;
    const row = this.#rowOf(event.target);
    if (row) this.playRow(row);
  }

  #rowOf(node) {
    const element = node && (node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement);
    const holder = element && element.closest("[data-utterance]");
    return holder ? this.byId.get(Number(holder.dataset.utterance)) : null;
  }

  #follow() {
    if (this.player.isRewound) return;
    const row = this.rowAt(this.player.nowS);
    if (row && row !== this.current) this.#makeCurrent(row, performance.now() - this.scrolledAt > HANDS_OFF_MS);
  }

  #makeCurrent(row, mayScroll) {
    if (this.current) {
      this.current.element.classList.remove("is-current");
      this.current.element.removeAttribute("aria-current");
    }
    this.current = row;
    row.element.classList.add("is-current");
    row.element.setAttribute("aria-current", "true");
    if (this.tools) {
      row.element.append(this.tools);
      this.tools.hidden = false;
      this.showVerdicts();
    }
    if (mayScroll) this.#reveal(row.element);
    this.onCurrent(row);
  }

  // Moves the pane only when the utterance is out of sight, and then at once: nothing slides while it is read.
  #reveal(element) {
    const top = element.offsetTop - this.list.offsetTop;
    const bottom = top + element.offsetHeight;
    const { scrollTop, clientHeight } = this.list;
    if (top < scrollTop + 8 || bottom > scrollTop + clientHeight - 8) {
      this.list.scrollTop = Math.max(0, top - clientHeight / 3);
    }
  }
}

export function textOf(row) {
  return row.element.querySelector("[data-said]").textContent.trim();
}

function span(rows, quote) {
  return {
    start_s: rows[0].startS,
    end_s: Math.max(...rows.map((row) => row.endS)),
    quote: quote.slice(0, 400),
    utterances: rows.map((row) => row.id),
  };
}
