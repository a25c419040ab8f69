import type { CheckResult, Outcome, TrustReport } from './types';

/** A sign for each outcome, so that no colour is needed to tell them apart. */
export const SIGNS: Readonly<Record<Outcome, string>> = {
  pass: '\u2713',
  warn: '!',
  fail: '\u2717',
  inconclusive: '?',
  'n/a': '\u2013',
  waived: '~'
};

/** Failed evidence first, then what is open, then what passed; in each the order of the report. */
export function worstFirst(checks: readonly CheckResult[]): CheckResult[] {
  const order: Outcome[] = ['fail', 'warn', 'inconclusive', 'waived', 'pass', 'n/a'];
  return [...checks].sort((a, b) => order.indexOf(a.outcome) - order.indexOf(b.outcome));
}

/** A number with three digits. */
export const shown = (value: number): string =>
  value === 0
    ? '0'
    : Math.abs(value) >= 1000 || Math.abs(value) < 0.001
      ? value.toExponential(1)
      : String(Number(value.toPrecision(3)));

/** A figure with its interval: "1.01 (.93 to 1.10)". */
export function figureOf({ value, interval }: Pick<CheckResult, 'value' | 'interval'>): string {
  if (value === null) return '';
  return interval ? `${shown(value)} (${shown(interval[0])} to ${shown(interval[1])})` : shown(value);
}

/** What controls say: "20 of 20 planted faults found". */
export function controlsOf({ controls }: Pick<CheckResult, 'controls'>): string {
  if (!controls) return '';
  const found = Math.round(controls.power * controls.draws);
  const sound =
    controls.passed === null ? '' : `; ${(100 * controls.passed).toFixed(0)} % of sound ones passed`;
  return `${found} of ${controls.draws} planted faults found${sound}`;
}

/** Sections of the REFORMS checklist (Kapoor et al. 2024, arXiv:2308.07832) and the checks that answer to them. */
export const REFORMS: readonly { section: string; checks: readonly string[] }[] = [
  { section: 'Study goals', checks: [] },
  { section: 'Computational reproducibility', checks: ['P2', 'P3'] },
  { section: 'Data quality', checks: ['P1', 'S5'] },
  { section: 'Data preprocessing', checks: ['S3'] },
  { section: 'Modeling', checks: ['E1', 'E2', 'E3', 'E4', 'E5', 'E6', 'E7', 'E8', 'E9', 'B1'] },
  { section: 'Data leakage', checks: ['S1', 'S2', 'S4', 'F1', 'C1', 'C2', 'C4', 'C5', 'C12', 'C13', 'B2'] },
  { section: 'Metrics and uncertainty quantification', checks: ['K1', 'K2', 'K3', 'K4', 'K5'] },
  { section: 'Generalizability and limitations', checks: ['C7', 'C8', 'B3', 'B4', 'R1', 'R2'] }
];

const cell = (text: string) => text.replaceAll('|', '\\|').replaceAll('\n', ' ').replaceAll('<', '&lt;');

/** The report as a Markdown appendix of a paper, its checks under the sections of REFORMS. */
export function trustMarkdown(report: TrustReport): string {
  const byId = new Map(report.checks.map(check => [check.id, check]));
  const table = (checks: readonly CheckResult[]) => [
    '| | check | question | figure | rule | controls |',
    '|---|---|---|---|---|---|',
    ...checks.map(
      check =>
        `| ${SIGNS[check.outcome]} ${check.outcome} | ${check.id}${check.hard ? ' (hard)' : ''} | ${cell(check.question)} | ${cell(figureOf(check))} | ${cell(check.threshold)} (${check.basis}) | ${cell(controlsOf(check))} |`
    )
  ];
  const parts = REFORMS.flatMap(({ section, checks }) => {
    const own = checks.flatMap(id => byId.get(id) ?? []);
    if (own.length === 0) return [];
    return [
      `### ${section}`,
      '',
      ...table(own),
      '',
      ...own.map(({ id, reason }) => `- **${id}** ${cell(reason)}`),
      ''
    ];
  });
  return [
    `# Trust report: ${cell(report.model)}`,
    '',
    `**${report.verdict}.** ${cell(report.sentence)}`,
    '',
    cell(report.scope),
    '',
    `Suite: ${report.suite}. Seed ${report.seed}.`,
    '',
    '## Checks, by the sections of REFORMS',
    '',
    ...parts
  ].join('\n');
}
