import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { countsLine, readCounts, total } from '../../binder/setup/counts.mjs';
import { pinnedVersions } from '../../binder/doctor/checks.mjs';
import { sayFinding } from '../../binder/doctor/doctor.mjs';
import { differences } from '../../binder/setup/npm.mjs';
import { checkPrefix } from '../../binder/setup/prefix.mjs';
import { place } from '../../binder/setup/place.mjs';

const root = path.resolve(__dirname, '../..');

test('node_modules against the lock file: missing, other version; optional and peer ones may be absent', () => {
  const wanted = {
    '': { version: '1' },
    'node_modules/same': { version: '1.0.0' },
    'node_modules/other': { version: '2.0.0' },
    'node_modules/gone': { version: '3.0.0' },
    'node_modules/darwin-only': { version: '1.0.0', optional: true }
  };
  const found = { 'node_modules/same': { version: '1.0.0' }, 'node_modules/other': { version: '1.9.0' } };
  expect(differences(wanted, found)).toEqual([
    'node_modules/other is 1.9.0, not 2.0.0',
    'node_modules/gone 3.0.0 is not installed'
  ]);
});

test('every Python package is pinned, and the pins of both files agree', () => {
  const own = pinnedVersions(fs.readFileSync(path.join(root, 'binder/jupyter.txt'), 'utf8'));
  const all = pinnedVersions(fs.readFileSync(path.join(root, 'binder/constraints.txt'), 'utf8'));
  expect(own.jupyterlab).toBe('4.6.6');
  for (const [name, version] of Object.entries(own)) expect([name, all[name]]).toEqual([name, version]);
  const venv = path.join(root, '.venv', 'bin', 'python');
  const list = JSON.parse(
    execFileSync(venv, ['-m', 'pip', 'list', '--format=json', '--disable-pip-version-check'], {
      encoding: 'utf8'
    })
  );
  const installed = new Map(
    list.map((entry: { name: string; version: string }) => [
      entry.name.toLowerCase().replace(/[._]/g, '-'),
      entry.version
    ])
  );
  const strays = Object.entries(all).filter(
    ([name, version]) => (installed.get(name) ?? version) !== version
  );
  expect(strays).toEqual([]);
  expect(installed.size).toBeGreaterThan(80);
});

test('a prefix that is no Jupyter is refused with what to do', () => {
  expect(() => checkPrefix(place({ prefix: '/nonexistent' }))).toThrow(
    /Name the folder that Python says is its sys.prefix/
  );
});

test('counts: what a phase wrote, what Jest wrote, and exit codes; a failure is never lost', () => {
  const file = path.join(root, '.cache', 'results', `test-${process.pid}.json`);
  fs.mkdirSync(path.dirname(file), { recursive: true });
  const read = (data: unknown, statuses: number[]) => {
    fs.writeFileSync(file, JSON.stringify(data));
    return readCounts(file, statuses);
  };
  try {
    expect(readCounts(`${file}.absent`, [0, 1])).toEqual({ passed: 1, failed: 1, skipped: 0 });
    expect(read({ passed: 4, failed: 0, skipped: 1 }, [0])).toEqual({ passed: 4, failed: 0, skipped: 1 });
    expect(read({ passed: 4, failed: 0 }, [1])).toEqual({ passed: 4, failed: 1, skipped: 0 });
    const jest = {
      numTotalTests: 9,
      numPassedTests: 7,
      numFailedTests: 1,
      numPendingTests: 1,
      numRuntimeErrorTestSuites: 2
    };
    expect(read(jest, [1])).toEqual({ passed: 7, failed: 3, skipped: 1 });
    expect(read({ passed: 'many' }, [0])).toEqual({ passed: 1, failed: 0, skipped: 0 });
  } finally {
    fs.rmSync(file, { force: true });
  }
  const sum = total([
    { passed: 1, failed: 0, skipped: 2 },
    { passed: 3, failed: 1, skipped: 0 }
  ]);
  expect(countsLine(sum)).toBe('4 passed, 1 failed, 2 skipped');
  expect(countsLine({ passed: 4, failed: 0, skipped: 0 })).toBe('4 passed, 0 failed');
});

test('terselab: help, an unknown command, doctor’s options and lines', () => {
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [path.join(root, 'binder/terselab.mjs'), ...args], { encoding: 'utf8' });
  expect(run('--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('doctor') });
  expect(run('bake')).toMatchObject({ status: 2, stderr: expect.stringContaining('bake is not a command') });
  expect(run('doctor', '--bake')).toMatchObject({
    status: 2,
    stderr: expect.stringContaining('not an option of doctor')
  });
  expect(run('doctor', '--help')).toMatchObject({ status: 0, stdout: expect.stringContaining('--json') });
  expect(sayFinding({ name: 'kernel', state: 'fail', found: 'x', mend: 'y' })).toBe(
    'FAIL  kernel: x\n      mend: y'
  );
});
