import { trustChecks, trustReport, type CheckResult, type TrustReport } from '../../src/trust';
import { cheatModel, honestModel, linearModel, toyData, toyDeclaration } from './toy';

const of = ({ checks }: TrustReport, id: string): CheckResult => checks.find(check => check.id === id)!;

describe('a model that is as good as possible', () => {
  let report: TrustReport;
  beforeAll(async () => {
    // a twin of permuted labels: it reads a column that says nothing
    const controls = { permuted: [{ model: linearModel([0, 0, 1, 0, 0, 0]), fitted: 0.6 }] };
    report = await trustReport(honestModel(), toyData(), toyDeclaration(), { controls, controlDraws: 0.34 });
  }, 300_000);
  test('fails nothing', () => {
    expect(
      report.checks.filter(({ outcome }) => outcome === 'fail').map(({ id, reason }) => `${id} ${reason}`)
    ).toEqual([]);
    expect(['Provisional', 'Trusted within scope']).toContain(report.verdict);
  });
  test('every check that ran finds what is planted and passes what is sound', () => {
    const run = report.checks.filter(({ controls }) => controls);
    expect(run.length).toBeGreaterThanOrEqual(12);
    for (const { id, controls } of run) {
      expect(`${id} power ${controls!.power >= 0.8}`).toBe(`${id} power true`);
      expect(`${id} sound ${controls!.passed === null || controls!.passed >= 0.8}`).toBe(`${id} sound true`);
    }
  });
  test('its error stands at the limit', () => {
    const { value, interval } = of(report, 'F1');
    expect(value).toBeGreaterThan(0.9);
    expect(interval![0]).toBeLessThan(1);
    expect(interval![1]).toBeGreaterThan(1);
  });
  test('says for what it speaks', () => {
    expect(report.scope).toContain('mass of toys');
    expect(report.scope).toContain('nothing of other objects');
  });
  test('is plain data, the same when asked again', async () => {
    const some = ['P1', 'S1', 'S2', 'F1', 'C7', 'R1'];
    const again = await trustReport(honestModel(), toyData(), toyDeclaration(), {
      checks: some,
      controlDraws: 0.34
    });
    const timeless = (r: TrustReport) =>
      JSON.stringify(r.checks.filter(({ id }) => some.includes(id)).map(check => ({ ...check, seconds: 0 })));
    expect(timeless(again)).toBe(timeless(JSON.parse(JSON.stringify(report)) as TrustReport));
  });
});

test('a model that reads a leak is Compromised by the limit and bound to its simulation', async () => {
  const data = toyData({ leak: 0.05 });
  const report = await trustReport(cheatModel(), data, toyDeclaration(), {
    checks: ['F1', 'C2', 'R1', 'S1']
  });
  expect(report.verdict).toBe('Compromised');
  expect(of(report, 'F1').outcome).toBe('fail');
  expect(of(report, 'C2').outcome).toBe('fail');
  expect(of(report, 'R1').outcome).toBe('fail');
  expect(report.sentence).toContain('Do not trust');
});

describe('what a report refuses or leaves open', () => {
  test('a check that does not exist', async () => {
    await expect(trustReport(honestModel(), toyData(), toyDeclaration(), { checks: ['Z9'] })).rejects.toThrow(
      'there is no check "Z9"'
    );
  });
  test('a required check that was left out leaves the model unverified', async () => {
    const report = await trustReport(honestModel(), toyData(), toyDeclaration(), { checks: ['F1', 'S3'] });
    expect(report.verdict).toBe('Unverified');
  });
  test('a waiver is shown with its reason', async () => {
    const waived = { C1: 'the camera is the signal here' };
    const report = await trustReport(honestModel(), toyData(), toyDeclaration({ waived }), {
      checks: ['C1']
    });
    expect(report.checks[0]).toMatchObject({ outcome: 'waived', reason: waived.C1 });
  });
  test('without a limit the question has no sense', async () => {
    const report = await trustReport(honestModel(), toyData(), toyDeclaration({ limit: undefined }), {
      checks: ['F1']
    });
    expect(report.checks[0].outcome).toBe('n/a');
    expect(report.checks[0].reason).toContain('information limit');
  });
  test('too few objects: inconclusive, never a pass', async () => {
    const report = await trustReport(honestModel(), toyData({ count: 40 }), toyDeclaration(), {
      checks: ['F1', 'B2']
    });
    expect(report.checks.map(({ outcome }) => outcome)).toEqual(['inconclusive', 'inconclusive']);
  });
  test('stops when asked', async () => {
    const stop = new AbortController();
    const report = trustReport(honestModel(), toyData(), toyDeclaration(), {
      signal: stop.signal,
      onProgress: done => done === 2 && stop.abort()
    });
    await expect(report).rejects.toMatchObject({ name: 'AbortError' });
  });
  test('every check has an id and thresholds of its own', () => {
    const ids = trustChecks.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });
});
