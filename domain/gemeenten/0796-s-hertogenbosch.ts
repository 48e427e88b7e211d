import { pipTermijn } from './national.ts';
import type { GemeenteProfile } from './profile.ts';

/** 's-Hertogenbosch: no partner has agreed its fields with the hub yet; the statutory term counts from the first day. */
export const sHertogenbosch: GemeenteProfile = {
  gemeentecode: '0796',
  naam: "'s-Hertogenbosch",
  contactTeamInburgering: {
    naam: "Team Inburgering 's-Hertogenbosch",
    emailadres: 'inburgering@s-hertogenbosch.example',
    telefoonnummer: '0730000000',
  },
  partners: [],
  secretAddressTo: [],
  termijnen: [pipTermijn('TD01', 'Besluit inburgering 2021 art. 5.3')],
};
