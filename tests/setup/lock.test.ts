import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { lockHolder, takeLock } from '../../binder/setup/lock.mjs';

let folder: string;
let file: string;
beforeEach(() => {
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-lock-'));
  file = path.join(folder, 'setup.lock');
});
afterEach(() => fs.rmSync(folder, { recursive: true, force: true }));

const lockFile = path.resolve(__dirname, '../../binder/setup/lock.mjs');

/** A process that takes the lock, says so, holds it for a while and says that it lets go. */
function contender(hold: number): Promise<string> {
  const code = `
    import { takeLock } from ${JSON.stringify(lockFile)};
    import fs from 'node:fs';
    const say = word => fs.appendFileSync(${JSON.stringify(path.join(folder, 'log'))}, word + ' ' + process.pid + '\\n');
    const release = await takeLock(${JSON.stringify(file)}, { onWait: () => console.log('waits'), pause: 20 });
    say('in');
    await new Promise(r => setTimeout(r, ${hold}));
    say('out');
    release();`;
  return new Promise(resolve => {
    const child = spawn(process.execPath, ['--input-type=module', '-e', code]);
    let output = '';
    child.stdout.on('data', data => (output += data));
    child.stderr.on('data', data => (output += data));
    child.on('close', () => resolve(output));
  });
}

test('six at once: one at a time, and those that wait say so', async () => {
  const outputs = await Promise.all(Array.from({ length: 6 }, () => contender(80)));
  const words = fs.readFileSync(path.join(folder, 'log'), 'utf8').trim().split('\n');
  expect(words).toHaveLength(12);
  for (let i = 0; i < words.length; i += 2) {
    expect(words[i]).toMatch(/^in /);
    expect(words[i + 1]).toBe(words[i].replace('in', 'out'));
  }
  expect(outputs.filter(output => output.includes('waits')).length).toBeGreaterThan(0);
  expect(fs.readdirSync(folder)).toEqual(['log']);
});

test('six at once on a lock whose holder died: still one at a time', async () => {
  const dead = spawnSync(process.execPath, ['-e', '']).pid;
  fs.writeFileSync(file, JSON.stringify({ pid: dead, born: null }));
  await Promise.all(Array.from({ length: 6 }, () => contender(30)));
  const words = fs.readFileSync(path.join(folder, 'log'), 'utf8').trim().split('\n');
  expect(words.map(word => word.split(' ')[0])).toEqual(
    Array.from({ length: 12 }, (_, i) => (i % 2 ? 'out' : 'in'))
  );
});

test.each([
  [
    'a process that ended',
    () => JSON.stringify({ pid: spawnSync(process.execPath, ['-e', '']).pid, born: null })
  ],
  ['a pid that another process has now', () => JSON.stringify({ pid: process.pid, born: '1' })],
  ['half a lock file', () => '{"pid": 12']
])('a lock left by %s is cleared away, and that is said', async (_, content) => {
  fs.writeFileSync(file, content());
  const stale: unknown[] = [];
  const release = await takeLock(file, { onStale: holder => stale.push(holder) });
  expect(stale).toHaveLength(1);
  expect(lockHolder(file)).toEqual({ pid: process.pid, alive: true });
  release();
  expect(fs.readdirSync(folder)).toEqual([]);
});

test('a holder that ended but was never collected does not hold the lock', async () => {
  const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 5']); // sleep collects no children
  const pid = Number(await new Promise(resolve => parent.stdout.once('data', data => resolve(String(data)))));
  await new Promise(resolve => setTimeout(resolve, 200));
  expect(() => process.kill(pid, 0)).not.toThrow();
  fs.writeFileSync(file, JSON.stringify({ pid, born: null }));
  const release = await takeLock(file);
  release();
  parent.kill();
});
