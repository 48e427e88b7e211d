import { closestMatch } from 'leven';
import * as z from 'zod';
import { OUTBOUND_TYPES } from '../../../../contracts/abonnementen.ts';
import { Gemeentecode, OntvangstId } from '../../../../contracts/base-types.ts';
import { readInbound } from '../../../../contracts/berichttypen.ts';
import { members } from '../../../../contracts/checks.ts';
import { EventType, inboundEnvelope } from '../../../../contracts/cloudevent.ts';
import { INBOUND_TYPES, type InboundType, isInboundType } from '../../../../contracts/event-types.ts';
import { type Fault, faultsOf, joinFaults } from '../../../../contracts/faults.ts';
import { canonicalInstant } from '../../../../contracts/instant.ts';
import type { InboundBericht } from '../../../../contracts/internal/inbound-bericht.ts';
import { asKept } from '../../../../domain/bewaren/not-kept.ts';
import { isOwnSource, type Organisation } from '../../../../domain/organisations.ts';
import { type AcceptDependencies, accept } from '../accept.ts';
import type { Dependencies } from '../dependencies.ts';
import { type ParsedEvent, readCloudEvent } from '../http/cloudevent.ts';
import { invalid, notFound, problem } from '../http/problems.ts';
import type { AuthenticatedRequest } from '../http/request.ts';
import { json, type Response } from '../http/response.ts';
import { acceptedTrace } from '../http/trace.ts';
import { verifyContract, verifyOwn } from './report-access.ts';

/** What taking in a message needs. */
type Needed = AcceptDependencies &
  Pick<Dependencies, 'gemeenten' | 'post'> & {
    readonly pseudonyms: Pick<Dependencies['pseudonyms'], 'ontvangstId' | 'afdruk'>;
    readonly zaken: Pick<Dependencies['zaken'], 'gemeenteOf'>;
  };

/** Whether the moment of an event is its sender's, or the hub's own when a page sends it. */
type Moment = 'of the event' | 'at sending';

/**
 * `POST /gebeurtenissen`: 202 once the event is stored durably; the same one again changes nothing. Of a page the
 * moment of its event is the hub's own, so a second click has another.
 */
export const acceptGebeurtenis = async (
  request: AuthenticatedRequest,
  needed: Needed,
  time: Moment = 'of the event',
): Promise<Response> => {
  const { bericht, writtenDigest } = verify(request, needed, time);
  const { ontvangstId } = bericht;
  await verifyOwn(needed, request.organisatie, bericht);
  await verifyContract(needed, request.organisatie, bericht);
  if (!(await accept(needed, bericht, writtenDigest))) {
    throw problem('ander-bericht', 'Onder deze source en id is eerder een ander bericht aangenomen.', {
      ontvangstId,
    });
  }
  return json(202, { ontvangstId }, { Location: locatie(ontvangstId) });
};

/** `GET /gebeurtenissen/{ontvangstId}`: how far a message is, for its sender and for operation. */
export const readOntvangst = async (
  { organisatie, pathValues }: AuthenticatedRequest,
  { ontvangsten }: Dependencies,
): Promise<Response> => {
  const ontvangstId = OntvangstId.safeParse(pathValues['ontvangstId']);
  const ontvangst = ontvangstId.success ? await ontvangsten.read(ontvangstId.data) : undefined;
  if (ontvangst === undefined || !maySee(organisatie, ontvangst.organisatie)) throw notFound();
  return json(200, ontvangst);
};

const maySee = (organisation: Organisation, key: string): boolean =>
  organisation.rol === 'beheer' || organisation.sleutel === key;

/** An envelope of which the type is not readable: everything else is still checked. */
const SeparateEnvelope = z.looseObject({ ...inboundEnvelope, type: EventType, data: z.unknown() });

const faultsIn = (schema: z.ZodType, event: unknown): readonly Fault[] => {
  const parsed = schema.safeParse(event);
  return parsed.success ? [] : faultsOf(parsed.error, event);
};

const ValidGemeente = z.looseObject({ gemeentecode: Gemeentecode });

/** COA links to a gemeente that takes part here; the BRP may name any. */
const notConnected = (
  type: InboundBericht['type'],
  data: unknown,
  gemeenten: Dependencies['gemeenten'],
): readonly Fault[] => {
  const parsed = ValidGemeente.safeParse(data);
  if (!type.startsWith('nl.tvs.') || !parsed.success || gemeenten.includes(parsed.data.gemeentecode))
    return [];
  return [{ pointer: '/data/gemeentecode', detail: 'is geen aangesloten gemeente' }];
};

/** A message can take the place of an earlier one of its sender, and not of itself. */
const replacesItself = ({ id, data }: Readonly<Record<string, unknown>>): readonly Fault[] => {
  const { vervangtBerichtId } = members(data);
  return vervangtBerichtId !== undefined && vervangtBerichtId === id
    ? [{ pointer: '/data/vervangtBerichtId', detail: 'is dit bericht zelf' }]
    : [];
};

/** Attributes about the journey, not about the event: a retry may carry others and is still the same message. */
const TRACE_DATA = new Set(['datacontenttype', 'traceparent', 'tracestate']);

/** What a repeated message must have in common with the first. */
const permanent = (event: Readonly<Record<string, unknown>>, time: Moment): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(event).filter(
      ([name]) => !(TRACE_DATA.has(name) || (name === 'time' && time === 'at sending')),
    ),
  );

const locatie = (ontvangstId: OntvangstId): string => `/v1/gebeurtenissen/${ontvangstId}`;

/** What the hub itself sends is a known type too; nobody may deliver it. */
const isSentByHub = (type: string): boolean => (OUTBOUND_TYPES as readonly string[]).includes(type);

const unknownType = (type: string): Fault => ({
  pointer: '/type',
  detail: `is geen bekend type; het meest lijkt het op ${closestMatch(type, INBOUND_TYPES)}`,
});

const isReadableSource = (source: unknown): source is string =>
  inboundEnvelope.source.safeParse(source).success;

interface Accepted {
  readonly bericht: InboundBericht;
  /** Digest of the event as it was written; `bericht.afdruk` is of what it means. */
  readonly writtenDigest: string;
}

/** Names the message in what is answered, as soon as its id can be read. */
type Attribute = { readonly ontvangstId?: OntvangstId };

/** The type of an event that this organisation may send; throws why it is not taken from it. */
const permittedType = (
  { event, errors }: ParsedEvent,
  organisation: Organisation,
  attribute: Attribute,
): InboundType => {
  const { source, type } = event;
  if (typeof type !== 'string' || !EventType.safeParse(type).success) {
    throw invalid(joinFaults(faultsIn(SeparateEnvelope, event), errors), attribute);
  }
  if (!isInboundType(type) && !isSentByHub(type)) {
    throw invalid(joinFaults([unknownType(type)], faultsIn(SeparateEnvelope, event), errors), attribute);
  }
  if (!isInboundType(type) || !organisation.eventTypes.includes(type)) {
    throw problem(
      'geen-toegang',
      'Deze organisatie mag gebeurtenissen van dit type niet aanleveren.',
      attribute,
    );
  }
  if (isReadableSource(source) && !isOwnSource(organisation, source)) {
    throw problem('geen-toegang', 'De source is niet van de organisatie die dit bericht stuurt.', {
      ...attribute,
      errors: [
        {
          pointer: '/source',
          detail: 'moet het OIN van de afzender noemen: urn:nld:oin:<OIN>:systeem:<naam>',
        },
      ],
    });
  }
  return type;
};

/** The event as its contract reads it; throws every fault that it has. */
const readEvent = (
  type: InboundType,
  { event, errors }: ParsedEvent,
  gemeenten: Dependencies['gemeenten'],
  attribute: Attribute,
) => {
  const read = readInbound(type, event);
  const faults = joinFaults(
    read.error === undefined ? [] : faultsOf(read.error, event),
    errors,
    notConnected(type, event['data'], gemeenten),
    replacesItself(event),
  );
  if (read.error !== undefined || faults.length > 0) throw invalid(faults, attribute);
  return read;
};

/** The accepted message, or every reason why it is not accepted. */
const verify = (
  request: AuthenticatedRequest,
  { pseudonyms, gemeenten, clock }: Needed,
  time: Moment,
): Accepted => {
  const parsed = readCloudEvent(request);
  const { sleutel } = request.organisatie;
  const { id, source, traceparent } = parsed.event;
  const attribute =
    typeof source === 'string' && typeof id === 'string'
      ? { ontvangstId: pseudonyms.ontvangstId(sleutel, source, id) }
      : {};
  const type = permittedType(parsed, request.organisatie, attribute);
  const { event, content } = readEvent(type, parsed, gemeenten, attribute);
  const tijdstip = canonicalInstant(event.time);
  const bericht = {
    ontvangstId: pseudonyms.ontvangstId(sleutel, event.source, event.id),
    berichtId: event.id,
    bron: event.source,
    tijdstip,
    organisatie: sleutel,
    afdruk: pseudonyms.afdruk(permanent({ ...event, time: tijdstip }, time)),
    trace: acceptedTrace(request, event.source, clock.now(), traceparent),
    ...content,
  };
  return { bericht: asKept(bericht), writtenDigest: pseudonyms.afdruk(permanent(parsed.event, time)) };
};
