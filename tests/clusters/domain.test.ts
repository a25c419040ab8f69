import {
  dealBank,
  defaultSurvey,
  domainBank,
  domainSurvey,
  drawDomain,
  drawHaloBank,
  drawSamples,
  expectedCounts,
  FEATURES,
  gasIntegral,
  haloProfile,
  pratt22Profile,
  PROFILE_RADII,
  shiftDomain,
  shiftDomains
} from '../../src/clusters';
import { magneticum } from '../../src/cosmology';

const survey = defaultSurvey(magneticum);
const fixed = { sigma8: [0.8, 0.8] as [number, number], b: [1, 1] as [number, number] };
const home = shiftDomain('home');
const bank = domainBank({ ...home, side: 300 }, survey, 11);

describe('the profile of Pratt et al. 2022', () => {
  test('has the slopes that SCIENCE 3.3 worked out, and a gas fraction of .125', () => {
    const found = [0.1, 0.2, 0.5, 0.7, 1].map(x => Number(pratt22Profile(x).slope.toFixed(2)));
    expect(found).toEqual([-0.75, -1.14, -1.78, -1.96, -2.1]);
    expect(3 * gasIntegral(x => pratt22Profile(x).logDensity)).toBeCloseTo(0.125, 3);
  });
  test('its slope is the derivative of its density', () => {
    for (const x of [0.05, 0.3, 1.2]) {
      const rise = pratt22Profile(x * 1.0001).logDensity - pratt22Profile(x / 1.0001).logDensity;
      expect(rise / (2 * Math.log(1.0001))).toBeCloseTo(pratt22Profile(x).slope, 6);
    }
  });
  test('is the profile of a halo of such a bank that does not scatter', () => {
    const domain = { ...shiftDomain('Pratt22'), scatter: { profile: 0 }, side: 200 };
    const profile = haloProfile(domainBank(domain, survey, 3), 40, { cosmology: magneticum, z: 0.1 });
    for (const x of [0.2, 0.5, 0.9]) {
      expect(profile.slope(x * profile.radius500)).toBeCloseTo(pratt22Profile(x).slope, 2);
    }
  });
});

describe('domains', () => {
  test('home in one part is what drawSamples draws', () => {
    const { set } = drawDomain(home, bank, survey, { count: 4, seed: 7, parts: 1 });
    expect(set).toEqual(drawSamples(bank, survey, { count: 4, seed: 7 }));
  });
  test('parts share no halo, and each sample is made of its own part', () => {
    const { set, parts } = drawDomain(home, bank, survey, { count: 10, seed: 7, parts: 4 });
    expect([...new Set(parts)]).toEqual([0, 1, 2, 3]);
    const owner = new Map<number, number>();
    for (let s = 0; s < set.count; s++) {
      for (let row = set.starts[s]; row < set.starts[s + 1]; row++) {
        const id = set.haloIds[row];
        expect(owner.get(id) ?? parts[s]).toBe(parts[s]);
        owner.set(id, parts[s]);
      }
    }
    const dealt = dealBank(bank, 7, 4).flatMap(part => [...part.ids]);
    expect(new Set(dealt).size).toBe(bank.ids.length);
    expect(dealt.length).toBe(bank.ids.length);
  });
  test('a calibration moves its columns by its logarithm and nothing else', () => {
    const draw = (name: string) =>
      drawDomain(shiftDomain(name), bank, survey, { count: 2, seed: 7, parts: 1 }).set;
    const plain = draw('home').features;
    for (const [name, first, last, shift] of [
      ['gas +10 %', 1, PROFILE_RADII.length, Math.log(1.1)],
      ['T -10 %', 0, 0, Math.log(0.9)]
    ] as const) {
      const moved = draw(name).features;
      for (let at = 0; at < moved.length; at++) {
        const column = at % FEATURES.length;
        expect(moved[at] - plain[at]).toBeCloseTo(column >= first && column <= last ? shift : 0, 5);
      }
    }
  });
  test.each(shiftDomains.filter(domain => domain.kind === 'numbers').map(domain => domain.name))(
    '%s has the numbers of clusters that theory expects',
    name => {
      const domain = shiftDomain(name);
      const { total } = expectedCounts(domainSurvey(domain, survey), { sigma8: 0.8 }, domain.massFunction);
      const { set } = drawDomain(domain, bank, survey, { count: 40, seed: 5, ...fixed });
      expect(Math.abs(set.starts[40] - 40 * total)).toBeLessThan(4 * Math.sqrt(40 * total));
    }
  );
  test('of the looks leave the numbers alone', () => {
    const { total } = expectedCounts(survey, { sigma8: 0.8 });
    for (const name of ['Pratt22', 'few cool cores', 'gas scatter .15', 'regular']) {
      const domain = shiftDomain(name);
      const haloes = domainBank({ ...domain, side: 300 }, survey, 3);
      const { set } = drawDomain(domain, haloes, survey, { count: 20, seed: 5, ...fixed });
      expect(Math.abs(set.starts[20] - 20 * total)).toBeLessThan(4 * Math.sqrt(20 * total));
    }
  });
  test('cool-coreness has the mean asked for', () => {
    const mean = (meanCoolCore: number) => {
      const { coolCore } = drawHaloBank(magneticum, { seed: 5, side: 300, meanCoolCore });
      return coolCore.reduce((a, b) => a + b, 0) / coolCore.length;
    };
    // the clip to 0..1 moves the mean of .5 nowhere, by symmetry
    expect(mean(0.5)).toBeCloseTo(0.5, 1);
    expect(mean(0.15)).toBeLessThan(mean(0.35) - 0.1);
  });
  test('bad names and numbers are refused', () => {
    expect(() => shiftDomain('mars')).toThrow(/no domain "mars".*home/);
    expect(() => drawDomain(home, bank, survey, { count: 3, seed: 1, parts: 8 })).toThrow(/3 samples from 8/);
  });
});
