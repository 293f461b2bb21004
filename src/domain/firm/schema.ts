import * as z from 'zod';
import { nameText } from '../text/checks.ts';

export const nameFormats = ['first-last', 'last-first'] as const;
export type NameFormat = (typeof nameFormats)[number];

/** The settings of the one firm that owns the database. */
export interface Firm {
  firmName: string;
  nameFormat: NameFormat;
}

interface FirmSetting {
  key: string;
  field: keyof Firm;
  summary: string;
  default: string;
  check: z.ZodType<string>;
}

/** Each setting: its key for `config`, what it means, its default, and what it may be. */
export const firmSettings: readonly FirmSetting[] = [
  {
    key: 'firm-name',
    field: 'firmName',
    summary: "the firm's name",
    default: 'My firm',
    check: nameText('the firm name', 200),
  },
  {
    key: 'name-format',
    field: 'nameFormat',
    summary:
      'how the names of people are put together: first-last ("Erika Müller") or last-first ("Müller, Erika")',
    default: 'first-last',
    check: z.enum(nameFormats, 'must be first-last or last-first'),
  },
];
