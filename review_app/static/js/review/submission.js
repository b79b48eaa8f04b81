// Submits the review and goes on to the next one; a refusal leads to the place that caused it.

export class Submission {
  constructor({ facts, form, judgements, words }, { draft, activity, saving }) {
    Object.assign(this, { facts, form, judgements, words, draft, activity, saving });
  }

  async submit() {
    const { classList } = this.form;
    if (classList.contains("is-sending")) return;
    classList.add("is-sending");
    try {
      await this.#send();
    } finally {
      classList.remove("is-sending");
    }
  }

  async #send() {
    const { draft, saving } = this;
    if (!await draft.save()) return;
    this.activity.flush();
    const answer = await fetch(this.facts.urls.confirm, {
      method: "POST",
      body: new FormData(this.form),
      headers: { Accept: "application/json", "If-Match": `"${draft.version}"` },
    }).catch(() => null);
    if (!answer) return saving.trouble(this.words.offline);
    const result = await answer.json().catch(() => ({}));
    if (answer.ok) {
      this.activity.stop();
      draft.stop();
      draft.forget();
      location.assign(result.next);
      return;
    }
    if (answer.status === 409) {
      saving.conflict(result);
      return;
    }
    if (answer.status === 401 || answer.status === 400) {
      saving.trouble(this.words.signed_out, { href: this.facts.urls.sign_in, name: this.words.sign_in });
      return;
    }
    saving.trouble(result.what || this.words.not_submitted);
    this.#lead(result.where);
  }

  #lead(where) {
    const card = this.judgements.byKey.get(where);
    if (card) {
      this.judgements.focus(card, { plays: true });
      if (card.wantsReason) card.askReason();
    } else if (where === "adjustment") this.form.elements.namedItem("adjustment_reason").focus();
  }
}
