import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { OWN_GEMEENTEN } from '../infra/gemeenten/profiles.ts';
import { temporaryFolder } from './temporary.ts';

const PROJECT = join(import.meta.dirname, '..');

/** A gemeente that is not in the project, with two partners, one of which has a key of its own. */
export const MADE_UP = {
  gemeentecode: '9998',
  naam: 'Nergenshuizen',
  oin: '00000099000099980000',
  contactTeamInburgering: {
    naam: 'Team Inburgering Nergenshuizen',
    emailadres: 'inburgering@nergenshuizen.example',
    telefoonnummer: '0998000000',
  },
  partners: [
    {
      sleutel: 'taal-oost',
      rol: 'taalschool',
      organisatie: 'Taal Oost',
      oin: '00000099000099980001',
      geldig: { vanaf: '2025-01-01' },
    },
    {
      sleutel: 'mage',
      rol: 'mage',
      organisatie: 'Kringloop Nergens',
      oin: '00000099000099980002',
      geldig: { vanaf: '2025-01-01', totEnMet: '2099-12-31' },
      deur: 'wachtrij',
    },
  ],
  termijnen: [
    { nationaal: 'pip', id: 'TV01', bron: 'Besluit inburgering 2021 art. 5.3' },
    {
      id: 'TV02',
      naam: 'Taallessen starten',
      duur: 'P6W',
      eindGebeurtenis: 'taallessen-gestart',
      bron: 'plan Nergenshuizen',
      geldig: { vanaf: '2025-01-01' },
    },
  ],
} as const;

/** The same gemeente with partners that wait for a home (R00.6), beside two that hear at the koppeling. */
export const WAITING = {
  ...MADE_UP,
  partners: [
    MADE_UP.partners[0],
    { ...MADE_UP.partners[1], hoort: 'na-akkoord-woning' },
    {
      sleutel: 'wijk',
      rol: 'wijkondersteuner',
      organisatie: 'Wijkteam Nergens',
      oin: '00000099000099980003',
      geldig: { vanaf: '2025-01-01' },
      hoort: 'na-akkoord-woning',
      deur: 'wachtrij',
    },
    {
      sleutel: 'geld',
      rol: 'balk',
      organisatie: 'Geldhulp Nergens',
      oin: '00000099000099980004',
      geldig: { vanaf: '2025-01-01' },
      hoort: 'bij-koppeling',
    },
    {
      sleutel: 'destion',
      rol: 'corporatie',
      organisatie: 'Destion',
      oin: '00000099000009070007',
      geldig: { vanaf: '2025-01-01', totEnMet: '2099-12-31' },
    },
    {
      sleutel: 'mooiland',
      rol: 'corporatie',
      organisatie: 'Mooiland',
      oin: '00000099000009070008',
      geldig: { vanaf: '2025-01-01' },
    },
  ],
} as const;

/** A folder outside the project with one file for each of these profiles; a text is written without change. */
export const gemeenteFolder = (files: Readonly<Record<string, unknown>>): string => {
  const folder = join(temporaryFolder(), 'gemeenten');
  mkdirSync(folder);
  for (const [name, content] of Object.entries(files))
    writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
  return folder;
};

/** The product's own gemeenten and a made-up one, in a folder outside the project. */
export const withMadeUp = (profile: object = MADE_UP): string => {
  const folder = gemeenteFolder({ '9998-nergenshuizen.json': profile });
  cpSync(join(PROJECT, OWN_GEMEENTEN), folder, { recursive: true });
  return folder;
};
