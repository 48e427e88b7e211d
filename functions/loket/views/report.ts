import { randomUUID } from 'node:crypto';
import { validate } from 'uuid';
import { MEDIA_TYPE } from '../../../contracts/cloudevent.ts';
import type { Fault } from '../../../contracts/faults.ts';
import { hubType } from '../../../contracts/hub-type.ts';
import type { Gemeente, Partner } from '../../../domain/organisations.ts';
import { isApiProblem } from '../../shared/rest/http/problems.ts';
import { acceptGebeurtenis } from '../../shared/rest/resources/gebeurtenissen.ts';
import type { LoketDependencies } from '../dependencies.ts';
import type { FormEvent } from '../words/report.ts';
import { askedBy } from './ask.ts';

/** A fact that somebody reports on a page: what a programme of the same organisation would send to the API. */

/** The id of a report that is about to be filled in: a second click sends the same message. */
export const newReportId = (): string => randomUUID();

export interface Report {
  readonly id: string;
  readonly zaakId: string;
  readonly event: FormEvent;
  readonly data: Readonly<Record<string, unknown>>;
}

const NOT_OF_A_PAGE: readonly Fault[] = [
  { pointer: '/id', detail: 'Dit formulier is niet heel. Kijk alles na en klik nog een keer.' },
];
const OTHER: readonly Fault[] = [
  {
    pointer: '/id',
    detail: 'Dit is al gemeld, met iets anders erin. Klik nog een keer als u ook dit wilt melden.',
  },
];

/** The event of a report, as its organisation sends it now. */
export const eventOf = (
  { clock }: Pick<LoketDependencies, 'clock'>,
  { oin }: Pick<Gemeente | Partner, 'oin'>,
  { id, zaakId, event, data }: Report,
) => ({
  specversion: '1.0',
  id,
  source: `urn:nld:oin:${oin}:systeem:loket`,
  type: hubType(event),
  time: clock.now().toISOString(),
  datacontenttype: 'application/json',
  data: { zaakId, ...data },
});

/**
 * Reports it; what is wrong with it, by its place in the event, when it cannot be taken. Nothing then was. Its moment is that
 * of sending, so that of two forms the one that is sent last counts, whichever stood open longer.
 */
export const report = async (
  needed: LoketDependencies,
  organisation: Gemeente | Partner,
  asked: Report,
): Promise<readonly Fault[]> => {
  if (!validate(asked.id)) return NOT_OF_A_PAGE;
  const body = eventOf(needed, organisation, asked);
  try {
    await acceptGebeurtenis(askedBy(organisation, { body, mediaType: MEDIA_TYPE }), needed, 'at sending');
    return [];
  } catch (error) {
    if (!isApiProblem(error)) throw error;
    const { kind, errors = [] } = error.problem;
    if (kind === 'ander-bericht') return OTHER;
    // Of a part of the brede intake that is another's too it says what is wrong and where.
    if (errors.length === 0) throw error;
    return errors;
  }
};
