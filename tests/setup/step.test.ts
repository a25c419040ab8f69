import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { contentHash } from '../../binder/setup/stamp.mjs';
import { running } from '../running';
import { isCurrent, perform } from '../../binder/setup/step.mjs';

let root: string;
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-step-'));
  fs.mkdirSync(path.join(root, 'src'));
  fs.writeFileSync(path.join(root, 'src', 'a.ts'), 'a');
});
afterEach(() => fs.rmSync(root, { recursive: true, force: true }));

function bake(work = async () => fs.writeFileSync(path.join(root, 'out'), '')) {
  return {
    name: 'bake',
    stamp: path.join(root, '.cache', 'bake.json'),
    inputs: ['src'],
    outputs: [path.join(root, 'out')],
    work
  };
}

async function said(step: object): Promise<string[]> {
  const lines: string[] = [];
  await perform({ root } as never, step as never, (line: string) => lines.push(line));
  return lines;
}

test('a step runs once, and again when an input or an output changes', async () => {
  expect((await said(bake())).at(-1)).toMatch(/^bake: done \(\d+\.\d s\)$/);
  expect(await said(bake())).toEqual(['bake: up to date']);
  fs.writeFileSync(path.join(root, 'src', 'a.ts'), 'b');
  expect(await said(bake())).toHaveLength(2);
  fs.rmSync(path.join(root, 'out'));
  expect(await said(bake())).toHaveLength(2);
  expect(await said({ ...bake(), holds: () => false })).toHaveLength(2);
  expect(await said(bake())).toEqual(['bake: up to date']);
});

test('the hash sees a file that is renamed, added, removed', () => {
  const hash = () => contentHash(root, ['src', 'absent']);
  const first = hash();
  fs.renameSync(path.join(root, 'src', 'a.ts'), path.join(root, 'src', 'b.ts'));
  const renamed = hash();
  fs.writeFileSync(path.join(root, 'src', 'c.ts'), '');
  const added = hash();
  expect(new Set([first, renamed, added]).size).toBe(3);
  fs.rmSync(path.join(root, 'src', 'c.ts'));
  expect(hash()).toBe(renamed);
});

test('a step that failed is not done', async () => {
  await said(bake());
  const broken = { ...bake(async () => Promise.reject(new Error('no')) as never), words: ['new'] };
  await expect(said(broken)).rejects.toThrow('no');
  expect(isCurrent({ root } as never, bake() as never)).toBe(false);
});

// a set-up of three steps, as a process that can be interrupted
const setUp = path.resolve(__dirname, '../../binder/setup.mjs');
const program = `
  import fs from 'node:fs';
  import { perform } from ${JSON.stringify(setUp.replace('setup.mjs', 'setup/step.mjs'))};
  import { takeLock } from ${JSON.stringify(setUp.replace('setup.mjs', 'setup/lock.mjs'))};
  import { keepRecord, run } from ${JSON.stringify(setUp.replace('setup.mjs', 'setup/command.mjs'))};
  import { leaveOnInterrupt } from ${JSON.stringify(setUp)};
  leaveOnInterrupt();
  const say = line => console.log(line);
  const where = { root: '.' };
  const release = await takeLock('.cache/setup.lock', { onStale: () => say('stale') });
  await keepRecord('.cache/children.json');
  const step = (name, seconds) => perform(where, { name, stamp: '.cache/' + name + '.json', outputs: [name],
    work: async () => { await run(name, process.execPath, ['-e', 'setTimeout(() => {}, ' + seconds * 1000 + ')']); fs.writeFileSync(name, ''); } }, say);
  await step('one', 0);
  await step('two', fs.existsSync('quick') ? 0 : 60);
  await step('three', 0);
  release();`;

test.each(['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGKILL'] as const)(
  '%s in the middle: the next run goes on from there',
  async signal => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', program], { cwd: root });
    let output = '';
    child.stderr.on('data', data => (output += data));
    await new Promise<void>(resolve =>
      child.stdout.on('data', data => String(data).includes('two ...') && setTimeout(resolve, 150))
    );
    const worker = spawnSync('pgrep', ['-P', String(child.pid)], { encoding: 'utf8' }).stdout.trim();
    child.kill(signal);
    await new Promise(resolve => child.on('close', resolve));
    if (signal !== 'SIGKILL') expect(output).toContain('run the same command again');
    expect(fs.existsSync(path.join(root, '.cache', 'setup.lock'))).toBe(signal === 'SIGKILL');
    await new Promise(resolve => setTimeout(resolve, 100));
    expect(running(Number(worker))).toBe(signal === 'SIGKILL'); // then nobody was left to stop it

    fs.writeFileSync(path.join(root, 'quick'), '');
    const again = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      cwd: root,
      encoding: 'utf8'
    });
    const lines = again.stdout
      .trim()
      .split('\n')
      .filter(line => !/^(two|three) \.\.\.$/.test(line));
    expect(lines.map(line => line.replace(/ \(.*/, ''))).toEqual([
      ...(signal === 'SIGKILL' ? ['stale'] : []),
      'one: up to date',
      'two: done',
      'three: done'
    ]);
    expect(running(Number(worker))).toBe(false);
  }
);
