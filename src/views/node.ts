/** The half of the views that needs Node: pictures as PNG, whole outputs. */
export { viewBundle, type MimeBundle, type ViewPayload } from './bundle';
export { chartView, VEGA_LITE_MIME, type ChartInput } from './chart';
export { svgToPng } from './pictures/raster';
export { tableView, type TableColumn, type TableInput } from './table';
