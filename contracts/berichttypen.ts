import type { z } from 'zod';
import { PersoonIngeschreven, PersoonOverleden, PersoonVerhuisd } from './brp.ts';
import { inkomendEvent } from './cloudevent.ts';
import { Koppeling, KoppelingIngetrokken } from './coa.ts';

/** Every event type that the hub accepts on `POST /v1/gebeurtenissen`, with the schema of its `data`. */
export const INKOMENDE_DATA = {
  'nl.tvs.koppeling.geregistreerd.v1': Koppeling,
  'nl.tvs.koppeling.gewijzigd.v1': Koppeling,
  'nl.tvs.koppeling.ingetrokken.v1': KoppelingIngetrokken,
  'nl.brp.persoon.ingeschreven.v1': PersoonIngeschreven,
  'nl.brp.persoon.verhuisd.v1': PersoonVerhuisd,
  'nl.brp.persoon.overleden.v1': PersoonOverleden,
} as const;

export type InkomendType = keyof typeof INKOMENDE_DATA;

export const isInkomendType = (type: string): type is InkomendType => Object.hasOwn(INKOMENDE_DATA, type);

const schemas = new Map<InkomendType, z.ZodType>();

/** The schema of a whole inbound event of this type (built once). */
export const inkomendSchema = (type: InkomendType): z.ZodType => {
  const bekend = schemas.get(type);
  if (bekend !== undefined) return bekend;
  const schema = inkomendEvent(type, INKOMENDE_DATA[type]);
  schemas.set(type, schema);
  return schema;
};
