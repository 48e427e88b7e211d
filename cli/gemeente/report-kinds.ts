import type { InboundType } from '../../contracts/event-types.ts';
import { titleOf } from '../../contracts/hub-type.ts';
import {
  fieldsOfEvent,
  LIST_FIELDS,
  nameOfField,
  ROUTEMAP,
  ROUTEMAP_EVENTS,
  type RoutemapEvent,
  type RoutemapType,
  typeOfEvent,
} from '../../contracts/routemap.ts';

/** What a gemeente reports itself. A correction is a command of its own: `hub herstel-feit`. */
export type ReportType = Exclude<InboundType, 'nl.inburgeringszaken.feit.hersteld.v1'>;

export interface ReportKind {
  /** The word that is typed: `hub meld <word>`. */
  readonly word: string;
  readonly description: string;
  /** The options, and where in `data` each one belongs: `*` stands for every value of one that takes several. */
  readonly options: Readonly<Record<string, string>>;
  /** The gemeente in `data` need not be the one that reports. */
  readonly elsewhere?: true;
}

const NUMBERS = { '--bsn <bsn>': 'bsn', '--vnummer <vNummer>': 'vNummer' };

/** What COA tells of one person; a household of more goes through `--data` or the terminal. */
const persoon = (at = ''): Readonly<Record<string, string>> => ({
  '--bsn <bsn>': `${at}bsn`,
  '--vnummer <vNummer>': `${at}vNummer`,
  '--voornamen <text>': `${at}naam.voornamen`,
  '--voorvoegsel <text>': `${at}naam.voorvoegsel`,
  '--geslachtsnaam <text>': `${at}naam.geslachtsnaam`,
  '--geboortedatum <datum>': `${at}geboortedatum`,
  '--geslacht <geslacht>': `${at}geslacht`,
  '--nationaliteit <text>': `${at}nationaliteit`,
  '--taal <taal...>': `${at}talen.*.taal`,
  '--opleiding <text>': `${at}hoogsteOpleiding`,
  '--telefoon <number>': `${at}contact.telefoonnummer`,
  '--email <address>': `${at}contact.emailadres`,
});

const KOPPELING = {
  '--koppeling <id>': 'koppelingId',
  '--versie <number>': 'versie',
  '--datum <datum>': 'datumKoppeling',
};

const HUISHOUDEN = {
  ...KOPPELING,
  '--azc <naam>': 'verblijfplaatsAzc.naam',
  '--relatie <relatie>': 'personen.0.relatie',
  ...persoon('personen.0.'),
};

/** What DUO has to know of a PIP. */
const PIP_CONTENT = {
  '--route <B/O/Z>': 'pip.leerroute',
  '--niveau <niveau>': 'pip.niveau',
  '--uren <number>': 'pip.geschatteIntensiteitB1Route',
  '--opleiding-afmaken <ja/nee>': 'pip.indicatorMagOpleidingAfmaken',
  '--alfabetisering <A/AA/NVT>': 'pip.indicatorAlfabetiseringsonderwijs',
  '--gemotiveerd <ja/nee>': 'gemotiveerd',
};

const RESIDENCE = {
  '--in <code>': 'gemeentecode',
  '--straat <text>': 'adres.straat',
  '--huisnummer <number>': 'adres.huisnummer',
  '--huisletter <letter>': 'adres.huisletter',
  '--toevoeging <text>': 'adres.toevoeging',
  '--postcode <postcode>': 'adres.postcode',
  '--woonplaats <text>': 'adres.woonplaats',
  '--coa-locatie <ja/nee>': 'isCoaLocatie',
  '--geheim <ja/nee>': 'geheimhouding',
  '--vervangt <id>': 'vervangtBerichtId',
};

/** An event of the routemap: its name is the word, and its fields are the options. */
const routemapKind = (event: RoutemapEvent): ReportKind => ({
  word: event,
  description: `${titleOf(event)}; routemap ${ROUTEMAP[event].rows.join(', ')}`,
  options: {
    '--zaak <zaakId>': 'zaakId',
    ...Object.fromEntries(
      fieldsOfEvent(event).map((field, place) => {
        const name = nameOfField(field);
        if (LIST_FIELDS.has(name)) return [`--${name} <${name}...>`, `${name}.*`];
        return place === 0 ? ['--datum <datum>', name] : [`--${name.toLowerCase()} <${name}>`, name];
      }),
    ),
    '--vervangt <id>': 'vervangtBerichtId',
    '--ingetrokken <ja/nee>': 'ingetrokken',
  },
});

const ROUTEMAP_KINDS = Object.fromEntries(
  ROUTEMAP_EVENTS.map((event) => [typeOfEvent(event), routemapKind(event)]),
) as Readonly<Record<RoutemapType, ReportKind>>;

/** Everything that `hub meld` can report, by its event type. */
export const REPORT_KINDS: Readonly<Record<ReportType, ReportKind>> = {
  'nl.inburgeringszaken.casus.geopend.v1': {
    word: 'casus',
    description: 'open a zaak of somebody who does not come through COA, or say who a person is',
    options: {
      '--datum <datum>': 'datumOpening',
      ...persoon(),
      '--gezin <gezinssamenstelling>': 'gezinssamenstelling',
      '--personen <number>': 'aantalPersonen',
    },
  },
  'nl.inburgeringszaken.inburgeringsplicht.vastgesteld.v1': {
    word: 'plicht',
    description: 'the inburgeringsplicht as the portal of DUO shows it',
    options: {
      ...NUMBERS,
      '--plichtig <ja/nee>': 'indicatorInburgeringsplicht',
      '--begin <datum>': 'begindatum',
      '--eind <datum>': 'einddatum',
      '--wijziging <datum>': 'wijzigingsdatum',
      '--kennisgeving <datum>': 'datumKennisgevingInburgeringsplicht',
      '--reden <reden>': 'redenGeenInburgeringsplicht',
      '--doelgroep <indeling>': 'doelgroep.indeling',
    },
  },
  'nl.inburgeringszaken.leerbaarheidstoets.uitslag.ontvangen.v1': {
    word: 'uitslag',
    description: 'the result of the leerbaarheidstoets as the portal of DUO shows it',
    options: {
      ...NUMBERS,
      '--resultaat <resultaat>': 'resultaten.0.resultaat',
      '--score <score>': 'resultaten.0.behaaldeScore',
      '--benodigd <score>': 'resultaten.0.benodigdeScore',
      '--datum <datum>': 'resultaten.0.datumAfname',
    },
  },
  'nl.inburgeringszaken.pip.vastgesteld.v1': {
    word: 'pip',
    description: 'the PIP is established',
    options: {
      '--zaak <zaakId>': 'zaakId',
      '--datum <datum>': 'dagtekening',
      '--leerroute <leerroute>': 'leerroute',
      ...PIP_CONTENT,
    },
  },
  'nl.inburgeringszaken.pip.gewijzigd.v1': {
    word: 'pip-gewijzigd',
    description: 'the PIP is established anew, with a change',
    options: {
      '--zaak <zaakId>': 'zaakId',
      '--datum <datum>': 'dagtekening',
      '--eerste <datum>': 'dagtekeningInitieel',
      '--onderdelen <onderdeel...>': 'onderdelen.*',
      ...PIP_CONTENT,
    },
  },
  'nl.inburgeringszaken.pip.ingetrokken.v1': {
    word: 'pip-ingetrokken',
    description: 'a PIP is withdrawn or annulled',
    options: {
      '--zaak <zaakId>': 'zaakId',
      '--datum <datum>': 'datum',
      '--dagtekening <datum>': 'dagtekening',
    },
  },
  'nl.inburgeringszaken.taallessen.gestart.v1': {
    word: 'taallessen',
    description: 'the lessons at the taalschool began',
    options: { '--zaak <zaakId>': 'zaakId', '--datum <datum>': 'startdatum' },
  },
  'nl.inburgeringszaken.regievoerder.toegewezen.v1': {
    word: 'regisseur',
    description: 'a casusregisseur is assigned to a zaak, or another one than before',
    options: {
      '--zaak <zaakId>': 'zaakId',
      '--regisseur <id>': 'regisseurId',
      '--naam <text>': 'naam',
      '--functie <text>': 'functie',
      '--telefoon <number>': 'telefoonnummer',
      '--email <address>': 'emailadres',
      '--datum <datum>': 'ingangsdatum',
    },
  },
  'nl.brp.persoon.ingeschreven.v1': {
    word: 'inschrijving',
    description: 'a registration in the BRP (inschrijving)',
    options: { ...NUMBERS, '--soort <soort>': 'soort', '--datum <datum>': 'datumInschrijving', ...RESIDENCE },
    elsewhere: true,
  },
  'nl.brp.persoon.verhuisd.v1': {
    word: 'verhuizing',
    description: 'a new address in the BRP (verhuizing)',
    options: { ...NUMBERS, '--datum <datum>': 'datumVerhuizing', ...RESIDENCE },
    elsewhere: true,
  },
  'nl.brp.persoon.overleden.v1': {
    word: 'overlijden',
    description: 'a death in the BRP (overlijden)',
    options: { ...NUMBERS, '--datum <datum>': 'datumOverlijden', '--vervangt <id>': 'vervangtBerichtId' },
  },
  'nl.tvs.koppeling.geregistreerd.v1': {
    word: 'koppeling',
    description: 'a koppeling by COA: one person by options, a household with --data or on a terminal',
    options: HUISHOUDEN,
  },
  'nl.tvs.koppeling.gewijzigd.v1': {
    word: 'koppeling-gewijzigd',
    description: 'a higher version of a koppeling, with its whole household',
    options: HUISHOUDEN,
  },
  'nl.tvs.koppeling.ingetrokken.v1': {
    word: 'intrekking',
    description: 'the withdrawal of a koppeling (intrekking)',
    options: { ...KOPPELING, '--reden <reden>': 'reden' },
  },
  ...ROUTEMAP_KINDS,
};
