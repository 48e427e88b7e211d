import { ROUTEMAP_TYPES, type RoutemapType } from './routemap.ts';

/**
 * Every event type that the hub accepts on `POST /v1/gebeurtenissen`, by its name alone. What each of them holds stands in
 * `berichttypen.ts`: who only has to know which types there are need not load the schemas.
 */
const OTHER_TYPES = [
  'nl.tvs.koppeling.geregistreerd.v1',
  'nl.tvs.koppeling.gewijzigd.v1',
  'nl.tvs.koppeling.ingetrokken.v1',
  'nl.brp.persoon.ingeschreven.v1',
  'nl.brp.persoon.verhuisd.v1',
  'nl.brp.persoon.overleden.v1',
  'nl.inburgeringszaken.casus.geopend.v1',
  'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1',
  'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1',
  'nl.inburgeringszaken.pip.vastgesteld.v1',
  'nl.inburgeringszaken.pip.gewijzigd.v1',
  'nl.inburgeringszaken.pip.ingetrokken.v1',
  'nl.inburgeringszaken.taallessen.gestart.v1',
  'nl.inburgeringszaken.regievoerder.toegewezen.v1',
  'nl.inburgeringszaken.feit.hersteld.v1',
] as const;
export type InboundType = (typeof OTHER_TYPES)[number] | RoutemapType;
export const INBOUND_TYPES: readonly InboundType[] = [...OTHER_TYPES, ...ROUTEMAP_TYPES];

/** Whether the hub takes in messages of this type. */
export const isInboundType = (type: string): type is InboundType =>
  (INBOUND_TYPES as readonly string[]).includes(type);
