#!/usr/bin/env node
// The packed library in an empty folder outside the repository: installed from registries, it makes an entry that its own
// check passes, without Python and Jupyter. Only with TERSELAB_FULL=1; TERSELAB_RESULTS names the file for the counts.
import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { repository } from '../../binder/setup/place.mjs';

const counts = { passed: 0, failed: 0, skipped: 0 };
const shell = process.platform === 'win32';

function check(name, act) {
  try {
    act();
    counts.passed++;
    console.log(`  ok   ${name}`);
  } catch (error) {
    counts.failed++;
    console.log(`  FAIL ${name}: ${error.stderr ?? error.message}`);
  }
}

function inEmptyFolder(folder) {
  const npm = (...args) => execFileSync('npm', args, { cwd: folder, encoding: 'utf8', stdio: 'pipe', shell });
  const terselab = (...args) =>
    spawnSync('npx', ['--no-install', 'terselab', ...args], { cwd: folder, encoding: 'utf8', shell });
  let tarball;
  check('it packs', () => {
    execFileSync('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], {
      cwd: repository,
      stdio: 'pipe',
      shell
    });
    tarball = fs.readdirSync(folder).find(name => name.endsWith('.tgz'));
    assert.ok(tarball);
  });
  check('it installs without running a script', () => {
    npm('init', '-y');
    npm('install', '--ignore-scripts', '--no-audit', '--no-fund', `./${tarball}`);
  });
  check('a new entry passes its check but for the blanks', () => {
    assert.equal(terselab('new', 'demo').status, 0);
    const { status, stdout } = terselab('check', 'demo', '--json');
    const found = JSON.parse(stdout);
    assert.deepEqual(
      found.filter(({ state }) => state === 'fail'),
      []
    );
    assert.ok(found.some(({ state }) => state === 'blank'));
    assert.equal(status, 0);
  });
  check('a mistake is answered in a line, without a stack', () => {
    const { status, stderr } = terselab('check', 'nothing');
    assert.equal(status, 2);
    assert.match(stderr, /nothing is no entry/);
    assert.doesNotMatch(stderr, /\n {4}at /);
  });
}

if (process.env.TERSELAB_FULL === '1') {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'terselab-empty-'));
  try {
    inEmptyFolder(folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
} else {
  counts.skipped++;
  console.log('  skip the packed library in an empty folder: under npm run test:full');
}
console.log(`empty folder: ${counts.passed} passed, ${counts.failed} failed`);
if (process.env.TERSELAB_RESULTS) fs.writeFileSync(process.env.TERSELAB_RESULTS, JSON.stringify(counts));
process.exitCode = counts.failed ? 1 : 0;
