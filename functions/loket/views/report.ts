import { v7 as uuidV7 } from 'uuid';
import { MEDIA_TYPE } from '../../../contracts/cloudevent.ts';
import type { Fault } from '../../../contracts/faults.ts';
import { hubType } from '../../../contracts/hub-type.ts';
import { momentInId } from '../../../contracts/message-id.ts';
import type { Gemeente, Partner } from '../../../domain/organisations.ts';
import { isApiProblem } from '../../shared/rest/http/problems.ts';
import { acceptGebeurtenis } from '../../shared/rest/resources/gebeurtenissen.ts';
import type { LoketDependencies } from '../dependencies.ts';
import type { FormEvent } from '../words/report.ts';
import { askedBy } from './ask.ts';

/** A fact that somebody reports on a page: what a programme of the same organisation would send to the API. */

/** The id of a report that is about to be filled in. It holds the moment, so that a second click sends the same message. */
export const newReportId = ({ clock }: Pick<LoketDependencies, 'clock'>): string =>
  uuidV7({ msecs: clock.now().getTime() });

export interface Report {
  readonly id: string;
  readonly zaakId: string;
  readonly event: FormEvent;
  readonly data: Readonly<Record<string, unknown>>;
}

/**
 * How long a form may stand open: its report is as old as the form, and may not come behind what somebody reported later.
 */
const OPEN_MS = 10 * 60_000;

const TOO_OLD: readonly Fault[] = [
  {
    pointer: '/id',
    detail: 'Deze bladzijde stond lang open. Kijk alles na en klik nog een keer op Meld dit.',
  },
];
const OTHER: readonly Fault[] = [
  {
    pointer: '/id',
    detail:
      'Dit is al gemeld, met iets anders erin. Klik nog een keer op Meld dit als u ook dit wilt melden.',
  },
];

/** Reports it; what is wrong with it, by its place in the event, when it cannot be taken. Nothing then was. */
export const report = async (
  needed: LoketDependencies,
  organisation: Gemeente | Partner,
  { id, zaakId, event, data }: Report,
): Promise<readonly Fault[]> => {
  const time = momentInId(id);
  const age = time === undefined ? undefined : needed.clock.now().getTime() - Date.parse(time);
  if (time === undefined || age === undefined || age > OPEN_MS) return TOO_OLD;
  const body = {
    specversion: '1.0',
    id,
    source: `urn:nld:oin:${organisation.oin}:systeem:loket`,
    type: hubType(event),
    time,
    datacontenttype: 'application/json',
    data: { zaakId, ...data },
  };
  try {
    await acceptGebeurtenis(askedBy(organisation, { body, mediaType: MEDIA_TYPE }), needed);
    return [];
  } catch (error) {
    if (!isApiProblem(error)) throw error;
    const { soort, errors = [] } = error.probleem;
    if (soort === 'ander-bericht') return OTHER;
    // Of a part of the brede intake that is another's too it says what is wrong and where.
    if (errors.length === 0) throw error;
    return errors;
  }
};
