import * as z from 'zod';
import {
  AbonnementId,
  ClientId,
  Filters,
  Mtls,
  OauthScope,
  OutboundTypes,
  Secret,
  Tempo,
  TokenUrl,
  Version,
} from './abonnementen.ts';
import { Moment, text } from './base-types.ts';
import { ABONNEMENT_STATUSES } from './postvak.ts';

/** What the hub answers about abonnementen on a webhook. */

const Status = z.enum(ABONNEMENT_STATUSES).meta({
  title: 'Status',
  description:
    'wacht-op-verificatie: de ontvanger heeft nog niet ingestemd; actief: berichten worden afgeleverd; ' +
    'gepauzeerd: berichten worden bewaard; gestopt: de ontvanger antwoordde 410, berichten worden bewaard',
  examples: ['actief'],
});

const Instemming = z
  .object({
    wijze: z.enum(['handdruk', 'handmatig']).meta({
      title: 'Wijze',
      description: 'handdruk: de ontvanger antwoordde zelf; handmatig: vastgelegd door de gemeente',
      examples: ['handdruk'],
    }),
    op: text(40).meta({
      title: 'Op',
      description: 'Moment van de handdruk, of de dag van de handmatige instemming',
      examples: ['2025-06-20T08:32:00.000Z'],
    }),
    door: text(200)
      .optional()
      .meta({
        title: 'Door',
        description: 'Wie handmatig instemde',
        examples: ['hoofd ICT van de taalschool'],
      }),
    tempo: Tempo.optional().meta({
      title: 'Tempo',
      description: 'Hoogste aantal berichten per minuut volgens de ontvanger',
      examples: [100],
    }),
  })
  .meta({ title: 'Instemming', description: 'Hoe de ontvanger instemde' });

const attributes = {
  id: AbonnementId,
  status: Status,
  sink: text(2000).meta({
    title: 'Sink',
    description: 'Waar de hub berichten aflevert',
    examples: ['https://partner.example.nl/hooks/inburgering'],
  }),
  protocol: z.literal('HTTP').meta({ title: 'Protocol', description: 'Hoe de hub aflevert' }),
  types: OutboundTypes,
  filters: Filters,
  oauth2: z
    .object({ tokenUrl: TokenUrl, clientId: ClientId, scope: OauthScope.optional() })
    .optional()
    .meta({ title: 'OAuth 2.0', description: 'Hoe de hub zich bij de ontvanger meldt, zonder wachtwoord' }),
  mtls: Mtls,
  tempo: Tempo.optional(),
  instemming: Instemming.optional(),
  oudGeheimTot: Moment.optional().meta({
    title: 'Oud geheim tot',
    description: 'Tot dit moment ondertekent de hub ook met het vorige geheim',
    examples: ['2025-06-21T08:32:00.000Z'],
  }),
  rustTot: Moment.optional().meta({
    title: 'Rust tot',
    description:
      'De ontvanger vroeg om te wachten (Retry-After): tot dit moment stuurt de hub hem niets. Het bericht waarop hij ' +
      'dat antwoordde kan langer wachten; de tijdlijn zegt hoe lang. _verifieer en _hervat maken er een einde aan. ' +
      'Staat alleen in het antwoord van GET.',
    examples: ['2025-06-20T08:37:00.000Z'],
  }),
  aangemaaktOp: Moment,
  versie: Version,
};

/** An abonnement as the API shows it. It never holds a secret. */
export const AbonnementView = z
  .object(attributes)
  .meta({ title: 'Abonnement', description: 'Een abonnement, zonder geheimen' });
export type AbonnementView = z.infer<typeof AbonnementView>;

/** An abonnement with its new secret: the hub shows a secret once, in the answer to the request that made it. */
export const AbonnementWithSecret = z
  .object({ ...attributes, secret: Secret })
  .meta({ title: 'Abonnement met geheim', description: 'Het geheim staat er alleen deze keer bij' });

export const AbonnementenList = z
  .object({
    abonnementen: z
      .array(AbonnementView)
      .meta({ title: 'Abonnementen', description: 'Oudste eerst: dat is ook de volgorde waarin ze gelden' }),
  })
  .meta({ title: 'Abonnementen', description: 'De abonnementen van één partner' });

/** One thing that happened to an abonnement. It names fields and never holds their values. */
export const AbonnementGebeurtenis = z
  .object({
    tijdstip: Moment,
    naam: text(60).meta({
      title: 'Naam',
      description: 'Wat er gebeurde',
      examples: ['abonnement-gewijzigd'],
    }),
    door: text(60).meta({
      title: 'Door',
      description: 'Organisatie die het deed, of hub',
      examples: ['taalschool-0907'],
    }),
    gegevens: z.record(z.string(), z.unknown()).meta({
      title: 'Gegevens',
      description: 'Namen van velden, redenen en aantallen; nooit een waarde van een bericht of een geheim',
      examples: [{ velden: ['types'] }],
    }),
  })
  .meta({
    title: 'Gebeurtenis van een abonnement',
    description: 'Eén feit, zonder waarden en zonder geheimen',
  });
export type AbonnementGebeurtenis = z.infer<typeof AbonnementGebeurtenis>;

export const AbonnementTijdlijn = z
  .object({
    abonnementId: AbonnementId,
    gebeurtenissen: z
      .array(AbonnementGebeurtenis)
      .meta({ title: 'Gebeurtenissen', description: 'Oudste eerst' }),
  })
  .meta({ title: 'Tijdlijn van een abonnement', description: 'Alles wat er met een abonnement gebeurd is' });
