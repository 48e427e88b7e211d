import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as wacht } from 'node:timers/promises';
import * as z from 'zod';
import { DuoHeaders } from '../../contracts/duo.ts';
import { antwoordJson, type Handler, leesJson, padOnder } from '../mount.ts';
import { Antwoorden, openAntwoordenboek } from './antwoorden.ts';
import { maakStoringen, Storing } from './storingen.ts';

/**
 * DUO's side of the interface, for replays and tests on one machine: it answers `GET /personen/{bsn}/<question>` as
 * DUO's OpenAPI files say, with whatever `POST /antwoorden` set before. It writes no log: its paths hold BSNs.
 */

/** Where the local hub mounts the stand-in. */
export const DUO_MOUNT = '/_lokaal/duo';

/** Version of the interface that answers this question (its OpenAPI file's `info.version`). */
const versieVan = (sleutel: string): string => {
  if (sleutel.startsWith('lbt/')) return '1.2.0';
  if (sleutel === 'PIP') return '1.2.0';
  return /^(inburgeringsplicht|doelgroep)(\/|$)/.test(sleutel) ? '1.2.2' : '1.0.0';
};

const PERSOON = /^\/personen\/([^/]+)\/([A-Za-z][A-Za-z0-9/]*)$/;
const BSN = /^\d{9}$/;

const ZetAntwoorden = z.strictObject({ bsn: z.string().regex(BSN), antwoorden: Antwoorden });

const alsTekst = (waarde: string | string[] | undefined): string | undefined =>
  Array.isArray(waarde) ? waarde.join(',') : waarde;

const leeg = (res: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void => {
  res.writeHead(status, headers);
  res.end();
};

/** Makes the stand-in. With a `dataDir` its answers survive a restart. */
export const maakDuoStandIn = (
  opties: { readonly dataDir?: string; readonly prefix?: string } = {},
): Handler => {
  const prefix = opties.prefix ?? DUO_MOUNT;
  const boek = openAntwoordenboek(opties.dataDir);
  const storingen = maakStoringen();

  const beantwoord = async (req: IncomingMessage, res: ServerResponse, bsn: string, sleutel: string) => {
    const berichtId = alsTekst(req.headers['berichtid']);
    const headers = {
      'API-Version': versieVan(sleutel),
      // DUO gives the request's own berichtId back, also with an error, as long as it can be one.
      ...(berichtId !== undefined && /^[\w-]{1,64}$/.test(berichtId) ? { berichtId } : {}),
    };
    if (req.method !== 'GET') return leeg(res, 405, { ...headers, Allow: 'GET' });
    const aanroep = DuoHeaders.safeParse({
      bron: alsTekst(req.headers['bron']),
      doel: alsTekst(req.headers['doel']),
      berichtid: berichtId,
    });
    if (!aanroep.success || !BSN.test(bsn)) return leeg(res, 400, headers);
    const storing = storingen.treft(bsn);
    if (storing !== undefined && storing.vertragingMs > 0) {
      const weg = new AbortController();
      res.once('close', () => weg.abort());
      // Unreferenced: a rehearsed hang must not keep a stopping hub alive.
      const gewacht = await wacht(storing.vertragingMs, true, { signal: weg.signal, ref: false }).catch(
        () => false,
      );
      if (!gewacht) return undefined; // the caller gave up
    }
    if (storing?.status !== undefined) return leeg(res, storing.status, headers);
    const antwoord = boek.lees(bsn, sleutel);
    return antwoord === undefined ? leeg(res, 404, headers) : antwoordJson(res, 200, antwoord, headers);
  };

  const bedien = async (req: IncomingMessage, res: ServerResponse): Promise<void> => {
    const pad = padOnder(req, prefix);
    const persoon = PERSOON.exec(pad);
    if (persoon !== null) return beantwoord(req, res, persoon[1] ?? '', persoon[2] ?? '');
    if (req.method === 'POST' && pad === '/antwoorden') {
      const body = await leesJson(req, ZetAntwoorden);
      if (!('waarde' in body)) return antwoordJson(res, body.status, { fouttekst: body.detail });
      await boek.zet(body.waarde.bsn, body.waarde.antwoorden);
      return leeg(res, 204);
    }
    if (req.method === 'POST' && pad === '/storing') {
      const body = await leesJson(req, Storing);
      if (!('waarde' in body)) return antwoordJson(res, body.status, { fouttekst: body.detail });
      storingen.begin(body.waarde);
      return leeg(res, 204);
    }
    if (req.method === 'DELETE' && pad === '/storing') {
      storingen.beeindig();
      return leeg(res, 204);
    }
    return leeg(res, 404);
  };

  return (req, res) => {
    bedien(req, res).catch((fout: unknown) => {
      if (res.headersSent) res.destroy(fout instanceof Error ? fout : undefined);
      else leeg(res, 500, { 'API-Version': '1.0.0' });
    });
  };
};
