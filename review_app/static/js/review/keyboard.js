// Turns keys into actions by the keymap, and stays out of the way of typing, of input methods and of the browser.

// What a Chinese input method leaves on the keys when it is on.
const FULL_WIDTH = { "？": "?", "／": "/", "【": "[", "】": "]", "、": "\\", "，": ",", "。": ".", "；": ";", "　": " " };
const NAMES = { " ": "Space", Escape: "Esc", ArrowLeft: "Left", ArrowRight: "Right", ArrowUp: "Up", ArrowDown: "Down" };
// These belong to input methods, to the browser or to the system, whatever somebody maps.
export const FORBIDDEN = new Set(["Ctrl+Space", "Alt+Space", "Meta+Space", "Shift+Space", "Ctrl+W", "Ctrl+T", "Ctrl+N", "Tab", "Shift+Tab"]);

export function isComposing(event) {
  return event.isComposing || event.keyCode === 229 || event.key === "Process";
}

// `Ctrl+Enter`, `Shift+Left`, `K`, `?`: the name under which the keymap knows a key.
export function nameOf(event) {
  let key = FULL_WIDTH[event.key] || event.key;
  const letter = /^Key([A-Z])$/.exec(event.code || "");
  if (letter && !/^[a-z]$/i.test(key)) key = letter[1];
  if (key.length === 1 && /[a-z]/i.test(key)) key = key.toUpperCase();
  key = NAMES[key] || key;
  const isSign = key.length === 1 && !/[A-Z0-9]/.test(key);
  const parts = [];
  if (event.ctrlKey) parts.push("Ctrl");
  if (event.altKey) parts.push("Alt");
  if (event.metaKey) parts.push("Meta");
  if (event.shiftKey && !isSign) parts.push("Shift");
  return [...parts, key].join("+");
}

export class Keyboard {
  // keymap: [{action, keys, typing}]; typing: also while the focus is in a text field
  constructor(keymap, actions) {
    this.actions = actions;
    this.learn(keymap);
    document.addEventListener("keydown", (event) => this.#pressed(event));
  }

  learn(keymap) {
    this.byKey = new Map();
    for (const entry of keymap) {
      for (const key of entry.keys) if (!FORBIDDEN.has(key)) this.byKey.set(key, entry);
    }
  }

  #pressed(event) {
    if (isComposing(event) || event.defaultPrevented) return;
    const entry = this.byKey.get(nameOf(event));
    if (!entry || !this.actions[entry.action]) return;
    const target = event.target instanceof Element ? event.target : document.body;
    if (isText(target) && !entry.typing) return;
    if (document.querySelector("dialog[open]") && entry.action !== "help" && !entry.typing) return;
    if (usesKey(target, nameOf(event))) return;
    event.preventDefault();
    this.actions[entry.action]();
  }
}

function isText(element) {
  return element.isContentEditable
    || element.matches("textarea, select, input:not([type=radio], [type=checkbox], [type=button], [type=submit])");
}

// A focused button keeps its Space and Enter, a radio group and a slider their arrows.
function usesKey(element, key) {
  if (element.matches("button, a[href], summary, input[type=checkbox]")) return key === "Space" || key === "Enter";
  if (element.matches("input[type=radio]")) return ["Space", "Left", "Right", "Up", "Down"].includes(key);
  return false;
}
