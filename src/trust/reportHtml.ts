import { escapeXml } from '../views/pictures/svg';
import { controlsOf, figureOf, SIGNS, worstFirst } from './reportMarkdown';
import type { CheckResult, TrustReport } from './types';

/** A picture that the report opens with. */
export interface ReportPicture {
  title: string;
  alt: string;
  /** A whole SVG document. */
  svg: string;
  /** The figures behind it; they stand under the picture. */
  table?: { heads: readonly string[]; rows: readonly (readonly (string | number)[])[] };
}

const STYLE = `
  body { font: 15px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1f2328; background: #fff; }
  .verdict { border: 2px solid #1f2328; border-radius: 8px; padding: .8rem 1.2rem; }
  .verdict strong { font-size: 1.4rem; }
  table { border-collapse: collapse; width: 100%; margin: .6rem 0 1.6rem; font-size: 14px; }
  caption { text-align: left; font-weight: 600; padding: .3rem 0; }
  th, td { text-align: left; vertical-align: top; border-bottom: 1px solid #d0d7de; padding: .35rem .5rem; }
  .fail th { border-left: 5px solid #1f2328; } .warn th { border-left: 5px dashed #57606a; }
  figure { margin: 1.2rem 0; } figure svg { max-width: 100%; height: auto; }
  @media (prefers-color-scheme: dark) { body { color: #e6edf3; background: #0d1117; } .verdict { border-color: #e6edf3; }
    th, td { border-color: #30363d; } .fail th { border-left-color: #e6edf3; } figure svg { background: #fff; } }`;

/** The report as one page without script: verdict and scope, the pictures, then the checks, what failed first. */
export function trustHtml(report: TrustReport, pictures: readonly ReportPicture[] = []): string {
  const text = escapeXml;
  const groups: [string, readonly CheckResult['outcome'][]][] = [
    ['What failed', ['fail']],
    ['What is open', ['warn', 'inconclusive', 'waived']],
    ['What passed', ['pass']],
    ['What does not apply', ['n/a']]
  ];
  const sorted = worstFirst(report.checks);
  const tables = groups.map(([title, outcomes]) =>
    checkTable(
      title,
      sorted.filter(({ outcome }) => outcomes.includes(outcome))
    )
  );
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Trust report: ${text(report.model)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>Trust report: ${text(report.model)}</h1>
<p class="verdict"><strong>${text(report.verdict)}</strong><br>${text(report.sentence)}</p>
<p>${text(report.scope)}</p>
${pictures.map(figure).join('\n')}
<h2>Checks</h2>
${tables.join('\n')}
<p>Suite: ${text(report.suite)}. Seed ${report.seed}. ${report.seconds.toFixed(0)} s.</p>
</main>
</body>
</html>
`;
}

function figure({ title, alt, svg, table }: ReportPicture): string {
  const rows = table
    ? `<details><summary>Figures behind it</summary>${plainTable(title, table.heads, table.rows)}</details>`
    : '';
  return `<figure>${svg.replace(/<\?xml[^>]*\?>/, '')}<figcaption>${escapeXml(title)}. ${escapeXml(alt)}</figcaption>${rows}</figure>`;
}

function plainTable(
  title: string,
  heads: readonly string[],
  rows: readonly (readonly (string | number)[])[]
): string {
  const head = heads.map(name => `<th scope="col">${escapeXml(name)}</th>`).join('');
  const body = rows
    .map(row => `<tr>${row.map(v => `<td>${escapeXml(String(v))}</td>`).join('')}</tr>`)
    .join('\n');
  return `<table><caption>${escapeXml(title)}</caption><thead><tr>${head}</tr></thead><tbody>${body}</tbody></table>`;
}

function checkTable(title: string, checks: readonly CheckResult[]): string {
  if (checks.length === 0) return '';
  const text = escapeXml;
  const rows = checks.map(
    check => `<tr class="${check.outcome === 'n/a' ? 'none' : check.outcome}"><th scope="row">${SIGNS[check.outcome]} ${text(check.outcome)}</th>
<td>${text(check.id)}${check.hard ? ' (hard)' : ''}</td>
<td>${text(check.question)}<br><small>${text(check.reason)}</small></td>
<td>${text(figureOf(check))}</td><td>${text(check.threshold)} <small>(${check.basis})</small></td><td>${text(controlsOf(check))}</td></tr>`
  );
  const heads = ['Outcome', 'Check', 'Question and finding', 'Figure', 'Rule', 'Controls'];
  return `<table><caption>${title}</caption><thead><tr>${heads.map(head => `<th scope="col">${head}</th>`).join('')}</tr></thead>
<tbody>
${rows.join('\n')}
</tbody></table>`;
}
