import { pipTermijn } from './national.ts';
import type { GemeenteProfile } from './profile.ts';

/** Noordoostpolder: no partner has agreed its fields with the hub yet; the statutory term counts from the first day. */
export const noordoostpolder: GemeenteProfile = {
  gemeentecode: '0171',
  naam: 'Noordoostpolder',
  contactTeamInburgering: {
    naam: 'Team Inburgering Noordoostpolder',
    emailadres: 'inburgering@noordoostpolder.example',
    telefoonnummer: '0527000000',
  },
  partners: [],
  secretAddressTo: [],
  termijnen: [pipTermijn('TN02', 'Besluit inburgering 2021 art. 5.3')],
};
