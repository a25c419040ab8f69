/** The words of the widgets, in one place for a translator. */
export const words = {
  zoomIn: 'Zoom in',
  zoomOut: 'Zoom out',
  reset: 'Reset',
  resetTitle: 'Show everything again (0)',
  table: 'Table',
  tableTitle: 'Show the rows as a table (T)',
  picture: 'Picture',
  pictureTitle: 'Show the picture again (T)',
  png: 'PNG',
  pngTitle: 'Save the picture as a PNG file',
  csv: 'CSV',
  csvTitle: 'Save the rows as a CSV file',
  useSelection: 'Use selection',
  useSelectionTitle: 'Insert a cell below that holds the ids of the selected rows',
  toolbar: 'Controls of the view',
  hint: (arrows: string) => `${arrows} \u00b7 + \u2212 zoom \u00b7 0 reset \u00b7 T table \u00b7 Esc release`,
  page: (from: number, to: number, of: number, noun = 'rows') =>
    `${from.toLocaleString('en')}\u2013${to.toLocaleString('en')} of ${of.toLocaleString('en')} ${noun}`,
  previous: 'Previous',
  next: 'Next',
  noRows: 'No rows',
  errorTitle: 'This view cannot be drawn',
  errorAdvice: 'Run the cell again. If the message stays, the notebook was cut short or edited by hand.',
  notLoaded: 'the code that draws it could not be fetched; reload the page',
  newerAdvice: 'Update the extension with pip install --upgrade terselab_lab, then reload the page.',
  errorPicture: 'Picture saved beside the view'
};
