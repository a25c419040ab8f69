/**
 * Reading a FITS table of 20,000 rows and 15 columns, all columns decoded, against astropy in the same minute where the
 * environment variable PYTHON_REF names a Python with astropy. Runs on dist/ (npm run build).
 * Prints the median and the fastest of 30 runs in milliseconds; the target is 13 ms.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';

const { readFits } = createRequire(import.meta.url)('../dist/formats');

const rows = 20_000;
const formats = ['D', 'E', 'J', 'E', 'E', 'E', 'E', 'D', 'I', 'K', 'E', 'D', 'L', '8A', '3E'];
const widths = { D: 8, E: 4, J: 4, I: 2, K: 8, L: 1, '8A': 8, '3E': 12 };
const rowBytes = formats.reduce((sum, format) => sum + widths[format], 0);

const shown = value => (value === true ? 'T' : String(value));
const card = (keyword, value) =>
  `${keyword.padEnd(8)}= ${typeof value === 'string' ? `'${value.padEnd(8)}'` : shown(value).padStart(20)}`.padEnd(
    80
  );
const header = cards => {
  const text = [...cards.map(([keyword, value]) => card(keyword, value)), 'END'.padEnd(80)].join('');
  return Buffer.from(text.padEnd(Math.ceil(text.length / 2880) * 2880), 'latin1');
};

function makeTable() {
  const primary = header([
    ['SIMPLE', true],
    ['BITPIX', 8],
    ['NAXIS', 0],
    ['EXTEND', true]
  ]);
  const head = header([
    ['XTENSION', 'BINTABLE'],
    ['BITPIX', 8],
    ['NAXIS', 2],
    ['NAXIS1', rowBytes],
    ['NAXIS2', rows],
    ['PCOUNT', 0],
    ['GCOUNT', 1],
    ['TFIELDS', formats.length],
    ...formats.flatMap((format, i) => [
      [`TTYPE${i + 1}`, `C${i}`],
      [`TFORM${i + 1}`, format]
    ])
  ]);
  const data = Buffer.alloc(Math.ceil((rows * rowBytes) / 2880) * 2880);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const format of formats) {
      const x = Math.sin(row + at);
      if (format === 'D') data.writeDoubleBE(x, at);
      else if (format === 'E') data.writeFloatBE(x, at);
      else if (format === '3E') for (const k of [0, 4, 8]) data.writeFloatBE(x, at + k);
      else if (format === 'J') data.writeInt32BE(row, at);
      else if (format === 'I') data.writeInt16BE(row & 1023, at);
      else if (format === 'K') data.writeBigInt64BE(BigInt(row), at);
      else if (format === 'L') data[at] = row % 2 ? 84 : 70;
      else data.write(`row${row}`.padEnd(8), at, 'latin1');
      at += widths[format];
    }
  }
  return Buffer.concat([primary, head, data]);
}

const peer = `
import io, json, sys, time
from astropy.io import fits
import numpy as np
raw = open(sys.argv[1], 'rb').read()
times = []
for _ in range(30):
    t = time.perf_counter()
    with fits.open(io.BytesIO(raw)) as f:
        d = f[1].data
        for n in d.names:
            c = np.asarray(d[n])
            c.astype(c.dtype.newbyteorder('='))
    times.append(1000 * (time.perf_counter() - t))
print(json.dumps(times))
`;

const summary = times => {
  const sorted = [...times].sort((a, b) => a - b);
  return { median: sorted[sorted.length >> 1], fastest: sorted[0] };
};

const folder = mkdtempSync(path.join(tmpdir(), 'terselab-bench-'));
try {
  const file = path.join(folder, 'table.fits');
  writeFileSync(file, makeTable());
  const bytes = new Uint8Array(readFileSync(file));
  const times = [];
  for (let run = 0; run < 30; run++) {
    const start = performance.now();
    const table = readFits(bytes).table();
    for (const name of table.names) table.column(name);
    times.push(performance.now() - start);
  }
  const ours = summary(times);
  const show = ({ median, fastest }) => `median ${median.toFixed(1)} ms, fastest ${fastest.toFixed(1)} ms`;
  console.log(
    `FITS table ${rows} x ${formats.length}: terselab ${show(ours)}, first ${times[0].toFixed(1)} ms`
  );
  if (process.env.PYTHON_REF) {
    const theirs = JSON.parse(execFileSync(process.env.PYTHON_REF, ['-c', peer, file], { encoding: 'utf8' }));
    const astropy = summary(theirs);
    console.log(`  astropy ${show(astropy)}, first ${theirs[0].toFixed(1)} ms`);
    console.log(`  ratio terselab / astropy: ${(ours.median / astropy.median).toFixed(2)}`);
  }
} finally {
  rmSync(folder, { recursive: true });
}
