import { changedText, keepsText } from './comparison.ts';

/** A postal address; what is not known is null. */
export interface PostalAddress {
  street: string | null;
  street2: string | null;
  postalCode: string | null;
  city: string | null;
  region: string | null;
  country: string | null;
}

export const addressParts = ['street', 'street2', 'postalCode', 'city', 'region', 'country'] as const;
export type AddressPart = (typeof addressParts)[number];

/** Parts of an address to set; absent parts stay as they are, null clears. */
export type AddressInput = Partial<Record<AddressPart, string | null | undefined>>;

/** An address with the given parts changed. */
export const changedAddress = (before: PostalAddress, input: AddressInput | undefined): PostalAddress =>
  input === undefined
    ? before
    : {
        street: changedText(before.street, input.street),
        street2: changedText(before.street2, input.street2),
        postalCode: changedText(before.postalCode, input.postalCode),
        city: changedText(before.city, input.city),
        region: changedText(before.region, input.region),
        country: changedText(before.country, input.country),
      };

/** Whether {@link changedAddress} leaves an address as it is. */
export const keepsAddress = (before: PostalAddress, input: AddressInput | undefined): boolean =>
  input === undefined ||
  (keepsText(before.street, input.street) &&
    keepsText(before.street2, input.street2) &&
    keepsText(before.postalCode, input.postalCode) &&
    keepsText(before.city, input.city) &&
    keepsText(before.region, input.region) &&
    keepsText(before.country, input.country));

export const emptyAddress: PostalAddress = {
  street: null,
  street2: null,
  postalCode: null,
  city: null,
  region: null,
  country: null,
};

/** The address, or null when nothing of it is known. */
export const addressOrNull = (address: PostalAddress): PostalAddress | null =>
  addressParts.every((name) => address[name] === null)
    ? null
    : {
        street: address.street,
        street2: address.street2,
        postalCode: address.postalCode,
        city: address.city,
        region: address.region,
        country: address.country,
      };
