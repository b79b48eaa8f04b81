// Says how saving the draft goes, and what can be done where it does not.

import { plainDraft } from "./draft.js";

export class Saving {
  constructor({ facts, form, words, score, notices }, draft, activity) {
    this.place = document.querySelector("[data-saved]");
    this.facts = facts;
    this.form = form;
    this.words = words;
    this.notices = notices;
    this.draft = draft;
    this.activity = activity;
    draft.addEventListener("dirty", () => this.#say("writing", words.unsaved));
    draft.addEventListener("saving", () => this.#say("writing", words.saving));
    draft.addEventListener("saved", ({ detail }) => {
      this.#say("saved", words.saved_at.replace("{time}", detail.saved_at));
      score.show(detail.score);
      notices.close("trouble");
    });
    draft.addEventListener("offline", () => this.trouble(words.offline));
    draft.addEventListener("signed_out", () => this.trouble(words.signed_out, { href: facts.urls.sign_in, name: words.sign_in }));
    draft.addEventListener("refused", ({ detail }) => this.trouble(detail?.what || words.not_saved));
    draft.addEventListener("conflict", ({ detail }) => this.conflict(detail));
  }

  trouble(text, link) {
    this.#say("trouble", this.words.kept_here);
    this.notices.show("trouble", text, link ? [link] : []);
  }

  // The case was taken back, or another window saved a newer draft.
  conflict(problem) {
    const { words } = this;
    const isTaken = problem?.kind !== "draft";
    this.#say("trouble", words.kept_here);
    if (isTaken) this.activity.stop();
    const copy = { name: words.copy_draft, act: () => navigator.clipboard?.writeText(plainDraft(this.form)) };
    this.notices.show("conflict", isTaken ? words.taken : words.newer, isTaken
      ? [copy, { name: words.to_queue, href: this.facts.urls.queue }]
      : [copy, { name: words.load_newer, act: () => this.#reload() }, { name: words.keep_mine, act: () => this.#keepMine(problem) }]);
  }

  // What an earlier visit wrote here and could not save.
  offerKept() {
    const { draft, notices, words } = this;
    const kept = draft.kept();
    if (!kept) return;
    if (kept.version === draft.version) {
      draft.restore(kept);
      notices.show("kept", words.restored);
      return;
    }
    notices.show("kept", words.kept_older, [
      { name: words.restore, act: () => { draft.restore(kept); notices.close("kept"); } },
      { name: words.discard, act: () => { draft.forget(); notices.close("kept"); } },
    ]);
  }

  #reload() {
    this.draft.stop();
    this.draft.forget();
    location.reload();
  }

  #keepMine(problem) {
    this.draft.version = Number(problem.now);
    this.draft.isStopped = false;
    this.notices.close("conflict");
    this.draft.changed(0);
  }

  #say(kind, text) {
    this.place.dataset.kind = kind;
    this.place.textContent = text;
  }
}
