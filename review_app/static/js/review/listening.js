// Hears one side of the call, or both: splits the two channels and turns one of them down.

export class Listening {
  // lanes: who speaks on which channel, in the order of the file
  constructor(audio, lanes) {
    this.audio = audio;
    this.lanes = lanes;
    this.side = "both";
    this.gains = null;
  }

  get canSplit() { return this.lanes.length === 2 && this.lanes[0] !== this.lanes[1]; }

  hear(side) {
    if (!this.canSplit) return;
    this.side = side;
    this.#build();
    this.context.resume();
    this.lanes.forEach((lane, channel) => {
      this.gains[channel].gain.value = side === "both" || side === lane ? 1 : 0;
    });
  }

  // The graph is built at the first wish for one side: before, the sound goes its plain way.
  #build() {
    if (this.gains) return;
    this.context = new AudioContext();
    const source = this.context.createMediaElementSource(this.audio);
    const splitter = this.context.createChannelSplitter(2);
    source.connect(splitter);
    this.gains = this.lanes.map((_lane, channel) => {
      const gain = this.context.createGain();
      splitter.connect(gain, channel);
      gain.connect(this.context.destination);
      return gain;
    });
  }
}
