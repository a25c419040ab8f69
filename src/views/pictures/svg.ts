/** Writing SVG as text. Every string of a payload passes through {@link escapeXml}. */

/** Text for an XML document: markup escaped, characters that XML forbids replaced. */
export function escapeXml(text: string): string {
  return (
    text
      // eslint-disable-next-line no-control-regex -- XML 1.0 has no control characters but tab, line feed, carriage return
      .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '\ufffd')
      .replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  );
}

type Attributes = Record<string, string | number | undefined>;

/** One element; attribute values are escaped, content is taken as markup. */
export function element(name: string, attributes: Attributes, content = ''): string {
  let out = `<${name}`;
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined) continue;
    out += ` ${key}="${typeof value === 'number' ? round(value) : escapeXml(value)}"`;
  }
  return content === '' ? `${out}/>` : `${out}>${content}</${name}>`;
}

/** Two decimals are finer than a pixel of the raster. */
export const round = (value: number): string => String(Math.round(value * 100) / 100);

export interface TextStyle {
  size?: number;
  fill: string;
  anchor?: 'start' | 'middle' | 'end';
  bold?: boolean;
  /** Degrees around the text's own point. */
  rotate?: number;
}

/** A line of text at its baseline, escaped, cut to about `width` pixels where that is given. */
export function text(x: number, y: number, content: string, style: TextStyle & { width?: number }): string {
  const size = style.size ?? 11;
  const shown = style.width === undefined ? content : cut(content, style.width / (size * 0.58));
  return element(
    'text',
    {
      x,
      y,
      fill: style.fill,
      'font-size': size,
      'font-weight': style.bold ? 'bold' : undefined,
      'text-anchor': style.anchor === 'start' ? undefined : style.anchor,
      transform: style.rotate === undefined ? undefined : `rotate(${style.rotate} ${round(x)} ${round(y)})`
    },
    escapeXml(shown)
  );
}

/** A text cut to a number of characters, with an ellipsis. */
export function cut(content: string, characters: number): string {
  const letters = [...content.slice(0, 4 * Math.ceil(characters) + 8)];
  return letters.length <= characters && letters.join('').length === content.length
    ? content
    : `${letters.slice(0, Math.max(1, Math.floor(characters) - 1)).join('')}\u2026`;
}

/** Words in lines of at most so many characters; at most `lines` lines, the last cut. */
export function wrap(content: string, characters: number, lines: number): string[] {
  const out: string[] = [];
  let line = '';
  for (const word of content.slice(0, characters * (lines + 1)).split(/\s+/)) {
    if (line !== '' && line.length + 1 + word.length > characters) {
      out.push(line);
      line = word;
    } else {
      line = line === '' ? word : `${line} ${word}`;
    }
  }
  if (line !== '') out.push(line);
  if (out.length > lines || out.join(' ').length < content.trim().length - lines) {
    const kept = out.slice(0, lines);
    kept[kept.length - 1] = cut(`${kept[kept.length - 1]} \u2026`, characters);
    return kept;
  }
  return out.map(part => cut(part, characters));
}

/** A whole document on its paper, with title and description for a screen reader. */
export function svgDocument(
  width: number,
  height: number,
  { title, alt, background }: { title: string; alt: string; background: string },
  body: string
): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      'xmlns:xlink': 'http://www.w3.org/1999/xlink',
      width,
      height,
      viewBox: `0 0 ${round(width)} ${round(height)}`,
      role: 'img',
      'font-family': "'DejaVu Sans', Verdana, sans-serif"
    },
    `<title>${escapeXml(title)}</title><desc>${escapeXml(alt)}</desc>` +
      element('rect', { width, height, fill: background }) +
      body
  );
}
