import type { InboundBericht } from '../../contracts/internal/inbound-bericht.ts';

/** What a message may name and nobody may see: it is not kept, from the moment that the message is accepted. */

const withoutNationaliteit = <Person extends { readonly nationaliteit?: unknown }>({
  nationaliteit: _,
  ...rest
}: Person): Omit<Person, 'nationaliteit'> => rest;

/** The message as the hub keeps it: without the nationaliteit of anybody (docs/privacy.md). */
export const asKept = <Bericht extends InboundBericht>(bericht: Bericht): Bericht => {
  switch (bericht.type) {
    case 'nl.tvs.koppeling.geregistreerd.v1':
    case 'nl.tvs.koppeling.gewijzigd.v1':
      return {
        ...bericht,
        data: { ...bericht.data, personen: bericht.data.personen.map(withoutNationaliteit) },
      };
    case 'nl.tvs.koppeling.ingetrokken.v1': {
      const { personen, ...data } = bericht.data;
      return personen === undefined
        ? bericht
        : { ...bericht, data: { ...data, personen: personen.map(withoutNationaliteit) } };
    }
    case 'nl.inburgeringszaken.casus.geopend.v1':
      return { ...bericht, data: withoutNationaliteit(bericht.data) };
    default:
      return bericht;
  }
};
