import { pipTermijn } from './national.ts';
import type { GemeenteProfile } from './profile.ts';

/** Overbetuwe: no partner has agreed its fields with the hub yet; a local target of six weeks warns before the
 * statutory ten. */
export const overbetuwe: GemeenteProfile = {
  gemeentecode: '1734',
  naam: 'Overbetuwe',
  contactTeamInburgering: {
    naam: 'Team Inburgering Overbetuwe',
    emailadres: 'inburgering@overbetuwe.example',
    telefoonnummer: '0488000000',
  },
  partners: [],
  secretAddressTo: [],
  termijnen: [
    {
      id: 'TO01',
      naam: 'PIP vaststellen (streefdatum)',
      startGebeurtenis: 'brp-inschrijving-ontvangen',
      eindGebeurtenis: 'pip-vastgesteld',
      duur: 'P6W',
      soort: 'lokaal',
      algemeneTermijnenwet: false,
      bron: 'plan Overbetuwe, bijlage 1 stap 5',
      valid: { from: '2022-01-01' },
    },
    pipTermijn('TO02', 'Besluit inburgering 2021 art. 5.3'),
  ],
};
