import { freeText } from '../text/checks.ts';

/** Why somebody would not sign: kept as it is, several lines allowed. */
export const declineReason = freeText('the reason', 65_536);
