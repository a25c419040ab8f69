import { axisTitle, classColour, classShape, sequentialTable, type PointStyle } from 'terselab/dist/views';
import { fitText, labelFont } from './axis';
import { drawColourBar } from './colourBar';
import type { Area } from './geometry';
import { traceShape } from './marks';
import type { Theme } from './theme';
import { words } from './words';

const LINE = 21;
const MOST = 14;

/** Height of a legend. @param classes number of classes; undefined for a colour bar */
export function legendHeight(classes: number | undefined, lying: boolean): number {
  if (classes === undefined) return lying ? 70 : 220;
  return 24 + Math.min(classes, MOST + 1) * LINE;
}

/** What colours and shapes of the points mean. */
export function drawLegend(
  context: CanvasRenderingContext2D,
  area: Area,
  { label, unit }: { label: string; unit?: string },
  style: PointStyle,
  theme: Theme,
  lying: boolean
): void {
  context.font = labelFont(theme, 11.5, 600);
  context.fillStyle = theme.ink;
  context.textAlign = 'left';
  const title = axisTitle(label, unit);
  // Too long a title gives its unit a line of its own.
  const split = unit !== undefined && context.measureText(title).width > area.width;
  context.fillText(fitText(context, split ? label : title, area.width), area.left, area.top + 10);
  if (split) context.fillText(fitText(context, `(${unit})`, area.width), area.left, area.top + 25);
  const shift = split ? 15 : 0;
  if (style.classes) {
    const shown = style.classes.slice(0, MOST);
    shown.forEach(({ code, label, count }, i) => {
      const y = area.top + 32 + shift + i * LINE;
      context.fillStyle = classColour(code);
      context.beginPath();
      traceShape(context, classShape(code), area.left + 6, y - 4, 4.6);
      context.fill();
      context.font = labelFont(theme, 11);
      context.fillStyle = theme.softInk;
      const counted = count.toLocaleString('en');
      const width = context.measureText(counted).width;
      context.fillStyle = theme.ink;
      const name = fitText(context, label, area.width - 26 - width);
      context.fillText(name, area.left + 18, y);
      context.fillStyle = theme.softInk;
      context.fillText(counted, area.left + 24 + context.measureText(name).width, y);
    });
    if (style.classes.length > shown.length) {
      context.fillText(
        words.moreClasses(style.classes.length - shown.length),
        area.left,
        area.top + 32 + shift + shown.length * LINE
      );
    }
  } else if (style.range) {
    const bar: Area = lying
      ? { left: area.left, top: area.top + 20 + shift, width: Math.min(area.width, 240), height: 10 }
      : { left: area.left, top: area.top + 24 + shift, width: 12, height: 180 };
    drawColourBar(context, bar, sequentialTable(theme.dark), 256, style.range, theme);
  }
}
