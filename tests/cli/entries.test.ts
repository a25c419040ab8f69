/** What a contributor meets: new, list, check. Each rule of the check is shown a fault that it must find. */
import fs from 'node:fs';
import path from 'node:path';
import { commands } from '../../src/cli';
import { readNotebook, type Notebook } from '../../src/cli/notebook';
import { readEntryPage } from '../../src/cli/entryFile';
import { entryRules } from '../../src/cli/rules/entryRules';
import { sourceRules, unexplainedAcronyms } from '../../src/cli/rules/sourceRules';

// the module that cells import is the built one
const root = path.resolve(__dirname, '../..');
let cwd: string;
beforeEach(() => {
  // inside the repository, so that the cells find the library as an installed one is found
  cwd = fs.mkdtempSync(path.join(root, 'tests/cli/.new-'));
});
afterEach(() => fs.rmSync(cwd, { recursive: true, force: true }));

async function call(name: string, ...args: string[]) {
  const lines: string[] = [];
  const status = await commands[name].run(args, { print: line => lines.push(line), cwd });
  return { status, text: lines.join('\n') };
}

const fileOf = (name: string) => path.join(cwd, 'dusty-galaxies', name);
const NOTEBOOK = 'dusty-galaxies.ipynb';

function change<T>(name: string, by: (content: T) => void) {
  const content = JSON.parse(fs.readFileSync(fileOf(name), 'utf8')) as T;
  by(content);
  fs.writeFileSync(fileOf(name), JSON.stringify(content));
}

const prose = (notebook: Notebook, text: string) =>
  notebook.cells.push({ cell_type: 'markdown', id: 'added', source: text });

/** Rules that do not hold, without the compiler's and those of a run: these take seconds. */
function faults(): string[] {
  const folder = path.join(cwd, 'dusty-galaxies');
  const notebook = readNotebook(fileOf(NOTEBOOK))!;
  return [
    ...entryRules(readEntryPage(folder), 'dusty-galaxies', folder, []),
    ...sourceRules(notebook, folder)
  ]
    .filter(found => found.state === 'fail')
    .map(found => {
      expect(found.mend).toBeTruthy();
      return found.rule;
    });
}

test('a new entry passes but for its blanks, which are listed; a finished one may have none', async () => {
  expect((await call('new', 'dusty-galaxies')).status).toBe(0);
  expect((await call('list')).text).toContain('dusty-galaxies  Dusty galaxies (draft)');
  const { status, text } = await call('check', 'dusty-galaxies', '--no-run');
  expect(text).not.toContain('FAIL');
  expect(text).toContain('blank no blank is left');
  expect(text).toContain('TODO: where the data come from');
  expect(status).toBe(0);
  change<{ page: { status: string } }>('entry.json', ({ page }) => (page.status = 'current'));
  expect((await call('check', 'dusty-galaxies', '--no-run')).status).toBe(1);
});

test('new touches nothing that is there, and says which names it takes', async () => {
  await call('new', 'dusty-galaxies');
  const before = fs.readFileSync(fileOf(NOTEBOOK), 'utf8');
  await expect(call('new', 'dusty-galaxies')).rejects.toThrow('is there already; nothing was changed');
  expect(fs.readFileSync(fileOf(NOTEBOOK), 'utf8')).toBe(before);
  for (const name of ['Dusty', '../up', 'a b', 'x--y', '1st', 'a'.repeat(61)]) {
    await expect(call('new', name)).rejects.toThrow("cannot be an entry's name");
  }
  expect(fs.readdirSync(cwd)).toEqual(['dusty-galaxies']);
});

test('a name that is no entry is answered with those there are', async () => {
  await call('new', 'dusty-galaxies');
  await expect(call('check', 'dusty')).rejects.toThrow('There are: dusty-galaxies.');
  await expect(call('check', 'dusty-galaxies', '--fast')).rejects.toThrow('--fast');
});

describe('each rule finds its fault', () => {
  beforeEach(() => call('new', 'dusty-galaxies'));

  type Spoilt = Record<string, unknown> & {
    exercises: Record<string, { hint?: string } | undefined>;
    expected: Record<string, unknown>;
  };
  test.each<[string, (page: Spoilt) => void]>([
    ['says title', page => delete page.title],
    ['says title', page => (page.released = 'yesterday')],
    ['says title', page => delete page.minutes],
    ['slug is the name', page => (page.slug = 'dusty')],
    ['status is one of', page => (page.status = 'done')],
    ['notebook is there', page => (page.notebook = 'other.ipynb')],
    ['solutions are there', page => delete page.solutions],
    ['each exercise says', page => delete page.exercises['1']!.hint],
    ['two checked exercises', page => delete page.exercises['2']],
    ['expected result has a value', page => (page.expected.guess = 1.2)],
    ['asserts results', page => (page.expected = {})],
    ['card with licence', page => (page.datasets = ['no-such-data'])]
  ])('of entry.json: %s', (rule, spoil) => {
    expect(faults()).toEqual([]);
    change<{ page: Spoilt }>('entry.json', ({ page }) => spoil(page));
    expect(faults().join()).toContain(rule);
  });

  test.each<[string, (notebook: Notebook) => void]>([
    ['TypeScript kernel', notebook => (notebook.metadata!.kernelspec!.name = 'python3')],
    ['ids of their own', notebook => (notebook.cells[1].id = notebook.cells[0].id)],
    ['outputs are cleared', notebook => (notebook.cells[3].execution_count = 4)],
    ['one title', notebook => prose(notebook, '# Another')],
    ['skip no level', notebook => prose(notebook, '#### Deep')],
    ['goals, exercises and a summary', notebook => (notebook.cells[1].source = '## About')],
    ['links lead somewhere', notebook => prose(notebook, '[there](nowhere.md)')],
    ['links lead somewhere', notebook => prose(notebook, '[there](#No-such-heading)')],
    ['pictures in the text', notebook => prose(notebook, '![](entry.json)')],
    [
      'acronyms are explained',
      notebook => notebook.cells.splice(2, 0, { cell_type: 'markdown', id: 'a', source: 'By the VLT.' })
    ],
    ['follows tl.runSize', notebook => (notebook.cells[3].source = 'import * as tl from "terselab";')],
    ['reports results', notebook => notebook.cells.splice(-2, 1)]
  ])('of the notebook: %s', (rule, spoil) => {
    change<Notebook>(NOTEBOOK, spoil);
    expect(faults().join()).toContain(rule);
  });

  test('cells that hold only loosely, a notebook that is none, an entry.json that is none', async () => {
    change<Notebook>(NOTEBOOK, notebook => {
      notebook.cells[3].source += '\nconst text: string = null;';
    });
    expect((await call('check', 'dusty-galaxies', '--no-run')).text).toContain(
      'FAIL  dusty-galaxies.ipynb: its cells hold under strict TypeScript\n      found: cells.ts'
    );
    fs.writeFileSync(fileOf(NOTEBOOK), 'not JSON');
    expect((await call('check', 'dusty-galaxies', '--no-run')).text).toContain(
      'FAIL  dusty-galaxies.ipynb: is a notebook'
    );
    fs.writeFileSync(fileOf('entry.json'), '{');
    await expect(call('check', 'dusty-galaxies')).rejects.toThrow('is no JSON');
  }, 120_000);
});

test('it is run: results are compared, errors shown, the solutions tried; run keeps the outputs', async () => {
  const temporary = path.join(cwd, 'temporary');
  fs.mkdirSync(temporary);
  const before = process.env.TMPDIR;
  process.env.TMPDIR = temporary;
  await call('new', 'dusty-galaxies');
  const whole = await call('check', 'dusty-galaxies');
  expect(fs.readdirSync(temporary)).toEqual([]);
  if (before === undefined) delete process.env.TMPDIR;
  else process.env.TMPDIR = before;
  expect(whole.text).not.toContain('FAIL');
  expect(whole.text).toContain('ok    forest is 0.45 within 0.1');
  expect(whole.text).toContain('ok    the solutions of all 2 checked exercises are right');
  const executed = path.join(cwd, 'out.ipynb');
  const ran = await call('run', 'dusty-galaxies', '--size', 'tiny', '--output', executed, '--json');
  expect(Object.keys((JSON.parse(ran.text) as { results: object }).results)).toContain('forest');
  const outputs = (JSON.parse(fs.readFileSync(executed, 'utf8')) as Notebook).cells.flatMap(
    cell => cell.outputs ?? []
  );
  expect(outputs.filter(output => output.data?.['image/png']).length).toBe(4);

  change<Notebook>(NOTEBOOK, notebook => {
    notebook.cells[3].source += '\nthrow new Error("no such star");';
  });
  change<{ page: { exercises: Record<string, { value: number }> } }>(
    'entry.json',
    ({ page }) => (page.exercises['1'].value = 8)
  );
  const broken = await call('check', 'dusty-galaxies', '--size', 'tiny');
  expect(broken.status).toBe(1);
  expect(broken.text).toContain('no such star');
  expect(broken.text).toContain('found: 1 are');
  expect((await call('run', 'dusty-galaxies', '--output', executed)).status).toBe(1);
}, 300_000);

test('an acronym is explained in brackets, by a colon, or in the references', () => {
  expect(unexplainedAcronyms('Seen by TESS.')).toHaveLength(1);
  expect(unexplainedAcronyms('By the Transiting Exoplanet Survey Satellite (TESS). TESS looks.')).toEqual([]);
  expect(unexplainedAcronyms('Its AUC: a half by chance.')).toEqual([]);
  expect(unexplainedAcronyms('t-SNE, Grad-CAM, `ABC`, 3 GB.')).toEqual([]);
  expect(unexplainedAcronyms('## References\n\nAJ 159, 60')).toEqual([]);
});

test('fetch lists the data sets, says where their files are, and knows no others', async () => {
  expect((await call('fetch')).text.split('\n')).toContain('tess-flare-stars');
  const { status, text } = await call('fetch', 'tess-flare-stars', '--json');
  expect(status).toBe(0);
  const files = Object.values(
    (JSON.parse(text) as Record<string, Record<string, string>>)['tess-flare-stars']
  );
  expect(files.length).toBe(2);
  for (const file of files) expect(fs.existsSync(file)).toBe(true);
  await expect(call('fetch', 'nothing')).rejects.toThrow('nothing is no data set; there are');
});
