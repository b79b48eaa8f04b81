// The outline of the sound as the server computed it, made exactly as long as the sound: the wave fills its lane, and
// marks would drift away from words otherwise.

const METADATA_PATIENCE_MS = 3000;

export async function outlineOf(url, audio) {
  const [answer, durationS] = await Promise.all([
    fetch(url, { headers: { Accept: "application/json" } }),
    lengthOf(audio),
  ]);
  if (!answer.ok) throw new Error(`peaks: ${answer.status}`);
  const sent = await answer.json();
  const lengthS = Number.isFinite(durationS) ? durationS : sent.duration_s;
  const count = Math.max(1, Math.round(lengthS * sent.rate_hz));
  return { lanes: sent.lanes, durationS: lengthS, channels: sent.levels.map((levels) => levelsOf(levels, count)) };
}

// Bytes in base64 become levels of 0-1, cut or filled up with silence.
function levelsOf(text, count) {
  const bytes = atob(text);
  const levels = new Float32Array(count);
  for (let place = 0; place < Math.min(count, bytes.length); place += 1) levels[place] = bytes.charCodeAt(place) / 255;
  return levels;
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
