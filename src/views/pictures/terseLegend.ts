/** The legend of the static scatter, and the outlines of its marks. */
import { encodeBase64 } from '../base64';
import { classColour, lightPaper, sequentialTable } from '../colours';
import type { PointStyle } from '../scatter';
import { classShape, shapeCorners } from '../shapes';
import { niceTicks, tickLabel } from '../ticks';
import { encodeIndexedPng } from './png';
import { cut, element, round, text } from './svg';

const paper = lightPaper;

/** The most classes that a legend lists. */
export const LEGEND_LINES = 14;

/** Outline of a shape as an SVG path. */
export function mark(shape: string, x: number, y: number, radius: number): string {
  const corners = shapeCorners(shape, radius);
  if (corners.length === 0) {
    const r = round(radius);
    return `M${round(x - radius)} ${round(y)}a${r} ${r} 0 1 0 ${round(2 * radius)} 0a${r} ${r} 0 1 0 ${round(-2 * radius)} 0z`;
  }
  return `M${corners.map(([dx, dy]) => `${round(x + dx)} ${round(y + dy)}`).join('L')}z`;
}

/** What colours and shapes mean. @param place where the legend begins, and its right edge */
export function legend(
  title: string,
  style: PointStyle,
  { left, top: above, right }: { left: number; top: number; right: number }
): string {
  const parts = [
    text(left, above + 10, title, {
      size: 11,
      bold: true,
      fill: paper.ink,
      width: right - left
    })
  ];
  if (style.classes) {
    const shown = style.classes.slice(0, LEGEND_LINES);
    shown.forEach(({ code, label, count }, i) => {
      const y = above + 32 + i * 20;
      parts.push(
        element('path', { d: mark(classShape(code), left + 6, y - 4, 4.6), fill: classColour(code) }),
        text(left + 18, y, `${cut(label, 14)} (${count})`, { size: 11, fill: paper.ink })
      );
    });
    if (style.classes.length > shown.length) {
      const y = above + 32 + shown.length * 20;
      parts.push(
        text(left, y, `and ${style.classes.length - shown.length} more`, {
          size: 11,
          fill: paper.softInk
        })
      );
    }
  } else if (style.range) {
    const [low, high] = style.range;
    const table = sequentialTable();
    const png = encodeBase64(
      encodeIndexedPng(
        1,
        256,
        Uint8Array.from({ length: 256 }, (_, i) => 255 - i),
        table
      )
    );
    const [top, height] = [above + 24, 180];
    const ticks = niceTicks(low, high, 5);
    const at = (value: number) => top + height - ((value - low) / (high - low || 1)) * height;
    parts.push(
      element('image', {
        x: left,
        y: top,
        width: 14,
        height,
        preserveAspectRatio: 'none',
        'xlink:href': `data:image/png;base64,${png}`
      }),
      ...ticks.values.map(value =>
        text(left + 20, at(value) + 3.5, tickLabel(value, ticks.step), {
          size: 10,
          fill: paper.softInk
        })
      )
    );
  }
  return parts.join('');
}
