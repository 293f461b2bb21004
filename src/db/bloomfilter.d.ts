// The library has no types of its own.
declare module 'bloomfilter' {
  /** A set of texts that may say of a text which it does not hold that it does, and never the other way round. */
  export class BloomFilter {
    constructor(bits: number, hashes: number);
    add(text: string): void;
    test(text: string): boolean;
  }
}
