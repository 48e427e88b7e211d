import type { z } from 'zod';
import { APPOINTMENTS } from './appointments.ts';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from './brp.ts';
import { inboundEvent } from './cloudevent.ts';
import { Koppeling, KoppelingIngetrokken } from './coa.ts';
import { INBOUND_TYPES, type InboundType } from './event-types.ts';
import {
  CasusGeopend,
  FeitHersteld,
  PlichtVastgesteld,
  TaallessenGestart,
  UitslagOntvangen,
} from './gemeente.ts';
import type { RoutemapReport } from './internal/routemap-report.ts';
import { PipGewijzigd, PipIngetrokken, PipVastgesteld } from './pip.ts';
import { RegievoerderToegewezen } from './regisseur.ts';
import { dayFieldOf, eventOfType, type RoutemapType } from './routemap.ts';
import { appointmentAhead, routemapData } from './routemap-data.ts';

/** The schema of `data` of every event type that the hub accepts on `POST /v1/gebeurtenissen`, beside those of the routemap. */
export const INBOUND_DATA = {
  'nl.tvs.koppeling.geregistreerd.v1': Koppeling,
  'nl.tvs.koppeling.gewijzigd.v1': Koppeling,
  'nl.tvs.koppeling.ingetrokken.v1': KoppelingIngetrokken,
  'nl.brp.persoon.ingeschreven.v1': PersoonIngeschreven,
  'nl.brp.persoon.verhuisd.v1': PersoonVerhuisd,
  'nl.brp.persoon.overleden.v1': PersoonOverleden,
  'nl.inburgeringszaken.casus.geopend.v1': CasusGeopend,
  'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1': PlichtVastgesteld,
  'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1': UitslagOntvangen,
  'nl.inburgeringszaken.pip.vastgesteld.v1': PipVastgesteld,
  'nl.inburgeringszaken.pip.gewijzigd.v1': PipGewijzigd,
  'nl.inburgeringszaken.pip.ingetrokken.v1': PipIngetrokken,
  'nl.inburgeringszaken.taallessen.gestart.v1': TaallessenGestart,
  'nl.inburgeringszaken.regievoerder.toegewezen.v1': RegievoerderToegewezen,
  'nl.inburgeringszaken.feit.hersteld.v1': FeitHersteld,
} as const satisfies Readonly<Record<Exclude<InboundType, RoutemapType>, z.ZodType>>;

/** The schema of `data` of an event type that the hub accepts on `POST /v1/gebeurtenissen`. */
export const inboundData = (type: InboundType): z.ZodType => {
  const event = eventOfType(type);
  return event === undefined ? INBOUND_DATA[type as keyof typeof INBOUND_DATA] : routemapData(event);
};

/** Every type with the schema of its `data`; those of the routemap are made for this call. */
export const everyInboundData = (): readonly (readonly [InboundType, z.ZodType])[] =>
  INBOUND_TYPES.map((type) => [type, inboundData(type)] as const);

/** An event that the hub accepts, with `data` of any type. */
type InboundSchema = ReturnType<typeof inboundEvent<z.ZodType>>;

const schemas = new Map<InboundType, InboundSchema>();

/** The schema of a whole inbound event of this type. Each is built once. */
export const inboundSchema = (type: InboundType): InboundSchema => {
  const known = schemas.get(type);
  if (known !== undefined) return known;
  const event = eventOfType(type);
  const bare = inboundEvent(type, inboundData(type));
  const isAppointment = event !== undefined && APPOINTMENTS.includes(event);
  const schema = isAppointment ? bare.check(appointmentAhead(dayFieldOf(event))) : bare;
  schemas.set(type, schema);
  return schema;
};

type DataOf<Type extends InboundType> = Type extends keyof typeof INBOUND_DATA
  ? z.infer<(typeof INBOUND_DATA)[Type]>
  : RoutemapReport;

/** What an event says, by its type. */
type InboundContent = {
  readonly [Type in InboundType]: { readonly type: Type; readonly data: DataOf<Type> };
}[InboundType];

type ReadInbound =
  | { readonly error: z.ZodError }
  | {
      readonly error?: undefined;
      readonly event: z.infer<InboundSchema>;
      readonly content: InboundContent;
    };

/** Reads an event by the contract of this type: the event as a whole, and what it says. */
export const readInbound = (type: InboundType, event: unknown): ReadInbound => {
  const { data: read, error } = inboundSchema(type).safeParse(event);
  if (error !== undefined) return { error };
  // `inboundSchema` takes the schema of `data` from the type, which the compiler does not follow through its `Map`.
  return { event: read, content: { type, data: read.data } as InboundContent };
};
