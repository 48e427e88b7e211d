/**
 * How often the hub asks a receiver for consent. Until the receiver consents, a question is a request to an address that a partner
 * chose, so it must not be possible to ask without end.
 */

/** What questions are counted by: the abonnement, its partner, and the host that gets them from whichever partner. */
export type QuestionScope = 'abonnement' | 'partner' | 'host';

/** Questions in an hour. Each is asked three times at most: the hub tries a silent receiver twice more. */
export const MAX_QUESTIONS: Readonly<Record<QuestionScope, number>> = {
  abonnement: 6,
  partner: 30,
  host: 30,
};

const HOUR_MS = 3600 * 1000;

/** The questions of the past hour, as moments in ms since 1970, oldest first. */
export interface Questions {
  readonly momenten: readonly number[];
}

/** The questions with one more; or, when there were enough, the moment from which there is room for another. */
export const afterQuestion = (
  { momenten }: Questions,
  scope: QuestionScope,
  now: number,
): Questions | { readonly fullUntil: number } => {
  const recent = momenten.filter((moment) => moment > now - HOUR_MS);
  const first = recent.at(-MAX_QUESTIONS[scope]);
  return first === undefined ? { momenten: [...recent, now] } : { fullUntil: first + HOUR_MS };
};
