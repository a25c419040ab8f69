/** Colours under colour-vision deficiency: Machado, Oliveira, Fernandes 2009, severity 1; distances by CIEDE2000. */
import {
  CLASS_COLOURS,
  divergingTable,
  NA_COLOUR,
  parseColour,
  sequentialTable,
  signedIndex,
  type Rgb
} from '../../src/views';

type Matrix = readonly (readonly [number, number, number])[];

/** Linear RGB of the deficient observer (Machado et al. 2009, table of severity 1.0). */
const DEFICIENCIES: Record<string, Matrix> = {
  normal: [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1]
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998]
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881]
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039]
  ]
};

const linear = (c: number) => (c / 255 <= 0.04045 ? c / 255 / 12.92 : ((c / 255 + 0.055) / 1.055) ** 2.4);

function lab(colour: Rgb, matrix: Matrix): [number, number, number] {
  const raw = colour.map(linear);
  const [r, g, b] = matrix.map(row =>
    Math.min(Math.max(row[0] * raw[0] + row[1] * raw[1] + row[2] * raw[2], 0), 1)
  );
  const f = (t: number) => (t > 216 / 24389 ? Math.cbrt(t) : ((24389 / 27) * t + 16) / 116);
  const x = f((0.4124564 * r + 0.3575761 * g + 0.1804375 * b) / 0.95047);
  const y = f(0.2126729 * r + 0.7151522 * g + 0.072175 * b);
  const z = f((0.0193339 * r + 0.119192 * g + 0.9503041 * b) / 1.08883);
  return [116 * y - 16, 500 * (x - y), 200 * (y - z)];
}

const degrees = (radians: number) => ((((radians * 180) / Math.PI) % 360) + 360) % 360;
const cosine = (angle: number) => Math.cos((angle * Math.PI) / 180);
const sine = (angle: number) => Math.sin((angle * Math.PI) / 180);

/** CIEDE2000 (Sharma, Wu, Dalal 2005). */
function ciede2000([l1, a1, b1]: number[], [l2, a2, b2]: number[]): number {
  const chroma = (Math.hypot(a1, b1) + Math.hypot(a2, b2)) / 2;
  const g = 0.5 * (1 - Math.sqrt(chroma ** 7 / (chroma ** 7 + 25 ** 7)));
  const [p1, p2] = [(1 + g) * a1, (1 + g) * a2];
  const [c1, c2] = [Math.hypot(p1, b1), Math.hypot(p2, b2)];
  const [h1, h2] = [degrees(Math.atan2(b1, p1)), degrees(Math.atan2(b2, p2))];
  const turn = c1 * c2 === 0 ? 0 : ((h2 - h1 + 540) % 360) - 180;
  const dh = 2 * Math.sqrt(c1 * c2) * sine(turn / 2);
  const meanL = (l1 + l2) / 2;
  const meanC = (c1 + c2) / 2;
  const meanH = c1 * c2 === 0 ? h1 + h2 : (h1 + turn / 2 + 360) % 360;
  const t =
    1 -
    0.17 * cosine(meanH - 30) +
    0.24 * cosine(2 * meanH) +
    0.32 * cosine(3 * meanH + 6) -
    0.2 * cosine(4 * meanH - 63);
  const sl = 1 + (0.015 * (meanL - 50) ** 2) / Math.sqrt(20 + (meanL - 50) ** 2);
  const [sc, sh] = [1 + 0.045 * meanC, 1 + 0.015 * meanC * t];
  const rt =
    -2 * Math.sqrt(meanC ** 7 / (meanC ** 7 + 25 ** 7)) * sine(60 * Math.exp(-(((meanH - 275) / 25) ** 2)));
  const [dl, dc] = [(l2 - l1) / sl, (c2 - c1) / sc];
  return Math.sqrt(dl ** 2 + dc ** 2 + (dh / sh) ** 2 + rt * dc * (dh / sh));
}

it('has the distances of the published test pairs', () => {
  // Pairs 1, 7, 17 and 25 of Sharma et al. 2005.
  expect(ciede2000([50, 2.6772, -79.7751], [50, 0, -82.7485])).toBeCloseTo(2.0425, 4);
  expect(ciede2000([50, 0, 0], [50, -1, 2])).toBeCloseTo(2.3669, 4);
  expect(ciede2000([50, 2.5, 0], [73, 25, -18])).toBeCloseTo(27.1492, 4);
  expect(ciede2000([60.2574, -34.0099, 36.2677], [60.4626, -34.1751, 39.4387])).toBeCloseTo(1.2644, 4);
});

describe.each(Object.entries(DEFICIENCIES))('%s', (_name, matrix) => {
  it('tells every two class colours apart by at least 10', () => {
    const labs = CLASS_COLOURS.map(colour => lab(parseColour(colour), matrix));
    let least = Infinity;
    for (let i = 0; i < labs.length; i++) {
      for (let j = 0; j < i; j++) least = Math.min(least, ciede2000(labs[i], labs[j]));
    }
    expect(least).toBeGreaterThanOrEqual(10);
  });

  it.each([false, true])('tells negative from positive saliency (dark paper: %s)', dark => {
    const table = divergingTable(dark);
    const at = (value: number): Rgb => {
      const i = signedIndex(value, 1);
      return [table[3 * i], table[3 * i + 1], table[3 * i + 2]];
    };
    for (const size of [0.35, 0.6, 0.8, 1]) {
      expect(ciede2000(lab(at(size), matrix), lab(at(-size), matrix))).toBeGreaterThanOrEqual(10);
    }
    // Stronger is further from zero, all the way.
    for (const sign of [1, -1]) {
      let before = -1;
      for (const size of [0.1, 0.25, 0.5, 0.75, 1]) {
        const distance = Math.abs(lab(at(sign * size), matrix)[0] - lab(at(0), matrix)[0]);
        expect(distance).toBeGreaterThan(before);
        before = distance;
      }
    }
  });
});

it('shows zero in the middle, without colour', () => {
  for (const dark of [false, true]) {
    const table = divergingTable(dark);
    const middle = [...table.slice(3 * 127, 3 * 127 + 3)];
    expect(signedIndex(0, 3)).toBe(127);
    expect(Math.max(...middle) - Math.min(...middle)).toBeLessThan(12);
    expect(signedIndex(-9, 3)).toBe(0);
    expect(signedIndex(9, 3)).toBe(254);
  }
});

it('grows lighter along the sequential map, on both papers', () => {
  for (const dark of [false, true]) {
    const table = sequentialTable(dark);
    const lightness = Array.from(
      { length: 256 },
      (_, i) => lab([table[3 * i], table[3 * i + 1], table[3 * i + 2]], DEFICIENCIES.normal)[0]
    );
    for (let i = 8; i < 256; i += 8) expect(lightness[i]).toBeGreaterThan(lightness[i - 8]);
  }
});

it('keeps NA apart from the middle of the diverging map', () => {
  for (const dark of [false, true]) {
    const middle = [...divergingTable(dark).slice(3 * 127, 3 * 127 + 3)] as unknown as Rgb;
    expect(
      ciede2000(lab(parseColour(NA_COLOUR), DEFICIENCIES.normal), lab(middle, DEFICIENCIES.normal))
    ).toBeGreaterThan(15);
  }
});
