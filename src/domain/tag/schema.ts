import * as z from 'zod';
import { nameText } from '../text/checks.ts';

/** The colours by name; any other is given as #rrggbb. */
export const tagColors = [
  'gray',
  'red',
  'orange',
  'yellow',
  'green',
  'teal',
  'blue',
  'purple',
  'pink',
  'brown',
] as const;

/** The characters that separate tags in lists cannot be part of one. */
export const tagName = nameText('the tag name', 100).refine(
  (name) => !/[,;|]/.test(name),
  'the tag name must not contain , ; or |, which separate tags in lists',
);

export const tagColor = z
  .string('the colour must be text')
  .refine(
    (color) => (tagColors as readonly string[]).includes(color) || /^#[0-9a-f]{6}$/.test(color),
    `the colour must be one of ${tagColors.join(', ')}, or #rrggbb`,
  );

export const newTag = z.strictObject({ name: tagName, color: tagColor.optional() });
export type NewTag = z.infer<typeof newTag>;

/** A tag with the number of accounts that carry it (G1). */
export interface Tag {
  id: number;
  name: string;
  color: string;
  accounts: number;
}
