// Makes the table of the ladder from the titles of its tests: "rung n: ..." and "what", or "what | n/a: reason".
const fs = require('node:fs');

/** What became of each row: "what" -> rung -> 'passed', 'failed' or 'n/a'. */
function readRows(testResults) {
  const rows = new Map();
  const reasons = [];
  for (const { ancestorTitles, title, status } of testResults.flatMap(file => file.testResults)) {
    const rung = /^rung (\d)/.exec(ancestorTitles[0] ?? '')?.[1];
    if (!rung || title === 'every method has its row') continue;
    const [what, reason] = title.split(' | n/a: ');
    if (!rows.has(what)) rows.set(what, new Map());
    rows.get(what).set(Number(rung), reason ? 'n/a' : status);
    if (reason) reasons.push({ rung, what, reason });
  }
  return { rows, reasons };
}

/** Highest r with every applicable rung up to r passed. */
function reached(marks, rungs) {
  let highest = 0;
  for (const rung of rungs) {
    const mark = marks.get(rung);
    if (mark === 'passed') highest = rung;
    else if (mark !== 'n/a' && mark !== undefined) return highest;
  }
  return highest;
}

/** Adds rung 9 from what the seeded faults left behind (see tests/mutations): passed where all that bear on a row were killed. */
function addFaults(rows, file) {
  if (!file) return '';
  const faults = JSON.parse(fs.readFileSync(file, 'utf8'));
  for (const { targets, state } of faults) {
    for (const what of targets) {
      const marks = rows.get(what) ?? rows.set(what, new Map()).get(what);
      if (marks.get(9) !== 'failed') marks.set(9, state === 'killed' ? 'passed' : 'failed');
    }
  }
  const killed = faults.filter(({ state }) => state === 'killed').length;
  const lines = faults.map(({ id, what, state, why }) => `  ${state} ${id}: ${what} (${why})`);
  return [`rung 9: ${killed} of ${faults.length} seeded faults killed`, ...lines].join('\n');
}

function table({ rows, reasons }) {
  const rungs = [...new Set([...rows.values()].flatMap(marks => [...marks.keys()]))].sort();
  const width = Math.max(...[...rows.keys()].map(what => what.length));
  const show = { passed: 'pass', failed: 'FAIL', 'n/a': 'n/a', undefined: '' };
  const lines = [
    ['', ...rungs, 'reached'].map((head, i) => String(head).padEnd(i === 0 ? width : 6)).join(' ')
  ];
  for (const [what, marks] of rows) {
    const cells = rungs.map(rung => (show[marks.get(rung)] ?? '?').padEnd(6));
    lines.push([what.padEnd(width), ...cells, reached(marks, rungs)].join(' '));
  }
  const byReason = new Map();
  for (const { rung, what, reason } of reasons) {
    const key = `rung ${rung}, ${reason}`;
    byReason.set(key, [...(byReason.get(key) ?? []), what]);
  }
  lines.push('', 'n/a:');
  for (const [key, names] of byReason) lines.push(`  ${key}: ${names.join(', ')}`);
  return lines.join('\n');
}

/** The table as a page of the documentation. */
const page = text => `# The ladder

What each method and each measure has been held against; made by \`npm run ladder -- --write\`. Rungs: 1 finite differences, 2 closed
forms, 3 axioms on drawn networks, 4 exhaustive sums, 5 a slow second implementation, 6 numbers of Captum and SHAP, 7 batch
size and order, 8 (measures) ranking where the truth is known, 9 faults put into the source on purpose. "Reached" is the
highest rung with every applicable rung below it passed.

\`\`\`text
${text}
\`\`\`
`;

module.exports = class LadderReporter {
  onRunComplete(_contexts, { testResults }) {
    for (const { failureMessage, testExecError } of testResults) {
      if (failureMessage ?? testExecError) console.log(failureMessage ?? testExecError);
    }
    const read = readRows(testResults);
    const faults = addFaults(read.rows, process.env.TERSELAB_RUNG);
    const text = [table(read), faults].join('\n\n');
    console.log(text);
    if (process.env.TERSELAB_LADDER) fs.writeFileSync(process.env.TERSELAB_LADDER, page(text));
  }
};
