/** Who did something: a client's contact, or the firm. */
export const sides = ['client', 'firm'] as const;
export type Side = (typeof sides)[number];

/** Who did something, by the name they had then; `contact` is null for the firm and for contacts that are gone. */
export interface Author {
  side: Side;
  name: string;
  contact: { id: number; name: string } | null;
}

/** A part of the overview (O1): the newest entries, and how many there are in all. */
export interface Section<Item> {
  items: Item[];
  total: number;
}
