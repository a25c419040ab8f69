import path from 'node:path';
import { readArguments, type Command } from './command';
import { readEntryPage } from './entryFile';
import { findEntry } from './entryPlace';
import { executeNotebook } from './execution';
import { outputsOf } from './notebook';
import { resultsOf } from './rules/runRules';
import { UserError } from './userError';

const usage = `terselab run ENTRY [--size tiny|small|full] [--output FILE] [--json]

Runs an entry's notebook without Jupyter and prints what it reports.
  --size S       how much it computes (default small)
  --output FILE  where the notebook with its outputs is written (default ENTRY.executed.ipynb, here)
  --json         print the results as JSON
Exit status: 0 every cell ran, 1 a cell failed, 2 called wrongly.`;

export const run: Command = {
  summary: "run an entry's notebook without Jupyter",
  usage,
  async run(args, { print, cwd }) {
    const options = {
      size: { type: 'string' },
      output: { type: 'string' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' }
    } as const;
    const { values, positionals } = readArguments(args, options, usage);
    if (values.help || positionals.length !== 1) {
      print(usage);
      return values.help ? 0 : 2;
    }
    const size = String(values.size ?? 'small');
    if (!['tiny', 'small', 'full'].includes(size))
      throw new UserError(`--size is ${size}; expected tiny, small or full.`);
    const { slug, folder } = findEntry(positionals[0], cwd);
    const { notebook } = readEntryPage(folder);
    if (!notebook)
      throw new UserError(`entry.json of ${slug} names no notebook. Write "notebook": "${slug}.ipynb".`);
    const output = path.resolve(cwd, String(values.output ?? `${slug}.executed.ipynb`));
    let said = Date.now();
    const onCell = (cell: number, of: number) => {
      if (values.json || Date.now() - said < 3000) return;
      said = Date.now();
      print(`cell ${cell} of ${of}`);
    };
    const done = await executeNotebook(path.join(folder, notebook), output, {
      folder,
      env: { TERSELAB_SIZE: size },
      onCell
    });
    const results = done.notebook ? resultsOf(done.notebook) : {};
    if (values.json)
      print(JSON.stringify({ slug, size, whole: done.whole, seconds: done.seconds, results }, null, 2));
    else for (const [name, value] of Object.entries(results)) print(`${name}: ${value}`);
    if (!done.whole) {
      const error = done.notebook && outputsOf(done.notebook).find(o => o.output_type === 'error');
      print(error ? (error.traceback?.join('\n') ?? '') : done.said);
    } else if (!values.json)
      print(`${slug} ran in ${done.seconds.toFixed(0)} s; with its outputs: ${output}`);
    return done.whole ? 0 : 1;
  }
};
