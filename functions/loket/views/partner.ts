import * as z from 'zod';
import type { AppointmentEntry } from '../../../adapters/table/lists/lists.ts';
import { placeOfReply } from '../../../adapters/table/postvak/replies.ts';
import { PARTNER_AHEAD, PartnerDag } from '../../../contracts/partner-dag.ts';
import { Reply } from '../../../contracts/replies.ts';
import { accepts } from '../../../domain/delivery/destination.ts';
import type { Organisation, Partner } from '../../../domain/organisations.ts';
import { kanaalId } from '../../../domain/partners/address.ts';
import { dayOf, plus } from '../../../domain/termijnen/calendar.ts';
import { logShown } from '../../shared/rest/http/logging.ts';
import { isApiProblem, notFound } from '../../shared/rest/http/problems.ts';
import { readQuery } from '../../shared/rest/http/query.ts';
import { json } from '../../shared/rest/http/response.ts';
import { appointmentsOn } from '../../shared/rest/resources/agenda.ts';
import { confirmBericht, readBericht, readBerichten } from '../../shared/rest/resources/berichten.ts';
import { readDag } from '../../shared/rest/resources/dag.ts';
import { chooseBaseDoor } from '../../shared/rest/resources/kanaal.ts';
import { declineBericht, takeUpBericht } from '../../shared/rest/resources/replies.ts';
import type { LoketDependencies } from '../dependencies.ts';
import { CardMessage } from '../words/cards.ts';
import { ask, askAgain, askedBy } from './ask.ts';

/** What a partner sees and does on its pages. */

/** So many cards stand on the page: it stays small, and nothing that is not on it is logged as read. */
const CARDS = 7;

const Ready = z.object({ berichten: z.array(CardMessage) });

/** A message of which the partner said something, with its content for as long as that is kept. */
const AnsweredBericht = z.object({ antwoord: Reply.optional(), bericht: CardMessage.optional() });
export interface MessageWithReply {
  readonly antwoord: Reply;
  readonly bericht?: CardMessage | undefined;
}

const OVER: ReadonlySet<string> = new Set(['ingetrokken', 'niet-gevonden']);

/** So many of the messages of which something was said stand among what lies ready. */
const LATEST = 3;

/** Of which the partner said something, what it said last first. */
export interface PageOfReplies {
  readonly answered: readonly MessageWithReply[];
  /** Where the next page begins. */
  readonly na?: string | undefined;
  /** It begins where another page ended. */
  readonly isFurther: boolean;
}

/** A page of them; what is over has nothing more to be said of it, and is left out. */
const answeredOf = async (
  needed: LoketDependencies,
  organisation: Partner,
  { after, max }: { readonly after?: string | undefined; readonly max: number },
): Promise<PageOfReplies> => {
  const kanaal = kanaalId(organisation.gemeentecode, organisation.partner);
  const { elements, meer } = await needed.replies.newest(kanaal, { after, max });
  const found = await Promise.all(
    elements.map(async ({ berichtId }): Promise<readonly MessageWithReply[]> => {
      const request = askedBy(organisation, { pathValues: { berichtId } });
      try {
        const { antwoord, bericht } = await ask(needed, 'raadplegen', AnsweredBericht, request, readBericht);
        return antwoord === undefined ? [] : [{ antwoord, bericht }];
      } catch (error) {
        if (isApiProblem(error) && OVER.has(error.problem.kind)) return [];
        throw error;
      }
    }),
  );
  const last = elements.at(-1);
  return {
    answered: found.flat(),
    na: meer && last !== undefined ? placeOfReply(last) : undefined,
    isFurther: after !== undefined,
  };
};

/** What an address asks of them: where the page before ended (`placeOfReply`). */
const RepliesChoice = z.strictObject({
  na: z
    .string()
    .regex(/^\d{4}-\d\d-\d\dT[\d:.]{5,20}Z#[0-9a-f-]{36}#\d{1,9}$/)
    .optional(),
});

/** A page of what the partner said of its messages. */
export const repliesOfReader = async (
  needed: LoketDependencies,
  organisation: Organisation,
  query: Readonly<Record<string, string>>,
): Promise<PageOfReplies> => {
  if (organisation.rol !== 'partner') throw notFound();
  const { na } = readQuery(RepliesChoice, askedBy(organisation, { query }));
  return answeredOf(needed, organisation, { after: na, max: CARDS });
};

export interface OtherDoor {
  /** A programme of the partner gets them; otherwise they go to its queue. */
  readonly webhook: boolean;
}

interface Messages {
  readonly messages: readonly CardMessage[];
  readonly answered: readonly MessageWithReply[];
  readonly more: boolean;
}

/** What lies ready to fetch, without waiting for it; or through which door it goes when that is another. */
export const inboxOfReader = async (
  needed: LoketDependencies,
  organisation: Organisation,
): Promise<Messages | OtherDoor> => {
  try {
    const request = askedBy(organisation, { query: { wacht: '0' } });
    const { berichten } = await ask(
      { ...needed, pageSize: CARDS },
      'raadplegen',
      Ready,
      request,
      readBerichten,
    );
    const { answered } =
      organisation.rol === 'partner'
        ? await answeredOf(needed, organisation, { max: LATEST })
        : { answered: [] };
    return { messages: berichten, answered, more: berichten.length >= CARDS };
  } catch (error) {
    if (organisation.rol !== 'partner' || !isApiProblem(error) || error.problem.kind !== 'andere-deur')
      throw error;
    return { webhook: await hasWebhook(needed, organisation) };
  }
};

/** Whether a programme of the partner gets its messages. */
const hasWebhook = async (
  { kanalen }: LoketDependencies,
  { gemeentecode, partner }: Partner,
): Promise<boolean> => (await kanalen.settings(kanaalId(gemeentecode, partner))).abonnementen.some(accepts);

/** What was sent before, once more. */
export const sendAgain = (needed: LoketDependencies, organisation: Organisation): Promise<void> =>
  askAgain(needed, askedBy(organisation, { body: { tot: needed.clock.now().toISOString() } }));

/**
 * The partner reads its messages on the page from now on: they lie ready to fetch. What its queue got before goes along, because
 * nobody may ever have read that queue. Who got a webhook since the page was shown keeps it.
 */
export const readOnPage = async (needed: LoketDependencies, organisation: Organisation): Promise<void> => {
  if (organisation.rol === 'partner' && (await hasWebhook(needed, organisation))) return;
  await chooseBaseDoor(askedBy(organisation, { body: { deur: 'ophalen' } }), needed);
  await sendAgain(needed, organisation);
};

/** The partner has seen a message: what `_bevestig` of the API does. */
export const confirmSeen = async (
  needed: LoketDependencies,
  organisation: Organisation,
  berichtId: string,
): Promise<void> => {
  await confirmBericht(askedBy(organisation, { pathValues: { berichtId } }), needed);
};

/** The partner takes up what a message asks, or says why it cannot: what `_opgepakt` and `_luktniet` of the API do. */
export const takeUp = async (
  needed: LoketDependencies,
  organisation: Organisation,
  berichtId: string,
): Promise<void> => {
  await takeUpBericht(askedBy(organisation, { pathValues: { berichtId } }), needed);
};

/** A partner says that it cannot do what a message asks, with a reason from the list. */
export const decline = async (
  needed: LoketDependencies,
  organisation: Organisation,
  berichtId: string,
  reden: string,
): Promise<void> => {
  await declineBericht(askedBy(organisation, { pathValues: { berichtId }, body: { reden } }), needed);
};

/** What a partner is awaited to do, and when it is awaited where. */
export interface Week {
  readonly dag: PartnerDag;
  /** From today to the last day that its tasks are shown of, the first first. */
  readonly appointments: readonly AppointmentEntry[];
}

/** What there is to do of today and the two weeks after it. */
export const weekOfReader = async (needed: LoketDependencies, organisation: Organisation): Promise<Week> => {
  const dag = await ask(needed, 'raadplegen', PartnerDag, askedBy(organisation), readDag);
  const from = dayOf(needed.clock.now());
  const days = { from, until: plus(from, PARTNER_AHEAD) };
  const { appointments, shown } = await appointmentsOn(organisation, days, needed);
  await logShown('raadplegen', askedBy(organisation), { ...json(200, {}), shown }, needed);
  return { dag, appointments: appointments.filter(({ isAfgezegd }) => isAfgezegd !== true) };
};
