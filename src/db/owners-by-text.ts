/** So many entries there is room for in the beginning; there are as many chains. */
const firstRoom = 1_024;

/**
 * Which records may hold a text, by the text's hash: sixteen bytes for each, since an import may write a million of them. Two
 * texts of one hash are rare, and told apart by whoever looks at the records.
 */
export class OwnersByText {
  private size = 0;
  /** The place of the latest entry of each chain, and of the one before each entry; counted from one, since zero is none. */
  private heads = new Uint32Array(firstRoom);
  private before = new Uint32Array(firstRoom);
  private hashes = new Uint32Array(firstRoom);
  private owners = new Uint32Array(firstRoom);

  add(text: string, owner: number): void {
    if (this.size === this.owners.length) this.grow();
    const hash = hashOf(text);
    this.hashes[this.size] = hash;
    this.owners[this.size] = owner;
    this.chain(this.size, hash);
    this.size += 1;
  }

  has(text: string): boolean {
    const hash = hashOf(text);
    for (let at = this.heads[hash & this.mask] ?? 0; at !== 0; at = this.before[at - 1] ?? 0) {
      if (this.hashes[at - 1] === hash) return true;
    }
    return false;
  }

  /** Adds the records that may hold the text. */
  addOwners(text: string, owners: Set<number>): void {
    const hash = hashOf(text);
    for (let at = this.heads[hash & this.mask] ?? 0; at !== 0; at = this.before[at - 1] ?? 0) {
      if (this.hashes[at - 1] === hash) owners.add(this.owners[at - 1] ?? 0);
    }
  }

  private get mask(): number {
    return this.heads.length - 1;
  }

  private chain(place: number, hash: number): void {
    const head = hash & this.mask;
    this.before[place] = this.heads[head] ?? 0;
    this.heads[head] = place + 1;
  }

  private grow(): void {
    const room = this.owners.length * 2;
    this.hashes = enlarged(this.hashes, room);
    this.owners = enlarged(this.owners, room);
    this.before = new Uint32Array(room);
    this.heads = new Uint32Array(room);
    for (let place = 0; place < this.size; place += 1) this.chain(place, this.hashes[place] ?? 0);
  }
}

function enlarged(values: Uint32Array, room: number): Uint32Array<ArrayBuffer> {
  const larger = new Uint32Array(room);
  larger.set(values);
  return larger;
}

/** FNV-1a over the UTF-16 units; its last bits, by which chains go, are mixed with the first ones. */
function hashOf(text: string): number {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash ^ (hash >>> 15)) >>> 0;
}
