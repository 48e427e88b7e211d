import * as z from 'zod';
import type { Dodebrieven, HerstelPlek } from '../../adapters/dodebrieven.ts';
import type { Waarnemen } from '../gedeeld/waarnemen.ts';
import { type RedriveOpties, redrive, type Verslag } from './redrive.ts';

/** What somebody who invokes the function asks for; one place or, explicitly, all. */
export const Opdracht = z
  .strictObject({
    wachtrij: z.string().min(1).optional(),
    alles: z.literal(true).optional(),
    proef: z.boolean().default(false),
    perSeconde: z.int().min(1).max(100).default(5),
  })
  .refine(({ wachtrij, alles }) => (wachtrij === undefined) !== (alles === undefined), {
    error: 'noem één wachtrij, of alles',
  });
export type Opdracht = z.infer<typeof Opdracht>;

/** What happened, or with `proef` would happen, in one place. */
export type PlekVerslag = { readonly naam: string; readonly dodeBrieven: number } & Partial<Verslag>;

export interface HerstelAfhankelijkheden {
  readonly vindPlekken: (naam?: string) => Promise<readonly HerstelPlek[]>;
  readonly dodebrieven: (plek: HerstelPlek) => Dodebrieven;
  readonly waarnemen: Pick<Waarnemen, 'info'>;
}

/** Moves the dead letters of the places that are asked for, one place after the other; counts only in what it tells. */
export const herstel = async (
  { vindPlekken, dodebrieven, waarnemen }: HerstelAfhankelijkheden,
  { wachtrij, proef, perSeconde }: Opdracht,
  opties: Omit<RedriveOpties, 'perSeconde'>,
): Promise<readonly PlekVerslag[]> => {
  const verslagen: PlekVerslag[] = [];
  for (const plek of await vindPlekken(wachtrij)) {
    const bus = dodebrieven(plek);
    const { zichtbaar, onderhanden } = await bus.tel();
    const dodeBrieven = zichtbaar + onderhanden;
    const gedaan = proef || dodeBrieven === 0 ? {} : await redrive(bus, { ...opties, perSeconde });
    const verslag = { naam: plek.naam, dodeBrieven, ...gedaan };
    if (dodeBrieven > 0) waarnemen.info('dode brieven', { ...verslag, stempel: opties.stempel, proef });
    verslagen.push(verslag);
  }
  return verslagen;
};
