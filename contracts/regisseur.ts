import * as z from 'zod';
import {
  Datum,
  described,
  Emailadres,
  InboundTelefoonnummer,
  todayInNederland,
  ZaakId,
} from './base-types.ts';
import { DAY_MS } from './time.ts';

/** Who of the gemeente directs a zaak: the casusregisseur, klantmanager or regievoerder, as each gemeente calls them. */

/**
 * The gemeente's own key of a casusregisseur. It goes into URLs and lists, so it holds no name with spaces in it, and
 * nothing that can be a BSN or a V-nummer.
 */
export const RegisseurId = z
  .string()
  .regex(
    /^(?!\d{9,10}$)[A-Za-z0-9][A-Za-z0-9-]{0,39}$/,
    'moet uit letters, cijfers en streepjes bestaan, en mag geen BSN of V-nummer kunnen zijn',
  )
  .meta({
    title: 'RegisseurId',
    description:
      'Eigen kenmerk van de gemeente voor een casusregisseur, zoals een personeelsnummer; geen naam. Verandert nooit',
    examples: ['R-0042'],
  });

/** A colleague who begins next month can be named today; a year that was typed wrong is refused. */
const MOST_DAYS_AHEAD = 92;

const latestDay = (): string => todayInNederland(new Date(Date.now() + MOST_DAYS_AHEAD * DAY_MS));

const regisseur = {
  regisseurId: RegisseurId,
  naam: described('Naam', 'Hoe de casusregisseur heet', 'N. de Vries', 200),
  functie: described('Functie', 'Functie bij de gemeente', 'Casusregisseur Inburgering').optional(),
  emailadres: Emailadres.optional(),
  telefoonnummer: InboundTelefoonnummer.optional(),
  ingangsdatum: Datum.refine(
    (datum) => datum <= latestDay(),
    `ligt meer dan ${MOST_DAYS_AHEAD} dagen in de toekomst`,
  ).meta({
    title: 'Ingangsdatum',
    description: `Eerste dag waarop deze casusregisseur de zaak heeft; hoogstens ${MOST_DAYS_AHEAD} dagen vooruit`,
    examples: ['2026-03-12'],
  }),
};

/**
 * `nl.inburgeringszaken.regievoerder.toegewezen.v1` (werkafspraken R03.T1): a gemeente assigns a casusregisseur to a zaak of
 * its own, or another one.
 */
export const RegievoerderToegewezen = z.strictObject({ zaakId: ZaakId, ...regisseur }).meta({
  title: 'Regievoerder toegewezen',
  description: 'Een gemeente wijst een casusregisseur toe aan een eigen zaak, of een andere dan voorheen',
});
export type RegievoerderToegewezen = z.infer<typeof RegievoerderToegewezen>;

const { regisseurId: _ownKey, ...toPartners } = regisseur;
/** The fields of who directs a zaak as its partners hear it (R03.T1): all but the key that is the gemeente's own. */
export const regisseurForPartners = toPartners;
