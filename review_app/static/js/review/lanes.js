// Draws the two channels: the wave, what was found on it, and for a long call a strip of the whole above a part.

import WaveSurfer from "../../vendor/wavesurfer/wavesurfer.esm.js";
import Hover from "../../vendor/wavesurfer/hover.esm.js";
import Regions from "../../vendor/wavesurfer/regions.esm.js";
import { colour } from "./colour.js";
import { LaneMarks } from "./lane_marks.js";
import { Overview } from "./overview.js";
import { clock } from "./player.js";

const COLOURS = {
  agent: ["--lane-agent", "--lane-agent-heard"],
  customer: ["--lane-customer", "--lane-customer-heard"],
  mixed: ["--lane-mixed", "--lane-mixed-heard"],
};
const ZOOMS = [1, 2, 4, 8, 16, 32];
// More of a call than this is not seen at once unless somebody asks: a sentence would be a hair's breadth.
const WIDEST_S = 1200;
const CLOSEST_PX_PER_S = 60;

// outline: a promise of what `outlineOf` gives
export async function drawLanes(desk, outline) {
  const { root } = desk;
  const container = root.querySelector("[data-lanes]");
  try {
    desk.lanes = new Lanes(container, await outline, desk);
    await desk.lanes.isDrawn;
  } catch {
    container.classList.add("is-missing");
    return;
  }
  desk.lanes.markCall(desk);
  root.dataset.ready = "true";
}

class Lanes {
  constructor(container, outline, { facts, player, root }) {
    this.outline = outline;
    this.place = ZOOMS.findIndex((zoom) => outline.durationS / zoom <= WIDEST_S);
    const height = Math.floor(container.clientHeight / outline.channels.length);
    const regions = Regions.create();
    this.wave = WaveSurfer.create({
      container,
      media: player.audio,
      peaks: outline.channels,
      duration: outline.durationS,
      height,
      normalize: true,
      cursorWidth: 2,
      cursorColor: colour("--cursor"),
      barWidth: 2,
      barGap: 1,
      barRadius: 1,
      dragToSeek: true,
      hideScrollbar: true,
      minPxPerSec: this.#pxPerS(container.clientWidth),
      cspNonce: facts.nonce,
      splitChannels: outline.lanes.map((lane) => ({
        height,
        waveColor: colour(COLOURS[lane][0]),
        progressColor: colour(COLOURS[lane][1]),
      })),
      plugins: [regions, Hover.create({
        lineColor: colour("--cursor"),
        lineWidth: 1,
        labelBackground: colour("--cursor"),
        labelColor: colour("--surface"),
        labelSize: "11px",
        formatTimeCallback: clock,
      })],
    });
    this.marks = new LaneMarks(regions, outline);
    this.overview = new Overview(root.querySelector("[data-overview]"), outline, this.marks, player);
    this.wave.on("scroll", (startS, endS) => this.overview.frame(startS, endS));
    this.wave.on("interaction", () => { player.isRewound = false; });
    this.isDrawn = new Promise((done) => { this.wave.once("ready", done); }).then(() => this.#showOverview());
  }

  // by: 1 is closer, -1 is farther
  zoom(by) {
    const place = this.place + by;
    if (!(place in ZOOMS) || (by > 0 && this.#pxPerS(this.wave.getWidth()) >= CLOSEST_PX_PER_S)) return;
    this.place = place;
    this.wave.zoom(this.#pxPerS(this.wave.getWidth()));
    this.#showOverview();
  }

  // Long silences, and every detected finding where it was heard; a click on one goes to its card.
  markCall({ facts, judgements }) {
    this.marks.shade(facts.silences);
    for (const card of judgements.cards) {
      if (!card.element.closest("[data-undetected]")) this.marks.add(card);
    }
    this.marks.onPick = (key) => judgements.focus(judgements.byKey.get(key), { plays: true });
    judgements.addEventListener("held", ({ detail }) => {
      this.marks.look(detail);
      this.overview.draw();
    });
    this.overview.draw();
  }

  #pxPerS(width) { return this.place === 0 ? 0 : (width * ZOOMS[this.place]) / this.outline.durationS; }

  #showOverview() {
    const seenS = this.outline.durationS / ZOOMS[this.place];
    this.overview.show(this.place > 0);
    if (this.place > 0) this.wave.setScrollTime(Math.max(0, this.wave.getCurrentTime() - seenS / 2));
  }
}
