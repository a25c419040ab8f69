// Looks at every part of an installation and says in one line each what to do about what is wrong.
import { place } from '../setup/place.mjs';
import { checkPrefix } from '../setup/prefix.mjs';
import { Trouble } from '../setup/trouble.mjs';
import { checks } from './checks.mjs';

export const usage = `npm run doctor [-- --prefix DIR] [--json]

Checks each part of the installation and names the mend.
  --prefix DIR  look at the Jupyter in DIR instead of .venv
  --json        print [{name, state, found, mend}, ...]
Exit status: 0 everything works, 1 something does not, 2 it was called wrongly.`;

/** Runs one check; what it throws is a failure of the part, not of the doctor. */
export async function examine([name, check], where) {
  try {
    return { name, ...(await check(where)) };
  } catch (error) {
    const found = error instanceof Trouble ? error.message : `could not be looked at (${error.message})`;
    return { name, state: 'fail', found, mend: error instanceof Trouble ? 'as said' : 'npm run setup' };
  }
}

/** One finding as lines for a reader. */
export function sayFinding({ name, state, found, mend }) {
  const mark = { ok: 'ok  ', note: 'note', fail: 'FAIL' }[state];
  const line = `${mark}  ${name}: ${found}`;
  return state === 'ok' ? line : `${line}\n      mend: ${mend}`;
}

export async function doctor(args, print = line => console.log(line)) {
  const options = readArguments(args);
  if (options.help) {
    print(usage);
    return 0;
  }
  const where = place({ prefix: options.prefix });
  if (!where.ownVenv) checkPrefix(where);
  const findings = [];
  for (const check of checks) {
    const finding = await examine(check, where);
    findings.push(finding);
    if (!options.json) print(sayFinding(finding));
  }
  const failed = findings.filter(finding => finding.state === 'fail').length;
  if (options.json) print(JSON.stringify(findings, null, 2));
  else
    print(
      failed === 0
        ? 'Everything works.'
        : `${failed} of ${findings.length} parts need mending; start with the first.`
    );
  return failed === 0 ? 0 : 1;
}

function readArguments(args) {
  const options = { prefix: null, json: false, help: false };
  for (let i = 0; i < args.length; i++) {
    if (args[i] === '--json') options.json = true;
    else if (args[i] === '--help' || args[i] === '-h') options.help = true;
    else if (args[i] === '--prefix' && args[i + 1]) options.prefix = args[++i];
    else throw new Trouble(`${args[i]} is not an option of doctor.\n${usage}`);
  }
  return options;
}
