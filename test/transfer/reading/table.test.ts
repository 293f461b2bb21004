import { isAscii, isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import * as fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { openTable } from '../../../src/transfer/reading/table.ts';
import { file, piped, readTable } from './sources.ts';

describe('B4: delimiters', () => {
  test.each([
    ['comma', ','],
    ['semicolon', ';'],
    ['tab', '\t'],
    ['pipe', '|'],
  ])('%s is found', async (_name, delimiter) => {
    const table = await readTable(file(`Firma${delimiter}Ort\nA${delimiter}B\n`));
    expect(table).toMatchObject({ delimiter, headers: ['Firma', 'Ort'], cells: [['A', 'B']] });
  });

  test('delimiters inside quoted headings do not count, nor those of later lines', async () => {
    const table = await readTable(file('"Name, Vorname, Titel";"Straße,\nHausnummer"\na,b,c;d\n'));
    expect(table).toMatchObject({ delimiter: ';', headers: ['Name, Vorname, Titel', 'Straße,\nHausnummer'] });
  });

  test('on a tie the comma is taken for part of a heading; without any delimiter there is one column', async () => {
    expect((await readTable(file('Name, Vorname;Ort\n'))).headers).toEqual(['Name, Vorname', 'Ort']);
    expect(await readTable(file('E-Mail\na@b.example\n'))).toMatchObject({
      headers: ['E-Mail'],
      delimiter: ',',
    });
  });

  test('a first line sep=; decides, is no heading, and is counted as a line', async () => {
    for (const first of ['sep=;\r\n', '"sep=;"\n', 'SEP=;;;\n', '\ufeffsep=;\n']) {
      const table = await readTable(file(`${first}Firma, kurz;Ort, Land, PLZ\r\nA;B\r\n`));
      expect(table).toMatchObject({ delimiter: ';', headers: ['Firma, kurz', 'Ort, Land, PLZ'], lines: [3] });
    }
    expect((await readTable(file('sep=\t\nFirma\tOrt\n'))).delimiter).toBe('\t');
    await expect(readTable(file('sep=:\nFirma:Ort\n'))).rejects.toMatchObject({ code: 'UNKNOWN_DELIMITER' });
  });

  test.each([';', 'semicolon', 'Semicolon'])('--delimiter %s beats what was found', async (delimiter) => {
    expect((await readTable(file('a,b,c;d\n1;2\n'), { delimiter })).headers).toEqual(['a,b,c', 'd']);
  });

  test('--delimiter takes \\t and tab; an unknown one is refused, listing the known ones', async () => {
    for (const delimiter of ['\t', '\\t', 'tab']) {
      expect((await readTable(file('a,b\tc\n'), { delimiter })).headers).toEqual(['a,b', 'c']);
    }
    await expect(readTable(file('a:b\n'), { delimiter: ':' })).rejects.toMatchObject({
      code: 'UNKNOWN_DELIMITER',
      message: '":" is no delimiter that can be read',
      hint: '--delimiter takes one of: comma (,), semicolon (;), tab or pipe (|)',
    });
  });
});

describe('B4: lines', () => {
  test.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('%s ends a record; quoted line breaks and blank lines are counted', async (_name, end) => {
    const lines = ['', 'Firma,Notiz', 'A,1', '', '"B', '', 'b","x', 'y"', ',', '   ', 'C,3'];
    for (const size of [1, 7, 65_536]) {
      const table = await readTable(piped(lines.join(end), size));
      expect(table.cells).toEqual([
        ['A', '1'],
        [`B${end}${end}b`, `x${end}y`],
        ['C', '3'],
      ]);
      expect(table.lines).toEqual([3, 5, 11]);
    }
  });

  test('line ends may be mixed', async () => {
    const table = await readTable(file('Firma\r\nA\nB\rC\r\n"D\r\nd"\nE'));
    expect([table.cells.flat(), table.lines]).toEqual([
      ['A', 'B', 'C', 'D\r\nd', 'E'],
      [2, 3, 4, 5, 7],
    ]);
  });

  test('blanks around cells are dropped, also around quotes; inside quotes they stay', async () => {
    const table = await readTable(file('Firma, Ort ,Land\n A B , " C, D " ,\t E\n'));
    expect([table.headers, table.cells]).toEqual([['Firma', 'Ort', 'Land'], [['A B', ' C, D ', 'E']]]);
  });

  test('nothing is taken for a number, a date or a word of a program', async () => {
    const cells = ['007', '1e3', '2024-01-01', 'true', 'null', '__proto__'];
    expect((await readTable(file(`a,b,c,d,e,f\n${cells.join(',')}\n`))).cells).toEqual([cells]);
  });
});

describe('B4: what cannot be read is refused with its line', () => {
  test.each([
    ['UNCLOSED_QUOTE', 'a,Ort\n1,2\n"x\ny",2\n3,"open\n4,5\n', 5, 'opens cell 2 ("Ort") with a quote'],
    ['MISPLACED_QUOTE', 'a,Ort\n1,2\n3,the "Post" inn\n', 3, 'cell 2 ("Ort")'],
    ['MISPLACED_QUOTE', 'a,Ort\n1,"the" inn\n', 2, 'cell 2 ("Ort")'],
    ['MISPLACED_QUOTE', 'a,b\n"open,2\n3,"x"\n', 2, 'in the middle of cell 1 ("a")'],
  ])('%s: %j', async (code, content, line, where) => {
    for (const size of [1, 65_536]) {
      const error = await readTable(piped(content, size)).catch((refused) => refused);
      expect(error).toMatchObject({ kind: 'usage', code, details: { line } });
      expect(error.message).toContain(`begins in line ${line} `);
      expect(error.message).toContain(where);
    }
  });

  test('a cell may be 1 MB long and not longer', async () => {
    const longest = 'x'.repeat(1_048_576);
    expect((await readTable(file(`a,b\n1,${longest}\n`))).cells).toEqual([['1', longest]]);
    await expect(readTable(file(`a,b\n1,2\n3,${longest}x\n`))).rejects.toMatchObject({
      code: 'CELL_TOO_LARGE',
      details: { line: 3 },
    });
  });

  test('a quote that never closes does not read the rest of a large file into memory', async () => {
    let taken = 0;
    const endless = function* () {
      yield Buffer.from('a,b\n1,"open\n');
      for (; taken < 200; taken++) yield Buffer.alloc(1_048_576, 'x');
    };
    const source = { bytes: Readable.from(endless()), name: 'standard input' };
    await expect(readTable(source)).rejects.toMatchObject({ code: 'RECORD_TOO_LARGE', details: { line: 2 } });
    expect(taken).toBeLessThan(25);
  });

  test('two columns of one heading are refused, naming them', async () => {
    await expect(readTable(file('Firma,Ort,firma,Land,ORT\n'))).rejects.toMatchObject({
      code: 'DUPLICATE_HEADERS',
      message: 'clients.csv, line 1: more than one column is headed "firma", "ORT"',
      details: { columns: ['firma', 'ORT'] },
    });
  });
});

describe('the table', () => {
  test('empty headings at the end are no columns', async () => {
    expect((await readTable(file('Firma,Ort,,\nA,B,,\n'))).headers).toEqual(['Firma', 'Ort']);
  });

  test('headings alone are a table without records', async () => {
    expect(await readTable(file('Firma,Ort'))).toMatchObject({ headers: ['Firma', 'Ort'], cells: [] });
  });

  test('the source is closed after an error, after close, and when reading stops early', async () => {
    const refused = piped('a,a\n');
    await expect(openTable(refused, {})).rejects.toThrow();
    const closed = piped(`a,b\n${'1,2\n'.repeat(100_000)}`);
    (await openTable(closed, {})).close();
    const left = piped(`a,b\n${'1,2\n'.repeat(100_000)}`);
    for await (const _ of (await openTable(left, {})).records()) break;
    expect([refused, closed, left].map((source) => source.bytes.destroyed)).toEqual([true, true, true]);
  });
});

describe('B4: whatever is written can be read', () => {
  const letters = {
    'windows-1252': 'aZ09 ,;|\t"\'=\r\n€‚„…ŠŽžŸÄÖÜäöüßéñ',
    other: 'aZ09 ,;|\t"\'=\r\n€äßłÖ語🦉\u00a0',
  };
  const cell = (encoding: string) =>
    fc.string({
      unit: fc.constantFrom(...(encoding === 'windows-1252' ? letters['windows-1252'] : letters.other)),
      maxLength: 12,
    });

  const linesOf = (bytes: Buffer) =>
    bytes
      .toString('latin1')
      .split('\n')
      .map((line) => Buffer.from(line, 'latin1'));

  for (const encoding of ['utf-8', 'utf-8-mark', 'utf-16le', 'utf-16be', 'windows-1252']) {
    for (const delimiter of [',', ';', '\t', '|'] as const) {
      test(`${encoding}, ${JSON.stringify(delimiter)}`, async () => {
        const shape = fc.record({
          rows: fc.array(fc.tuple(cell(encoding), cell(encoding), cell(encoding)), { maxLength: 6 }),
          end: fc.constantFrom('\n' as const, '\r\n' as const),
          chunk: fc.integer({ min: 1, max: 40 }),
        });
        await fc.assert(
          fc.asyncProperty(shape, async ({ rows, end, chunk }) => {
            // Only quoted cells keep their blanks; an unquoted CR would be a line end of its own.
            const text = stringify([['Firma', 'Ort', 'Größe'], ...rows], {
              delimiter,
              record_delimiter: end,
              quoted: true,
              quoted_empty: true,
            });
            const name = encoding === 'utf-8-mark' ? 'utf-8' : encoding;
            const bytes = iconv.encode(text, name, { addBOM: !['utf-8', 'windows-1252'].includes(encoding) });
            // A line of Windows-1252 that is UTF-8 by chance (Ã¼) makes the text a mixture, which is refused.
            fc.pre(
              encoding !== 'windows-1252' || !linesOf(bytes).some((line) => isUtf8(line) && !isAscii(line)),
            );
            const found = await readTable(piped(bytes, chunk));
            expect(found).toMatchObject({ encoding: name, delimiter, headers: ['Firma', 'Ort', 'Größe'] });
            expect(found.cells).toEqual(rows.filter((row) => row.some((value) => value.trim() !== '')));
          }),
          { numRuns: 60 },
        );
      });
    }
  }
});
