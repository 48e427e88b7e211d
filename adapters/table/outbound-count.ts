import type { Gemeentecode } from '../../contracts/base-types.ts';
import { known } from '../../domain/known.ts';
import { kanaalParts } from '../../domain/partners/address.ts';
import { messagesIn } from '../../domain/zaak/dossier.ts';
import { STATUS_OUTBOUND } from './logs.ts';
import { readOutbound } from './outbound.ts';
import type { Table } from './table.ts';

/** Commits that are read side by side. */
const READ_TOGETHER = 50;

/**
 * Commits that still have messages to send to receivers of this gemeente. The index does not say whom a commit tells, so
 * each is read; one that was sent meanwhile does not count.
 */
export const countOutboundTo = async (
  table: Pick<Table, 'perStatus' | 'read'>,
  gemeentecode: Gemeentecode,
): Promise<number> => {
  let count = 0;
  let after: string | undefined;
  do {
    const { items, na } = await table.perStatus(STATUS_OUTBOUND, {
      max: READ_TOGETHER,
      ...known({ na: after }),
    });
    const commits = await Promise.all(items.map((item) => readOutbound(table, item)));
    count += commits.filter(
      (commit) =>
        commit !== undefined &&
        messagesIn(commit.inhoud).some(({ partner }) => kanaalParts(partner).gemeentecode === gemeentecode),
    ).length;
    after = na;
  } while (after !== undefined);
  return count;
};
