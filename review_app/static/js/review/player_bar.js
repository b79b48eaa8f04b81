// The controls above the lanes: they show what the player does and tell it what to do.

import { clock } from "./player.js";

export class PlayerBar {
  constructor(root, { player, listening, preferences, voices }) {
    this.root = root;
    this.player = player;
    this.listening = listening;
    this.preferences = preferences;
    this.now = root.querySelector("[data-now]");
    this.play = root.querySelector("[data-play-pause]");
    this.speed = root.querySelector("[data-speed]");
    this.skip = root.querySelector("[data-skip-silence]");
    this.volume = root.querySelector("[data-volume]");
    this.sides = [...root.querySelectorAll("[data-hear]")];
    player.audio.removeAttribute("controls");
    this.play.addEventListener("click", () => player.toggle());
    root.querySelector("[data-stop]").addEventListener("click", () => player.stop());
    root.querySelector("[data-replay]").addEventListener("click", () => player.replay());
    root.querySelector("[data-slower]").addEventListener("click", () => player.slower());
    root.querySelector("[data-faster]").addEventListener("click", () => player.faster());
    this.speed.addEventListener("click", () => player.setSpeed(1));
    this.skip.addEventListener("change", () => player.setSkipSilence(this.skip.checked));
    this.volume.addEventListener("input", () => player.setVolume(Number(this.volume.value)));
    for (const side of this.sides) {
      side.disabled = !listening.canSplit && side.dataset.hear !== "both";
      side.addEventListener("click", () => this.hear(side.dataset.hear));
    }
    player.addEventListener("time", () => this.#time());
    player.addEventListener("state", () => this.#state());
    player.addEventListener("failed", () => root.classList.add("is-failed"));
    player.addEventListener("speed", () => {
      this.#speed();
      preferences.keep({ speed: player.speed });
    });
    player.addEventListener("silence", () => {
      this.skip.checked = player.skipsSilence;
      preferences.keep({ skip_silence: player.skipsSilence });
    });
    player.addEventListener("volume", () => preferences.keep({ volume: player.audio.volume }));
    // A browser lets sound be taken apart only once somebody wants to hear it.
    if (voices !== "both" && listening.canSplit) {
      this.#press(voices);
      player.audio.addEventListener("play", () => this.#hear(this.#pressed()), { once: true });
    }
    this.#speed();
    this.#state();
  }

  hear(side) {
    if (!this.listening.canSplit) return;
    this.#hear(side);
    this.preferences.keep({ voices: side });
  }

  #hear(side) {
    this.listening.hear(side);
    this.#press(side);
  }

  #pressed() { return this.sides.find((one) => one.getAttribute("aria-pressed") === "true").dataset.hear; }

  #press(side) {
    for (const one of this.sides) one.setAttribute("aria-pressed", String(one.dataset.hear === side));
  }

  #time() {
    const text = clock(this.player.nowS);
    if (this.now.textContent !== text) this.now.textContent = text;
  }

  #state() {
    const { isPlaying } = this.player;
    this.play.classList.toggle("is-playing", isPlaying);
    this.play.setAttribute("aria-pressed", String(isPlaying));
  }

  #speed() {
    const rate = this.player.audio.playbackRate;
    this.speed.textContent = `${rate}×`;
    this.speed.classList.toggle("is-unusual", rate !== 1);
  }
}
