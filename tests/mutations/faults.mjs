// Faults that were made in published code, put into ours. Each: id; what it is; targets, the methods or metrics it falsifies;
// file, find (a text that occurs there once) and put (what takes its place); tests, the pattern of the test files that should
// notice, and only, the names of the tests in them.
const ladder = 'tests/interpret/ladder';
const metrics = 'tests/interpret/metrics';
const method = name => `src/interpret/methods/${name}.ts`;
const metric = name => `src/interpret/metrics/${name}.ts`;

export const faults = [
  {
    id: 'sign-flip',
    what: 'the sign of a gradient is turned',
    targets: ['gradient'],
    file: method('gradient'),
    find: 'values: await gradientsAtObjects(problem)',
    put: 'values: (await gradientsAtObjects(problem)).map(v => -v)',
    tests: ladder,
    only: 'rung [1-3].*gradient'
  },
  {
    id: 'same-object',
    what: 'one object is explained again and again: i where idx was meant',
    targets: ['gradient'],
    file: 'src/interpret/sweep.ts',
    find: 'into.set(x.subarray(k * width, (k + 1) * width) as Float64Array);',
    put: 'into.set(x.subarray(0, width) as Float64Array);',
    tests: ladder,
    only: 'rung [1-7].*gradient'
  },
  {
    id: 'mask-not-resized',
    what: 'the coarse mask is cut into the corner without being resized to the input',
    targets: ['rise'],
    file: method('rise'),
    find: 'const visible = resizeLinear(grid, cells, whole, { start: cut, shape });',
    put: 'const visible = new Float64Array(product(shape)); visible.set(grid.subarray(0, product(shape))); void resizeLinear; void whole; void cut;',
    tests: ladder,
    only: 'rung [1-7].*rise'
  },
  {
    id: 'reshape-for-transpose',
    what: 'channels and positions of a map are mixed up: reshape where a transpose was meant',
    targets: ['gradCam'],
    file: method('gradCam'),
    find: 'alpha[k] += gradient.values[from + p * channels + k] / positions;',
    put: 'alpha[k] += gradient.values[from + k * positions + p] / positions;',
    tests: ladder,
    only: 'rung [1-7].*gradCam'
  },
  {
    id: 'wrong-axis',
    what: 'the mean is taken over the channels, not over the positions',
    targets: ['gradCam'],
    file: method('gradCam'),
    find: 'map[p] += alpha[k] * activation.values[from + p * channels + k];',
    put: 'map[p] += alpha[0] * activation.values[from + p * channels + k] / channels;',
    tests: ladder,
    only: 'rung [1-7].*gradCam'
  },
  {
    id: 'labels-reversed',
    what: 'the label map is reversed: the other class is explained',
    targets: ['gradient'],
    file: 'src/interpret/score.ts',
    find: '(_, i) => (i === index ? value : 0)',
    put: '(_, i) => (i === count - 1 - index ? value : 0)',
    tests: ladder,
    only: 'rung [1-7].*gradient'
  },
  {
    id: 'joined-by-place',
    what: 'maps are joined to objects by their place, not by their id, so that another split is compared',
    targets: ['deletion', 'insertion', 'aopc', 'completeness'],
    file: metric('metric'),
    find: 'const from = place.get(ids[s]);',
    put: 'const from: number | undefined = s; void place;',
    tests: metrics
  },
  {
    id: 'unrandomised-stage',
    what: 'a misspelt layer lets the model that was not randomised into the mean',
    targets: ['parameterRandomisation'],
    file: metric('randomisation'),
    find: "const drawn = order === 'cascading' ? layers.slice(0, k + 1) : [layers[k]];",
    put: "const drawn = order === 'cascading' ? layers.slice(0, k) : [layers[k] + '_'];",
    tests: `${metrics}/randomisation`
  },
  {
    id: 'null-without-room',
    what: 'a map of the input alone passes, because random models agree on it as well',
    targets: ['parameterRandomisation', 'dataRandomisation'],
    file: metric('randomisation'),
    find: 'passes: room >= leastRoom && median(similarity) <= threshold',
    put: 'passes: median(similarity) <= threshold',
    tests: `${metrics}/randomisation`
  },
  {
    id: 'float-equality',
    what: 'a residual is compared with 0 by ==',
    targets: ['integratedGradients', 'expectedGradients', 'exactShapley', 'kernelShap'],
    file: 'src/interpret/attribution.ts',
    find: 'ok: relative.every(r => r <= tolerance)',
    put: 'ok: absolute.every(r => r === 0)',
    tests: 'tests/interpret/contract'
  },
  {
    id: 'tolerance-inside',
    what: 'max(|r| < tol) where max(|r|) < tol was meant: one good object passes all',
    targets: ['integratedGradients', 'expectedGradients', 'exactShapley', 'kernelShap'],
    file: 'src/interpret/attribution.ts',
    find: 'ok: relative.every(r => r <= tolerance)',
    put: 'ok: relative.some(r => r <= tolerance)',
    tests: 'tests/interpret/contract'
  },
  {
    id: 'tolerance-of-a-million',
    what: 'the tolerance is 1e6, so that nothing ever fails',
    targets: ['integratedGradients', 'expectedGradients', 'exactShapley', 'kernelShap'],
    file: 'src/interpret/attribution.ts',
    find: 'ok: relative.every(r => r <= tolerance)',
    put: 'ok: relative.every(r => r <= 1e6)',
    tests: 'tests/interpret/contract'
  },
  {
    id: 'normalised-residual',
    what: 'completeness is judged on maps that were divided by their largest value',
    targets: ['completeness'],
    file: metric('completeness'),
    find: 'const sum = rowOf(question.maps, objects.width, s).reduce((a, b) => a + b, 0);',
    put: 'const row = rowOf(question.maps, objects.width, s); const top = row.reduce((m, v) => Math.max(m, Math.abs(v)), 0); const sum = row.reduce((a, b) => a + b / top, 0);',
    tests: `${metrics}/metrics`,
    only: 'completeness'
  },
  {
    id: 'empty-truth-hits',
    what: 'an empty truth mask counts as a hit',
    targets: ['relevanceMass', 'relevanceRank', 'pointingGame'],
    file: metric('localisation'),
    find: 'return area === 0 ? NaN :',
    put: 'return area === 0 ? 1 :',
    tests: `${metrics}/metrics`,
    only: 'without truth'
  },
  {
    id: 'squared-smoothgrad',
    what: 'SmoothGrad averages squared gradients',
    targets: ['smoothGrad'],
    file: method('smoothGrad'),
    find: "export const smoothGrad = noisyMethod('smoothGrad', 'Smilkov et al. 2017, arXiv:1706.03825');",
    put: "export const smoothGrad = noisyMethod('smoothGrad', 'Smilkov et al. 2017, arXiv:1706.03825', { transform: v => v * v });",
    tests: ladder,
    only: 'rung [1-7].*smoothGrad$'
  },
  {
    id: 'absolute-noise',
    what: 'the noise is absolute where a share of the range of the input was meant',
    targets: ['smoothGrad', 'smoothGradSquared', 'varGrad'],
    file: method('smoothGrad'),
    find: 'sigma = rangeOf(objects, s).map(range => noise * range);',
    put: 'sigma = rangeOf(objects, s).map(() => noise);',
    tests: ladder,
    only: 'rung [1-7].*(smoothGrad|varGrad)'
  },
  {
    id: 'one-path',
    what: 'sensitivity-n walks along one ordered path in place of random subsets',
    targets: ['sensitivityN'],
    file: metric('sensitivityN'),
    find: 'const other = random.integer(j, places.length - 1);',
    put: 'const other = j;',
    tests: metrics,
    only: 'sensitivity'
  },
  {
    id: 'divided-by-input',
    what: 'max-sensitivity is divided by |x| in place of |Phi|',
    targets: ['maxSensitivity'],
    file: metric('maxSensitivity'),
    find: 'size += p[i] ** 2;',
    put: 'size += x[s * width + i] ** 2;',
    tests: `${metrics}/metrics`,
    only: 'max-sensitivity'
  },
  {
    id: 'probability-explained',
    what: 'the probability is explained in place of the logit',
    targets: ['gradient'],
    file: 'src/interpret/score.ts',
    find: "side: kind === 'logit' && activation !== 'none' ? 'logit' : 'output',",
    put: "side: 'output',",
    tests: 'tests/interpret/contract'
  },
  {
    id: 'training-pass',
    what: 'dropout is on while a model is explained',
    targets: ['gradient'],
    file: 'src/interpret/adapters/layerTaps.ts',
    find: '{ training: false }',
    put: '{ training: true }',
    tests: 'tests/interpret/adapters'
  },
  {
    id: 'nan-ranked',
    what: 'a map of NaN is measured, and ranked',
    targets: ['deletion', 'insertion', 'gini'],
    file: metric('metric'),
    find: 'const odd = flat.findIndex(v => !Number.isFinite(v));',
    put: 'const odd = -1;',
    tests: metrics
  },
  {
    id: 'nan-in-mean',
    what: 'an object where the metric is undefined enters the mean as 0',
    targets: ['deletion', 'insertion', 'gini', 'entropy'],
    file: metric('metric'),
    find: 'const defined = perObject.filter(Number.isFinite);',
    put: 'const defined = perObject.map(v => (Number.isFinite(v) ? v : 0));',
    tests: `${metrics}/metrics`
  },
  {
    id: 'padding-in-mean',
    what: 'padded rows take part',
    targets: ['leaveOneOutMembers'],
    file: 'src/interpret/attribute.ts',
    find: 'if (!live || live[i]) places.push(i);',
    put: 'places.push(i);',
    tests: ladder,
    only: 'leaveOneOutMembers'
  },
  {
    id: 'order-seeds-draws',
    what: 'draws follow the place of an object in its batch, so that the order of rows leaks in',
    targets: ['smoothGrad'],
    file: method('smoothGrad'),
    find: 'random = new Random(seedFor(seed, ids[s]));',
    put: 'random = new Random(seedFor(seed, String(s)));',
    tests: ladder,
    only: 'rung 7.*smoothGrad'
  },
  {
    id: 'images-reshaped',
    what: 'images are read under another shape where the band axis was to be moved',
    targets: ['prepareImages'],
    file: 'src/models/galaxyNetwork.ts',
    find: 'const moved: ShapedArray = moveAxis({ values: scaled, shape: [...shape] }, 1, 3);',
    put: 'const moved: ShapedArray = { values: scaled, shape: [count, height, width, bands] }; void moveAxis;',
    tests: 'tests/models/galaxyNetwork',
    only: 'hot pixel'
  },
  {
    id: 'images-raw',
    what: 'raw fluxes go into the network',
    targets: ['prepareImages'],
    file: 'src/models/galaxyNetwork.ts',
    find: 'scaled[k * pixels + i] = Math.asinh((band[i] - centre) / sigma);',
    put: 'scaled[k * pixels + i] = band[i]; void centre;',
    tests: 'tests/models/galaxyNetwork',
    only: 'median 0'
  },
  {
    id: 'softmax-hidden',
    what: 'hidden layers have a softmax',
    targets: ['galaxyNetwork'],
    file: 'src/models/galaxyNetwork.ts',
    find: "dense(64, 'relu'),",
    put: "dense(64, 'softmax' as 'relu'),",
    tests: 'tests/models/galaxyNetwork',
    only: 'hidden layers'
  },
  {
    id: 'convolution-exchanged',
    what: 'filters and size of a convolution are exchanged',
    targets: ['galaxyNetwork'],
    file: 'src/models/galaxyNetwork.ts',
    find: '...block(8, 5, true),',
    put: '...block(5, 8, true),',
    tests: 'tests/models/galaxyNetwork',
    only: 'parameters'
  },
  {
    id: 'one-class-turned',
    what: 'only one class is augmented',
    targets: ['turnedImages'],
    file: 'src/models/galaxyAugmentation.ts',
    find: 'const [down, left, swap] = [random.integer(0, 1), random.integer(0, 1), random.integer(0, 1)];',
    put: 'const [down, left, swap] = images.labels[k] ? [random.integer(0, 1), random.integer(0, 1), random.integer(0, 1)] : [0, 0, 0];',
    tests: 'tests/models/galaxyNetwork',
    only: 'both classes'
  },
  {
    id: 'matrix-turned',
    what: 'true and called classes of a confusion matrix are exchanged',
    targets: ['confusionMatrix'],
    file: 'src/learn/metrics/confusion.ts',
    find: "counts[place('truth', truth, row)][place('predicted', predicted, row)]++;",
    put: "counts[place('predicted', predicted, row)][place('truth', truth, row)]++;",
    tests: 'tests/learn/metrics',
    only: 'matrix: rows are the truth'
  },
  {
    id: 'groups-torn',
    what: 'a split deals out rows in place of groups',
    targets: ['groupedSplit'],
    file: 'src/learn/split.ts',
    find: 'const rows = members.get(groups[row]);',
    put: 'const rows = undefined as number[] | undefined; groups = Array.from(groups, (_, i) => i);',
    tests: 'tests/learn/split'
  },
  {
    id: 'bands-typed',
    what: 'names of bands are typed from memory, not taken from the header',
    targets: ['readDeepMerge'],
    file: 'src/datasets/deepMerge.ts',
    find: 'const bands = filtersOf(images);',
    put: "const bands = ['F814W', 'F160W', 'F356W']; void filtersOf;",
    tests: 'tests/datasets/deepMerge',
    only: 'axis order, bands'
  },
  {
    id: 'bootstrap-over-rows',
    what: 'a bootstrap draws rows in place of groups',
    targets: ['terseCorrelationCheck'],
    file: 'src/math/groupBootstrap.ts',
    find: 'let index = indices.get(groups[i]);',
    put: 'let index: number | undefined = undefined; groups = Array.from(groups, (_, k) => k);',
    tests: 'tests/interpret/setTerse'
  }
];
