/** Whether a database location names a PostgreSQL server. */
export const isPostgresUrl = (location: string): boolean => /^postgres(ql)?:\/\//i.test(location);

/**
 * A location as it may be shown: passwords in URLs are masked, in the user part and as a parameter. A user or password
 * may itself hold `/`, `?` or `@` when nobody encoded it, so everything from the first `:` to the last `@` goes.
 */
export function showLocation(location: string): string {
  if (!isPostgresUrl(location)) return location;
  // An `@` behind the parameter may be the password's, or the end of the user part that holds the parameter.
  if (/[?&](?:ssl)?password=[^&#]*@/i.test(location)) return 'postgres://***';
  return location
    .replace(/^(postgres(?:ql)?:\/\/[^:]*:).*@/is, '$1***@')
    .replace(/([?&](?:password|sslpassword)=)[^&#]*/gi, '$1***');
}
