import * as z from 'zod';
import { AGAIN, retry } from '../../../../adapters/retry.ts';
import { Moment } from '../../../../contracts/base-types.ts';
import { BerichtId } from '../../../../contracts/berichten.ts';
import { Decline } from '../../../../contracts/replies.ts';
import { isStuck, type PostvakItem } from '../../../../domain/delivery/item.ts';
import type { Saying } from '../../../../domain/delivery/reply.ts';
import { isEnd } from '../../../../domain/delivery/withdrawn.ts';
import { known } from '../../../../domain/known.ts';
import type { Caller } from '../../../../domain/organisations.ts';
import type { Dependencies } from '../dependencies.ts';
import { readBody } from '../http/body.ts';
import { notFound, problem } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { empty, type Response } from '../http/response.ts';
import { confirmBericht } from './berichten.ts';
import { idFromPath, kanaalForGemeente, ownKanaal, PartnerParameter } from './kanaal-access.ts';

/** What a partner says of a message: that it takes it up, or that it cannot; and that its gemeente saw to that. */

type Needed = Pick<Dependencies, 'deliveryQueue' | 'clock' | 'readable'> & {
  readonly postvak: Pick<Dependencies['postvak'], 'find' | 'confirm'>;
  readonly replies: Pick<Dependencies['replies'], 'say' | 'overtake'>;
};

/** How often somebody else can say something of the same message meanwhile. */
const ATTEMPTS = 5;

const say = (
  { replies, clock }: Pick<Needed, 'clock'> & { readonly replies: Pick<Needed['replies'], 'say'> },
  item: PostvakItem,
  saying: Saying,
  { medewerker }: Caller,
  seen?: string,
): Promise<void> =>
  retry(
    async () => {
      const said = { ...saying, tijdstip: clock.now().toISOString(), ...known({ medewerker }) };
      const outcome = await replies.say(item, said, seen);
      if (outcome === 'busy') return AGAIN;
      if (outcome === 'other') {
        throw problem('stand-laat-niet-toe', 'Deze partner zegt inmiddels iets anders over dit bericht.');
      }
      if (outcome === 'full') {
        throw problem('stand-laat-niet-toe', 'Over dit bericht is al te vaak iets gezegd. Bel de gemeente.');
      }
      return undefined;
    },
    {
      times: ATTEMPTS,
      pauseMs: () => 0,
      exhausted: () =>
        problem('niet-beschikbaar', 'Over dit bericht wordt net iets gezegd. Probeer het straks opnieuw.', {
          headers: { 'Retry-After': '1' },
        }),
    },
  );

/** A message that its partner has, or can have; nobody can say anything of what was never made. */
const find = async (
  { postvak }: { readonly postvak: Pick<Needed['postvak'], 'find'> },
  kanaal: PostvakItem['partner'],
  request: AuthenticatedRequest,
): Promise<PostvakItem> => {
  const id = idFromPath(BerichtId, request, 'berichtId');
  const item = id === undefined ? undefined : await postvak.find(kanaal, id);
  if (item === undefined || (isStuck(item) && item.tekst === undefined)) throw notFound();
  return item;
};

/** Why nothing can be said of this message any more; undefined while it says what its partner has to do. */
const over = async ({ readable }: Needed, item: PostvakItem): Promise<Error | undefined> => {
  if (item.tekst === undefined) {
    return problem('verlopen', 'Dit bericht is te oud: de inhoud wordt niet meer bewaard. Bel de gemeente.');
  }
  const [shown] = await readable(item.partner, [item]);
  if (shown === undefined) {
    return problem('ingetrokken', 'Dit bericht gaat over iemand over wie u niets meer mag weten.');
  }
  return isEnd(shown)
    ? problem('stand-laat-niet-toe', 'Dit gaat niet door: u hoeft niets te doen. Bevestig het bericht.')
    : undefined;
};

const replyWith = async (
  request: AuthenticatedRequest,
  needed: Needed,
  sayingOf: () => Promise<Saying>,
): Promise<Response> => {
  if (request.organisatie.rol !== 'partner') {
    throw problem('geen-toegang', 'Alleen de partner zelf kan zeggen wat hij met een bericht doet.');
  }
  const item = await find(needed, ownKanaal(request), request);
  const saying = await sayingOf();
  const before = await over(needed, item);
  if (before !== undefined) {
    // A call that fell may have said it just before the end came.
    await needed.replies.overtake(item);
    throw before;
  }
  await say(needed, item, saying, request.organisatie);
  // Who was told meanwhile that it is over has nothing to do: whichever of the two comes last takes it from the list.
  const after = await over(needed, item);
  if (after !== undefined) {
    await needed.replies.overtake(item);
    throw after;
  }
  // Who says something of a message has it.
  return confirmBericht(request, needed);
};

/** `POST /berichten/{berichtId}/_opgepakt`: the partner does what the message asks. Saying so again changes nothing. */
export const takeUpBericht = (request: AuthenticatedRequest, needed: Needed): Promise<Response> =>
  replyWith(request, needed, async () => ({ wat: 'opgepakt' }));

/** `POST /berichten/{berichtId}/_luktniet`: it cannot, and says why. */
export const declineBericht = (request: AuthenticatedRequest, needed: Needed): Promise<Response> =>
  replyWith(request, needed, async () => ({ wat: 'lukt-niet', ...(await readBody(Decline, request)) }));

const SettleQuery = z.strictObject({ partner: PartnerParameter, sinds: Moment.optional() });

/**
 * `POST /berichten/{berichtId}/_afgehandeld?partner=&sinds=`: the gemeente saw to what its partner cannot do. `sinds` is the moment of
 * what it saw: something that the partner said since is not settled with it (409).
 */
export const settleBericht = async (
  request: AuthenticatedRequest,
  needed: Pick<Needed, 'clock'> & {
    readonly postvak: Pick<Needed['postvak'], 'find'>;
    readonly replies: Pick<Needed['replies'], 'say'>;
  },
): Promise<Response> => {
  const { partner, sinds } = readQuery(SettleQuery, request);
  const item = await find(needed, kanaalForGemeente(request, partner), request);
  await say(needed, item, { wat: 'afgehandeld' }, request.organisatie, sinds);
  return empty(204);
};
