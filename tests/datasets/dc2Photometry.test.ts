import { colourTable, fetchFile, readCard, readDc2Photometry, type Card } from '../../src/datasets';
import { FormatError, readHdf5Columns } from '../../src/formats';
import { ready, File as Hdf5File } from 'h5wasm';

const bands = ['u', 'g', 'r', 'i', 'z', 'y'];
let written = 0;

/** An HDF5 file of three galaxies whose magnitudes can be told apart: band k of row r is 20 + r - k / 8. */
async function threeGalaxies(change: (columns: Record<string, Float32Array>) => void = () => undefined) {
  const { FS } = await ready;
  const name = `written-${written++}.h5`;
  const file = new Hdf5File(name, 'w');
  const group = file.create_group('photometry');
  const columns: Record<string, Float32Array> = {};
  bands.forEach((band, k) => {
    columns[`mag_${band}_lsst`] = Float32Array.from([0, 1, 2], r => 20 + r - k / 8);
    columns[`mag_err_${band}_lsst`] = Float32Array.from([0, 1, 2], r => 0.25 * (r + 1));
  });
  columns.mag_u_lsst[1] = 99;
  change(columns);
  for (const [key, data] of Object.entries(columns)) group.create_dataset({ name: key, data });
  group.create_dataset({ name: 'redshift', data: Float64Array.from([0.1, 0.5, 2.9]) });
  group.create_dataset({ name: 'id', data: BigInt64Array.from([8062500000n, 8062500001n, 8082707059n]) });
  file.close();
  return FS.readFile(name) as Uint8Array;
}

test('magnitudes of 99 are missing, whole numbers of 64 bits keep their value', async () => {
  const galaxies = await readDc2Photometry(await threeGalaxies(), 'three.hdf5');
  expect([...galaxies.id]).toEqual([8062500000, 8062500001, 8082707059]);
  expect([...galaxies.redshift]).toEqual([0.1, 0.5, 2.9]);
  expect([...galaxies.magnitudes.u]).toEqual([20, NaN, 22]);
  expect([...galaxies.errors.u]).toEqual([0.25, NaN, 0.75]);
  expect([...galaxies.magnitudes.y]).toEqual([19.375, 20.375, 21.375]);
});

test('colours are blue minus red of neighbouring bands; a missing band makes its colour missing', async () => {
  const table = colourTable(await readDc2Photometry(await threeGalaxies(), 'three.hdf5'));
  expect(table.names).toEqual(['u-g', 'g-r', 'r-i', 'i-z', 'z-y', 'i']);
  expect(table.columns.map(column => [...column])).toEqual([
    [0.125, NaN, 0.125],
    ...Array.from({ length: 4 }, () => [0.125, 0.125, 0.125]),
    [19.625, 20.625, 21.625]
  ]);
});

test('what is wrong with a file is said with its name', async () => {
  const cut = (await threeGalaxies()).slice(0, 700);
  await expect(readDc2Photometry(cut, 'cut.hdf5')).rejects.toThrow(
    /cut\.hdf5: found .*expected an HDF5 file/
  );
  const short = await threeGalaxies(columns => delete columns.mag_z_lsst);
  await expect(readDc2Photometry(short, 'short.hdf5')).rejects.toThrow(
    /short\.hdf5 has no column "mag_z_lsst"; it has .*mag_y_lsst/
  );
  const whole = await threeGalaxies();
  await expect(readHdf5Columns(whole, { group: 'spectra', name: 'a.hdf5' })).rejects.toThrow(
    /expected data sets in the group "spectra"/
  );
  await expect(readHdf5Columns(cut, { group: 'photometry', name: 'a.hdf5' })).rejects.toBeInstanceOf(
    FormatError
  );
});

test('a table of two axes is refused', async () => {
  const { FS } = await ready;
  const file = new Hdf5File('flat.h5', 'w');
  file.create_group('g').create_dataset({ name: 'm', data: Float64Array.from([1, 2, 3, 4]), shape: [2, 2] });
  file.close();
  await expect(
    readHdf5Columns(FS.readFile('flat.h5') as Uint8Array, { group: 'g', name: 'flat.hdf5' })
  ).rejects.toThrow(/flat\.hdf5\/g\/m: found the shape \[2,2\]/);
});

test('the card says that it is a simulation, and both files come from one package at one version', async () => {
  const card: Card = readCard('dc2-photometry');
  expect(card.description).toMatch(/^A simulation, not an observation/);
  expect(card.files.map(({ bytes }) => bytes)).toEqual([662976, 1316984]);
  const sources = card.files.flatMap(file => file.sources);
  expect(sources.map(source => source.kind)).toEqual(['pypi', 'pypi']);
  const asked: string[] = [];
  await expect(
    fetchFile('dc2-photometry', card.files[0], {
      cache: '/nonexistent-cache',
      transfer: async (_, source) => {
        asked.push(source.kind === 'pypi' ? `${source.package} ${source.version}` : source.kind);
        return new Uint8Array(card.files[0].bytes);
      }
    })
  ).rejects.toThrow(/sha256/);
  expect(asked).toEqual(['pz-rail-base 2.0.11']);
});
