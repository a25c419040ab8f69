/** What every entry's page must tell the gallery. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';

const notebooks = path.resolve(__dirname, '../../notebooks');
const names = readdirSync(notebooks).filter(name => existsSync(path.join(notebooks, name, 'entry.json')));

interface Page {
  slug: string;
  notebook: string;
  minutes: unknown;
  megabytes: unknown;
  datasets: string[];
}

it.each(names)('%s says how long it runs and how much it downloads', name => {
  const file = path.join(notebooks, name, 'entry.json');
  const { page } = JSON.parse(readFileSync(file, 'utf8')) as { page: Page };
  expect(page.slug).toBe(name);
  expect(existsSync(path.join(notebooks, name, page.notebook))).toBe(true);
  expect(Number.isInteger(page.minutes)).toBe(true);
  expect(page.minutes).toBeGreaterThanOrEqual(1);
  expect(page.minutes).toBeLessThanOrEqual(12);
  expect(page.megabytes).toBeGreaterThanOrEqual(0);
  if (page.datasets.length === 0) expect(page.megabytes).toBe(0);
});
