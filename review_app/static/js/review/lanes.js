// Draws the two channels from peaks that the server made, with findings and silences on them.

import WaveSurfer from "../../vendor/wavesurfer/wavesurfer.esm.js";
import Regions from "../../vendor/wavesurfer/regions.esm.js";

const COLOURS = {
  agent: ["--lane-agent", "--lane-agent-heard"],
  customer: ["--lane-customer", "--lane-customer-heard"],
  mixed: ["--lane-mixed", "--lane-mixed-heard"],
};
// Narrower marks could not be seen on a call of ten minutes.
const NARROWEST_SHARE = 0.004;
const METADATA_PATIENCE_MS = 3000;
const SHORTEST_SHADE_S = 3;

export class Lanes {
  constructor(container, audio, nonce) {
    this.container = container;
    this.audio = audio;
    this.nonce = nonce;
    this.marks = new Map();
  }

  async draw(url) {
    const [answer, durationS] = await Promise.all([
      fetch(url, { headers: { Accept: "application/json" } }),
      lengthOf(this.audio),
    ]);
    if (!answer.ok) throw new Error(`peaks: ${answer.status}`);
    const outline = fitted(await answer.json(), durationS);
    this.outline = outline;
    const height = Math.floor(this.container.clientHeight / outline.channels.length);
    this.regions = Regions.create();
    this.wave = WaveSurfer.create({
      container: this.container,
      media: this.audio,
      peaks: outline.channels,
      duration: outline.duration_s,
      height,
      normalize: true,
      cursorWidth: 2,
      cursorColor: colour("--cursor"),
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      dragToSeek: true,
      hideScrollbar: true,
      cspNonce: this.nonce,
      splitChannels: outline.lanes.map((lane) => ({
        height,
        waveColor: colour(COLOURS[lane][0]),
        progressColor: colour(COLOURS[lane][1]),
      })),
      plugins: [this.regions],
    });
    await new Promise((done) => { this.wave.once("ready", done); });
    return outline;
  }

  // The whole call: the outline, long silences, and every detected finding where it was heard.
  async drawCall(facts, cards, root) {
    if (!facts.urls.peaks) return;
    try {
      await this.draw(facts.urls.peaks);
    } catch {
      this.container.classList.add("is-missing");
      return;
    }
    this.shade(facts.silences.filter(([start, end]) => end - start >= SHORTEST_SHADE_S));
    for (const card of cards.filter((one) => !one.element.closest("[data-undetected]"))) {
      for (const { dataset } of card.element.querySelectorAll("[data-place]")) {
        this.mark(card.key, {
          startS: Number(dataset.start),
          endS: Number(dataset.end),
          speaker: dataset.speaker,
          title: card.element.dataset.title,
          look: card.look,
        });
      }
    }
    root.dataset.ready = "true";
  }

  shade(silences) {
    for (const [start, end] of silences) {
      this.regions.addRegion({ start, end, drag: false, resize: false, color: colour("--silence-shade") });
    }
  }

  // One finding: a stretch of the lane of whoever speaks in it, of both when nobody does.
  mark(key, { startS, endS, speaker, title, look }) {
    const widest = Math.max(endS, startS + this.outline.duration_s * NARROWEST_SHARE);
    const channel = this.outline.lanes.indexOf(speaker);
    const region = this.regions.addRegion({
      start: startS,
      end: Math.min(widest, this.outline.duration_s),
      drag: false,
      resize: false,
      color: colour(`--mark-${look}`),
      ...(channel < 0 ? {} : { channelIdx: channel }),
    });
    region.element?.setAttribute("title", title);
    this.marks.set(key, [...(this.marks.get(key) || []), region]);
  }

  unmark(key) {
    for (const region of this.marks.get(key) || []) region.remove();
    this.marks.delete(key);
  }

  look(key, look) {
    for (const region of this.marks.get(key) || []) region.setOptions({ color: colour(`--mark-${look}`) });
  }
}

// How long the sound is; null when that cannot be known soon, and the outline's own length must do.
function lengthOf(audio) {
  if (audio.readyState >= HTMLMediaElement.HAVE_METADATA) return audio.duration;
  return new Promise((done) => {
    audio.addEventListener("loadedmetadata", () => done(audio.duration), { once: true });
    audio.addEventListener("error", () => done(null), { once: true });
    setTimeout(() => done(null), METADATA_PATIENCE_MS);
  });
}

// The wave fills the lane, so its outline must be exactly as long as the sound, or marks drift away from words.
function fitted(outline, durationS) {
  if (!Number.isFinite(durationS)) return outline;
  const count = Math.max(1, Math.round(durationS * outline.rate_hz));
  const channels = outline.channels.map((levels) => (
    levels.length >= count ? levels.slice(0, count) : [...levels, ...new Array(count - levels.length).fill(0)]
  ));
  return { ...outline, channels, duration_s: durationS };
}

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim();
}
