import { type SwitchName, switchNames } from '../../domain/access/model.ts';
import type { Switches } from '../../domain/access/schema.ts';
import type { Journal } from './journal.ts';

const pageSize = 4_096;

/** Plain numbers by record id. Ids of one run lie close together, so pages keep a million of them in four megabytes. */
class NumbersById {
  private readonly pages = new Map<number, Uint32Array>();
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  get(id: number): number {
    return this.pages.get(Math.floor(id / pageSize))?.[id % pageSize] ?? 0;
  }

  set(id: number, value: number): void {
    const page = Math.floor(id / pageSize);
    let numbers = this.pages.get(page);
    if (numbers === undefined) {
      numbers = new Uint32Array(pageSize);
      this.pages.set(page, numbers);
    }
    if (this.journal.isKept) {
      const before = numbers[id % pageSize] ?? 0;
      const page = numbers;
      this.journal.add(() => {
        page[id % pageSize] = before;
      });
    }
    numbers[id % pageSize] = value;
  }
}

/**
 * What the lines of a file have said so far about the records of one kind, field by field. A later line that says
 * something else would be overruled by the earlier one in the next run of the file, and so for ever (B2).
 */
export class Claims<Field extends string> {
  private readonly lines: NumbersById;
  /** One bit for each field, 32 fields to a word. */
  private readonly words: readonly NumbersById[];
  private readonly places: ReadonlyMap<string, number>;

  constructor(fields: readonly Field[], journal: Journal) {
    this.lines = new NumbersById(journal);
    this.places = new Map(fields.map((field, place) => [field, place]));
    this.words = Array.from({ length: Math.ceil(fields.length / 32) }, () => new NumbersById(journal));
  }

  add(id: number, line: number, said: readonly Field[]): void {
    this.lines.set(id, line);
    for (const [index, word] of this.words.entries()) {
      const before = word.get(id);
      let bits = before;
      for (const field of said) {
        const place = this.places.get(field);
        if (place !== undefined && place >>> 5 === index) bits |= 1 << (place & 31);
      }
      if (bits >>> 0 !== before) word.set(id, bits >>> 0);
    }
  }

  /** The last line that stood for the record, or undefined when none did. */
  lineOf(id: number): number | undefined {
    return this.lines.get(id) || undefined;
  }

  hasSaid(id: number, field: string): boolean {
    const place = this.places.get(field);
    if (place === undefined) return false;
    return ((this.words[place >>> 5]?.get(id) ?? 0) & (1 << (place & 31))) !== 0;
  }
}

/** Links that a line of the file has described. Most contacts have one; only what goes beyond it is kept as text. */
export class LinkClaims {
  private readonly firstAccounts: NumbersById;
  private readonly more = new Set<string>();
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.firstAccounts = new NumbersById(journal);
    this.journal = journal;
  }

  add(accountId: number, contactId: number): void {
    if (this.has(accountId, contactId)) return;
    const link = `${accountId}/${contactId}`;
    if (this.firstAccounts.get(contactId) === 0) this.firstAccounts.set(contactId, accountId);
    else {
      this.journal.add(() => this.more.delete(link));
      this.more.add(link);
    }
  }

  has(accountId: number, contactId: number): boolean {
    return (
      this.firstAccounts.get(contactId) === accountId ||
      (this.more.size > 0 && this.more.has(`${accountId}/${contactId}`))
    );
  }
}

/**
 * Switches that lines of the file have set, for each e-mail of a contact in an account. Most contacts have one account and
 * one e-mail; only what goes beyond it is kept as text.
 */
export class AccessClaims {
  private readonly firstAccounts: NumbersById;
  private readonly firstSwitches: NumbersById;
  private readonly more = new Map<string, number>();
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.firstAccounts = new NumbersById(journal);
    this.firstSwitches = new NumbersById(journal);
    this.journal = journal;
  }

  /** Two bits for each switch: whether it was set, and to what. */
  add(place: AccessPlace, switches: Switches): void {
    const said = switchNames.reduce(
      (bits, name, at) =>
        switches[name] === undefined ? bits : bits | (1 << at) | (switches[name] ? 8 << at : 0),
      this.bitsOf(place),
    );
    const { accountId, contactId, isPrimary } = place;
    const first = this.firstAccounts.get(contactId);
    if (isPrimary && (first === 0 || first === accountId)) {
      this.firstAccounts.set(contactId, accountId);
      this.firstSwitches.set(contactId, said);
      return;
    }
    const key = keyOf(place);
    const before = this.more.get(key);
    this.journal.add(() => putBack(this.more, key, before));
    this.more.set(key, said);
  }

  /** Whether a line has switched it on; undefined where none has said anything. */
  said(place: AccessPlace, name: SwitchName): boolean | undefined {
    const bits = this.bitsOf(place);
    const at = switchNames.indexOf(name);
    return (bits & (1 << at)) === 0 ? undefined : (bits & (8 << at)) !== 0;
  }

  private bitsOf(place: AccessPlace): number {
    const { accountId, contactId, isPrimary } = place;
    if (isPrimary && this.firstAccounts.get(contactId) === accountId)
      return this.firstSwitches.get(contactId);
    return this.more.get(keyOf(place)) ?? 0;
  }
}

/** An e-mail of a contact in an account, and whether it is the contact's primary one. */
export interface AccessPlace {
  accountId: number;
  contactId: number;
  addressKey: string;
  isPrimary: boolean;
}

const keyOf = ({ accountId, contactId, addressKey }: AccessPlace): string =>
  `${accountId}/${contactId}/${addressKey}`;

/** The contacts that lines of the file have referred to by a reference of its own. Exports have one only where it is needed. */
export class References {
  private readonly ids = new Map<string, number>();
  private readonly references = new Map<number, string>();
  private readonly journal: Journal;

  constructor(journal: Journal) {
    this.journal = journal;
  }

  add(reference: string, contactId: number): void {
    const [id, known] = [this.ids.get(reference), this.references.get(contactId)];
    this.journal.add(() => {
      putBack(this.ids, reference, id);
      putBack(this.references, contactId, known);
    });
    this.ids.set(reference, contactId);
    this.references.set(contactId, reference);
  }

  idOf(reference: string | undefined): number | undefined {
    return reference === undefined ? undefined : this.ids.get(reference);
  }

  /** Whether a line with this reference cannot be about the contact, since lines with another one are. */
  isOther(reference: string | undefined, contactId: number): boolean {
    const known = reference === undefined ? undefined : this.references.get(contactId);
    return known !== undefined && known !== reference;
  }
}

function putBack<Key, Value>(map: Map<Key, Value>, key: Key, value: Value | undefined): void {
  if (value === undefined) map.delete(key);
  else map.set(key, value);
}
