// The smallest test runner that will do: groups of named checks in order; one that fails does not hide the next.
import path from 'node:path';

/**
 * @param title of the group
 * @param start makes what the checks share: {page, ...}; its page is photographed where a check fails
 * @param checks by name: functions that throw where something does not hold
 */
export function group(title, start, checks) {
  return { title, start, checks };
}

/**
 * Runs a group; adds to the counts and says what failed and why. A group in which something failed is run once more, on a
 * page of its own, and the second time counts: a browser and two kernels on two cores sometimes take longer than a wait
 * allows. What fails twice is a failure; what fails once is named, so that it can be made steady.
 */
export async function runGroup(desk, group, counts) {
  let result = await tryGroup(desk, group);
  if (result.failed > 0 && group.once !== true) {
    console.log('  again, because something failed:');
    result = await tryGroup(desk, group);
    if (result.failed === 0) console.log('  UNSTEADY: held the second time only');
  }
  for (const key of Object.keys(counts)) counts[key] += result[key];
}

async function tryGroup(desk, { title, start, checks }) {
  const counts = { passed: 0, failed: 0, skipped: 0 };
  const began = Date.now();
  console.log(title);
  const names = Object.keys(checks);
  let shared;
  try {
    shared = await start(desk);
  } catch (error) {
    console.log(`  FAIL all ${names.length}, they could not begin: ${told(error)}`);
    return { ...counts, failed: names.length };
  }
  for (const [i, name] of names.entries()) {
    try {
      const words = await checks[name](desk, shared);
      counts.passed++;
      console.log(`  ok   ${name}${words ? ` (${words})` : ''}`);
    } catch (error) {
      counts.failed++;
      console.log(`  FAIL ${name}: ${told(error)}`);
      await photograph(desk, shared.page, `failed-${title}-${i + 1}`);
    }
  }
  await shared.end?.();
  console.log(`  ${((Date.now() - began) / 1000).toFixed(0)} s`);
  return counts;
}

async function photograph(desk, page, name) {
  const file = path.join(desk.artifacts, `${name.replace(/[^A-Za-z0-9]+/g, '-')}.png`);
  await page?.screenshot({ path: file, timeout: 5000 }).catch(() => {}); // a dead page has no picture
}

const told = error => String(error?.message ?? error).slice(0, 2000);
