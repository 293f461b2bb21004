import * as z from 'zod';
import { freeText } from './checks.ts';

const part = (what: string) => freeText(what, 200).nullable().optional();

/** Parts of an address to set; absent parts stay as they are, null clears. */
export const addressInput = z.strictObject({
  street: part('the street'),
  street2: part('the second address line'),
  postalCode: part('the postal code'),
  city: part('the city'),
  region: part('the region'),
  country: part('the country'),
});
