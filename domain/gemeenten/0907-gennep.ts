import { pipTermijn } from './national.ts';
import type { GemeenteProfile, PartnerProfile, TermijnRule } from './profile.ts';

const SINCE_THE_WET = { from: '2022-01-01' };

const partner = (role: PartnerProfile['rol'], organisation: string): PartnerProfile => ({
  sleutel: role,
  rol: role,
  organisatie: organisation,
  valid: SINCE_THE_WET,
});

const local = (
  rule: Pick<TermijnRule, 'id' | 'naam' | 'duur' | 'eindGebeurtenis' | 'bron'>,
): TermijnRule => ({
  ...rule,
  startGebeurtenis: 'brp-inschrijving-ontvangen',
  soort: 'lokaal',
  algemeneTermijnenwet: false,
  valid: SINCE_THE_WET,
});

/** Gennep: routemap of the gemeente, werkafspraken R00 to R15 and termijnen TG01 to TG31. */
export const gennep: GemeenteProfile = {
  gemeentecode: '0907',
  naam: 'Gennep',
  contactTeamInburgering: {
    naam: 'Team Inburgering Gennep',
    emailadres: 'inburgering@gennep.example',
    telefoonnummer: '0485000000',
  },
  partners: [
    partner('taalschool', 'Taalschool Nederlands de Baas'),
    partner('intos', 'INTOS'),
    partner('balk', 'BalK'),
    partner('taalmaatjes', 'Coördinator Taalmaatjes en Taalcafé'),
    partner('wijkondersteuner', 'Dorps-/wijkondersteuner'),
    partner('mage', 'Kringloopwinkel MaGe'),
  ],
  secretAddressTo: ['balk'],
  termijnen: [
    local({
      id: 'TG02',
      naam: 'Intakegesprekken voeren',
      duur: 'P15D',
      eindGebeurtenis: 'brede-intake-gesprek-gevoerd',
      bron: 'werkafspraken R03.5',
    }),
    local({
      id: 'TG05',
      naam: 'Taallessen starten',
      duur: 'P4W',
      eindGebeurtenis: 'taallessen-gestart',
      bron: 'werkafspraken R07.T2',
    }),
    local({
      id: 'TG06',
      naam: 'Leerbaarheidstoets afnemen',
      duur: 'P9W',
      eindGebeurtenis: 'leerbaarheidstoets-afgenomen',
      bron: 'werkafspraken R09.T1',
    }),
    pipTermijn('TG07', 'Besluit inburgering 2021 art. 5.3; werkafspraken R10.T1'),
  ],
};
