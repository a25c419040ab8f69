/**
 * What the entry will-it-transfer says of its networks, trained anew with other seeds: the overspecialised one passes at
 * home and fails away, the ordinary one does not, and a leak of haloes cannot be told from none. Under `npm run test:full`.
 */
import { execFileSync } from 'node:child_process';
import path from 'node:path';
import { defaultSurvey, meanLimit } from '../../src/clusters';
import { magneticum } from '../../src/cosmology';

const full = process.env.TERSELAB_FULL === '1';
if (!full) console.log('skipped: encoders of other domains are trained under npm run test:full');
const slow = full ? describe : describe.skip;

interface Transfer {
  rms: number;
  away: number;
  terseMass: number;
  terseMassAway: number;
}

const TESTED = 1000;
const program = path.join(__dirname, 'transferEncoder.cjs');
const train = (arm: string, seed: number) =>
  JSON.parse(
    execFileSync(process.execPath, [program, arm, `${seed}`, '3000', `${TESTED}`], {
      stdio: ['ignore', 'pipe', 'ignore']
    }).toString()
  ) as Transfer;

const limit = meanLimit(defaultSurvey(magneticum), {
  free: ['sigma8', 'lnB'],
  priors: { sigma8: 0.0577, lnB: 0.115 }
});
const HOUR = 3600_000;

slow('networks away from home', () => {
  test.each([2, 3])(
    'the one of regular profiles is at the limit at home, twice it or more away, and its terse value slips (seed %i)',
    seed => {
      const found = train('regular', seed);
      expect(found.rms).toBeLessThan(1.1 * limit);
      expect(found.away).toBeGreaterThan(2 * limit);
      expect(found.terseMass).toBeGreaterThan(0.98);
      expect(found.terseMassAway).toBeLessThan(0.95);
    },
    HOUR
  );
  test(
    'the ordinary one is at the limit in another box too',
    () => {
      const found = train('usual', 2);
      expect(found.rms).toBeLessThan(1.1 * limit);
      expect(found.away).toBeLessThan(1.1 * limit);
    },
    HOUR
  );
  test(
    'clean less leaky is within three of its errors of zero',
    () => {
      const [clean, leaky] = [train('box2', 2), train('leaky', 2)];
      const error = Math.hypot(clean.rms, leaky.rms) / Math.sqrt(2 * TESTED);
      expect(Math.abs(clean.rms - leaky.rms)).toBeLessThan(3 * error);
    },
    HOUR
  );
});
