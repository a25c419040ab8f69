import { clamp } from './geometry';

export type Range = readonly [low: number, high: number];

/** The part of the data that is seen, always inside its home: zoomed about a point, panned, brought home. */
export class Viewport {
  private seenX: Range;
  private seenY: Range;

  /**
   * @param home the whole of the data
   * @param least the narrowest span that zooming reaches, along each axis
   */
  constructor(
    private home: { x: Range; y: Range },
    private least: { x: number; y: number }
  ) {
    this.seenX = home.x;
    this.seenY = home.y;
  }

  get x(): Range {
    return this.seenX;
  }

  get y(): Range {
    return this.seenY;
  }

  /** Whether anything is hidden. */
  get zoomed(): boolean {
    return spanOf(this.seenX) < spanOf(this.home.x) || spanOf(this.seenY) < spanOf(this.home.y);
  }

  /**
   * Zoom about a point given as fractions of the seen part (0 = low end, 1 = high end).
   * @param factor below 1 comes nearer
   */
  zoom(factor: number, atX = 0.5, atY = 0.5): void {
    this.seenX = zoomed(this.seenX, this.home.x, this.least.x, factor, atX);
    this.seenY = zoomed(this.seenY, this.home.y, this.least.y, factor, atY);
  }

  /** Move by fractions of the seen part. */
  pan(byX: number, byY: number): void {
    this.seenX = moved(this.seenX, this.home.x, byX * spanOf(this.seenX));
    this.seenY = moved(this.seenY, this.home.y, byY * spanOf(this.seenY));
  }

  /** Move as little as needed to see a point. */
  reveal(x: number, y: number): void {
    this.seenX = revealed(this.seenX, this.home.x, x);
    this.seenY = revealed(this.seenY, this.home.y, y);
  }

  reset(): void {
    this.seenX = this.home.x;
    this.seenY = this.home.y;
  }

  /** Take over what another viewport shows, where both have the same home. */
  follow(other: Viewport): void {
    if (!sameRange(other.home.x, this.home.x) || !sameRange(other.home.y, this.home.y)) return;
    this.seenX = other.seenX;
    this.seenY = other.seenY;
  }
}

const spanOf = ([low, high]: Range): number => high - low;
const sameRange = (a: Range, b: Range): boolean => a[0] === b[0] && a[1] === b[1];

function zoomed(seen: Range, home: Range, least: number, factor: number, at: number): Range {
  const whole = spanOf(home);
  const span = clamp(spanOf(seen) * factor, Math.min(least, whole), whole);
  const anchor = seen[0] + clamp(at, 0, 1) * spanOf(seen);
  return inside(anchor - clamp(at, 0, 1) * span, span, home);
}

const moved = (seen: Range, home: Range, by: number): Range => inside(seen[0] + by, spanOf(seen), home);

function revealed(seen: Range, home: Range, at: number): Range {
  if (at < seen[0]) return inside(at, spanOf(seen), home);
  if (at > seen[1]) return inside(at - spanOf(seen), spanOf(seen), home);
  return seen;
}

function inside(low: number, span: number, home: Range): Range {
  if (span >= spanOf(home)) return home;
  const start = clamp(low, home[0], home[1] - span);
  return [start, start + span];
}
