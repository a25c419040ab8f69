import { svgToPng } from '../../src/views/node';
import { vegaSvg } from '../../src/views/pictures/vegaSvg';

const chart = (legend: string, title: string) =>
  vegaSvg({
    width: 120,
    height: 60,
    background: null,
    title: { text: title, anchor: 'start' },
    data: { values: [{ v: 1, legend }] },
    mark: 'point',
    encoding: {
      x: { field: 'v', type: 'quantitative' },
      shape: { field: 'legend', type: 'nominal', title: null }
    }
  });
const widthOf = (svg: string) => Number(/width="(\d+)/.exec(svg)![1]);
/** Pixels of blank paper right of the drawing. */
function margin(svg: string): number {
  const { Resvg } = require('@resvg/resvg-js') as typeof import('@resvg/resvg-js');
  const box = new Resvg(svg, { font: fonts() }).getBBox()!;
  return widthOf(svg) - box.x - box.width;
}
function fonts() {
  const file = require.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf');
  return {
    loadSystemFonts: false,
    fontFiles: [file, file.replace('.ttf', '-Bold.ttf')],
    sansSerifFamily: 'DejaVu Sans'
  };
}

test.each([
  ['as many above 3×10¹⁴', 'A short title'],
  ['a', 'Root mean square contrast in balls that hold a mass M on average, at three redshifts'],
  ['MMMM WWWW', 'iiiii lllll jjjjj iiiii lllll jjjjj iiiii lllll jjjjj iiiii lllll jjjjj iiiii'],
  ['z', 'UNIVERSES WITH EQUALLY MANY CLUSTERS OF GALAXIES IN THEM, AND OTHERS, 0.123456789']
])('nothing is cut off at the right and little of a picture is blank: %s, %s', async (legend, title) => {
  const svg = await chart(legend, title);
  expect(svgToPng(svg).length).toBeGreaterThan(100);
  expect(svg).toContain(legend);
  const empty = margin(svg) / widthOf(svg);
  expect(empty).toBeGreaterThan(0);
  expect(empty).toBeLessThan(0.15);
});
