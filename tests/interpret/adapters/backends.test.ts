import { engineAdapter, layersModelAdapter, resolveScore } from '../../../src/interpret';
import { toNetwork } from '../../../src/models';
import { useBackend, type BackendName } from '../../../src/models/backend';
import { miss, models, objectsFor } from './models';

/** What a laptop without a compiler and a browser compute with; their gradients of several layers are not TensorFlow's. */
describe.each<BackendName>(['wasm', 'cpu'])('on the back end %s', backend => {
  beforeAll(async () => {
    expect((await useBackend(backend)).name).toBe(backend);
  });
  test.each(models)(
    '%s: answers and gradients are those of the reference engine within 1e-5',
    async (_, make) => {
      const model = make();
      const adapter = layersModelAdapter(model);
      const exact = engineAdapter(toNetwork(model));
      const x = objectsFor(model, 5);
      const score = resolveScore(adapter.spec);
      expect(adapter.spec.caps).toContain('gradient');
      expect(miss((await adapter.predict(x)).values, (await exact.predict(x)).values)).toBeLessThan(1e-5);
      const [a, b] = [await adapter.gradient!(x, score), await exact.gradient!(x, score)];
      for (const input of Object.keys(b)) expect(miss(a[input].values, b[input].values)).toBeLessThan(1e-5);
    }
  );
});
