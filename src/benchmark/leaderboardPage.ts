import type { BenchmarkEntry } from './benchmarkEntry';
import type { Placed } from './leaderboard';

const escape = (text: string) =>
  text.replace(
    /[&<>"']/g,
    c => ({ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' })[c]!
  );
const figure = (value: number | null | undefined) =>
  value === null || value === undefined || !Number.isFinite(value)
    ? 'none'
    : Number(value.toPrecision(4)).toString();

const STYLE = `body{font:16px/1.5 system-ui,sans-serif;margin:2rem auto;max-width:70rem;padding:0 1rem;color:#1f2328;background:#fff}
table{border-collapse:collapse;width:100%}caption{text-align:left;margin-bottom:.5rem}
th,td{padding:.4rem .6rem;border-bottom:1px solid #d0d7de;text-align:left;vertical-align:top}
th button{font:inherit;font-weight:600;background:none;border:0;padding:0;cursor:pointer;color:inherit;text-decoration:underline dotted}
button:focus-visible{outline:2px solid #0072b2;outline-offset:2px}
.struck td:not(:last-child),.struck th{text-decoration:line-through}
.note{color:#57606a}
@media (prefers-color-scheme:dark){body{color:#e6edf3;background:#0d1117}th,td{border-color:#30363d}.note{color:#9198a1}}`;

// sorts by the column whose button was pressed; without it the table stands in its order
const SCRIPT = `for (const button of document.querySelectorAll('th button')) button.addEventListener('click', () => {
  const cell = button.parentElement, table = cell.closest('table'), at = [...cell.parentElement.children].indexOf(cell);
  const down = cell.getAttribute('aria-sort') === 'ascending';
  for (const other of cell.parentElement.children) other.removeAttribute('aria-sort');
  cell.setAttribute('aria-sort', down ? 'descending' : 'ascending');
  const key = row => row.children[at].dataset.sort ?? row.children[at].textContent;
  const order = (a, b) => { const [x, y] = [key(a), key(b)], d = x - y; return (Number.isNaN(d) ? x.localeCompare(y) : d) * (down ? -1 : 1); };
  table.tBodies[0].append(...[...table.tBodies[0].rows].sort(order));
});`;

/** Columns: heading, text of a cell, and what it is sorted by. */
function columnsOf(entry: BenchmarkEntry): [string, (row: Placed) => string, ((row: Placed) => number)?][] {
  const [first, ...more] = entry.metrics;
  const metric = (name: string, row: Placed) => row.score.metrics[name];
  const withInterval = (name: string) => (row: Placed) => {
    const { value, ci95 } = metric(name, row) ?? { value: null, ci95: null };
    return ci95 ? `${figure(value)} (${figure(ci95[0])} to ${figure(ci95[1])})` : figure(value);
  };
  const value = (name: string) => (row: Placed) => metric(name, row)?.value ?? Infinity;
  return [
    [
      'place',
      row => (row.rank === null ? (row.shelf === 'ranked' ? 'struck' : row.shelf) : String(row.rank)),
      row => row.rank ?? 1e9
    ],
    ['submission', row => row.submission],
    ['by', row => row.by],
    ['verdict', row => row.trust.verdict],
    [`${first} (95 %)`, withInterval(first), value(first)],
    ...more.map((name): [string, (row: Placed) => string, (row: Placed) => number] => [
      name,
      withInterval(name),
      value(name)
    ]),
    ...entry.domains
      .slice(1)
      .map((domain): [string, (row: Placed) => string, (row: Placed) => number] => [
        `${first} in ${domain}`,
        row => figure(row.score.crossDomain[domain]?.value),
        row => row.score.crossDomain[domain]?.value ?? Infinity
      ]),
    ['seeds', row => String(row.score.seeds), row => row.score.seeds],
    ['remarks', row => [...row.score.flags, row.statusReason ?? ''].filter(Boolean).join('; ') || 'none']
  ];
}

/**
 * A leaderboard as one static page: sortable by mouse and keyboard, whole without scripts, in light and dark. Every text is
 * escaped.
 */
export function leaderboardHtml(title: string, rows: readonly Placed[], entry: BenchmarkEntry): string {
  const columns = columnsOf(entry);
  const head = columns
    .map(([name]) => `<th scope="col"><button type="button">${escape(name)}</button></th>`)
    .join('');
  const body = rows.map(row => {
    const cells = columns.map(([name, text, sort]) => {
      const tag = name === 'submission' ? 'th scope="row"' : 'td';
      const by = sort ? ` data-sort="${sort(row)}"` : '';
      return `<${tag}${by}>${escape(text(row))}</${tag.split(' ')[0]}>`;
    });
    return `<tr${row.struck ? ' class="struck"' : ''}>${cells.join('')}</tr>`;
  });
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escape(title)}</title><style>${STYLE}</style></head>
<body>
<main>
<h1>${escape(title)}</h1>
<p class="note">What ranks is the trust verdict first, then ${escape(entry.metrics[0])}. Rows that cannot be told apart share a place. A struck row is compromised: its score may be better than possible. Stale rows were scored by other rules.</p>
<table>
<caption>${rows.length} submissions for ${escape(entry.id)} ${escape(entry.version)}, target ${escape(entry.task.target)}${entry.task.unit ? ` (${escape(entry.task.unit)})` : ''}.${entry.limit === undefined ? '' : ` No honest method can be better than ${figure(entry.limit)}.`}</caption>
<thead><tr>${head}</tr></thead>
<tbody>
${body.join('\n')}
</tbody>
</table>
</main>
<script>${SCRIPT}</script>
</body>
</html>
`;
}
