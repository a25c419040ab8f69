// What axe-core finds in a part of a page.
import fs from 'node:fs';
import { createRequire } from 'node:module';

const source = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const GRAVE = ['serious', 'critical'];

/**
 * Serious and critical findings inside an element, one line each: what, where, why. Rules about a whole page (landmarks,
 * heading order) are not asked: the page is JupyterLab's.
 * @param node locator of the element
 */
export async function graveFindings(page, node) {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source);
  const { violations, passes } = await node.evaluate(element =>
    window.axe.run(element, {
      resultTypes: ['violations', 'passes'],
      runOnly: {
        type: 'tag',
        values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']
      }
    })
  );
  // An element out of sight passes everything because nothing is looked at.
  if (passes.length < 3) throw new Error(`only ${passes.length} rules had something to look at`);
  return violations
    .filter(({ impact }) => GRAVE.includes(impact))
    .flatMap(({ id, impact, nodes }) =>
      nodes.map(({ target, any, all, none, html }) => {
        const why = [...any, ...all, ...none].map(({ message }) => message).join('; ');
        return `${impact} ${id} at ${target}: ${why} | ${html.slice(0, 160)}`;
      })
    );
}
