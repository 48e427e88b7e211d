/**
 * How often the hub asks a receiver for consent. Until that is given, the question is a request to an address of a
 * partner's choosing, so it must not be one that can be asked without end.
 */

/** What questions are counted by: the abonnement, its partner, and the host that gets them whoever asks. */
export type QuestionScope = 'abonnement' | 'partner' | 'host';

/** Questions in an hour. Each is asked three times at most: a receiver that is silent is tried twice more. */
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

/** The questions after one more; or, when there were enough, the moment from which there is room for another. */
export const afterQuestion = (
  { momenten }: Questions,
  scope: QuestionScope,
  now: number,
): Questions | { readonly fullUntil: number } => {
  const recent = momenten.filter((moment) => moment > now - HOUR_MS);
  const first = recent.at(-MAX_QUESTIONS[scope]);
  return first === undefined ? { momenten: [...recent, now] } : { fullUntil: first + HOUR_MS };
};
