/** A small drawing for an entry, by what its data are about. Made of elements, coloured by the page. */
const SVG = 'http://www.w3.org/2000/svg';
const [WIDTH, HEIGHT] = [72, 54];

function shape(name: string, attributes: Record<string, string | number>): SVGElement {
  const node = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, String(value));
  return node;
}

/** Numbers in [0, 1) that differ from entry to entry and are the same each time. */
function numbersFrom(words: string): () => number {
  let state = [...words].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) >>> 0, 7);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

/** Members of a cluster: dense in the middle. */
function cluster(next: () => number): SVGElement[] {
  return Array.from({ length: 34 }, (_, i) => {
    const [angle, radius] = [2 * Math.PI * next(), 24 * next() ** 1.4];
    return shape('circle', {
      cx: (WIDTH / 2 + 1.25 * radius * Math.cos(angle)).toFixed(1),
      cy: (HEIGHT / 2 + radius * Math.sin(angle)).toFixed(1),
      r: (0.9 + 1.9 * next() ** 2).toFixed(1),
      class: i % 5 === 0 ? 'jp-TerselabGallery-second' : 'jp-TerselabGallery-first'
    });
  });
}

/** A light curve with a flare. */
function curve(next: () => number): SVGElement[] {
  const peak = 20 + 25 * next();
  const points = Array.from({ length: 66 }, (_, i) => {
    const since = i + 3 - peak;
    const flare = since < -2 ? 0 : since < 0 ? 1 + since / 2 : Math.exp(-since / 5);
    return `${i + 3},${(41 + 3 * (next() - 0.5) - 32 * flare).toFixed(1)}`;
  });
  return [shape('polyline', { points: points.join(' '), class: 'jp-TerselabGallery-line' })];
}

/** A grid of signed cells. */
function map(next: () => number): SVGElement[] {
  return Array.from({ length: 48 }, (_, i) =>
    shape('rect', {
      x: 4 + 8 * (i % 8),
      y: 3 + 8 * Math.floor(i / 8),
      width: 7.4,
      height: 7.4,
      opacity: (0.1 + 0.9 * next() ** 2).toFixed(2),
      class: next() < 0.5 ? 'jp-TerselabGallery-first' : 'jp-TerselabGallery-second'
    })
  );
}

/** @param group what the entry's rows belong to @param words that make this drawing its own */
export function drawing(group: string, words: string): SVGElement {
  const node = shape('svg', { viewBox: `0 0 ${WIDTH} ${HEIGHT}`, width: WIDTH, height: HEIGHT });
  node.setAttribute('aria-hidden', 'true');
  node.setAttribute('class', 'jp-TerselabGallery-picture');
  const draw = group === 'halo' ? cluster : group === 'star' ? curve : map;
  node.append(...draw(numbersFrom(words)));
  return node;
}
