/** A contact inside an account as every account view shows it. */
export interface LinkedContact {
  contact: { id: number; name: string };
  description: string | null;
  signerRank: number | null;
  emails: Array<{ address: string; source: string }>;
}
