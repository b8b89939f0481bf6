import { defineMessages } from '../../../lib/message.ts';

export const externalMessages = defineMessages({
  external_handed_over: {
    en: () => 'handed over; Sluice does not run it',
    uk: () => 'передано; запускає це не Sluice',
  },
  external_unwatched: {
    en: () => 'not run by Sluice, so its health is not known here',
    uk: () => 'запускає не Sluice, тож стан тут невідомий',
  },
});
