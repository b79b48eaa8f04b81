// What lies on the lanes: long silences shaded, findings in the colour of what is held of them.

import { colour } from "./colour.js";

// Narrower marks could not be seen on a call of ten minutes.
const NARROWEST_SHARE = 0.004;
const SHORTEST_SHADE_S = 3;

export class LaneMarks {
  constructor(regions, outline) {
    this.regions = regions;
    this.outline = outline;
    this.stretches = new Map();
    this.onPick = () => {};
    regions.on("region-clicked", (region, event) => {
      const key = [...this.stretches].find(([, stretches]) => stretches.some((one) => one.region === region))?.[0];
      if (!key) return;
      event.stopPropagation();
      this.onPick(key);
    });
  }

  shade(silences) {
    for (const [start, end] of silences.filter(([from, to]) => to - from >= SHORTEST_SHADE_S)) {
      this.regions.addRegion({ start, end, drag: false, resize: false, color: colour("--silence-shade") });
    }
  }

  // One finding: each place lies on the lane of whoever speaks there, on both when nobody does.
  add(card) {
    const places = [...card.element.querySelectorAll("[data-place]")];
    this.stretches.set(card.key, places.map(({ dataset }) => this.#stretch(card, dataset)));
  }

  look(card) {
    for (const stretch of this.stretches.get(card.key) || []) {
      stretch.look = card.look;
      stretch.region.setOptions({ color: colour(`--mark-${card.look}`) });
    }
  }

  all() { return [...this.stretches.values()].flat(); }

  #stretch(card, { start, end, speaker }) {
    const { durationS, lanes } = this.outline;
    const startS = Number(start);
    const endS = Math.min(durationS, Math.max(Number(end), startS + durationS * NARROWEST_SHARE));
    const channel = lanes.indexOf(speaker);
    const region = this.regions.addRegion({
      start: startS,
      end: endS,
      drag: false,
      resize: false,
      color: colour(`--mark-${card.look}`),
      ...(channel < 0 ? {} : { channelIdx: channel }),
    });
    region.element?.setAttribute("title", card.element.dataset.title);
    return { startS, endS, look: card.look, region };
  }
}
