import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { readArguments, type Command, type Terminal } from './command';
import { readEntryPage, type EntryPage } from './entryFile';
import { findEntry, packageRoot, type EntryPlace } from './entryPlace';
import { executeNotebook } from './execution';
import { finding, sayFinding, type Finding } from './finding';
import { codeOf, readNotebook } from './notebook';
import { BLANK, entryRules } from './rules/entryRules';
import { runRules, solutionRules } from './rules/runRules';
import { blanksOf, sourceRules } from './rules/sourceRules';
import { strictErrors } from './strictTypes';

const usage = `terselab check ENTRY [--size tiny|small] [--no-run] [--json]

Checks an entry as the project's own tests do, and says how to mend what fails.
  ENTRY      its folder, or its name below notebooks/
  --size S   how much its notebook computes: small (default; results are compared with entry.json) or tiny
  --no-run   read only: nothing is executed
  --json     print [{rule, state, found, mend}, ...]
Exit status: 0 nothing fails, 1 something does, 2 called wrongly. Blanks of a draft are listed and do not fail.`;

export const check: Command = {
  summary: 'check an entry by the rules of the collection',
  usage,
  async run(args, terminal) {
    const options = {
      size: { type: 'string' },
      'no-run': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' }
    } as const;
    const { values, positionals } = readArguments(args, options, usage);
    if (values.help || positionals.length !== 1) {
      terminal.print(usage);
      return values.help ? 0 : 2;
    }
    const size = values.size === 'tiny' ? 'tiny' : 'small';
    if (values.size && values.size !== size) {
      terminal.print(`--size is ${String(values.size)}; expected tiny or small.`);
      return 2;
    }
    const place = findEntry(positionals[0], terminal.cwd);
    const say = values.json ? () => {} : terminal.print;
    const found = await checkEntry(place, {
      size: values['no-run'] ? null : size,
      terminal: { ...terminal, print: say }
    });
    if (values.json) terminal.print(JSON.stringify(found, null, 2));
    const count = (state: Finding['state']) => found.filter(f => f.state === state).length;
    say(
      `${place.slug}: ${count('ok')} rules hold, ${count('fail')} fail, ${count('blank')} blanks are left.`
    );
    return count('fail') > 0 ? 1 : 0;
  }
};

/**
 * Applies every rule to an entry. @param size of its run; null: nothing is executed
 * @param terminal hears each finding as it is made
 */
export async function checkEntry(
  { slug, folder }: EntryPlace,
  { size, terminal }: { size: 'tiny' | 'small' | null; terminal: Terminal }
): Promise<Finding[]> {
  const all: Finding[] = [];
  const add = (found: Finding[]) => {
    all.push(...found);
    for (const one of found) terminal.print(sayFinding(one));
  };
  const page = readEntryPage(folder);
  const datasets = [
    path.join(terminal.cwd, 'datasets'),
    path.join(packageRoot, 'datasets'),
    path.join(folder, '..', '..', 'datasets')
  ];
  add(entryRules(page, slug, folder, datasets));
  add(blankRules(page, folder));
  for (const file of [page.notebook, page.solutions]) if (file) add(fileRules(file, folder));
  if (size === null || all.some(f => f.state === 'fail' && /runs|kernel|is a notebook/.test(f.rule)))
    return all;
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-check-'));
  try {
    const run = (file: string, of: 'tiny' | 'small') =>
      executeNotebook(path.join(folder, file), path.join(scratch, path.basename(file)), {
        folder,
        env: { TERSELAB_SIZE: of }
      });
    if (page.notebook) add(runRules(await run(page.notebook, size), page, size, size === 'small'));
    if (page.solutions && fs.existsSync(path.join(folder, page.solutions)))
      add(solutionRules(await run(page.solutions, 'tiny'), page));
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
  return all;
}

/** Rules of one notebook file. */
export function fileRules(file: string, folder: string): Finding[] {
  const notebook = readNotebook(path.join(folder, file));
  const named = (found: Finding[]) => found.map(f => ({ ...f, rule: `${path.basename(file)}: ${f.rule}` }));
  if (!notebook)
    return named([finding('is a notebook', false, 'no JSON with cells', 'Save it in JupyterLab.')]);
  const isSolution = file.includes('solutions');
  const errors = strictErrors(codeOf(notebook), folder);
  const rules = sourceRules(notebook, path.dirname(path.join(folder, file)));
  return named([
    ...(isSolution ? rules.filter(f => /cleared|ids|kernel|one title|no level/.test(f.rule)) : rules),
    finding(
      'its cells hold under strict TypeScript',
      errors === '',
      errors,
      'Give the types that the compiler asks for.'
    )
  ]);
}

/** Places left open: allowed in a draft, faults in anything else. */
function blankRules(page: Partial<EntryPage>, folder: string): Finding[] {
  const inPage = Object.entries(page)
    .filter(([, value]) => JSON.stringify(value)?.includes(BLANK))
    .map(([key]) => `entry.json: ${key}`);
  const notebook = page.notebook ? readNotebook(path.join(folder, page.notebook)) : null;
  const state = page.status === 'draft' ? ('blank' as const) : ('fail' as const);
  return [...inPage, ...(notebook ? blanksOf(notebook, BLANK) : [])].map(found => ({
    rule: 'no blank is left',
    state,
    found,
    mend: `Fill it in and take "${BLANK}" away.`
  }));
}
