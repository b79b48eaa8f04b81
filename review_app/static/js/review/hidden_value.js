// A hidden field that holds JSON: lists that grow on the page travel in the same form as everything else.

export class HiddenValue {
  constructor(field, empty) {
    this.field = field;
    this.empty = empty;
  }

  get() {
    try {
      return this.field.value ? JSON.parse(this.field.value) : structuredClone(this.empty);
    } catch {
      return structuredClone(this.empty);
    }
  }

  set(value) {
    const isEmpty = Array.isArray(value) ? !value.length : !Object.keys(value).length;
    this.field.value = isEmpty ? "" : JSON.stringify(value);
    this.field.dispatchEvent(new Event("change", { bubbles: true }));
  }
}
