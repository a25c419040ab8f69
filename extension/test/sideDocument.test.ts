/** A saved view as a file: the right renderer by what is in it, and words for a file that holds none. */
import extensions from '../src/mime';
import { DOCUMENT_MIME } from '../src/sideDocument';
import { mount } from './mount';
import { saliencyPayload, tersePayload } from './payloads';

const file = extensions.find(({ fileTypes }) => fileTypes)!;

it('files whose names end in .terse.json open in it', () => {
  expect(file.fileTypes![0]).toMatchObject({ extensions: ['.terse.json'], mimeTypes: [DOCUMENT_MIME] });
  const [{ name }] = file.fileTypes!;
  expect(file.documentWidgetFactoryOptions).toMatchObject({ primaryFileType: name, defaultFor: [name] });
});

it('draws each view from the text of its payload, one after the other in the same place', async () => {
  const view = mount(DOCUMENT_MIME);
  for (const payload of [saliencyPayload(), tersePayload(), saliencyPayload()]) {
    await view.render(JSON.stringify(payload));
    expect(view.error()).toBeNull();
    expect(view.part('title').textContent).toBe(payload.title);
    expect(view.drawn().length).toBeGreaterThan(20);
  }
  view.widget.dispose();
});

it.each([
  ['', /not JSON/],
  ['{"view":"saliency"', /not JSON/],
  ['null', /no view/],
  ['{"view":"<b>"}', /a view called "<b>"/],
  ['{"view":"terse","version":1}', /lacks/],
  ['{"view":"__proto__"}', /a view called/]
])('says what is wrong with %s', async (text, message) => {
  const view = mount(DOCUMENT_MIME);
  await view.render(text);
  expect(view.error()).toMatch(message);
  expect(view.widget.node.querySelector('b')).toBeNull();
  view.widget.dispose();
});
