/**
 * Trains the encoders whose weights the entries ship, and puts them in their places. Heavy: one to two minutes each.
 * usage: node tests/entries/weights.mjs [--dry-run] [part of a file's name ...]; reads dist/ (npm run build)
 * TERSELAB_DIST=FOLDER trains with another build. Only a training that ended whole replaces a file.
 */
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const here = path.dirname(fileURLToPath(import.meta.url));
const notebooks = path.join(here, '../../notebooks');

/** What one training makes: the program, its arguments, and where each file that it leaves goes. */
const cluster = (entry, arm, seed, counts = [], name = `${arm}-${seed}`) => ({
  entry,
  program: 'clusterEncoder.cjs',
  args: [arm, seed, ...counts].map(String),
  files: { [`${arm}-${seed}.npz`]: `${name}.npz` }
});
const transfer = (arm, seed, name) => ({
  entry: 'will-it-transfer',
  program: 'transferEncoder.cjs',
  args: [arm, String(seed)],
  files: { [`${arm}-${seed}.npz`]: `${name}.npz` }
});
const seeds = [1, 2, 3, 4, 5];

const trainings = [
  ...seeds.map(seed => cluster('the-encoder', 'default', seed)),
  ...seeds.map(seed => cluster('suspicious-result', 'dose-0', seed)),
  ...[0.1, 0.2, 0.5, 1, 2, 5, 10, 20].map(dose => cluster('suspicious-result', `dose-${dose}`, 1)),
  ...['usual', 'tinker', 'quiet', 'regular', 'wide'].map(arm => transfer(arm, 1, arm)),
  ...[1, 2, 3].flatMap(seed => ['box2', 'leaky'].map(arm => transfer(arm, seed, `${arm}-${seed}`))),
  cluster('smoking-gun', 'mass-known-L0', 1, [], 'mass-known'),
  cluster('smoking-gun', 'mass-free-L0', 1, [], 'mass-free'),
  cluster('smoking-gun', 'mass-naive', 1, [], 'mass-naive'),
  cluster('smoking-gun', 'mass-temperature-cut', 1, [], 'mass-temperature'),
  ...['3e43', '1e44', '3e44'].flatMap(L =>
    ['free', 'fixed'].map(arm => cluster('smoking-gun', `${arm}-${L}`, 1, [2000, 300], `${arm}-${L}`))
  ),
  cluster('smoking-gun', 'shuffled-1e44', 1, [2000, 300], 'shuffled-1e44'),
  ...[1, 2, 3].map(seed => cluster('the-encoder', 'conv', seed)),
  {
    ...cluster('the-encoder', 'autoencoder', 1),
    files: { 'autoencoder-1.npz': 'autoencoder-1.npz', 'decoder-1.npz': 'decoder-1.npz' }
  }
];

function run({ entry, program, args, files }) {
  const made = fs.mkdtempSync(path.join(os.tmpdir(), 'weights-'));
  try {
    const env = { ...process.env, TERSELAB_SAVE_WEIGHTS: made, TF_CPP_MIN_LOG_LEVEL: '2' };
    const done = spawnSync(process.execPath, [path.join(here, program), ...args], { env, encoding: 'utf8' });
    if (done.status !== 0)
      throw new Error(`${program} ${args.join(' ')} ended with ${done.status}: ${done.stderr}`);
    for (const [from, to] of Object.entries(files)) {
      fs.copyFileSync(path.join(made, from), path.join(notebooks, entry, 'weights', to));
    }
    const losses = path.join(made, `${args[0]}-${args[1]}.json`);
    if (entry === 'the-encoder' && fs.existsSync(losses)) keepLosses(`${args[0]}-${args[1]}`, losses);
    return done.stdout.trim().split('\n').pop();
  } finally {
    fs.rmSync(made, { recursive: true, force: true });
  }
}

/** The losses of the default network's trainings are a figure of the entry. */
function keepLosses(name, file) {
  if (!name.startsWith('default')) return;
  const kept = path.join(notebooks, 'the-encoder/weights/training.json');
  const all = JSON.parse(fs.readFileSync(kept, 'utf8'));
  const { history, bestEpoch } = JSON.parse(fs.readFileSync(file, 'utf8'));
  const short = value => value && Number(value.toPrecision(5));
  all[name] = {
    bestEpoch,
    history: history.map(h => ({ ...h, loss: short(h.loss), validationLoss: short(h.validationLoss) }))
  };
  fs.writeFileSync(kept, JSON.stringify(all));
}

const wanted = process.argv.slice(2).filter(word => word !== '--dry-run');
for (const training of trainings) {
  const name = `${training.entry}/${Object.values(training.files)[0]}`;
  if (wanted.length && !wanted.some(word => name.includes(word))) continue;
  console.log(name);
  if (!process.argv.includes('--dry-run')) console.log(run(training));
}
