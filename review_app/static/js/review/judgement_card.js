// One thing to be judged: what the machine held, what a person holds, and whether that still wants a reason.

const LOOKS = { fail: "fail", unsure: "unsure", pass: "dismissed", not_applicable: "dismissed" };

export class Card {
  constructor(element, words) {
    this.element = element;
    this.words = words;
    const { dataset } = element;
    this.key = dataset.judgement;
    this.yes = dataset.yes;
    this.no = dataset.no;
    this.machine = dataset.machine || "";
    this.needs = "needs" in dataset;
    this.isFinding = "finding" in dataset;
    this.isLowRisk = "lowRisk" in dataset;
    this.startS = dataset.start ? Number(dataset.start) : null;
    this.radios = [...element.querySelectorAll("input[type=radio]")];
    this.comment = element.querySelector("[data-reason]");
    this.chip = element.querySelector("[data-held]");
    this.show();
  }

  get held() { return this.radios.find((radio) => radio.checked)?.value || ""; }

  get isOpen() { return this.needs && (!this.held || this.wantsReason); }

  // A change of what the machine was sure of, "not applicable", and a loss that only a person saw need their reason.
  get wantsReason() {
    const changes = ["pass", "fail"].includes(this.machine) && this.held && this.held !== this.machine;
    const isQuestion = !this.machine || this.machine === "not_applicable";
    const ownLoss = isQuestion && this.held === "fail" && !("bonus" in this.element.dataset);
    const setsAside = this.held === "not_applicable" && this.machine !== "not_applicable";
    return Boolean((changes || ownLoss || setsAside) && !this.comment?.value.trim());
  }

  get look() {
    if (!this.held) return this.machine === "unsure" ? "unsure" : this.machine === "pass" ? "good" : "open";
    return LOOKS[this.held];
  }

  hold(held) {
    const radio = held ? this.radios.find((one) => one.value === held) : this.radios.find((one) => one.checked);
    if (!radio) return false;
    if (Boolean(held) === radio.checked) return Boolean(held);
    radio.checked = Boolean(held);
    radio.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  askReason() {
    this.unfold(true);
    this.comment?.focus();
  }

  unfold(open) {
    if (this.element instanceof HTMLDetailsElement) this.element.open = open;
  }

  setCurrent(isCurrent) {
    this.element.classList.toggle("is-current", isCurrent);
    if (isCurrent) this.element.setAttribute("aria-current", "true");
    else {
      this.element.removeAttribute("aria-current");
      if (!this.isOpen) this.unfold(false);
    }
  }

  show() {
    const { held, wantsReason } = this;
    this.element.dataset.heldNow = held;
    this.element.classList.toggle("is-judged", Boolean(held) && !wantsReason);
    this.element.classList.toggle("wants-reason", wantsReason);
    if (this.chip) this.chip.textContent = held ? this.#heldWord(held) : "";
    for (const radio of this.radios) radio.closest("label")?.classList.toggle("is-set", radio.checked);
  }

  #heldWord(held) {
    if (this.isFinding && this.machine !== "unsure") {
      if (held === this.machine) return this.words.machine_right;
      if (held !== "not_applicable") return this.words.machine_wrong;
    }
    return this.words[`held_${held}`] || held;
  }
}
