import fc from 'fast-check';
import {
  leaderboardHtml,
  METRICS,
  pairedDifference,
  rankRows,
  readBenchmark,
  readSubmission,
  readTruth,
  score,
  SCORER,
  SubmissionError,
  type BenchmarkEntry,
  type Row
} from '../../src/benchmark';
import { Random } from '../../src/math';

const entry: BenchmarkEntry = readBenchmark({
  id: 'redshifts',
  version: '1.0.0',
  task: { kind: 'regression', target: 'z' },
  metrics: ['rms', 'mae'],
  domains: ['home', 'away'],
  seedsMin: 2
});
const OBJECTS = 60;
const random = new Random(4);
const objects = entry.domains.flatMap(domain =>
  Array.from({ length: OBJECTS }, (_, i) => ({
    id: `${domain}-${i}`,
    domain,
    value: random.uniform(),
    group: `g${i % 20}`
  }))
);
const truth = readTruth(objects.map(o => JSON.stringify(o)).join('\n'));
const manifest = JSON.stringify({ name: 'mine', by: 'me', entry: 'redshifts@1.0.0', division: 'closed' });

type Line = { id: string; seed: number; domain: string; value: number };
/** Predictions that miss by a normal deviate of some width. */
function lines(width: number, seed = 1): Line[] {
  const draw = new Random(seed);
  return [1, 2].flatMap(s =>
    objects.map(({ id, domain, value }) => ({ id, seed: s, domain, value: value + draw.normal(0, width) }))
  );
}
const textOf = (rows: readonly object[]) => rows.map(row => JSON.stringify(row)).join('\n');
const read = (rows: readonly object[]) => readSubmission(manifest, textOf(rows), entry, truth);

describe('metrics', () => {
  test('equal hand-made numbers', () => {
    const of = (name: string, predicted: number[], of: number[]) =>
      METRICS.find(m => m.name === name)!.of(predicted, of);
    expect(of('rms', [1, 2, 5], [1, 2, 2])).toBeCloseTo(Math.sqrt(3), 12);
    expect(of('mae', [1, 2, 5], [1, 2, 2])).toBeCloseTo(1, 12);
    expect(of('accuracy', [0, 0, 1, 1], [0, 1, 1, 1])).toBe(0.75);
    expect(of('balancedAccuracy', [0, 0, 1, 1], [0, 1, 1, 1])).toBeCloseTo((1 + 2 / 3) / 2, 12);
    expect(of('rocAuc', [0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])).toBe(0.75);
    expect(of('rocAuc', [0.1, 0.4], [1, 1])).toBeNull();
    // dz 0, 0, .5: the median distance from the median is 0, one of three is an outlier
    expect(of('sigmaNmad', [1, 1, 2], [1, 1, 1])).toBeCloseTo(0, 12);
    expect(of('outlierFraction', [1, 1, 2], [1, 1, 1])).toBeCloseTo(1 / 3, 12);
  });
  test('stay within their bounds, and worsen as predictions are spoilt', () => {
    for (const metric of METRICS) {
      const classes = metric.direction === 'max';
      const draw = new Random(2);
      const answers = Array.from({ length: 400 }, () => (classes ? draw.integer(0, 1) : draw.uniform()));
      const spoilt = [0, 0.2, 0.5, 1].map(part =>
        metric.of(
          answers.map(t => (draw.uniform() < part ? (classes ? 1 - t : t + draw.normal()) : t)),
          answers
        )!
      );
      const [low, high] = metric.bounds;
      for (const value of spoilt) expect(value >= low && value <= high).toBe(true);
      const worse = metric.direction === 'min' ? spoilt : spoilt.map(v => -v);
      for (let i = 1; i < worse.length; i++) expect(worse[i]).toBeGreaterThanOrEqual(worse[i - 1]);
      expect(worse[3]).toBeGreaterThan(worse[0]);
    }
  });
});

describe('scoring', () => {
  test('is joined by id: the order of lines changes nothing, and equal inputs give equal scores', () => {
    const rows = lines(0.1);
    const shuffled = [...new Random(3).permutation(rows.length)].map(i => rows[i]);
    expect(score(truth, read(shuffled), entry)).toEqual(score(truth, read(rows), entry));
  });
  test('means over seeds, intervals over groups, other domains with their gap', () => {
    const rows = lines(0).map(row => ({
      ...row,
      value: row.value + (row.domain === 'home' ? 0.1 * row.seed : 0.3)
    }));
    const { metrics, crossDomain, scorer, seeds } = score(truth, read(rows), entry);
    expect(metrics.rms.perSeed.map(v => v!.toFixed(10))).toEqual(['0.1000000000', '0.2000000000']);
    expect(metrics.rms.value).toBeCloseTo(0.15, 12);
    expect(metrics.rms.ci95![0]).toBeCloseTo(0.15, 12);
    expect(crossDomain.away.gap).toBeCloseTo(1, 10);
    expect([scorer, seeds, metrics.rms.n]).toEqual([SCORER, 2, OBJECTS]);
  });
  test('an interval holds the wider truth as often as it says', () => {
    let inside = 0;
    for (let trial = 0; trial < 60; trial++) {
      const { ci95 } = score(truth, read(lines(0.1, 100 + trial)), entry, 200).metrics.rms;
      if (ci95![0] <= 0.1 && ci95![1] >= 0.1) inside++;
    }
    // percentile intervals of twenty groups are a little short: 60 trials at .90 give 48 or more but once in 100
    expect(inside).toBeGreaterThanOrEqual(48);
  });
  test('says what is too good, and seeds that do not differ', () => {
    const flags = score(truth, read(lines(0).map(row => ({ ...row, value: row.value + 0.001 }))), {
      ...entry,
      limit: 0.05
    }).flags;
    expect(flags.join()).toContain('too good to be true');
    expect(flags.join()).toContain('all seeds have the same score');
    expect(score(truth, read(lines(0.1)), { ...entry, limit: 0.05 }).flags).toEqual([]);
  });
});

describe('a damaged submission is refused, and the line named', () => {
  const good = lines(0.1);
  const at = 17;
  const other = (change: Partial<Record<keyof Line, unknown>>) =>
    good.map((row, i) => (i === at ? { ...row, ...change } : row));
  test.each<[string, object[], RegExp]>([
    ['an id is missing', good.filter((_, i) => i !== at), /seed 1 in home: id home-17 has no prediction/],
    ['an id is there twice', [...good, good[at]], /line 241: id home-17 is predicted twice/],
    ['no number', other({ value: null }), /line 18: value is null/],
    ['a text for a number', other({ value: '0.5' }), /line 18: value is "0.5"/],
    ['too few seeds', good.filter(row => row.seed === 1), /there are 1 seeds in home; expected 2/],
    [
      'a seed that one domain lacks',
      good.filter(row => !(row.seed === 2 && row.domain === 'away')),
      /away has the seeds 1/
    ],
    [
      'an object of another entry',
      other({ id: 'flare-17' }),
      /line 18: id flare-17 is none of redshifts's objects/
    ],
    ['another domain', other({ domain: 'sky' }), /line 18: domain is sky; expected one of home, away/],
    ['half a seed', other({ seed: 1.5 }), /line 18: seed is 1.5/],
    ['a field that JavaScript knows', other({ domain: '__proto__' }), /line 18: domain is __proto__/]
  ])('%s', (_, rows, message) => {
    expect(() => read(rows)).toThrow(SubmissionError);
    expect(() => read(rows)).toThrow(message);
  });
  test('lines and manifests that are none', () => {
    expect(() => readSubmission(manifest, `${textOf(good)}\nNaN`, entry, truth)).toThrow(
      'line 241: no JSON: NaN'
    );
    expect(() => readSubmission('{', textOf(good), entry, truth)).toThrow('manifest.json is no JSON');
    for (const [key, value] of Object.entries({ name: 3, by: '', entry: 'flares@1.0.0', division: 'mine' })) {
      const damaged = JSON.stringify({ ...(JSON.parse(manifest) as object), [key]: value });
      expect(() => readSubmission(damaged, textOf(good), entry, truth)).toThrow(`manifest.json: ${key} is`);
    }
  });
  test('a thousand seeded damages: each is refused with a SubmissionError, none crashes', () => {
    const text = textOf(good);
    const rows = text.split('\n');
    let refused = 0;
    const draw = new Random(11);
    for (let trial = 0; trial < 1000; trial++) {
      const damaged = [...rows];
      const line = draw.integer(0, rows.length - 1);
      const kind = draw.integer(0, 5);
      if (kind === 0) damaged.splice(line, 1);
      else if (kind === 1) damaged.push(rows[line]);
      else if (kind === 2)
        damaged[line] = rows[line].replace(
          /"value":[^}]*/,
          `"value":${draw.pick(['null', '"NaN"', '{}', '1e999', '[]'])}`
        );
      else if (kind === 3) damaged[line] = rows[line].slice(0, draw.integer(1, rows[line].length - 1));
      else if (kind === 4)
        damaged[line] = rows[line].replace(
          /"id":"/,
          `"id":"${draw.pick(['x', ' ', '\\u0000', 'constructor'])}`
        );
      else
        damaged[line] = rows[line].replace(
          /"seed":\d/,
          `"seed":${draw.pick(['3', '-1', '1.5', '"1"', 'null', '1e300'])}`
        );
      try {
        readSubmission(manifest, damaged.join('\n'), entry, truth);
      } catch (error) {
        expect(error).toBeInstanceOf(SubmissionError);
        expect((error as Error).message).toMatch(/line \d+|id home|id away|seeds/);
        refused++;
      }
    }
    expect(refused).toBe(1000);
  });
});

describe('ranking', () => {
  const scoreOf = (value: number | null) =>
    ({
      entry: 'redshifts@1.0.0',
      scorer: SCORER,
      seeds: 2,
      flags: [],
      crossDomain: {},
      metrics: { rms: { value, ci95: null, perSeed: [], n: 60 } }
    }) as Row['score'];
  const row = (
    submission: string,
    value: number | null,
    verdict: Row['trust']['verdict'] = 'Provisional',
    more: Partial<Row> = {}
  ): Row => ({
    submission,
    by: 'me',
    submittedAt: '2026-11-25',
    score: scoreOf(value),
    trust: { verdict },
    status: 'valid',
    ...more
  });
  const apart = (a: Row, b: Row): [number, number] => {
    const gap = a.score.metrics.rms.value! - b.score.metrics.rms.value!;
    return [gap - 0.01, gap + 0.01];
  };
  const placed = (rows: Row[], by?: 'skill') =>
    rankRows(rows, entry, apart, by).map(
      r => `${r.submission} ${r.rank ?? r.shelf}${r.struck ? ' struck' : ''}`
    );

  test('trusted first, then skill; ties share a place', () => {
    const rows = [
      row('a', 0.1),
      row('b', 0.105),
      row('c', 0.2),
      row('d', 0.3, 'Trusted within scope'),
      row('e', 0.001, 'Compromised')
    ];
    expect(placed(rows)).toEqual(['d 1', 'a 2', 'b 2', 'c 4', 'e ranked struck']);
    expect(placed(rows, 'skill')).toEqual(['a 1', 'b 1', 'c 3', 'd 4', 'e ranked struck']);
  });
  test('what is no number never ranks; stale and withdrawn rows stand apart', () => {
    const rows = [
      row('nan', NaN),
      row('none', null),
      row('inf', Infinity),
      row('fine', 0.5),
      row('old', 0.1, 'Provisional', { score: { ...scoreOf(0.1), scorer: '0.9.0' } }),
      row('gone', 0.1, 'Provisional', { status: 'withdrawn' })
    ];
    expect(placed(rows)).toEqual([
      'fine 1',
      'gone unranked',
      'inf unranked',
      'nan unranked',
      'none unranked',
      'old stale'
    ]);
  });
  test('of any rows: no NaN, no compromised row and no stale row has a place, and places begin with 1', () => {
    const anyRow = fc.record({
      value: fc.oneof(fc.double(), fc.constant(null)),
      verdict: fc.constantFrom('Provisional', 'Compromised', 'Trusted within scope', 'Unverified'),
      scorer: fc.constantFrom(SCORER, '0')
    });
    fc.assert(
      fc.property(fc.array(anyRow, { maxLength: 8 }), list => {
        const rows = list.map(({ value, verdict, scorer }, i) =>
          row(`r${i}`, value, verdict as Row['trust']['verdict'], { score: { ...scoreOf(value), scorer } })
        );
        const result = rankRows(rows, entry, apart);
        const ranked = result.filter(r => r.rank !== null);
        if (ranked.length) expect(ranked[0].rank).toBe(1);
        for (const r of ranked) {
          expect(Number.isFinite(r.score.metrics.rms.value)).toBe(true);
          expect([r.score.scorer, r.struck]).toEqual([SCORER, false]);
        }
        expect(result.map(r => r.submission).sort()).toEqual(rows.map(r => r.submission).sort());
      })
    );
  });
  test('submissions are told apart by groups drawn together', () => {
    const [a, b, c] = [lines(0.1, 1), lines(0.3, 2), lines(0.1, 3)].map(read);
    const [low, high] = pairedDifference(truth, a, b, entry)!;
    expect(high).toBeLessThan(0);
    expect(low).toBeGreaterThan(-0.4);
    const same = pairedDifference(truth, a, c, entry)!;
    expect(same[0] < 0 && same[1] > 0).toBe(true);
    expect(pairedDifference(truth, a, a, entry)).toEqual([0, 0]);
  });
  test('the page holds every row, escapes what submitters write, and reads without colour', () => {
    const rows = rankRows(
      [row('<img src=x onerror=alert(1)>', 0.1), row('cheat', 0.001, 'Compromised')],
      entry,
      apart
    );
    const html = leaderboardHtml('Redshifts & more', rows, entry);
    expect(html).not.toContain('<img');
    expect(html).toContain('Redshifts &amp; more');
    expect(html).toContain('class="struck"');
    expect(html).toContain('>Compromised<');
    expect(html.match(/<th scope="row">/g)).toHaveLength(2);
    expect(html.match(/<th scope="col">/g)).toHaveLength(9);
  });
});

test('what an entry says of its benchmark is checked key by key', () => {
  for (const [key, value] of Object.entries({
    id: '',
    version: '1',
    task: {},
    metrics: [],
    domains: 'home',
    seedsMin: 0,
    limit: -1
  })) {
    expect(() => readBenchmark({ ...entry, [key]: value })).toThrow(`benchmark.${key}`);
  }
  expect(() => readBenchmark({ ...entry, metrics: ['skill'] })).toThrow('metric "skill"; there are rms');
  expect(() => readBenchmark(null)).toThrow('benchmark.id is undefined');
  expect(() => readTruth('{"id":"a"}')).toThrow('truth, line 1');
  expect(() => readTruth(`${JSON.stringify(objects[0])}\n${JSON.stringify(objects[0])}`)).toThrow(
    'is there twice'
  );
});
