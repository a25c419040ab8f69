// Builds tfjs-node's binding from its own two sources against the libraries inside the tensorflow-cpu wheel.
// Only those libraries (stripped) and the C headers are kept: 450 MB instead of 1.6 GB.
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { attempt } from './command.mjs';
import { program } from './place.mjs';
import { addonFile, tfjsFolder } from './binding.mjs';
import { swapIn } from './stamp.mjs';

const version = '2.15.1'; // the newest one whose C interface was tried with tfjs-node 4.22
const wheelSha256 = '54660c074d7241a503e81edfd9f5ef5af88f64051b72e2945f26318c790f2d26'; // cp311, manylinux x86_64
const platforms = ['manylinux2014_x86_64', 'manylinux_2_17_x86_64', 'manylinux_2_27_x86_64'];
const libraries = ['libtensorflow_cc.so.2', 'libtensorflow_framework.so.2'];
const wantedFiles = [
  String.raw`^tensorflow/libtensorflow_(cc|framework)\.so\.2$`,
  String.raw`^tensorflow/include/tensorflow/c/.*\.h$`,
  String.raw`^tensorflow/include/tensorflow/core/platform/ctstring.*\.h$`,
  String.raw`^tensorflow/include/(tensorflow/)?(xla/)?tsl/(c/tsl_status|platform/ctstring.*)\.h$`,
  String.raw`dist-info/LICENSE`,
  'THIRD_PARTY'
].join('|');
const unpack =
  'import re,sys,zipfile\nz=zipfile.ZipFile(sys.argv[1])\n[z.extract(n,sys.argv[2]) for n in z.namelist() if re.search(sys.argv[3],n)]';

/** Resolves with nothing, or with a word why it did not work. */
export async function buildBinding(where, say) {
  const library = path.join(where.cache, `tensorflow-${version}`);
  if (!fs.existsSync(library)) {
    const reason = await fetchLibrary(where, library, say);
    if (reason) return reason;
  }
  linkLibrary(where, library);
  return compile(where, library, say);
}

async function fetchLibrary(where, library, say) {
  const draft = `${library}.${process.pid}.tmp`;
  for (const left of leftovers(library)) fs.rmSync(left, { recursive: true, force: true });
  fs.mkdirSync(draft, { recursive: true });
  try {
    say(`TensorFlow binding: fetching the tensorflow-cpu ${version} wheel (207 MB)`);
    const python = program(where, 'python');
    const wheel = await download(python, draft);
    if (!wheel) return `the tensorflow-cpu ${version} wheel could not be fetched`;
    const found = await sha256(wheel);
    if (found !== wheelSha256)
      return `the fetched tensorflow-cpu wheel has sha256 ${found}, not ${wheelSha256}`;
    if ((await attempt(python, ['-c', unpack, wheel, draft, wantedFiles])).status !== 0)
      return 'the tensorflow-cpu wheel could not be unpacked (is the disk full?)';
    fs.rmSync(wheel);
    // symbols are two thirds of nothing to us; where strip is missing the library is only larger
    for (const name of libraries)
      await attempt('strip', ['--strip-all', path.join(draft, 'tensorflow', name)]);
    swapIn(draft, library);
    return null;
  } finally {
    fs.rmSync(draft, { recursive: true, force: true });
  }
}

function leftovers(library) {
  const folder = path.dirname(library);
  if (!fs.existsSync(folder)) return [];
  return fs
    .readdirSync(folder)
    .filter(name => name.startsWith(`${path.basename(library)}.`) && name.endsWith('.tmp'))
    .map(name => path.join(folder, name));
}

/** pip fetches it, with the user's own index and proxy; a fixed wheel, whatever Python runs pip. */
async function download(python, folder) {
  const target = [
    '--implementation',
    'cp',
    '--python-version',
    '3.11',
    '--abi',
    'cp311',
    ...platforms.flatMap(p => ['--platform', p])
  ];
  const how = [
    '-q',
    '--disable-pip-version-check',
    '--no-input',
    '--no-deps',
    '--no-cache-dir',
    '--only-binary=:all:',
    '--retries',
    '1'
  ];
  const result = await attempt(
    python,
    ['-m', 'pip', 'download', ...how, ...target, '-d', folder, `tensorflow-cpu==${version}`],
    { timeout: 600_000 }
  );
  const name = fs.readdirSync(folder).find(file => file.endsWith('.whl'));
  return result.status === 0 && name ? path.join(folder, name) : null;
}

async function sha256(file) {
  const hash = createHash('sha256');
  await pipeline(fs.createReadStream(file), hash);
  return hash.digest('hex');
}

/** Puts the libraries where the binding looks for them; links are relative, so the repository can be moved. */
function linkLibrary(where, library) {
  const deps = path.join(tfjsFolder(where), 'deps');
  const lib = path.join(deps, 'lib');
  fs.rmSync(deps, { recursive: true, force: true });
  fs.mkdirSync(lib, { recursive: true });
  const link = (file, name) =>
    fs.symlinkSync(path.relative(lib, path.join(library, 'tensorflow', file)), path.join(lib, name));
  for (const name of libraries) link(name, name);
  link(libraries[0], 'libtensorflow.so.2');
}

async function compile(where, library, say) {
  const folder = tfjsFolder(where);
  const target = addonFile(where);
  const draft = `${target}.tmp`;
  fs.mkdirSync(path.dirname(target), { recursive: true });
  say('TensorFlow binding: compiling it (about 10 s)');
  const includes = [
    path.join(where.root, 'node_modules', 'node-api-headers', 'include'),
    path.dirname(folder),
    folder,
    path.join(library, 'tensorflow', 'include')
  ].map(include => `-I${include}`);
  const result = await attempt(
    'g++',
    [
      ...['-O2', '-std=c++17', '-fPIC', '-shared', '-w', '-DNAPI_VERSION=8', ...includes],
      ...['binding/tfjs_backend.cc', 'binding/tfjs_binding.cc', '-o', draft],
      ...[
        `-L${path.join(folder, 'deps', 'lib')}`,
        ...libraries.map(name => `-l:${name}`),
        '-Wl,-rpath,$ORIGIN/../../deps/lib'
      ]
    ],
    { cwd: folder }
  );
  if (result.status !== 0)
    return `the compiler stopped: ${result.output.split('\n').find(line => /error/.test(line)) ?? 'no reason given'}`;
  fs.renameSync(draft, target);
  return null;
}
