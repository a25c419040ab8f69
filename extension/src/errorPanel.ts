import { element } from './dom';
import { words } from './words';

/** Longest message that is shown; a payload can make a message as long as itself. */
const MOST = 600;

/**
 * What is shown in place of a view that cannot be drawn: what was wrong, what to do, and the picture saved beside it.
 * @param png base64 of the output's own image/png, where there is one
 */
export function errorPanel(error: unknown, png: unknown): HTMLElement {
  const node = element('div', 'error');
  node.setAttribute('role', 'group');
  node.setAttribute('aria-label', words.errorTitle);
  const said = (error instanceof Error ? error.message : String(error)).slice(0, MOST);
  const message = said.charAt(0).toUpperCase() + said.slice(1);
  // By its code, not its class: the class comes with the readers, which may not have been loaded.
  const newer = error instanceof Error && (error as { code?: unknown }).code === 'newer';
  const picture = pictureOf(png);
  node.append(
    element('div', 'errorTitle', words.errorTitle),
    element('div', 'errorMessage', message),
    element('div', 'errorAdvice', newer ? words.newerAdvice : words.errorAdvice)
  );
  if (picture) node.append(picture);
  return node;
}

function pictureOf(png: unknown): HTMLImageElement | null {
  // A data URI of base64 and nothing else: no address in an output is ever followed.
  if (typeof png !== 'string' || png.length > 20_000_000 || !/^[A-Za-z0-9+/\s]+=*\s*$/.test(png)) return null;
  const image = element('img', 'errorPicture');
  image.src = `data:image/png;base64,${png.replace(/\s/g, '')}`;
  image.alt = words.errorPicture;
  return image;
}
