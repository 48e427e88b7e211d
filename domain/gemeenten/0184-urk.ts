import { pipTermijn } from './national.ts';
import type { GemeenteProfile } from './profile.ts';

/** Urk: no partner has agreed its fields with the hub yet; the statutory term counts from the first day. */
export const urk: GemeenteProfile = {
  gemeentecode: '0184',
  naam: 'Urk',
  contactTeamInburgering: {
    naam: 'Team Inburgering Urk',
    emailadres: 'inburgering@urk.example',
    telefoonnummer: '0527000001',
  },
  partners: [],
  secretAddressTo: [],
  termijnen: [pipTermijn('TN02', 'Besluit inburgering 2021 art. 5.3')],
};
