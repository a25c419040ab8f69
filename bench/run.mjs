/**
 * Rows of terselab against its peers: `node bench/run.mjs [--only NAME] [--repeats N] [--json FILE]`; see README.md beside this file.
 * Runs on dist/ (npm run build). The peers are in the Python that the environment variable PYTHON_REF names.
 */
import { writeFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { measure } from './measure.mjs';
import { rows } from './rows/index.mjs';
import { printRow } from './table.mjs';

// TensorFlow says on standard error what it could have been compiled with
process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';

const { values } = parseArgs({
  options: {
    only: { type: 'string', multiple: true },
    repeats: { type: 'string' },
    json: { type: 'string' }
  }
});
const names = rows.map(row => row.name);
const unknown = (values.only ?? []).filter(name => !names.includes(name));
if (unknown.length) {
  console.error(`bench: no row "${unknown.join('", "')}"; expected ${names.join(', ')}.`);
  process.exit(2);
}
const repeats = values.repeats && Number(values.repeats);
if (repeats !== undefined && !(Number.isInteger(repeats) && repeats >= 1)) {
  console.error(`bench: --repeats is "${values.repeats}"; expected a whole number of at least 1.`);
  process.exit(2);
}

const measured = [];
for (const row of rows.filter(({ name }) => !values.only || values.only.includes(name))) {
  const progress = text => process.stderr.isTTY && process.stderr.write(`\r\x1b[K${row.name}: ${text}`);
  try {
    const result = await measure(repeats ? { ...row, repeats } : row, progress);
    progress('');
    printRow(result);
    measured.push(result);
  } catch (error) {
    console.error(`\n${row.name}: failed. ${error.message}`);
    process.exitCode = 1;
  }
}
if (values.json) {
  writeFileSync(values.json, `${JSON.stringify({ cores: cpus().length, rows: measured }, null, 2)}\n`);
}
if (measured.some(({ checks }) => checks.some(check => !check.holds))) process.exitCode = 1;
