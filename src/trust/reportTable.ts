import { tableView } from '../views/node';
import { controlsOf, figureOf, SIGNS, worstFirst } from './reportMarkdown';
import type { TrustReport } from './types';

/** The report as an output of a notebook: verdict and sentence, then the checks, what failed first. */
export function trustTable(report: TrustReport): ReturnType<typeof tableView> {
  const checks = worstFirst(report.checks);
  return tableView({
    title: `${report.model}: ${report.verdict}`,
    caption: `${report.sentence} ${report.scope}`,
    columns: [
      { label: 'outcome', values: checks.map(({ outcome }) => `${SIGNS[outcome]} ${outcome}`) },
      { label: 'check', values: checks.map(({ id, hard }) => (hard ? `${id} (hard)` : id)) },
      { label: 'finding', values: checks.map(({ question, reason }) => `${question} ${reason}`) },
      { label: 'figure', values: checks.map(figureOf) },
      { label: 'rule', values: checks.map(({ threshold }) => threshold) },
      { label: 'controls', values: checks.map(controlsOf) }
    ]
  });
}
