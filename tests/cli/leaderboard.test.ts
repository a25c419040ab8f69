/** The benchmark of a real entry through the command: baselines in order, the control at the bottom, damage refused. */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { commands } from '../../src/cli';
import type { Placed } from '../../src/benchmark';

const root = path.resolve(__dirname, '../..');
const home = path.join(root, 'notebooks/panstarrs-sources/benchmark');
const built = fs.existsSync(path.join(root, 'dist/index.js'));
let scratch: string;
beforeEach(() => {
  scratch = fs.mkdtempSync(path.join(root, 'notebooks/panstarrs-sources/.benchmark-'));
});
afterEach(() => fs.rmSync(scratch, { recursive: true, force: true }));

async function call(name: string, ...args: string[]) {
  const lines: string[] = [];
  const status = await commands[name].run(args, { print: line => lines.push(line), cwd: root });
  return { status, text: lines.join('\n') };
}

test('baselines rank as they must: what knows nothing at the bottom, in one place', async () => {
  const rows = JSON.parse((await call('leaderboard', 'panstarrs-sources', '--json')).text) as Placed[];
  expect(rows.map(({ submission, rank }) => [submission, rank])).toEqual([
    ['forest', 1],
    ['linear', 2],
    ['control-permuted-labels', 3],
    ['constant', 3],
    ['nuisance', 3]
  ]);
  // three classes: guessing has a third
  for (const { score } of rows.slice(2))
    expect(Math.abs(score.metrics.balancedAccuracy.value! - 1 / 3)).toBeLessThan(0.05);
  const page = path.join(scratch, 'page.html');
  await call('leaderboard', 'panstarrs-sources', '--html', page);
  expect(fs.readFileSync(page, 'utf8')).toContain('control-permuted-labels');
});

test('a verdict comes with the submission: a compromised one is struck, a word that is none is refused', async () => {
  const entry = path.join(scratch, 'panstarrs-sources');
  fs.cpSync(home, path.join(entry, 'benchmark'), { recursive: true });
  fs.copyFileSync(path.join(home, '../entry.json'), path.join(entry, 'entry.json'));
  const verdict = path.join(entry, 'benchmark/submissions/forest/trust.json');
  fs.writeFileSync(verdict, '{"verdict": "Compromised"}');
  const rows = JSON.parse((await call('leaderboard', entry, '--json')).text) as Placed[];
  expect(rows.at(-1)).toMatchObject({ submission: 'forest', rank: null, struck: true });
  fs.writeFileSync(verdict, '{"verdict": "fine"}');
  await expect(call('leaderboard', entry)).rejects.toThrow('verdict is fine; expected one of');
});

test('a damaged submission is refused with its line, by the command too', async () => {
  const mine = path.join(scratch, 'mine');
  fs.cpSync(path.join(home, 'submissions/linear'), mine, { recursive: true });
  expect((await call('score', 'panstarrs-sources', mine)).text).toContain('balancedAccuracy: 0.9');
  const file = path.join(mine, 'predictions.ndjson');
  const lines = fs.readFileSync(file, 'utf8').split('\n');
  lines[6] = lines[6].replace(/"value":\d/, '"value":null');
  fs.writeFileSync(file, lines.join('\n'));
  await expect(call('score', 'panstarrs-sources', mine)).rejects.toThrow(
    'mine is refused: line 7: value is null'
  );
  fs.rmSync(file);
  await expect(call('score', 'panstarrs-sources', mine)).rejects.toThrow('there is no predictions.ndjson');
  await expect(call('score', 'did-it-cheat', mine)).rejects.toThrow('did-it-cheat has no benchmark');
});

(built ? test : test.skip)(
  'truth and baselines are what their program makes',
  () => {
    fs.copyFileSync(path.join(home, 'make.cjs'), path.join(scratch, 'make.cjs'));
    execFileSync(process.execPath, ['make.cjs'], { cwd: scratch });
    const files = [
      'truth.ndjson',
      ...fs.readdirSync(path.join(home, 'submissions')).map(name => `submissions/${name}/predictions.ndjson`)
    ];
    expect(files).toHaveLength(6);
    for (const file of files) {
      expect(
        fs.readFileSync(path.join(scratch, file), 'utf8') === fs.readFileSync(path.join(home, file), 'utf8')
      ).toBe(true);
    }
  },
  60_000
);
