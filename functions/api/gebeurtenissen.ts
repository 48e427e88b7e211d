import { closestMatch } from 'leven';
import * as z from 'zod';
import { Gemeentecode, OntvangstId } from '../../contracts/basistypen.ts';
import { INKOMENDE_DATA, inkomendSchema, isInkomendType } from '../../contracts/berichttypen.ts';
import { Eventtype, inkomendeEnvelop } from '../../contracts/cloudevent.ts';
import { type Fout, foutenVan, joinFaults } from '../../contracts/fouten.ts';
import { canonicalInstant } from '../../contracts/instant.ts';
import type { BrpBericht, CoaBericht, InkomendBericht } from '../../contracts/intern.ts';
import { BERICHTTYPEN } from '../../contracts/partnerberichten.ts';
import type { Organisatie } from '../../domain/organisaties.ts';
import { neemAan } from './aanbieden.ts';
import type { Afhankelijkheden } from './afhankelijkheden.ts';
import { type Antwoord, json } from './antwoord.ts';
import { type GelezenEvent, leesCloudEvent } from './cloudevent-http.ts';
import { nietGevonden, ongeldig, probleem } from './problemen.ts';
import type { AangemeldVerzoek } from './verzoek.ts';

/** An envelope of which the type is not readable: everything else is still checked. */
const LosseEnvelop = z.looseObject({ ...inkomendeEnvelop, type: Eventtype, data: z.unknown() });

const foutenIn = (schema: z.ZodType, event: unknown): readonly Fout[] => {
  const uitslag = schema.safeParse(event);
  return uitslag.success ? [] : foutenVan(uitslag.error, event);
};

const GeldigeGemeente = z.looseObject({ gemeentecode: Gemeentecode });

/** COA links to a gemeente that takes part here; the BRP may name any. */
const nietAangesloten = (
  type: InkomendBericht['type'],
  data: unknown,
  gemeenten: Afhankelijkheden['gemeenten'],
): readonly Fout[] => {
  const gelezen = GeldigeGemeente.safeParse(data);
  if (!type.startsWith('nl.tvs.') || !gelezen.success || gemeenten.includes(gelezen.data.gemeentecode))
    return [];
  return [{ pointer: '/data/gemeentecode', detail: 'is geen aangesloten gemeente' }];
};

/** Attributes about the journey, not about the event: a retry may carry others and is still the same message. */
const REISGEGEVENS = new Set(['datacontenttype', 'traceparent', 'tracestate']);

/** What a repeated message must have in common with the first. */
const blijvend = (event: Readonly<Record<string, unknown>>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(event).filter(([naam]) => !REISGEGEVENS.has(naam)));

const locatie = (ontvangstId: OntvangstId): string => `/v1/gebeurtenissen/${ontvangstId}`;

/** What the hub itself sends is a known type too; nobody may deliver it. */
const isSentByHub = (type: string): boolean => Object.values<string>(BERICHTTYPEN).includes(type);

const unknownType = (type: string): Fout => ({
  pointer: '/type',
  detail: `is geen bekend type; het meest lijkt het op ${closestMatch(type, Object.keys(INKOMENDE_DATA))}`,
});

/** What the contract found right. */
const ReadEvent = z.looseObject({ id: z.string(), source: z.string(), time: z.string(), data: z.unknown() });

interface Accepted {
  readonly bericht: InkomendBericht;
  /** Digest of the event as it was written; `bericht.afdruk` is of what it means. */
  readonly writtenDigest: string;
}

/** The accepted message, or every reason why it is not accepted. */
const toets = (
  { event, fouten }: GelezenEvent,
  { sleutel, eventtypen }: Organisatie,
  { pseudoniemen, gemeenten }: Afhankelijkheden,
): Accepted => {
  const { id, source, type } = event;
  const ontvangstId =
    typeof source === 'string' && typeof id === 'string'
      ? pseudoniemen.ontvangstId(sleutel, source, id)
      : undefined;
  const kenmerk = ontvangstId === undefined ? {} : { ontvangstId };
  if (typeof type !== 'string' || !Eventtype.safeParse(type).success) {
    throw ongeldig(joinFaults(foutenIn(LosseEnvelop, event), fouten), kenmerk);
  }
  if (!isInkomendType(type) && !isSentByHub(type)) {
    throw ongeldig(joinFaults([unknownType(type)], foutenIn(LosseEnvelop, event), fouten), kenmerk);
  }
  if (!isInkomendType(type) || !eventtypen.includes(type)) {
    throw probleem(
      'geen-toegang',
      'Deze organisatie mag gebeurtenissen van dit type niet aanleveren.',
      kenmerk,
    );
  }
  const result = inkomendSchema(type).safeParse(event);
  const alleFouten = joinFaults(
    result.success ? [] : foutenVan(result.error, event),
    fouten,
    nietAangesloten(type, event['data'], gemeenten),
  );
  if (!result.success || alleFouten.length > 0) throw ongeldig(alleFouten, kenmerk);
  const read = ReadEvent.parse(result.data);
  // Its own strict schema has just found every member right, `data` with its type; that needs no second look.
  const tijdstip = canonicalInstant(read.time);
  const bericht = {
    ontvangstId,
    berichtId: read.id,
    bron: read.source,
    tijdstip,
    organisatie: sleutel,
    afdruk: pseudoniemen.afdruk(blijvend({ ...read, time: tijdstip })),
    type,
    data: read.data,
  } as CoaBericht | BrpBericht;
  return { bericht, writtenDigest: pseudoniemen.afdruk(blijvend(event)) };
};

/** `POST /gebeurtenissen`: 202 once the event is stored durably; the same one again changes nothing. */
export const plaatsGebeurtenis = async (
  verzoek: AangemeldVerzoek,
  nodig: Afhankelijkheden,
): Promise<Antwoord> => {
  const { bericht, writtenDigest } = toets(leesCloudEvent(verzoek), verzoek.organisatie, nodig);
  const { ontvangstId } = bericht;
  if (!(await neemAan(nodig, bericht, writtenDigest))) {
    throw probleem('ander-bericht', 'Onder deze source en id is eerder een ander bericht aangenomen.', {
      ontvangstId,
    });
  }
  return json(202, { ontvangstId }, { Location: locatie(ontvangstId) });
};

const magZien = (organisatie: Organisatie, sleutel: string): boolean =>
  organisatie.rol === 'beheer' || organisatie.sleutel === sleutel;

/** `GET /gebeurtenissen/{ontvangstId}`: how far a message is, for its sender and for operation. */
export const leesOntvangst = async (
  { organisatie, padwaarden }: AangemeldVerzoek,
  { ontvangsten }: Afhankelijkheden,
): Promise<Antwoord> => {
  const ontvangstId = OntvangstId.safeParse(padwaarden['ontvangstId']);
  const ontvangst = ontvangstId.success ? await ontvangsten.lees(ontvangstId.data) : undefined;
  if (ontvangst === undefined || !magZien(organisatie, ontvangst.organisatie)) throw nietGevonden();
  return json(200, ontvangst);
};
