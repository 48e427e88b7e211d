import { OEFENGEMEENTE } from '../../contracts/base-types.ts';
import { PARTNERROLLEN, type Partnerrol } from '../../contracts/partnerberichten.ts';
import { pipTermijn } from './national.ts';
import type { GemeenteProfile } from './profile.ts';

const ORGANISATIONS: Readonly<Record<Partnerrol, string>> = {
  taalschool: 'Taalschool De Oefening',
  intos: 'Oefening INTOS',
  balk: 'Oefening BalK',
  taalmaatjes: 'Oefening Taalmaatjes',
  wijkondersteuner: 'Oefening wijkondersteuner',
  mage: 'Oefening kringloopwinkel',
};

/**
 * A gemeente that does not exist, with a partner in every role: here a new partner practises with invented people
 * (examples/oefengemeente.jsonl). Acceptatie and productie refuse it (infra/environments/environment.ts).
 */
export const oefengemeente: GemeenteProfile = {
  gemeentecode: OEFENGEMEENTE,
  naam: 'Oefengemeente',
  contactTeamInburgering: {
    naam: 'Team Inburgering Oefengemeente',
    emailadres: 'inburgering@oefengemeente.example',
    telefoonnummer: '0999000000',
  },
  partners: PARTNERROLLEN.map((role) => ({
    sleutel: role,
    rol: role,
    organisatie: ORGANISATIONS[role],
    valid: { from: '2022-01-01' },
  })),
  secretAddressTo: ['balk'],
  termijnen: [pipTermijn('TX01', 'Besluit inburgering 2021 art. 5.3')],
};
