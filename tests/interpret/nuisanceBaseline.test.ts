import { nuisanceBaseline } from '../../src/interpret';
import { Random } from '../../src/math';

const names = ['quiet', 'flare'];

/** A camera and a noise; the label goes with the camera in a part of the rows. */
function drawn(rows: number, follows: number, seed: number) {
  const random = new Random(seed);
  const camera = Float64Array.from({ length: rows }, () => random.integer(0, 1));
  const noise = Float64Array.from({ length: rows }, () => random.normal());
  const labels = Array.from(camera, c => names[random.uniform() < follows ? c : random.integer(0, 1)]);
  return { nuisances: { camera, noise }, labels };
}

test('a class that follows the camera is told from it, with the skill of the part that follows', async () => {
  const { nuisances, labels } = drawn(600, 0.6, 1);
  const found = await nuisanceBaseline(nuisances, labels, { permutations: 39 });
  // balanced accuracy is .5 + .6 / 2, so the skill over chance is .6, within 3 sigma of 600 rows
  expect(Math.abs(found.skill - 0.6)).toBeLessThan(0.1);
  expect(found.p).toBeCloseTo(1 / 40, 10);
  expect(found.chance).toBeLessThan(0.15);
});

test('a step that no line follows is found by the tree', async () => {
  const random = new Random(3);
  const noise = Float64Array.from({ length: 400 }, () => random.normal());
  const labels = Array.from(noise, v => names[Number(Math.abs(v) > 0.67)]);
  const found = await nuisanceBaseline({ noise }, labels, { permutations: 19 });
  expect(found.probe).toBe('tree');
  expect(found.skills.tree).toBeGreaterThan(0.9);
  expect(found.skills.linear).toBeLessThan(0.3);
});

test('numbers are told by R^2', async () => {
  const random = new Random(4);
  const airmass = Float64Array.from({ length: 300 }, () => random.normal());
  const answer = airmass.map(v => v + random.normal());
  const found = await nuisanceBaseline({ airmass }, answer, { permutations: 19 });
  expect(Math.abs(found.skill - 0.5)).toBeLessThan(0.12);
  expect(found.probe).toBe('linear');
});

test('labels that follow nothing are called significant no more often than they should', async () => {
  let alarms = 0;
  const trials = 30;
  for (let seed = 1; seed <= trials; seed++) {
    const { nuisances, labels } = drawn(60, 0, seed);
    const { p } = await nuisanceBaseline(nuisances, labels, { permutations: 19, seed });
    if (p <= 0.1) alarms++;
  }
  // 3 expected; three standard deviations of a binomial of 30 at .1
  expect(alarms).toBeLessThanOrEqual(8);
  expect(alarms).toBeGreaterThan(0);
});

test('labels of whole stars are shuffled by star: twelve stars are not 240 independent rows', async () => {
  let alarms = 0;
  const trials = 25;
  for (let seed = 1; seed <= trials; seed++) {
    const random = new Random(1000 + seed);
    const stars = Array.from({ length: 240 }, (_, row) => Math.floor(row / 20));
    const own = Array.from({ length: 12 }, () => random.normal());
    const classOf = random.permutation(12);
    const noise = Float64Array.from(stars, star => own[star] + 0.1 * random.normal());
    const labels = stars.map(star => names[classOf[star] % 2]);
    const { p } = await nuisanceBaseline({ noise }, labels, {
      groups: stars,
      permutations: 19,
      folds: 4,
      seed
    });
    if (p <= 0.1) alarms++;
  }
  // 2.5 expected, three standard deviations of a binomial of 25 at .1
  expect(alarms).toBeLessThanOrEqual(7);
});

test('unsound input is refused by name', async () => {
  const column = new Float64Array(10);
  await expect(nuisanceBaseline({ column }, ['a'])).rejects.toThrow(/"column" has 10 values for 1 answers/);
  await expect(nuisanceBaseline({}, ['a', 'b'])).rejects.toThrow(/no nuisances for 2 answers/);
  await expect(nuisanceBaseline({ column }, column, { permutations: 5 })).rejects.toThrow(
    /permutations is 5/
  );
  const signal = AbortSignal.abort();
  await expect(nuisanceBaseline({ column }, column, { signal })).rejects.toThrow();
});
