import * as z from 'zod';
import { described, Moment, ZaakId } from './base-types.ts';
import { DOORS, POSTSTATEN } from './postvak.ts';

/** Erasing a person: what a gemeente asks, and how far it is (`POST /zaken/{zaakId}/_wis`). */

/** Why a person is erased: the closed list of a request. */
export const WIS_REDENEN = [
  'bewaartermijn-verstreken',
  'verzoek-betrokkene',
  'onrechtmatig-verwerkt',
] as const;
export type WisReden = (typeof WIS_REDENEN)[number];

const Reden = z.enum(WIS_REDENEN).meta({
  title: 'Reden',
  description: 'Waarom deze persoon gewist wordt',
  examples: ['verzoek-betrokkene'],
});

/** Body of `POST /zaken/{zaakId}/_wis`. */
export const WisAanvraag = z
  .strictObject({ reden: Reden })
  .meta({ title: 'Wisaanvraag', description: 'Een persoon wissen, met de reden uit een gesloten lijst' });
export type WisAanvraag = z.infer<typeof WisAanvraag>;

const partner = described('Partner', 'Gemeentecode en sleutel van de ontvanger', '0907/taalschool', 60);
const berichtId = z.uuid().meta({
  title: 'BerichtId',
  description: 'Kenmerk van het bericht',
  examples: ['0b0f2c36-6c1e-5c55-8a3b-5f6f2c9e1d40'],
});

const NotArriving = z.strictObject({ partner, berichtId }).meta({
  title: 'Komt niet aan',
  description:
    'Een bericht dat klaarlag of onderweg was, en dat niet meer te halen is. De partner bevestigde het niet, en kan het wel gelezen hebben',
});

const WaitsOut = z
  .strictObject({
    partner,
    uiterlijk: Moment.meta({
      title: 'Uiterlijk',
      description: 'Wanneer de wachtrij het laatste bericht vanzelf weggooit',
      examples: ['2030-07-04T08:32:01Z'],
    }),
  })
  .meta({
    title: 'Wacht uit',
    description:
      'Een wachtrij met berichten die de hub niet kan terughalen: zij verdwijnen als de partner ze leest, of vanzelf',
  });

const Told = z
  .strictObject({
    partner,
    berichtId,
    staat: z.enum(POSTSTATEN).meta({
      title: 'Staat',
      description:
        'Hoe ver het bericht is dat deze persoon gewist is; bevestigd is ook door de partner gewist',
      examples: ['bevestigd'],
    }),
    deur: z
      .enum(DOORS)
      .optional()
      .meta({ title: 'Deur', description: 'Hoe het bericht gaat', examples: ['ophalen'] }),
    sinds: Moment.meta({
      title: 'Sinds',
      description: 'Sinds wanneer het zo staat',
      examples: ['2030-06-20T08:33:00Z'],
    }),
  })
  .meta({ title: 'Ontvanger', description: 'Wie hoorde dat deze persoon gewist is, en wie dat bevestigde' });

/** How far the hub is: decided, gone, or looked through once more after every function that was at work had ended. */
export const WIS_STANDEN = ['besloten', 'gewist', 'nagezien'] as const;
export type WisStand = (typeof WIS_STANDEN)[number];

/** How far an erasing is. It says nothing about the person. */
export const Wissing = z
  .strictObject({
    zaakId: ZaakId,
    reden: Reden,
    stand: z.enum(WIS_STANDEN).meta({
      title: 'Stand',
      description: 'besloten: de hub is bezig; gewist: alles is weg; nagezien: daarna nog eens nagelopen',
      examples: ['gewist'],
    }),
    gevraagdOp: Moment.meta({
      title: 'Gevraagd op',
      description: 'Wat een bron van voor dit moment nog stuurt, telt niet meer',
      examples: ['2030-06-20T08:32:00Z'],
    }),
    komtNietAan: z.array(NotArriving).meta({
      title: 'Komt niet aan',
      description:
        'Berichten die klaarlagen of onderweg waren, en niet meer te halen zijn. Bevestigd zijn ze niet; gelezen kunnen ze wel zijn',
    }),
    wachtUit: z
      .array(WaitsOut)
      .meta({ title: 'Wacht uit', description: 'Wachtrijen waarin nog berichten kunnen liggen' }),
    ontvangers: z
      .array(Told)
      .meta({ title: 'Ontvangers', description: 'Wie hoorde dat deze persoon gewist is' }),
  })
  .meta({ title: 'Wissing', description: 'Hoe ver het wissen van een persoon is' });
export type Wissing = z.infer<typeof Wissing>;
