import { shapeCorners } from 'terselab/dist/views';

/** Add the outline of a shape to the context's path. */
export function traceShape(
  context: CanvasRenderingContext2D,
  shape: string,
  x: number,
  y: number,
  radius: number
): void {
  const corners = shapeCorners(shape, radius);
  if (corners.length === 0) {
    context.moveTo(x + radius, y);
    context.arc(x, y, radius, 0, 2 * Math.PI);
    return;
  }
  corners.forEach(([dx, dy], i) =>
    i === 0 ? context.moveTo(x + dx, y + dy) : context.lineTo(x + dx, y + dy)
  );
  context.closePath();
}
