/* Finds a number so that SHA-256 of `text:number` begins with so many zero bits. Works on plain http, too, where the
   browser lends no digest of its own. */

const K = new Uint32Array(64);
const FIRST = new Uint32Array(8);

function fractional(root, number) {
  const value = root(number);
  return Math.floor((value - Math.floor(value)) * 2 ** 32);
}

for (let number = 2, found = 0; found < 64; number++) {
  let prime = true;
  for (let factor = 2; factor * factor <= number; factor++) if (number % factor === 0) { prime = false; break; }
  if (!prime) continue;
  if (found < 8) FIRST[found] = fractional(Math.sqrt, number);
  K[found++] = fractional(Math.cbrt, number);
}

const turn = (word, by) => (word >>> by) | (word << (32 - by));

function digest(bytes) {
  const size = ((bytes.length + 8) >> 6) + 1 << 6;
  const padded = new Uint8Array(size);
  padded.set(bytes);
  padded[bytes.length] = 0x80;
  new DataView(padded.buffer).setUint32(size - 4, bytes.length * 8);
  const view = new DataView(padded.buffer);
  const state = FIRST.slice();
  const words = new Uint32Array(64);
  for (let start = 0; start < size; start += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(start + 4 * i);
    for (let i = 16; i < 64; i++) {
      const a = words[i - 15];
      const b = words[i - 2];
      const low = turn(a, 7) ^ turn(a, 18) ^ (a >>> 3);
      const high = turn(b, 17) ^ turn(b, 19) ^ (b >>> 10);
      words[i] = words[i - 16] + low + words[i - 7] + high;
    }
    let [a, b, c, d, e, f, g, h] = state;
    for (let i = 0; i < 64; i++) {
      const one = (h + (turn(e, 6) ^ turn(e, 11) ^ turn(e, 25)) + ((e & f) ^ (~e & g)) + K[i] + words[i]) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => { state[i] += word; });
  }
  return state;
}

addEventListener("message", ({ data: { text, bits } }) => {
  const encoder = new TextEncoder();
  for (let number = 0; ; number++) {
    const answer = `${text}:${number}`;
    if (digest(encoder.encode(answer))[0] >>> (32 - bits) === 0) {
      postMessage(answer);
      return;
    }
  }
});
