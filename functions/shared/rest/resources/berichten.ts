import * as z from 'zod';
import { AGAIN, retry } from '../../../../adapters/retry.ts';
import type { ZaakId } from '../../../../contracts/base-types.ts';
import {
  BerichtId,
  type BerichtState,
  MAX_WAIT_SECONDS,
  Poststaat,
  PULL_WINDOW_DAYS,
} from '../../../../contracts/berichten.ts';
import { Cursor } from '../../../../contracts/cursor.ts';
import { readCursor, writeCursor } from '../../../../domain/delivery/feed.ts';
import { isStuck, type PostvakItem, stateOf } from '../../../../domain/delivery/item.ts';
import { replyIn, type Said } from '../../../../domain/delivery/reply.ts';
import { RETENTION_DAYS } from '../../../../domain/delivery/retention.ts';
import { known } from '../../../../domain/known.ts';
import { MAX_WAITING } from '../../../../domain/limits.ts';
import type { Organisation } from '../../../../domain/organisations.ts';
import { type KanaalId, kanaalParts } from '../../../../domain/partners/address.ts';
import type { Dependencies, PullDependencies } from '../dependencies.ts';
import { readList } from '../http/paging.ts';
import { invalid, notFound, problem } from '../http/problems.ts';
import { readQuery } from '../http/query.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { empty, json, type Response, rawJson, type Shown } from '../http/response.ts';
import {
  idFromPath,
  kanaalFromQuery,
  ownKanaal,
  PartnerParameter,
  requestedKanaal,
} from './kanaal-access.ts';
import { fetch } from './pull.ts';

const BerichtenQuery = z
  .strictObject({
    partner: PartnerParameter,
    na: Cursor.optional(),
    staat: Poststaat.optional(),
    wacht: z
      .string()
      .regex(/^\d{1,2}$/, `moet een heel getal van 0 tot en met ${MAX_WAIT_SECONDS} zijn`)
      .transform(Number)
      .refine(
        (seconds) => seconds <= MAX_WAIT_SECONDS,
        `moet een heel getal van 0 tot en met ${MAX_WAIT_SECONDS} zijn`,
      )
      .optional(),
  })
  .refine(({ staat, wacht }) => staat === undefined || wacht === undefined, {
    path: ['staat'],
    error: 'kan niet samen met wacht: dat geeft alleen wat klaarligt',
  });

const cursorOf = (after: string | undefined, windowDays: number, now: Date) => {
  if (after === undefined) return undefined;
  const cursor = readCursor(after, now, windowDays);
  if (typeof cursor === 'object') return cursor;
  if (cursor === 'verlopen') {
    throw problem('verlopen', `Dit punt ligt meer dan ${windowDays} dagen terug. Begin opnieuw zonder na.`);
  }
  const detail = cursor === 'toekomst' ? 'ligt in de toekomst' : 'is geen vervolg op deze lijst';
  throw invalid([{ pointer: '/na', detail }]);
};

/** How long after its wait a place is free again, when whoever held it never gave it back. */
const PLACE_MARGIN_MS = 10_000;

/** Waits at one of the few places that an organisation has for that; who does not wait needs none. */
const waitAtPlace = async <Found>(
  { limits, clock }: Pick<PullDependencies, 'limits' | 'clock'>,
  { sleutel }: Organisation,
  waitMs: number,
  wait: (waitMs: number) => Promise<Found>,
): Promise<Found> => {
  if (waitMs === 0) return wait(0);
  const now = clock.now().getTime();
  const place = await limits.hold(sleutel, now + waitMs + PLACE_MARGIN_MS, now);
  if (place === undefined) {
    throw problem(
      'te-veel-verzoeken',
      `Er wachten al ${MAX_WAITING} verzoeken van deze organisatie op berichten. Vraag het met wacht=0, of als er een is beantwoord.`,
      { headers: { 'Retry-After': '5' } },
    );
  }
  try {
    return await wait(waitMs);
  } finally {
    await limits.release(sleutel, place);
  }
};

/** `GET /berichten?partner=&na=&staat=&wacht=`: what a partner was sent, or with `wacht` what lies ready to fetch. */
export const readBerichten = async (
  request: AuthenticatedRequest,
  needed: Pick<
    PullDependencies,
    'postvak' | 'readable' | 'kanalen' | 'feeds' | 'limits' | 'clock' | 'pageSize'
  >,
): Promise<Response> => {
  const { partner, na, staat, wacht } = readQuery(BerichtenQuery, request);
  const kanaal = requestedKanaal(request.organisatie, partner);
  const asking = { kanaal, byPartner: request.organisatie.rol === 'partner' };
  const now = needed.clock.now();
  const {
    texts,
    stilstaand = [],
    cursor,
  } = wacht === undefined
    ? await readList(needed, { ...asking, state: staat, after: cursorOf(na, RETENTION_DAYS, now) })
    : await waitAtPlace(needed, request.organisatie, wacht * 1000, (waitMs) =>
        fetch(needed, asking, cursorOf(na, PULL_WINDOW_DAYS, now), {
          waitMs,
          remainingMs: request.remainingMs,
        }),
      );
  const followUp = cursor === undefined ? '' : `,"na":${JSON.stringify(writeCursor(cursor))}`;
  // The messages as they were sent, byte for byte.
  const silent = stilstaand.length === 0 ? '' : `,"stilstaand":${JSON.stringify(stilstaand)}`;
  return {
    ...rawJson(200, `{"berichten":[${texts.join(',')}]${silent}${followUp}}`),
    shown: showsBerichten(kanaal, texts, stilstaand),
  };
};

/** What of a message its record names. */
const ShownBericht = z.object({ subject: z.string(), data: z.record(z.string(), z.unknown()) });

/** Of whom messages to a receiver tell which fields; of one that has no content, that it is about somebody. */
const showsBerichten = (
  kanaal: KanaalId,
  texts: readonly string[],
  silent: readonly { readonly zaakId: ZaakId }[],
): readonly Shown[] => {
  const fields = new Map<string, Set<string>>(silent.map(({ zaakId }) => [zaakId, new Set()]));
  const huishoudens = new Set<string>();
  for (const text of texts) {
    const { subject, data } = ShownBericht.parse(JSON.parse(text));
    if (!('zaakId' in data)) huishoudens.add(subject);
    fields.set(subject, new Set([...(fields.get(subject) ?? []), ...Object.keys(data)]));
  }
  const subjects = [...fields].map(([id, names]) => ({
    subject: { id, soort: huishoudens.has(id) ? ('huishouden' as const) : ('zaak' as const) },
    fields: [...names],
  }));
  return [{ gemeentecode: kanaalParts(kanaal).gemeentecode, subjects }];
};

const deliveryStateOf = (item: PostvakItem, said: readonly Said[]): BerichtState => ({
  id: item.id,
  zaakId: item.zaakId,
  volgnummer: item.volgnummer,
  ...known({ type: item.type }),
  staat: stateOf(item.plek),
  ...known({ deur: item.deur }),
  klaargezetOp: item.klaargezetOp,
  sinds: item.sinds,
  pogingen: [...item.pogingen],
  ...known({ stilstand: item.reden }),
  ...known({ antwoord: replyIn(said) }),
});

/** `GET /berichten/{berichtId}`: how far one message is, with every try to deliver it. */
export const readBericht = async (
  request: AuthenticatedRequest,
  {
    postvak,
    readable,
    replies,
  }: Pick<Dependencies, 'readable'> & {
    readonly postvak: Pick<Dependencies['postvak'], 'find'>;
    readonly replies: Pick<Dependencies['replies'], 'read'>;
  },
): Promise<Response> => {
  const kanaal = kanaalFromQuery(request);
  const id = idFromPath(BerichtId, request, 'berichtId');
  const found = id === undefined ? undefined : await postvak.find(kanaal, id);
  if (found === undefined) throw notFound();
  const [item] = request.organisatie.rol === 'partner' ? await readable(kanaal, [found]) : [found];
  if (item === undefined) {
    throw problem('ingetrokken', 'Dit bericht gaat over iemand over wie u niets meer mag weten.');
  }
  return {
    ...json(200, {
      ...deliveryStateOf(item, await replies.read(item)),
      ...(item.tekst === undefined ? {} : { bericht: JSON.parse(item.tekst) }),
    }),
    shown: showsBerichten(
      kanaal,
      item.tekst === undefined ? [] : [item.tekst],
      item.tekst === undefined ? [item] : [],
    ),
  };
};

/** How often a message can move to another state while it is being confirmed. */
const ATTEMPTS = 5;

/** Whether what came after it in its lane may wait for this message: it was tried in vain. */
const isTriedInVain = ({ pogingen }: PostvakItem): boolean =>
  pogingen.length > 0 && pogingen.at(-1)?.reden !== 'gelukt';

/**
 * `POST /berichten/{berichtId}/_bevestig`: the partner has it; confirming again changes nothing. What waited behind it goes on
 * at once.
 */
export const confirmBericht = async (
  request: AuthenticatedRequest,
  {
    postvak,
    deliveryQueue,
    clock,
  }: Pick<Dependencies, 'deliveryQueue' | 'clock'> & {
    readonly postvak: Pick<Dependencies['postvak'], 'find' | 'confirm'>;
  },
): Promise<Response> => {
  const kanaal = ownKanaal(request);
  const id = idFromPath(BerichtId, request, 'berichtId');
  if (id === undefined) throw notFound();
  return retry(
    async () => {
      const item = await postvak.find(kanaal, id);
      // Nobody can have what was never made.
      if (item === undefined || (isStuck(item) && item.tekst === undefined)) throw notFound();
      if (!(await postvak.confirm(item, clock.now(), request.organisatie.medewerker))) return AGAIN;
      if (isTriedInVain(item)) {
        await deliveryQueue.enqueue([{ job: { soort: 'baan', kanaal, zaakId: item.zaakId } }]);
      }
      return empty(204);
    },
    {
      times: ATTEMPTS,
      pauseMs: () => 0,
      exhausted: () =>
        problem('niet-beschikbaar', 'Het bericht is net in beweging. Bevestig het straks opnieuw.', {
          headers: { 'Retry-After': '1' },
        }),
    },
  );
};
