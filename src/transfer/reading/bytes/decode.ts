import { isUtf8 } from 'node:buffer';
import iconv from 'iconv-lite';
import { usageError } from '../../../errors.ts';
import type { EncodedBytes } from './detect.ts';
import type { Encoding } from './encoding.ts';
import { LineCounter } from './lines.ts';
import { firstInvalidLine, Utf8Pieces } from './utf8.ts';

/**
 * The text as UTF-8 bytes without byte order mark, in pieces that never cut a character. Throws INVALID_ENCODING where
 * bytes mean nothing in the encoding, and NOT_A_TEXT_FILE for NUL characters, naming the line.
 */
export async function* decodeText(input: EncodedBytes, name: string): AsyncGenerator<Buffer> {
  const lines = new LineCounter();
  const decoder = decoderFor(input.encoding);
  let skip = input.markLength;
  const checked = (piece: Piece): Buffer => {
    const nul = piece.text.indexOf(0);
    if (nul !== -1) throw holdsNul(name, lines.lineOf(piece.text, nul));
    if (piece.bad !== -1) throw invalid(input, name, lines.lineOf(piece.text, piece.bad));
    lines.add(piece.text);
    return piece.text;
  };
  for await (const chunk of input.bytes.all()) {
    yield checked(decoder.add(skip === 0 ? chunk : chunk.subarray(skip)));
    skip = 0;
  }
  yield checked(decoder.end());
}

/** UTF-8 bytes and the offset of the first that could not be read, or -1. */
interface Piece {
  text: Buffer;
  bad: number;
}

interface Decoder {
  add(chunk: Buffer): Piece;
  end(): Piece;
}

const decoderFor = (encoding: Encoding): Decoder => {
  if (encoding === 'utf-8') {
    const pieces = new Utf8Pieces();
    const piece = (text: Buffer) => ({ text, bad: isUtf8(text) ? -1 : firstInvalidLine(text) });
    return { add: (chunk) => piece(pieces.add(chunk)), end: () => piece(pieces.end()) };
  }
  if (encoding === 'utf-16le' || encoding === 'utf-16be') {
    const decoder = new TextDecoder(encoding, { ignoreBOM: true });
    return {
      add: (chunk) => transcoded(decoder.decode(chunk, { stream: true })),
      end: () => transcoded(decoder.decode()),
    };
  }
  // Not TextDecoder: Node 20 reads the bytes 0x80 to 0x9F of Windows-1252 as control characters.
  const decoder = iconv.getDecoder(encoding);
  return {
    add: (chunk) => transcoded(decoder.write(chunk)),
    end: () => transcoded(decoder.end() ?? ''),
  };
};

/** Decoders write U+FFFD for bytes they cannot read. Taken over, it would damage names for good. */
const transcoded = (text: string): Piece => {
  const bad = text.indexOf('\ufffd');
  return { text: Buffer.from(text), bad: bad === -1 ? -1 : Buffer.byteLength(text.slice(0, bad)) };
};

const holdsNul = (name: string, line: number) =>
  usageError('NOT_A_TEXT_FILE', `${name} holds a NUL character in line ${line}, so it is not plain text`, {
    hint: 'if it is UTF-16 without a mark, add --encoding utf-16le (or utf-16be); else save it as CSV',
    details: { line },
  });

const invalid = (input: EncodedBytes, name: string, line: number) => {
  const { encoding, found } = input;
  if (encoding === 'windows-1252' && found === 'guess') {
    return usageError(
      'INVALID_ENCODING',
      `${name} is neither UTF-8 nor Windows-1252: line ${line} holds bytes that mean nothing in both`,
      { hint: 'try --encoding cp850 (DOS) or --encoding macintosh', details: { line, encoding } },
    );
  }
  const next = encoding === 'utf-8' && found !== 'mark' ? '--encoding windows-1252' : 'another --encoding';
  const hint = found === 'mark' ? 'save the file again as UTF-8' : `read it with ${next}`;
  return usageError('INVALID_ENCODING', `${name} is not valid ${encoding} in line ${line}`, {
    hint,
    details: { line, encoding },
  });
};
