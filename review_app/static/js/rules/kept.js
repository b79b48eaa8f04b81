// What was typed and not saved stays in this browser, whatever happens to the page, the sign-in or the server.

export class Kept {
  #form; #key; #stored; #line;

  constructor(form) {
    this.#form = form;
    this.#key = `callqc.rule.${form.dataset.key}`;
    this.#stored = form.querySelector("[data-stored]").value;
    this.#line = form.querySelector("[data-kept]");
    this.isSaving = false;
    window.addEventListener("beforeunload", (event) => {
      if (!this.isSaving && this.#isChanged(form.elements.yaml.value)) event.preventDefault();
    });
  }

  keep(text) {
    if (!this.#isChanged(text)) return localStorage.removeItem(this.#key);
    localStorage.setItem(this.#key, JSON.stringify({ text, at: new Date().toISOString() }));
  }

  // The text may be refused, or the connection lost: it is forgotten only when a page shows it as saved.
  saving() {
    this.isSaving = true;
    this.keep(this.#form.elements.yaml.value);
  }

  offer(restore) {
    this.#forgetWhatBecameThis();
    const found = this.#found();
    if (!found || !this.#isChanged(found.text)) return localStorage.removeItem(this.#key);
    this.#line.hidden = false;
    this.#line.addEventListener("click", (event) => {
      if (event.target.closest("[data-restore]")) restore(found.text);
      else if (!event.target.closest("[data-forget]")) return;
      else localStorage.removeItem(this.#key);
      this.#line.hidden = true;
    });
  }

  unreached() { this.#form.querySelector("[data-trouble]").hidden = false; }
  reached() { this.#form.querySelector("[data-trouble]").hidden = true; }

  #found() {
    try {
      return JSON.parse(localStorage.getItem(this.#key));
    } catch {
      return null;
    }
  }

  // A new rule is kept as new until it is saved and has a page of its own: this one.
  #forgetWhatBecameThis() {
    const start = `${this.#key.slice(0, this.#key.indexOf("/"))}/new`;
    for (const key of Object.keys(localStorage)) {
      if (key.startsWith(start) && key !== this.#key && localStorage.getItem(key).includes(JSON.stringify(this.#stored.trimEnd()).slice(0, -1))) localStorage.removeItem(key);
    }
  }

  #isChanged(text) { return text.trimEnd() !== this.#stored.trimEnd(); }
}
