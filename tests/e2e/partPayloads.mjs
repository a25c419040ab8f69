// Payloads of every kind of saliency and terse view, for looking at and for measuring: drawn numbers, no model.
import { views } from './notebook.mjs';

/** Uniform numbers in [0, 1), always the same. */
function uniforms() {
  let state = 7;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 4294967296;
  };
}

const hill = (x, middle, width) => Math.exp(-(((x - middle) / width) ** 2));
const range = n => Array.from({ length: n }, (_, i) => i);

/** Four panels of ten mass bins by fifteen features, two methods. */
export function panels() {
  const names = range(15).map(i => `feature ${i + 1}`);
  const bins = [0, 1].flatMap(s8 =>
    [0, 1].flatMap(b => range(10).map(i => ({ s8, b, mass: 13.5 + i * 0.16 })))
  );
  const values = bins.flatMap(({ s8, b, mass }) =>
    names.map((_, j) => hill(mass, 14.1 + 0.3 * s8, 0.4) * hill(j, 3 + 4 * b, 3) * (j % 3 ? 1 : -0.7))
  );
  return views.saliencyView({
    viewId: 'panels',
    title: 'Four universes',
    caption: 'Rows are bins of mass, columns features; all panels share one colour scale.',
    alt: 'Four heatmaps in a grid; the strong features move with b_L0, the strong masses with S_8.',
    method: 'gradient',
    score: 'sigma_8',
    rowNoun: 'mass bin',
    ids: range(bins.length),
    table: bins.map(({ mass }) => mass.toFixed(1)),
    columns: { label: 'feature', names },
    values,
    methods: [{ method: 'squared gradient', values: values.map(value => value ** 2) }],
    fields: [
      { name: 'S_8', categories: ['S_8 0.75', 'S_8 0.85'], values: bins.map(({ s8 }) => s8) },
      { name: 'b', categories: ['b_L0 0.9', 'b_L0 1'], values: bins.map(({ b }) => b) },
      { name: 'log mass', values: bins.map(({ mass }) => mass) }
    ],
    panels: { rows: 'S_8', columns: 'b' },
    start: { profiles: true, contour: 0.5 }
  });
}

/** Twenty-three discs of 32 x 32 pixels, each with a ring that speaks for it and one that speaks against. */
export function images() {
  const [size, count] = [32, 23];
  const [pixels, maps] = [[], []];
  for (let n = 0; n < count; n++) {
    const [cx, cy, width] = [12 + (n % 7), 14 + (n % 5), 3 + (n % 4)];
    for (let i = 0; i < size * size; i++) {
      const [x, y] = [(i % size) - cx, Math.floor(i / size) - cy];
      const r = Math.hypot(x, y);
      pixels.push(Math.exp(-r / width) * (1 + 0.6 * Math.cos(2 * Math.atan2(y, x) + r)));
      maps.push(hill(r, width, 2) - 0.7 * hill(r, 2.6 * width, 2));
    }
  }
  return views.saliencyView({
    viewId: 'images',
    title: 'What makes it a spiral',
    caption: 'Red pixels speak for a spiral, blue ones against it.',
    alt: 'A galaxy with a red ring around its core and a blue one further out.',
    method: 'gradient',
    score: 'logit of spiral',
    rowNoun: 'galaxy',
    ids: range(count),
    columns: { label: 'pixel' },
    values: maps,
    input: { label: 'flux', values: pixels },
    image: { height: size, width: size },
    fields: [{ name: 'size', values: range(count).map(n => 3 + (n % 4)) }]
  });
}

/** Clusters of two networks: the terse value of one is mass, of the other sigma_8. */
export function clusters(count, more = {}) {
  const uniform = uniforms();
  const normal = () => Math.sqrt(-2 * Math.log(1 - uniform())) * Math.cos(2 * Math.PI * uniform());
  const rows = range(count).map(i => ({ arm: i % 2, mass: 14 + 0.4 * normal(), s8: 0.8 + 0.05 * normal() }));
  return views.terseView({
    viewId: `clusters-${count}`,
    title: 'The terse value of two networks',
    caption: 'One network keeps the mass of a cluster, the other the sigma_8 of its sample.',
    alt: 'Scatter plots: a narrow band for the trustworthy network, a cloud for the suspicious one.',
    rowNoun: 'cluster',
    ids: range(count),
    terse: rows.map(({ arm, mass, s8 }) =>
      arm ? 0.3 * (mass - 14) + 12 * (s8 - 0.8) + 0.1 * normal() : 2 * (mass - 14) + 0.15 * normal()
    ),
    terseNames: ['terse 1'],
    fields: [
      { name: 'log mass', unit: 'log Msun/h', values: rows.map(({ mass }) => mass) },
      { name: 'sigma_8', values: rows.map(({ s8 }) => s8) },
      { name: 'log luminosity', values: rows.map(({ mass }) => 43 + 1.5 * (mass - 14) + 0.3 * normal()) },
      { name: 'log noise', values: rows.map(normal) },
      { name: 'arm', categories: ['trustworthy', 'suspicious'], values: rows.map(({ arm }) => arm) }
    ],
    x: 'log mass',
    density: true,
    ...more
  });
}
