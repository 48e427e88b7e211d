import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  SESv2Client,
  SESv2ServiceException,
} from '@aws-sdk/client-sesv2';

/**
 * What SES knows of an address: a mail came back, its reader called one spam, neither; or it says nothing now, because it answers
 * one such question a second.
 */
export type Returned = 'returned' | 'complained' | 'not returned' | 'busy';

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof SESv2ServiceException && error.name === name;

/** SES may keep an address in another spelling than the one that was mailed: as it is written, and in lower case. */
const spellings = (address: string): readonly string[] => [...new Set([address, address.toLowerCase()])];

/**
 * The addresses that SES sends nothing more to. It keeps them for the whole account, and takes mails to them without a word. Each of
 * these throws when SES is away.
 */
export const createReturnedMails = (client = new SESv2Client({})) => ({
  /** What became of mails to this address. */
  async look(address: string): Promise<Returned> {
    for (const EmailAddress of spellings(address)) {
      try {
        const { SuppressedDestination } = await client.send(
          new GetSuppressedDestinationCommand({ EmailAddress }),
        );
        return SuppressedDestination?.Reason === 'COMPLAINT' ? 'complained' : 'returned';
      } catch (error) {
        if (isNamed(error, 'TooManyRequestsException')) return 'busy';
        if (!isNamed(error, 'NotFoundException')) throw error;
      }
    }
    return 'not returned';
  },

  /** Has SES send to this address again; false when it does nothing now. */
  async forget(address: string): Promise<boolean> {
    for (const EmailAddress of spellings(address)) {
      try {
        await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress }));
      } catch (error) {
        if (isNamed(error, 'TooManyRequestsException')) return false;
        if (!isNamed(error, 'NotFoundException')) throw error;
      }
    }
    return true;
  },
});

export type ReturnedMails = ReturnType<typeof createReturnedMails>;
