/** Shapes of the marks of a scatter: the second cue beside colour. Each has about the same area. */

/** Corners of the shapes around (0, 0) for radius 1; `circle` has none. */
const CORNERS: Record<string, readonly (readonly [number, number])[]> = {
  circle: [],
  triangle: [
    [0, -1.35],
    [1.17, 0.68],
    [-1.17, 0.68]
  ],
  square: [
    [-0.89, -0.89],
    [0.89, -0.89],
    [0.89, 0.89],
    [-0.89, 0.89]
  ],
  diamond: [
    [0, -1.25],
    [1.25, 0],
    [0, 1.25],
    [-1.25, 0]
  ],
  down: [
    [0, 1.35],
    [1.17, -0.68],
    [-1.17, -0.68]
  ],
  plus: cross(),
  cross: cross().map(([x, y]) => [(x - y) * Math.SQRT1_2, (x + y) * Math.SQRT1_2])
};

export const SHAPES = Object.keys(CORNERS);

/** Shape of class i: differs from the neighbours', and again after a round through the colours. -1 (NA) is a cross. */
export function classShape(i: number): string {
  return i < 0 ? 'cross' : SHAPES[(i + Math.floor(i / SHAPES.length)) % SHAPES.length];
}

/** Corners of a shape for a radius; an empty list means a circle. */
export function shapeCorners(shape: string, radius: number): [number, number][] {
  return (CORNERS[shape] ?? []).map(([x, y]) => [x * radius, y * radius]);
}

function cross(): [number, number][] {
  const [a, b] = [0.42, 1.2];
  return [
    [-a, -b],
    [a, -b],
    [a, -a],
    [b, -a],
    [b, a],
    [a, a],
    [a, b],
    [-a, b],
    [-a, a],
    [-b, a],
    [-b, -a],
    [-a, -a]
  ];
}
