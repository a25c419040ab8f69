/** Reading a FITS table of 20,000 rows and 15 columns, all columns decoded, against astropy. */
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { atMost } from '../compare.mjs';

const { readFits } = createRequire(import.meta.url)('../../dist/formats');

const rows = 20_000;
const columnFormats = ['D', 'E', 'J', 'E', 'E', 'E', 'E', 'D', 'I', 'K', 'E', 'D', 'L', '8A', '3E'];
const widths = { D: 8, E: 4, J: 4, I: 2, K: 8, L: 1, '8A': 8, '3E': 12 };
const rowBytes = columnFormats.reduce((sum, format) => sum + widths[format], 0);

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
    ['TFIELDS', columnFormats.length],
    ...columnFormats.flatMap((format, i) => [
      [`TTYPE${i + 1}`, `C${i}`],
      [`TFORM${i + 1}`, format]
    ])
  ]);
  const data = Buffer.alloc(Math.ceil((rows * rowBytes) / 2880) * 2880);
  let at = 0;
  for (let row = 0; row < rows; row++) {
    for (const format of columnFormats) {
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

/** Columns as plain lists of numbers, texts or booleans; a column of several values a row as a list of lists. */
function plain({ kind, values, shape }) {
  const flat = Array.from(values, v =>
    kind === 'logical' ? v === 1 : typeof v === 'string' ? v : Number(v)
  );
  const lanes = shape[1] ?? 1;
  return lanes === 1
    ? flat
    : Array.from({ length: shape[0] }, (_, i) => flat.slice(i * lanes, (i + 1) * lanes));
}

export const formats = {
  name: 'formats',
  what: `a FITS table of ${rows} x ${columnFormats.length}, all columns decoded`,
  repeats: 30,
  peer: { modules: ['numpy', 'astropy'], sides: ['astropy'] },
  ratios: [{ ours: 'terselab', theirs: 'astropy' }],
  prepare: folder => writeFileSync(path.join(folder, 'table.fits'), makeTable()),
  ours: {
    terselab(folder) {
      const bytes = new Uint8Array(readFileSync(path.join(folder, 'table.fits')));
      let columns;
      return {
        run() {
          const table = readFits(bytes).table();
          columns = table.names.map(name => table.column(name));
        },
        result: () => writeFileSync(path.join(folder, 'ours.json'), JSON.stringify(columns.map(plain)))
      };
    }
  },
  compare(folder) {
    const read = name => JSON.parse(readFileSync(path.join(folder, name), 'utf8'));
    const [ours, theirs] = [read('ours.json'), read('theirs.json')];
    const differ = columnFormats.filter((_, i) => JSON.stringify(ours[i]) !== JSON.stringify(theirs[i]));
    return { checks: [atMost('columns whose values differ', differ.length, 0)] };
  }
};
