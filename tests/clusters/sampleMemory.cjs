// Draws samples in shards or at once and prints what they and this process hold, as one line of JSON.
// usage: node --expose-gc sampleMemory.cjs at-once|shards SAMPLES; reads dist/ (npm run build)
'use strict';
const tl = require('../../dist');

/** Bytes of the memory behind all arrays of a set: padding and spare room count. */
const bytesOf = set =>
  [
    ...new Set(
      Object.values(set)
        .filter(ArrayBuffer.isView)
        .map(view => view.buffer)
    )
  ].reduce((sum, buffer) => sum + buffer.byteLength, 0);

async function main([how, countText]) {
  const count = Number(countText);
  const survey = tl.defaultSurvey(tl.magneticum);
  const bank = tl.drawHaloBank(tl.magneticum, { seed: 1, side: 300 });
  // what code and tables take is there before the first sample
  tl.drawSamples(bank, survey, { count: 4, seed: 2 });
  const before = process.memoryUsage.rss();
  let [held, rows, most] = [0, 0, 0];
  const see = set => {
    held += bytesOf(set);
    rows += set.starts[set.count];
    most = Math.max(most, bytesOf(set));
  };
  if (how === 'shards') {
    for await (const set of tl.sampleShards(bank, survey, { count, seed: 3 })) {
      see(set);
      // when V8 collects by itself is chance; asked is whether a shard that was read can go
      globalThis.gc();
    }
  } else see(tl.drawSamples(bank, survey, { count, seed: 3 }));
  const peak = tl.peakBytes() - before;
  console.log(JSON.stringify({ count, rows, held, most, peak }));
}

main(process.argv.slice(2)).catch(error => {
  console.error(error);
  process.exitCode = 1;
});
