import middy from '@middy/core';
import type { SQSBatchResponse, SQSEvent } from 'aws-lambda';
import * as z from 'zod';
import { maakBezorgwachtrij } from '../../adapters/bezorgwachtrij.ts';
import { maakKanalen } from '../../adapters/kanalen.ts';
import { maakUitgaand } from '../../adapters/logboeken.ts';
import { maakPartnerwachtrijen } from '../../adapters/partnerwachtrijen.ts';
import { maakPostvak } from '../../adapters/post/postvak.ts';
import { maakTabel } from '../../adapters/tabel.ts';
import { maakUitstel } from '../../adapters/uitstel.ts';
import { leesOmgeving } from '../gedeeld/omgeving.ts';
import { maakWaarnemen, perAanroep } from '../gedeeld/waarnemen.ts';
import { processAnnouncements } from './send.ts';

const omgeving = leesOmgeving(
  z.object({
    TABEL_NAAM: z.string().min(1),
    WACHTRIJ_URL: z.url(),
    BEZORGING_WACHTRIJ_URL: z.url(),
    HUB_BRON: z.string().regex(/^urn:nld:/),
    HUB_BASIS_URL: z.url(),
  }),
);

const waarnemen = maakWaarnemen('partnerberichten');
const tabel = maakTabel(omgeving.TABEL_NAAM);
const afhankelijkheden = {
  uitgaand: maakUitgaand(tabel),
  postvak: maakPostvak(tabel),
  kanalen: maakKanalen(tabel),
  bezorgwachtrij: maakBezorgwachtrij(omgeving.BEZORGING_WACHTRIJ_URL),
  partnerwachtrijen: maakPartnerwachtrijen(omgeving.WACHTRIJ_URL, (partner, oorzaak) =>
    waarnemen.fout('partnerbericht niet verstuurd', { partner, oorzaak }),
  ),
  waarnemen,
  stelAankondigingUit: maakUitstel(omgeving.WACHTRIJ_URL),
  nu: () => new Date(),
  afzender: { bron: omgeving.HUB_BRON, basisUrl: omgeving.HUB_BASIS_URL },
};

/** Wiring of functions/partnerberichten: see README.md. */
export const handler = middy<SQSEvent, SQSBatchResponse>()
  .use(perAanroep(waarnemen))
  .handler((event) => processAnnouncements(afhankelijkheden, event));
