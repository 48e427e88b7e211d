import type { z } from 'zod';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from './brp.ts';
import { inboundEvent } from './cloudevent.ts';
import { Koppeling, KoppelingIngetrokken } from './coa.ts';
import type { InboundType } from './event-types.ts';
import {
  CasusGeopend,
  FeitHersteld,
  PipVastgesteld,
  PlichtVastgesteld,
  TaallessenGestart,
  UitslagOntvangen,
} from './gemeente.ts';
import { RegievoerderToegewezen } from './regisseur.ts';

/** The schema of `data` of every event type that the hub accepts on `POST /v1/gebeurtenissen`. */
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
  'nl.inburgeringszaken.taallessen.gestart.v1': TaallessenGestart,
  'nl.inburgeringszaken.regievoerder.toegewezen.v1': RegievoerderToegewezen,
  'nl.inburgeringszaken.feit.hersteld.v1': FeitHersteld,
} as const satisfies Readonly<Record<InboundType, z.ZodType>>;

const schemas = new Map<InboundType, z.ZodType>();

/** The schema of a whole inbound event of this type. Each is built once. */
export const inboundSchema = (type: InboundType): z.ZodType => {
  const known = schemas.get(type);
  if (known !== undefined) return known;
  const schema = inboundEvent(type, INBOUND_DATA[type]);
  schemas.set(type, schema);
  return schema;
};
