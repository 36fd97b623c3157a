/** Ways to break the RFCs that `strict` tells of. */
export const VIOLATIONS = [
  'no-pri',
  'bad-pri',
  'bad-version',
  'bad-timestamp',
  'no-such-date',
  'missing-blank',
  'missing-field',
  'bad-character',
  'too-long',
  'bad-structured-data',
  'bad-escape',
  'duplicate-sd-id',
  'invalid-utf8',
  'bad-tag',
] as const;

export type ViolationReason = (typeof VIOLATIONS)[number];

export interface Violation {
  readonly reason: ViolationReason;
  /** Offset of the first byte that is wrong, from the first byte of the message. */
  readonly offset: number;
}
