import { describe, expect, it } from 'vitest';
import { OwnersByText } from '../../src/db/owners-by-text.ts';

const ownersOf = (known: OwnersByText, text: string): number[] => {
  const owners = new Set<number>();
  known.addOwners(text, owners);
  return [...owners];
};

describe('who may hold a text', () => {
  it('is told of tens of thousands, however many have the same', () => {
    const owners = new OwnersByText();
    const address = (person: number) => `person.${person}@müller.example`;
    for (let person = 0; person < 30_000; person += 1) owners.add(address(person), person + 1);
    for (let person = 0; person < 3_000; person += 1) owners.add('family@x.example', person);
    for (let person = 0; person < 30_000; person += 1)
      expect(ownersOf(owners, address(person))).toContain(person + 1);
    expect(
      ownersOf(owners, 'family@x.example').filter((owner) => owner < 3_000).length,
    ).toBeGreaterThanOrEqual(3_000);
    expect(owners.has('family@x.example')).toBe(true);
  });

  it('is nobody of nearly all others', () => {
    const owners = new OwnersByText();
    expect(owners.has('')).toBe(false);
    for (let person = 0; person < 30_000; person += 1) owners.add(`person.${person}@x.example`, person);
    const others = Array.from({ length: 30_000 }, (_, person) => `other.${person}@x.example`);
    const mistaken = others.filter((text) => owners.has(text));
    expect(mistaken.length).toBeLessThan(30);
    expect(mistaken.every((text) => ownersOf(owners, text).length > 0)).toBe(true);
  });
});
