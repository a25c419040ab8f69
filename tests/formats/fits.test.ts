import { readFileSync } from 'node:fs';
import path from 'node:path';
import { FormatError, readFits, rowOf, verifyChecksum, type TableHdu } from '../../src/formats';
import { asJson, canonical, cardsJson, fixture, fixtures, fromExpected, type Canonical } from './canonical';

interface ExpectedHdu {
  name: string;
  kind: string;
  cards: [string, unknown][];
  image?: Canonical;
  columns?: [string, string | null, Canonical][];
}

const expected = JSON.parse(readFileSync(path.join(fixtures, 'expected.json'), 'utf8')) as {
  fits: Record<string, ExpectedHdu[]>;
  checksums: { 'checksums.fits': unknown[]; 'flipped byte': { at: number; verdicts: unknown[] } };
};

describe.each(Object.entries(expected.fits))('%s as astropy reads it', (name, hdus) => {
  const file = readFits(fixture(name), { name });

  test('its HDUs', () => {
    expect(file.hdus.map(hdu => [hdu.name, hdu.kind])).toEqual(hdus.map(hdu => [hdu.name, hdu.kind]));
  });

  test('the values of every header card', () => {
    expect(file.hdus.map(hdu => cardsJson(hdu.header))).toEqual(hdus.map(hdu => hdu.cards));
  });

  const images = hdus.flatMap(({ name: hdu, image }, i) => (image ? ([[i, hdu, image]] as const) : []));
  if (images.length > 0) {
    test.each(images)('image in HDU %d %s: type, shape, every pixel', (index, _, image) => {
      expect(asJson(canonical(file.image(index).read()))).toEqual(fromExpected(image));
    });
  }

  const columns = hdus.flatMap(({ name: hdu, columns: list }, i) =>
    (list ?? []).map(([column, unit, values]) => [i, hdu, column, unit, values] as const)
  );
  if (columns.length > 0) {
    test.each(columns)('column in HDU %d %s: %s', (index, _, column, unit, values) => {
      const read = file.table(index).column(column);
      expect([read.name, read.unit ?? null]).toEqual([column, unit]);
      expect(asJson(canonical(read))).toEqual(fromExpected(values));
    });
  }
});

describe('look-up', () => {
  const file = readFits(fixture('images.fits'));

  test('by number, by name without regard to case, and by EXTVER', () => {
    expect(file.hdu(2).name).toBe('I32');
    expect(file.hdu('i32').index).toBe(2);
    const second = file.image('TWIN', 2);
    expect([...second.read().values]).toEqual([2, 2]);
    expect(file.hdu('TWIN').version).toBe(1);
  });

  test('what is not there is named, with what is', () => {
    expect(() => file.hdu('I33')).toThrow(
      /found no HDU "I33", expected one of 0 "PRIMARY" \(image\), 1 "I16"/
    );
    expect(() => file.hdu('TWIN', 3)).toThrow(/with EXTVER 3/);
    expect(() => file.table()).toThrow(/no table in the file/);
    expect(() => file.table('I32')).toThrow(/no table in HDU 2/);
    const table = readFits(fixture('binary.fits')).table();
    expect(() => table.column('FLUX')).toThrow(/no column "FLUX", expected one of LOGICAL, /);
    expect(() => table.column(99)).toThrow(FormatError);
  });

  test('a column by exact name before one of another case', () => {
    const table = readFits(fixture('binary.fits')).table('KINDS');
    expect(table.column('float').name).toBe('FLOAT');
    expect(table.names[table.names.length - 1]).toBe('SPAREU');
  });

  test('the first table and the first image need no name', () => {
    expect(readFits(fixture('binary.fits')).table().name).toBe('KINDS');
    expect(file.image().name).toBe('PRIMARY');
    expect(file.image('UNIT').read().unit).toBe('Jy/beam');
  });
});

describe('header', () => {
  const { header } = readFits(fixture('headers.fits')).hdus[0];

  test('values keep their digits: bigints beyond 2^53 and numbers up to there', () => {
    expect(header.get('BIG')).toBe(2n ** 62n + 1n);
    expect(header.get('HUGE')).toBe(-(10n ** 25n));
    expect(header.get('SAFE')).toBe(Number.MAX_SAFE_INTEGER);
  });

  test('undefined, missing and empty are three things', () => {
    expect(header.get('UNDEF')).toBeNull();
    expect(header.get('ABSENT')).toBeUndefined();
    expect(header.get('EMPTY')).toBe('');
    expect(header.has('UNDEF')).toBe(true);
  });

  test('long strings run over CONTINUE cards, with their comment', () => {
    expect(header.get('LONGSTR')).toBe(`${'long '.repeat(40)}it's over & done`);
    expect(header.card('LONGSTR')?.comment).toBe('a comment of a long string');
    expect(header.get('ENDAMP')).toBe('ends in &');
    expect(header.has('CONTINUE')).toBe(false);
  });

  test('HIERARCH keywords with and without the word, in any case', () => {
    expect(header.get('ESO DET NAME')).toBe('CCD-44');
    expect(header.get('HIERARCH eso det name')).toBe('CCD-44');
    expect(header.get('A LOWER KEY')).toBe(2.5);
    expect(header.card('A LOWER KEY')?.keyword).toBe('a lower key');
  });

  test('complex values, D exponents, leading blanks, comments with a slash', () => {
    expect(header.get('COMPLEX')).toEqual({ re: 1.5, im: -2 });
    expect(header.get('CFREE')).toEqual({ re: 1, im: 2 });
    expect(header.get('DEXP')).toBe(125);
    expect(header.get('LEAD')).toBe('  leading');
    expect(header.card('REAL')?.comment).toBe('with a comment / and a slash');
    expect(header.get('FIRST')).toBe(1);
  });

  test('a keyword without "=" holds text and no value; one that should hold a number throws', () => {
    expect(header.get('NOVALUE')).toBeNull();
    expect(header.card('NOVALUE')?.comment).toContain('text without a value');
    expect(() => header.number('NOVALUE', 1)).toThrow(/keyword NOVALUE: found a card without "= "/);
    expect(() => header.text('NOVALUE')).toThrow(/a card without "= "/);
    expect(() => header.count('NOVALUE', 1)).toThrow(/a card without "= "/);
  });

  test('commentary in order', () => {
    expect(header.comments[0]).toBe('first comment');
    expect(header.comments.slice(1).join('')).toBe('second '.repeat(20).trimEnd());
    expect(header.history).toEqual(['history line']);
  });

  test('a value that does not follow the standard throws when asked for, and only then', () => {
    const bytes = fixture('headers.fits');
    const at = Buffer.from(bytes).indexOf('REAL    =');
    bytes.set(Buffer.from('1.5.2     '), at + 20);
    const damaged = readFits(bytes, { name: 'bad.fits' }).hdus[0].header;
    expect(damaged.get('INTEGER')).toBe(42);
    expect(() => damaged.get('REAL')).toThrow(/^bad.fits: primary HDU, keyword REAL: found "1\.5\.2/);
  });
});

describe('tables', () => {
  const kinds = readFits(fixture('binary.fits')).table('KINDS');

  test('numbers() gives doubles with NaN for nulls and for nothing else', () => {
    expect([...kinds.numbers('NULLS')]).toEqual([1, NaN, 3, NaN, 5]);
    expect([...kinds.numbers('USHORT')].slice(0, 2)).toEqual([0, 65535]);
    expect([...kinds.numbers('LOGICAL')]).toEqual([1, NaN, 1, 0, 1]);
    expect(kinds.numbers('DOUBLE')).toBeInstanceOf(Float64Array);
  });

  test('numbers() and texts() refuse what they cannot give', () => {
    for (const name of ['TEXT', 'VECTOR', 'COMPLEX', 'NOTHING']) {
      expect(() => kinds.numbers(name)).toThrow(/expected one number a row/);
    }
    expect(() => kinds.texts('FLOAT')).toThrow(/expected one text a row/);
    expect(() => kinds.texts('TEXTS')).toThrow(/expected one text a row/);
    expect(() => readFits(fixture('variable.fits')).table().numbers('PE')).toThrow(/one number a row/);
  });

  test('text stops at NUL and trailing blanks', () => {
    expect(kinds.texts('TEXT')).toEqual(['', 'a', 'ab', 'twelve chars', ' lead']);
  });

  test('a row of a column, of fixed and of variable length', () => {
    const cube = kinds.column('CUBE');
    expect(rowOf(cube, 1)).toEqual((cube.values as Int16Array).subarray(12, 24));
    expect(rowOf(kinds.column('TEXTS'), 4)).toEqual(['one', 'two', 'tri']);
    const heap = readFits(fixture('variable.fits')).table();
    expect([0, 1, 2, 3].map(row => rowOf(heap.column('PE'), row).length)).toEqual([3, 0, 1, 5]);
    expect([0, 1, 2, 3].map(row => rowOf(heap.column('PM'), row).length)).toEqual([6, 0, 2, 10]);
    expect(rowOf(heap.column('PA'), 3)).toEqual(['efghi']);
  });

  test('columns are decoded only when asked for: a bad one leaves the others readable', () => {
    const bytes = fixture('variable.fits');
    const table = readFits(bytes).table();
    table.dataBytes.fill(255, 0, 4);
    const damaged = readFits(bytes).table();
    expect(() => damaged.column('PB')).toThrow(/cells inside the heap/);
    expect([...damaged.numbers('NUM')]).toEqual([0, 1, 2, 3]);
  });

  test('an ASCII table gives its fields as texts whatever their format', () => {
    const table = readFits(fixture('ascii.fits')).table();
    expect(table.encoding).toBe('ascii');
    expect(table.texts('EXP').map(text => text.trim())).toContain('NULL');
    expect([...table.numbers('SMALL')]).toEqual([1, NaN, 333, 0]);
  });

  test('an F field without its decimal point is refused, because programs differ by powers of ten', () => {
    const bytes = fixture('ascii.fits');
    const table = readFits(bytes).table();
    const at = table.dataBytes.byteOffset + Number(table.header.get('TBCOL5')) - 1;
    bytes.set(Buffer.from('     1500'), at);
    expect(() => readFits(bytes).table().column('FIXED')).toThrow(
      /row 0: found "1500", expected a decimal point/
    );
    expect(readFits(bytes).table().texts('FIXED')[0].trim()).toBe('1500');
  });
});

describe('what is recognised and not supported', () => {
  test('tile-compressed images: the message says so, the other HDUs are read', () => {
    const file = readFits(fixture('compressed.fits'), { name: 'c.fits' });
    expect(file.hdus.map(hdu => hdu.kind)).toEqual(['empty', 'unsupported', 'image']);
    expect(() => file.image('TILES')).toThrow(
      /^c.fits: HDU 1: found a tile-compressed image, which is not supported/
    );
    expect(file.image('PLAIN').read().shape).toEqual([2, 20]);
    expect(file.hdu('TILES').header.get('ZNAXIS1')).toBe(20);
  });

  test('random groups: their size is known, so that the HDU behind them is found', () => {
    const file = readFits(fixture('groups.fits'));
    expect(file.hdus.map(hdu => [hdu.kind, hdu.name])).toEqual([
      ['unsupported', 'PRIMARY'],
      ['image', 'AFTER']
    ]);
    expect(file.hdus[0].dataBytes.length).toBe(36);
    expect(() => file.image(0)).toThrow(/random groups/);
  });
});

describe('checksums', () => {
  const verdicts = (bytes: Uint8Array): unknown => readFits(bytes).hdus.map(verifyChecksum);
  const ok = { datasum: 'ok', checksum: 'ok' };

  test('those that astropy wrote hold', () => {
    expect(expected.checksums['checksums.fits']).toEqual([ok, ok, ok]);
    expect(verdicts(fixture('checksums.fits'))).toEqual([ok, ok, ok]);
  });

  test('one flipped bit in the data is found where astropy finds it', () => {
    const { at, verdicts: astropy } = expected.checksums['flipped byte'];
    const bytes = fixture('checksums.fits');
    bytes[at] ^= 1;
    expect(verdicts(bytes)).toEqual(astropy);
    expect(astropy[1]).toEqual({ datasum: 'bad', checksum: 'bad' });
  });

  test('one changed letter in a header breaks CHECKSUM and leaves DATASUM', () => {
    const bytes = fixture('checksums.fits');
    const at = Buffer.from(bytes).indexOf('PIXELS');
    bytes[at] ^= 1;
    expect(verdicts(bytes)).toEqual([ok, ok, { datasum: 'ok', checksum: 'bad' }]);
  });

  test('absent where the keywords are', () => {
    expect(verdicts(fixture('ascii.fits'))).toContainEqual({ datasum: 'absent', checksum: 'absent' });
  });
});

test('a table is plain data and methods: nothing of it is shared between calls', () => {
  const table: TableHdu = readFits(fixture('binary.fits')).table();
  const first = table.column('FLOAT');
  (first.values as Float32Array).fill(7);
  expect((table.column('FLOAT').values as Float32Array)[4]).not.toBe(7);
});
