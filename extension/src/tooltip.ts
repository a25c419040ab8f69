import { element } from './dom';
import type { Reading } from './plot';

/** The reading beside the pointer. Screen readers get the same words from the live region instead. */
export class Tooltip {
  readonly node = element('div', 'tooltip');

  constructor() {
    this.node.setAttribute('aria-hidden', 'true');
    this.node.hidden = true;
  }

  /** @param width width of the canvas that the reading's place refers to */
  show(reading: Reading | null, width: number, height: number): void {
    this.node.hidden = reading === null;
    if (!reading) return;
    const lines = reading.lines.map(({ label, value }) => {
      const line = element('div', 'tooltipLine');
      line.append(element('span', 'tooltipLabel', label), element('span', 'tooltipValue', value));
      return line;
    });
    this.node.replaceChildren(element('div', 'tooltipTitle', reading.title), ...lines);
    // On the far side of the picture's middle, so that it never covers what it names.
    const { style } = this.node;
    const right = reading.x > width / 2;
    style.left = right ? '' : `${Math.round(reading.x + 14)}px`;
    style.right = right ? `${Math.round(width - reading.x + 14)}px` : '';
    const low = reading.y > height * 0.4;
    style.top = low ? '' : `${Math.round(Math.max(0, reading.y - 6))}px`;
    style.bottom = low ? `${Math.round(Math.max(0, height - reading.y - 6))}px` : '';
  }
}

/** A reading as one sentence. */
export function spoken(reading: Reading): string {
  return [
    reading.title,
    ...reading.lines.map(({ label, value }) => (label ? `${label} ${value}` : value))
  ].join(', ');
}
