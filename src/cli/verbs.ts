/** The short names of a verb: `rm` stands for delete; for remove only where the noun has no delete. */
export const aliasesOf = (verb: string, verbs: readonly string[]): string[] => {
  if (verb === 'list') return ['ls'];
  return verb === 'delete' || (verb === 'remove' && !verbs.includes('delete')) ? ['rm'] : [];
};
