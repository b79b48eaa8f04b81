// Puts the review page together. Each part knows its own piece of the page; only this module knows them all.

import { hearingActions, judgingActions } from "./actions.js";
import { Help } from "./help.js";
import { Judgements } from "./judgements.js";
import { Keyboard } from "./keyboard.js";
import { Listening } from "./listening.js";
import { Missed } from "./missed.js";
import { Notices } from "./notices.js";
import { outlineOf } from "./outline.js";
import { Player } from "./player.js";
import { PlayerBar } from "./player_bar.js";
import { Preferences } from "./preferences.js";
import { Remarks } from "./remarks.js";
import { ScoreBoard } from "./score.js";
import { Search } from "./search.js";
import { Transcript } from "./transcript.js";
import { startWork } from "./work.js";

const page = document.querySelector("[data-review]");
if (page) start(page, JSON.parse(document.getElementById("review-facts").textContent));

function start(root, facts) {
  withScripts(root);
  const desk = furnish(root, facts);
  connect(desk);
  if (facts.is_open) Object.assign(desk, startWork(desk));
  const keyboard = new Keyboard(facts.keymap, { ...hearingActions(desk), ...(facts.is_open ? judgingActions(desk) : {}) });
  desk.help = new Help(document.querySelector("[data-help]"), {
    keyboard, keymap: facts.keymap, words: facts.words, save: (changes) => desk.preferences.keep(changes),
  });
  root.querySelector("[data-open-help]").addEventListener("click", () => desk.help.toggle());
  root.dataset.interactive = "true";
  // The page can be worked with before the picture of the sound is there; what draws it is loaded last.
  if (facts.urls.peaks) {
    const outline = outlineOf(facts.urls.peaks, desk.player.audio);
    import("./lanes.js").then(({ drawLanes }) => drawLanes(desk, outline));
  }
}

// Fields for people without scripts lose their names: with scripts their contents go elsewhere.
function withScripts(root) {
  for (const field of root.querySelectorAll("[data-plain]")) field.removeAttribute("name");
  root.classList.add("has-scripts");
  for (const button of document.querySelectorAll("[data-close-dialog]")) {
    button.addEventListener("click", () => button.closest("dialog").close());
  }
}

function furnish(root, facts) {
  const form = root.querySelector("form[data-review-form]");
  const audio = root.querySelector("audio");
  const { words, preferences: wishes } = facts;
  // Asked for each time: after signing in again the form has a new one.
  const token = () => form.elements.namedItem("csrf_token").value;
  const preferences = new Preferences(facts.urls.preferences, token);
  const player = new Player(audio, {
    silences: facts.silences,
    speed: wishes.speed,
    volume: wishes.volume,
    skipSilence: wishes.skip_silence,
    durationS: facts.duration_s,
  });
  const listening = new Listening(audio, facts.lanes);
  const transcript = new Transcript(root.querySelector("[data-transcript]"), player, {
    words, verdictField: form.elements.namedItem("sentences"),
  });
  const judgements = new Judgements(root, { player, words });
  return {
    root, facts, form, token, words, preferences, player, listening, transcript, judgements,
    bar: new PlayerBar(root.querySelector("[data-player]"), {
      player, listening, preferences, voices: wishes.voices,
    }),
    score: new ScoreBoard(root),
    notices: new Notices(root.querySelector("[data-notices]")),
    remarks: new Remarks(root.querySelector("[data-remarks]"), {
      field: form.elements.namedItem("remarks"), player, transcript, words,
    }),
    search: new Search(root.querySelector("[data-search]"), root.querySelector("[data-search-count]"), transcript),
    missed: facts.is_open
      ? new Missed(document.querySelector("[data-missed]"), { judgements, transcript, player, words })
      : null,
  };
}

function connect(desk) {
  const { root, transcript, judgements, preferences, missed, remarks } = desk;
  transcript.pane.querySelector("[data-sentence-tools]")?.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.dataset.sentenceVerdict) transcript.setVerdict(button.dataset.sentenceVerdict);
    else if ("addMissed" in button.dataset) missed.open();
    else if ("addRemark" in button.dataset) remarks.write();
  });
  judgements.onlyOpen?.addEventListener("change", () => preferences.keep({ only_open: judgements.onlyOpen.checked }));
  for (const button of root.querySelectorAll("[data-zoom]")) {
    button.addEventListener("click", () => desk.lanes?.zoom(Number(button.dataset.zoom)));
  }
}
