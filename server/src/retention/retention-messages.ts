import { defineMessages } from '../lib/message.ts';

export const retentionMessages = defineMessages({
  retention_swept: {
    en: () => 'What is not needed any more was put away; the next look follows by itself.',
    uk: () => 'Те, що більше не потрібне, прибрано; наступна перевірка відбудеться сама.',
  },
});
