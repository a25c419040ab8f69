/** A measured row as text. */

const time = ms =>
  ms >= 1000 ? `${(ms / 1000).toFixed(2)} s` : `${ms >= 100 ? ms.toFixed(0) : ms.toFixed(1)} ms`;
const memory = bytes => `${(bytes / 2 ** 20).toFixed(0)} MiB`;

export function printRow({ name, what, missing, sides, ratios, checks, notes }) {
  console.log(`\n${name}: ${what}`);
  const width = Math.max(...Object.keys(sides).map(side => side.length), 10);
  const line = (side, ...cells) =>
    console.log(`  ${side.padEnd(width)}${cells.map(cell => cell.padStart(13)).join('')}`);
  line('', 'median', 'fastest', 'first', 'peak memory', 'by the work');
  for (const [side, { median, fastest, first, peak, base }] of Object.entries(sides)) {
    line(side, time(median), time(fastest), time(first), memory(peak), memory(peak - base));
  }
  if (missing) console.log(`  peer skipped: ${missing}`);
  for (const { ours, theirs, value, target } of ratios) {
    const verdict =
      target === undefined ? '' : `, target ${target}: ${value <= target ? 'reached' : 'not reached'}`;
    console.log(`  ${ours} / ${theirs}: ${value.toFixed(2)}${verdict}`);
  }
  for (const { what, value, bar, holds } of checks) {
    console.log(
      `  same work: ${what} ${value.toPrecision(3)}, bar ${bar}: ${holds ? 'holds' : 'DOES NOT HOLD'}`
    );
  }
  for (const note of notes) console.log(`  ${note}`);
}
