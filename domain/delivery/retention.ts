import type { Partnerrol, REGIEVOERDER } from '../../contracts/partnerrollen.ts';

/**
 * Days that the content of a message is kept after it was put in the postvak, whatever became of it, per role of its
 * receiver. An assumption: a quarter of a year to fetch it and to ask for it again. A role that needs less gets less.
 */
export const POST_DAYS: Readonly<Record<Partnerrol | typeof REGIEVOERDER, number>> = {
  taalschool: 90,
  intos: 90,
  balk: 90,
  taalmaatjes: 90,
  wijkondersteuner: 90,
  mage: 90,
  corporatie: 90,
  burgerzaken: 90,
  vakspecialist: 90,
  'maatschappelijk-begeleider': 90,
  casusregisseur: 90,
  'lbt-afnemer': 90,
  opvang: 90,
  gemeente: 90,
};

/** Days after which no role can read its message any more. */
export const RETENTION_DAYS = Math.max(...Object.values(POST_DAYS));
