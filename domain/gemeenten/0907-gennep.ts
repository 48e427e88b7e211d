import { pipTermijn } from './landelijk.ts';
import type { GemeenteProfiel, PartnerProfiel, TermijnRegel } from './profiel.ts';

const SINDS_DE_WET = { vanaf: '2022-01-01' };

const partner = (rol: PartnerProfiel['rol'], organisatie: string): PartnerProfiel => ({
  sleutel: rol,
  rol,
  organisatie,
  geldig: SINDS_DE_WET,
});

const lokaal = (
  regel: Pick<TermijnRegel, 'id' | 'naam' | 'duur' | 'eindGebeurtenis' | 'bron'>,
): TermijnRegel => ({
  ...regel,
  startGebeurtenis: 'brp-inschrijving-ontvangen',
  soort: 'lokaal',
  algemeneTermijnenwet: false,
  geldig: SINDS_DE_WET,
});

/** Gennep: routemap of the gemeente, werkafspraken R00 to R15 and termijnen TG01 to TG31. */
export const gennep: GemeenteProfiel = {
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
  termijnen: [
    lokaal({
      id: 'TG02',
      naam: 'Intakegesprekken voeren',
      duur: 'P15D',
      eindGebeurtenis: 'brede-intake-gesprek-gevoerd',
      bron: 'werkafspraken R03.5',
    }),
    lokaal({
      id: 'TG05',
      naam: 'Taallessen starten',
      duur: 'P4W',
      eindGebeurtenis: 'taallessen-gestart',
      bron: 'werkafspraken R07.T2',
    }),
    lokaal({
      id: 'TG06',
      naam: 'Leerbaarheidstoets afnemen',
      duur: 'P9W',
      eindGebeurtenis: 'leerbaarheidstoets-afgenomen',
      bron: 'werkafspraken R09.T1',
    }),
    pipTermijn('TG07', 'Besluit inburgering 2021 art. 5.3; werkafspraken R10.T1'),
  ],
};
