import { isDeepStrictEqual } from 'node:util';
import type { ZaakId } from '../../contracts/basistypen.ts';
import type { RedenIntrekking } from '../../contracts/coa.ts';
import type { PartnerberichtSoort, Partnerrol } from '../../contracts/partnerberichten.ts';
import { type Situation, situationOf } from '../zaak/afgeleid.ts';
import type { Zaak } from '../zaak/zaak.ts';
import { type PartnerAdres, type Projectie, projecties } from './projectie.ts';

/**
 * The decision to tell one partner something: stands on the timeline in the same commit as the fact that caused it,
 * with field names and never their values. The content is composed from the facts when the message is sent.
 */
export interface Melding {
  readonly partner: PartnerAdres;
  readonly rol: Partnerrol;
  readonly soort: PartnerberichtSoort;
  /** 1, 2, 3 … per zaak and partner. */
  readonly volgnummer: number;
  readonly velden: readonly string[];
  readonly gewijzigd?: readonly string[];
  readonly reden?: RedenIntrekking;
}

/** The last thing each partner was told. */
export type LaatsteMeldingen = ReadonlyMap<PartnerAdres, Melding>;

const isIngelicht = (melding: Melding | undefined): melding is Melding =>
  melding !== undefined && melding.soort !== 'vervallen';

const verschil = (voor: Projectie | undefined, na: Projectie): string[] => {
  const oud: Readonly<Record<string, unknown>> = voor?.velden ?? {};
  const nieuw: Readonly<Record<string, unknown>> = na.velden;
  return [...new Set([...Object.keys(oud), ...Object.keys(nieuw)])]
    .filter((veld) => !isDeepStrictEqual(oud[veld], nieuw[veld]))
    .sort();
};

/** Why a partner of a zaak that is active elsewhere no longer has it. */
const redenVoor = ({ koppeling, redenVervallen }: Situation, partner: PartnerAdres): RedenIntrekking => {
  if (redenVervallen !== undefined) return redenVervallen;
  return koppeling === undefined || partner.startsWith(`${koppeling.gemeentecode}/`)
    ? 'anders'
    : 'andere gemeente';
};

/**
 * Whom to tell what when a zaak goes from `voor` to `na`: new to who was not told, changed to who was told otherwise,
 * withdrawn to exactly those who were told. A change that touches none of a partner's fields tells it nothing.
 */
export const meldingen = (
  zaakId: ZaakId,
  voor: Zaak,
  na: Zaak,
  laatste: LaatsteMeldingen,
): readonly Melding[] => {
  // Before anybody was told, there is nothing to compare with.
  const oud = laatste.size === 0 ? undefined : projecties(zaakId, voor);
  const nieuw = projecties(zaakId, na);
  const volgende = (partner: PartnerAdres): number => (laatste.get(partner)?.volgnummer ?? 0) + 1;
  const bekendmakingen = [...nieuw].flatMap(([partner, projectie]): Melding[] => {
    const basis = {
      partner,
      rol: projectie.rol,
      volgnummer: volgende(partner),
      velden: Object.keys(projectie.velden),
    };
    if (!isIngelicht(laatste.get(partner))) return [{ ...basis, soort: 'gemeld' }];
    const gewijzigd = verschil(oud?.get(partner), projectie);
    return gewijzigd.length === 0 ? [] : [{ ...basis, soort: 'gewijzigd', gewijzigd }];
  });
  const intrekkingen = [...laatste].flatMap(([partner, melding]): Melding[] =>
    isIngelicht(melding) && !nieuw.has(partner)
      ? [
          {
            partner,
            rol: melding.rol,
            soort: 'vervallen',
            volgnummer: volgende(partner),
            velden: ['reden'],
            reden: redenVoor(situationOf(na), partner),
          },
        ]
      : [],
  );
  return [...bekendmakingen, ...intrekkingen];
};
