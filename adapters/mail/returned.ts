import {
  DeleteSuppressedDestinationCommand,
  GetSuppressedDestinationCommand,
  SESv2Client,
  SESv2ServiceException,
} from '@aws-sdk/client-sesv2';

/**
 * What SES knows of an address: a mail came back, its reader called a mail spam, or neither. Or SES says nothing now, because it
 * answers one such question a second.
 */
export type Returned = 'returned' | 'complained' | 'not returned' | 'busy';

const isNamed = (error: unknown, name: string): boolean =>
  error instanceof SESv2ServiceException && error.name === name;

/**
 * The addresses to which SES sends nothing more. It keeps them for the whole account, in the letters in which they were mailed, and
 * takes mails to them without a word. Each of these functions throws when SES is away.
 */
export const createReturnedMails = (client = new SESv2Client({})) => ({
  /** What became of mails to this address. */
  async look(EmailAddress: string): Promise<Returned> {
    try {
      const { SuppressedDestination } = await client.send(
        new GetSuppressedDestinationCommand({ EmailAddress }),
      );
      return SuppressedDestination?.Reason === 'COMPLAINT' ? 'complained' : 'returned';
    } catch (error) {
      if (isNamed(error, 'TooManyRequestsException')) return 'busy';
      if (isNamed(error, 'NotFoundException')) return 'not returned';
      throw error;
    }
  },

  /** Has SES send to this address again; false when it does nothing now. */
  async forget(EmailAddress: string): Promise<boolean> {
    try {
      await client.send(new DeleteSuppressedDestinationCommand({ EmailAddress }));
      return true;
    } catch (error) {
      if (isNamed(error, 'TooManyRequestsException')) return false;
      if (isNamed(error, 'NotFoundException')) return true;
      throw error;
    }
  },
});

export type ReturnedMails = ReturnType<typeof createReturnedMails>;
