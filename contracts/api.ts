import * as z from 'zod';
import { Bsn, Gemeentecode, Moment, OntvangstId, text, Vnummer, ZaakId } from './base-types.ts';
import { checkAlways, members } from './checks.ts';
import { Cursor } from './cursor.ts';
import { Doelgroep, Examennummer, Inburgeringsplicht } from './duo.ts';
import {
  Examenresultaten,
  GratisPogingen,
  Inburgeringstermijn,
  Ontheffingen,
  PIP,
  Vrijstellingen,
} from './duo-resources.ts';
import { ONTVANGST_STATUSES } from './ontvangst-status.ts';
import { TijdlijnTermijn } from './termijnen.ts';

/** Bodies of the API's own calls. The events and DUO's notificatie have files of their own. */

const exactlyOneKey = checkAlways<{ vNummer?: unknown; bsn?: unknown }>((query, report) => {
  const { vNummer, bsn } = members(query);
  if ((vNummer === undefined) !== (bsn === undefined)) return;
  report(['vNummer'], 'precies een van vNummer en bsn is verplicht');
  report(['bsn'], 'precies een van vNummer en bsn is verplicht');
});

/** The one key by which a person is looked up. */
export type SearchQuery = { readonly vNummer: Vnummer } | { readonly bsn: Bsn };

/** Body of `POST /zaken/_zoek`. It holds exactly one key, which may not stand in a URL. */
export const SearchQuery = z
  .strictObject({ vNummer: Vnummer.optional(), bsn: Bsn.optional() })
  .check(exactlyOneKey)
  .meta({ title: 'Zoekvraag', description: 'Precies één sleutel: vNummer of bsn' });

const Status = z
  .string()
  .min(1)
  .max(60)
  .meta({ title: 'Status', description: 'Stand van de zaak', examples: ['actief'] });

const zaakHead = { zaakId: ZaakId, gemeentecode: Gemeentecode, status: Status };

export const FoundZaak = z
  .object(zaakHead)
  .meta({ title: 'Gevonden zaak', description: 'Een zaak in het kort' });
export type FoundZaak = z.infer<typeof FoundZaak>;

export const FindResponse = z
  .object({ zaken: z.array(FoundZaak).meta({ title: 'Zaken', description: 'Gevonden zaken' }) })
  .meta({
    title: 'Zoekantwoord',
    description: 'Zaken van deze persoon in de eigen gemeente; leeg als er geen is',
  });
export type FindResponse = z.infer<typeof FindResponse>;

const Data = z
  .record(z.string(), z.unknown())
  .meta({ title: 'Gegevens', description: 'Wat deze organisatie over de zaak weet of verteld is' });

const answer = <Schema extends z.ZodType>(schema: Schema, description: string) =>
  schema.optional().meta({ description: `${description}; ontbreekt zolang DUO er niets over zei` });

/** What no source told of a person, and the partners that hear nothing until one does: names, never values. */
const WachtOpGegevens = z
  .object({
    ontbreekt: z
      .array(text(40))
      .min(1)
      .meta({ title: 'Ontbreekt', description: 'Gegevens die geen bron noemde', examples: [['talen']] }),
    partners: z
      .array(text(60))
      .min(1)
      .meta({
        title: 'Partners',
        description: 'Wie nog niets van deze zaak hoort, als gemeentecode/partner',
        examples: [['0907/taalschool']],
      }),
  })
  .meta({
    title: 'Wacht op gegevens',
    description:
      'Partners die wachten: een bron of de gemeente (`casus.geopend`) vult aan wat ontbreekt, en dan horen zij het. Van een minderjarige ontbreekt de plicht (`inburgeringsplicht`): die zegt DUO',
  });

/** What an organisation knows of a zaak; to the gemeente with the newest answer of DUO to every question. */
const ZaakData = z
  .looseObject({
    inburgeringsplicht: answer(Inburgeringsplicht, 'Wat DUO het laatst over de plicht zei'),
    doelgroep: answer(Doelgroep, 'Doelgroep volgens DUO'),
    examennummer: answer(Examennummer, 'Kenmerk van de leerbaarheidstoets'),
    inburgeringstermijn: answer(Inburgeringstermijn, 'Inburgeringstermijn volgens DUO'),
    pip: answer(PIP, 'Het PIP dat DUO kent, en van welke gemeente het is'),
    vrijstellingen: answer(Vrijstellingen, 'Besluiten over vrijstelling'),
    ontheffingen: answer(Ontheffingen, 'Besluiten over ontheffing'),
    examenresultaten: answer(Examenresultaten, 'Uitslagen van het inburgeringsexamen'),
    gratisPogingen: answer(GratisPogingen, 'Gratis pogingen die over zijn'),
    wachtOpGegevens: WachtOpGegevens.optional().meta({
      description: 'Ontbreekt als iedere partner gemeld kan worden; alleen voor de gemeente',
    }),
  })
  .meta({
    title: 'Gegevens',
    description:
      'Wat deze organisatie over de zaak weet of verteld is; de antwoorden van DUO ziet alleen de gemeente',
  });

export const Zaak = z
  .object({ ...zaakHead, gegevens: ZaakData })
  .meta({ title: 'Zaak', description: 'De stand van één zaak' });
export type Zaak = z.infer<typeof Zaak>;

export const TijdlijnGebeurtenis = z
  .object({
    naam: text(100).meta({
      title: 'Naam',
      description: 'Naam van de gebeurtenis, zoals in de werkafspraken',
      examples: ['koppeling-ontvangen'],
    }),
    tijdstip: Moment,
    bron: text(200).meta({
      title: 'Bron',
      description: 'Wie het meldde',
      examples: ['urn:nld:oin:00000099000000002000:systeem:tvs'],
    }),
    gegevens: Data,
    feitId: text(300)
      .optional()
      .meta({
        title: 'FeitId',
        description: 'Kenmerk van het feit waaruit deze regel volgt: daarmee kan de gemeente het rechtzetten',
        examples: ['koppeling:TVS-2025-993909:1'],
      }),
  })
  .meta({
    title: 'Gebeurtenis op de tijdlijn',
    description: 'Eén feit, in de volgorde waarin het bekend werd',
  });
export type TijdlijnGebeurtenis = z.infer<typeof TijdlijnGebeurtenis>;

export const Tijdlijn = z
  .object({
    zaakId: ZaakId,
    gebeurtenissen: z
      .array(TijdlijnGebeurtenis)
      .meta({ title: 'Gebeurtenissen', description: 'Wat er gebeurd is' }),
    termijnen: z.array(TijdlijnTermijn).meta({ title: 'Termijnen', description: 'Termijnen van de zaak' }),
  })
  .meta({ title: 'Tijdlijn', description: 'Alles wat er op een zaak gebeurd is' });
export type Tijdlijn = z.infer<typeof Tijdlijn>;

export const Accepted = z
  .object({ ontvangstId: OntvangstId })
  .meta({ title: 'Aangenomen', description: 'Het bericht is duurzaam opgeslagen' });

export const Ontvangst = z
  .object({
    ontvangstId: OntvangstId,
    status: z.enum(ONTVANGST_STATUSES).meta({
      title: 'Status',
      description:
        'ontvangen: nog te verwerken; wacht: de persoon is nog niet bekend; quarantaine: zie reden',
      examples: ['verwerkt'],
    }),
    type: text(120).meta({
      title: 'Type',
      description: 'Soort bericht',
      examples: ['nl.tvs.koppeling.geregistreerd.v1'],
    }),
    organisatie: text(60).meta({
      title: 'Organisatie',
      description: 'Wie het aanleverde',
      examples: ['coa'],
    }),
    sinds: Moment,
    reden: text(500)
      .optional()
      .meta({
        title: 'Reden',
        description: 'Waarom het wacht of in quarantaine staat',
        examples: ['persoon onbekend'],
      }),
  })
  .meta({ title: 'Ontvangst', description: 'Ontvangstbewijs van één bericht, zonder de inhoud' });
export type Ontvangst = z.infer<typeof Ontvangst>;

export const Ontvangsten = z
  .object({
    ontvangsten: z.array(Ontvangst).meta({ title: 'Ontvangsten', description: 'Oudste eerst' }),
    na: Cursor.optional(),
  })
  .meta({ title: 'Ontvangsten', description: 'Eén bladzijde; zonder `na` is het de laatste' });
