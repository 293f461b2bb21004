import { freeText } from '../text/checks.ts';

/** What a client says about a decision: kept as it is, several lines allowed. */
export const approvalComment = freeText('the comment', 65_536);
