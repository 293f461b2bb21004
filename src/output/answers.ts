import { type AnyField, namedFields, picked } from './fields.ts';
import { paintFor } from './paint.ts';
import { safeJson, safeText } from './safe-text.ts';
import type { OutputSettings, Sink } from './settings.ts';
import type { AnswersResult, AnswersView } from './view.ts';

/** Writes answers, each as soon as it is there: whoever reads them may be waiting for it before they go on. */
export async function renderAnswers(
  view: AnswersView<unknown>,
  result: AnswersResult<unknown>,
  settings: OutputSettings,
  out: Sink,
): Promise<void> {
  const named = namedFields(view.fields, settings);
  const { results } = result;
  switch (settings.format) {
    case 'table':
      return linesForPeople(view, results, settings, out);
    case 'json':
      return wholeJson(result, named, out);
    case 'jsonl':
      for await (const item of results) await out.write(`${safeJson(picked(item, named))}\n`);
      return;
    case 'csv': {
      const { csvLines } = await import('./csv.ts');
      const fields = named ?? view.fields;
      // With the first answer: beside an error without any, standard output stays empty.
      let hasHead = false;
      for await (const item of results) {
        for await (const text of csvLines([item], fields)) {
          await out.write(hasHead ? text.slice(text.indexOf('\n') + 1) : text);
          hasHead = true;
        }
      }
      if (!hasHead) for await (const text of csvLines([], fields)) await out.write(text);
      return;
    }
    case 'ids':
      for await (const item of results) {
        for (const id of view.ids(item)) await out.write(`${safeText(String(id))}\n`);
      }
      return;
    case 'count': {
      let count = 0;
      for await (const _ of results) count += 1;
      return out.write(`${count}\n`);
    }
  }
}

async function linesForPeople(
  view: AnswersView<unknown>,
  results: AsyncIterable<unknown>,
  { color, quiet }: OutputSettings,
  out: Sink,
): Promise<void> {
  const paint = await paintFor(color.out);
  for await (const item of results) {
    const { text, tone } = view.line(item);
    if (!quiet || view.isTrouble(item)) await out.write(`${paint(safeText(text), tone)}\n`);
  }
}

async function wholeJson(
  { results, summary }: AnswersResult<unknown>,
  named: AnyField[] | undefined,
  out: Sink,
): Promise<void> {
  let before = '{\n  "results": [';
  for await (const item of results) {
    await out.write(`${before}\n    ${safeJson(picked(item, named), 2).replaceAll('\n', '\n    ')}`);
    before = ',';
  }
  const end = before === ',' ? '\n  ]' : `${before}]`;
  await out.write(`${end},\n  "summary": ${safeJson(summary(), 2).replaceAll('\n', '\n  ')}\n}\n`);
}
