/** Another extension asks for the broker, and its view is one of the group. */
import { PluginRegistry, Token, type IPlugin } from '@lumino/coreutils';
import { selectionBroker, type Shared } from '../src/broker';
import { ISelectionBroker, selectionPlugin } from '../src/selectionToken';

it('is given to who asks for it, and is the broker of the views themselves', async () => {
  const registry = new PluginRegistry<object>();
  registry.application = {};
  const heard: Shared[] = [];
  const other: IPlugin<object, void> = {
    id: 'another:plugin',
    autoStart: true,
    optional: [ISelectionBroker],
    activate(_, broker: ISelectionBroker | null) {
      broker!.join('panel', 'flares', { receive: shared => void heard.push(shared) });
    }
  };
  registry.registerPlugin(other);
  registry.registerPlugin(selectionPlugin as unknown as IPlugin<object, unknown>);
  await registry.activatePlugin('another:plugin');
  const view = selectionBroker.join('panel', 'flares', { receive() {} });
  view.share({ hover: 3, selected: [1, 2] });
  expect(heard).toEqual([{ hover: 3, selected: [1, 2] }]);
  view.leave();
});

it('is a token of its own name', () => {
  expect(ISelectionBroker).toBeInstanceOf(Token);
  expect(ISelectionBroker.name).toBe('terselab-lab:ISelectionBroker');
});
