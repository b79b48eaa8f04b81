// Says above the panes what went wrong and what can be done; never covers the work.

export class Notices {
  constructor(root) {
    this.root = root;
    this.template = root.querySelector("template");
    this.shown = new Map();
  }

  // actions: [{name, act}] or [{name, href}]
  show(kind, text, actions = []) {
    this.close(kind);
    const line = this.template.content.firstElementChild.cloneNode(true);
    line.dataset.kind = kind;
    line.querySelector("[data-text]").textContent = text;
    line.querySelector("[data-actions]").append(...actions.map((action) => this.#control(action)));
    line.querySelector("[data-close]").addEventListener("click", () => this.close(kind));
    this.root.append(line);
    this.shown.set(kind, line);
  }

  close(kind) {
    this.shown.get(kind)?.remove();
    this.shown.delete(kind);
  }

  #control({ name, act, href }) {
    const control = document.createElement(href ? "a" : "button");
    control.className = "btn btn-sm";
    control.textContent = name;
    if (href) {
      control.href = href;
      control.target = "_blank";
      control.rel = "noopener";
    } else {
      control.type = "button";
      control.addEventListener("click", act);
    }
    return control;
  }
}
