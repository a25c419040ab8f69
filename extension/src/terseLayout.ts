import type { Area } from './geometry';
import { legendHeight } from './legend';

/** Where the parts of a scatter stand. */
export interface ScatterLayout {
  height: number;
  /** One for each panel. */
  panels: Area[];
  legend: Area;
}

/** What a layout depends on. */
export interface LayoutNeeds {
  panels: number;
  /** Small multiples, each with axes of its own. */
  all: boolean;
  /** Whether a partial correlation takes a line of its own over each. */
  partial: boolean;
  /** Classes of the legend; undefined for a colour bar; null for no legend. */
  classes: number | undefined | null;
}

/** Lay out for a width in CSS pixels. */
export function layoutScatter({ panels, all, partial, classes }: LayoutNeeds, width: number): ScatterLayout {
  const narrow = width < 560;
  const beside = classes !== null && !narrow ? 158 : 0;
  const left = narrow ? 58 : 72;
  const room = Math.max(20, width - left - 16 - beside);
  const areas = all ? multiples(panels, room, left, partial ? 56 : 40) : sideBySide(panels, room, left);
  const bottom = areas.reduce((low, { top, height }) => Math.max(low, top + height), 60) + 50;
  const legend: Area = narrow
    ? { left, top: bottom, width: room, height: classes === null ? 0 : legendHeight(classes, true) }
    : { left: left + room + 20, top: areas[0]?.top ?? 44, width: beside - 20, height: bottom - 94 };
  const lying = narrow ? legend.height + 4 : 0;
  const standing = narrow || classes === null ? 0 : legend.top + legendHeight(classes, false);
  return { panels: areas, legend, height: Math.round(Math.max(bottom + lying, standing)) };
}

/** Panels with one pair of axes, beside each other as far as there is room. */
function sideBySide(panels: number, room: number, left: number): Area[] {
  const gap = 16;
  const head = panels > 1 ? 62 : 46;
  const across = Math.max(1, Math.min(panels, Math.floor((room + gap) / (190 + gap))));
  const width = (room - gap * (across - 1)) / across;
  const height = Math.round(
    Math.min(400, Math.max(panels > 1 ? 210 : 240, width * (panels > 1 ? 0.9 : 0.72)))
  );
  return Array.from({ length: panels }, (_, i) => ({
    left: left + (i % across) * (width + gap),
    top: head + Math.floor(i / across) * (height + head + 42),
    width,
    height
  }));
}

/** Small multiples: title and correlation over each, its own axis under it. */
function multiples(panels: number, room: number, left: number, head: number): Area[] {
  const gap = 18;
  const across = Math.max(1, Math.min(panels, Math.floor((room + gap) / (150 + gap))));
  const width = (room - gap * (across - 1)) / across;
  const height = Math.round(Math.min(170, Math.max(110, width * 0.8)));
  return Array.from({ length: panels }, (_, i) => ({
    left: left + (i % across) * (width + gap),
    top: head + Math.floor(i / across) * (height + head + 28),
    width,
    height
  }));
}
