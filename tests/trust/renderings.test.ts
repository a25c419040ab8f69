import { trustHtml, trustMarkdown, trustTable, type CheckResult, type TrustReport } from '../../src/trust';

const check = (
  id: string,
  outcome: CheckResult['outcome'],
  more: Partial<CheckResult> = {}
): CheckResult => ({
  id,
  version: 1,
  question: `question of ${id}`,
  outcome,
  statistic: 'figure',
  value: 1.2345,
  interval: [1, 2],
  n: 10,
  reason: `reason of ${id}`,
  hard: false,
  bound: false,
  required: false,
  threshold: 'rule',
  basis: 'house',
  controls: { power: 0.95, interval: [0.75, 1], draws: 20, passed: 1, planted: 'a fault' },
  seconds: 0,
  ...more
});

const report = (checks: CheckResult[], model = 'toy'): TrustReport => ({
  format: 'terselab trust report',
  version: 1,
  suite: 'suite 1',
  model,
  verdict: 'Compromised',
  sentence: 'Do not trust it.',
  scope: 'Speaks of toys.',
  checks,
  seed: 1,
  seconds: 1
});

const mixed = report([check('K1', 'pass'), check('F1', 'fail', { hard: true }), check('S1', 'warn')]);

describe('renderings of a report', () => {
  test('HTML begins with verdict and scope, then what failed', () => {
    const html = trustHtml(mixed);
    const places = ['Compromised', 'Speaks of toys.', 'reason of F1', 'reason of S1', 'reason of K1'].map(
      part => html.indexOf(part)
    );
    expect(places.every(place => place > 0)).toBe(true);
    expect([...places].sort((a, b) => a - b)).toEqual(places);
    expect(html).toContain('1.23 (1 to 2)');
    expect(html).toContain('19 of 20 planted faults found');
  });
  test('HTML runs nothing that a name holds', () => {
    const hostile = '<script>alert(1)</script>';
    const html = trustHtml(report([check('F1', 'fail', { reason: hostile, question: hostile })], hostile));
    expect(html).not.toContain('<script');
    expect(html).toContain('&lt;script');
  });
  test('outcomes are told by a sign and a word, not by colour', () => {
    expect(trustHtml(mixed)).toContain('\u2717 fail');
    expect(trustMarkdown(mixed)).toContain('\u2717 fail');
  });
  test('Markdown puts each check under its section of REFORMS once', () => {
    const markdown = trustMarkdown(mixed);
    for (const id of ['K1', 'F1', 'S1']) expect(markdown.split(`- **${id}**`)).toHaveLength(2);
    expect(markdown.indexOf('### Data leakage')).toBeLessThan(markdown.indexOf('- **F1**'));
  });
  test('a bar in a text does not break a Markdown table', () => {
    const markdown = trustMarkdown(report([check('F1', 'pass', { question: 'a | b' })]));
    expect(markdown).toContain('a \\| b');
  });
  test('the table of a notebook holds every check, what failed first', () => {
    const { data, csv } = trustTable(mixed);
    expect(String(data['text/html'])).toContain('toy: Compromised');
    expect(
      csv
        .trim()
        .split('\n')
        .slice(1)
        .map(line => line.split(',')[1])
    ).toEqual(['F1 (hard)', 'S1', 'K1']);
  });
});
