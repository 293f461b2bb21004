/** How commands name one custom field. */
export const fieldArgument = {
  name: 'field',
  summary: 'key, account:key or contact:key, or the exact label',
} as const;
