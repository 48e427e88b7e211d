import type { z } from 'zod';
import { Doelgroep, Examennummer, Inburgeringsplicht, LbtResultaten } from './duo.ts';
import {
  Examenresultaten,
  GratisPogingen,
  Inburgeringstermijn,
  Ontheffingen,
  PIP,
  Vrijstellingen,
} from './duo-resources.ts';

/** What the hub can ask DUO about a person (what follows `/personen/{bsn}/`), with the schema of each answer. */
export const DUO_QUERIES = {
  inburgeringsplicht: Inburgeringsplicht,
  doelgroep: Doelgroep,
  'lbt/resultaten': LbtResultaten,
  'lbt/examennummer': Examennummer,
  inburgeringstermijn: Inburgeringstermijn,
  PIP,
  vrijstellingen: Vrijstellingen,
  ontheffingen: Ontheffingen,
  'examens/resultaten': Examenresultaten,
  'examens/gratispogingen': GratisPogingen,
} as const;
export type DuoQuery = keyof typeof DUO_QUERIES;

/** DUO's answers about one person. A question that DUO answered with 404 is absent. */
export type DuoResponses = {
  [Query in DuoQuery]?: z.infer<(typeof DUO_QUERIES)[Query]> | undefined;
};
