// The county of the project's own books: every proposal of a run and every unmet need says why, and two proposals become pairs, with the
// officer, both helpers and both who are helped on phones of their own.
import { drawAnother } from './county.mjs';
import { proposalsBecomePairs } from './matching.mjs';

export const drawn = drawAnother;
/** The day after the one for which the books speak. */
export const day = '2026-07-01';

export default async function carried(county) {
  await county.reckoned();
  await proposalsBecomePairs(county, await county.phone('xianji'), 2);
}
