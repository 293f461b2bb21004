// Imported by name, and this module lazily: bundled, the package itself would come without its names.
export { parseDocument } from 'yaml';
export { lineOfDeepNesting } from '../../yaml-nesting.ts';
