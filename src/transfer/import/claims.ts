const pageSize = 4_096;

/** Plain numbers by record id. Ids of one run lie close together, so pages keep a million of them in four megabytes. */
class NumbersById {
  private readonly pages = new Map<number, Uint32Array>();

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
    numbers[id % pageSize] = value;
  }
}

/**
 * What the lines of a file have said so far about the records of one kind, field by field. A later line that says
 * something else would be overruled by the earlier one in the next run of the file, and so for ever (B2).
 */
export class Claims<Field extends string> {
  private readonly lines = new NumbersById();
  /** One bit for each field, 32 fields to a word. */
  private readonly words: readonly NumbersById[];
  private readonly places: ReadonlyMap<string, number>;

  constructor(fields: readonly Field[]) {
    this.places = new Map(fields.map((field, place) => [field, place]));
    this.words = Array.from({ length: Math.ceil(fields.length / 32) }, () => new NumbersById());
  }

  add(id: number, line: number, said: readonly Field[]): void {
    this.lines.set(id, line);
    for (const field of said) {
      const place = this.places.get(field);
      const word = place === undefined ? undefined : this.words[place >>> 5];
      if (place !== undefined) word?.set(id, (word.get(id) | (1 << (place & 31))) >>> 0);
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
  private readonly firstAccounts = new NumbersById();
  private readonly more = new Set<string>();

  add(accountId: number, contactId: number): void {
    const first = this.firstAccounts.get(contactId);
    if (first === 0) this.firstAccounts.set(contactId, accountId);
    else if (first !== accountId) this.more.add(`${accountId}/${contactId}`);
  }

  has(accountId: number, contactId: number): boolean {
    return (
      this.firstAccounts.get(contactId) === accountId ||
      (this.more.size > 0 && this.more.has(`${accountId}/${contactId}`))
    );
  }
}

/** The contacts that lines of the file have referred to by a reference of its own. Exports have one only where it is needed. */
export class References {
  private readonly ids = new Map<string, number>();
  private readonly references = new Map<number, string>();

  add(reference: string, contactId: number): void {
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
