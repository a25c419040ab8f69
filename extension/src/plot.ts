import type { ViewHeader } from 'terselab/dist/views';
import type { Shared } from './broker';
import type { Area, Surface } from './geometry';
import type { Theme } from './theme';
import type { Viewport } from './viewport';

/** A choice in the toolbar. */
export interface Choice {
  label: string;
  /** Value and text of each option. */
  options: { value: string; text: string }[];
  value: string;
  choose(value: string): void;
}

/** A switch in the toolbar. */
export interface Switch {
  label: string;
  /** What it does, for the tooltip. */
  title: string;
  on: boolean;
  /** Whether it has an effect now. */
  enabled: boolean;
  toggle(): void;
}

/** How points join a selection: in its place, added to it, taken out of it. */
export type SelectMode = 'new' | 'add' | 'remove';

/** A slider in the toolbar. */
export interface Slider {
  label: string;
  value: number;
  least: number;
  greatest: number;
  step: number;
  set(value: number): void;
}

/** What is said about the row or point in hand. */
export interface Reading {
  title: string;
  lines: { label: string; value: string }[];
  /** Where it stands on the canvas. */
  x: number;
  y: number;
}

/** The same content as text: the table view and the CSV file. */
export interface Sheet {
  heads: string[];
  rows: number;
  cell(row: number, column: number): string;
}

/**
 * The picture of one kind of view: state, drawing and hit-testing, without DOM. The widget around it (`view.ts`) owns
 * canvas, toolbar, keyboard, table and theme.
 */
export interface Plot {
  title: string;
  subtitle: string;
  caption: string;
  alt: string;
  notes: readonly string[];
  theme: 'light' | 'dark' | 'auto';
  /** Stem of the names of exported files. */
  fileName: string;
  /** What arrow keys do, for the hint under the picture. */
  arrowHint: string;
  viewport: Viewport;
  /** Whether the vertical axis runs down the screen (rows of a heatmap) rather than up. */
  downIsMore: boolean;
  choices(): Choice[];
  switches(): Switch[];
  sliders?(): Slider[];
  /** Height for a width, both in CSS pixels; known before the first paint. */
  height(width: number): number;
  draw(surface: Surface, theme: Theme): void;
  /** Where zoom and pan act; from the last drawing. */
  area(): Area;
  /** The pointer moved to a place; null where it left. True where the picture changes. */
  point(place: { x: number; y: number } | null): boolean;
  /** Keep what the pointer is on. */
  pin(): void;
  /** Move the cursor by key. @param stride 1, or more with the shift key */
  step(right: number, down: number, stride: number): void;
  /** Another page or object, by Page Up (-1) and Page Down (1); absent where there are none. */
  page?(by: number): void;
  /**
   * The pointer draws a box or a lasso. False where it does not: at the start, because a drag means moving.
   * @param mode how what is inside joins the selection
   */
  trace?(stage: 'start' | 'move' | 'end' | 'cancel', at: { x: number; y: number }, mode: SelectMode): boolean;
  /** A letter of the plot's own; false where it means nothing. */
  key?(letter: string): boolean;
  /** What a change of the selection amounts to, to be spoken. */
  selectionText?(): string;
  /** Drop cursor and pin. False where there was none. */
  release(): boolean;
  /** Name of the group that it shares hover and selection with. */
  group?: string;
  /** What a row is, in the singular. */
  rowNoun?: string;
  /** Rows in hand and chosen by the reader of this view; absent where a view has no rows to share. */
  shared?(): Shared;
  /** Show what another view of the group shares. */
  link?(shared: Shared): void;
  /** Tells of changes that nobody asked for just now. @param changed true where the controls change too */
  watch?(changed: (controls: boolean) => void): void;
  /** Another plot takes its place, or the view is gone. */
  dispose?(): void;
  /** Whether it shows work that says that it goes on; the view offers to stop it. */
  readonly running?: boolean;
  /** Whether that work still goes on, as far as the page knows. */
  setAlive?(alive: boolean): void;
  /** What has happened since the plot shown until now, to be spoken. */
  readonly news?: string;
  reading(): Reading | null;
  /** A short table of the rows. */
  sheet(): Sheet;
  csv(): string;
}

/** The part of a plot that every payload's header answers. */
export abstract class HeadedPlot {
  /** @param header the payload, or any header of one */
  constructor(private readonly header: ViewHeader) {}

  get title(): string {
    return this.header.title;
  }
  get caption(): string {
    return this.header.caption;
  }
  get alt(): string {
    return this.header.alt;
  }
  get notes(): readonly string[] {
    return this.header.notes ?? [];
  }
  get theme(): 'light' | 'dark' | 'auto' {
    return this.header.theme ?? 'auto';
  }
  get group(): string | undefined {
    return this.header.group;
  }
  get fileName(): string {
    return this.header.viewId;
  }
}
