import fs from 'node:fs';
import path from 'node:path';
import { loadFlareStars, readTessLightCurve } from '../../src/datasets';
import { cadenceAt, measured, sigmaRule, windowStarts } from '../../src/lightcurves';

const real = path.join(__dirname, '..', '..', '..', 'shared', 'realdata', 'tess-lightcurves');
const file = 'tess2018206045859-s0001-0000000358108509-0120-s_lc.fits';
const here = fs.existsSync(path.join(real, file));
if (!here) console.log('skipped: no shared/realdata/tess-lightcurves beside the checkout');

(here ? describe : describe.skip)('the light curve of TIC 358108509', () => {
  const curve = here ? readTessLightCurve(fs.readFileSync(path.join(real, file)), file) : null!;

  test('has the figures that astropy reads', () => {
    expect(curve.star).toBe(358108509);
    expect(curve.name).toBe('TIC 358108509, Sector 1');
    expect(curve.flux).toHaveLength(20076);
    expect(measured(curve)).toBe(18104);
    expect(curve.flux[20061]).toBeCloseTo(3.4301536, 4);
    expect(curve.time[1238]).toBeCloseTo(1327.0153698, 5);
  });
  test('the last flares lie in a segment that can be searched; 20 segments are too short', () => {
    const { starts, unscored } = windowStarts(curve);
    expect(starts[starts.length - 1]).toBe(20076 - 200);
    expect(unscored).toHaveLength(20);
  });
  test('the rule finds both outbursts and nothing else', () => {
    const events = sigmaRule(curve.flux);
    expect(events).toHaveLength(2);
    expect(events[0].start).toBeLessThanOrEqual(1238);
    expect(events[1].start).toBeLessThanOrEqual(20063);
  });
});

test('the shipped curves: six stars, and each of the 106 vetted flares falls on a measured cadence', async () => {
  const { curves, flares } = await loadFlareStars();
  expect(curves.map(c => c.star)).toEqual([2760232, 2761472, 5640393, 5656273, 5676537, 62124646]);
  expect(flares).toHaveLength(106);
  for (const curve of curves) {
    for (const flare of flares.filter(f => f.star === curve.star)) {
      const cadence = cadenceAt(curve, flare.peak, 10);
      expect(cadence).toBeGreaterThanOrEqual(0);
      expect(Math.abs(curve.time[cadence] - flare.peak) * 1440).toBeLessThan(20);
    }
  }
});

test('a file without fluxes is refused by name', () => {
  expect(() => readTessLightCurve(Buffer.from('SIMPLE = not a FITS file'), 'odd.fits')).toThrow(/odd\.fits/);
});
