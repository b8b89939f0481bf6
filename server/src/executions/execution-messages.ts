import { defineMessages } from '../lib/message.ts';

export const executionMessages = defineMessages({
  execution_ended: {
    en: (p: { completed: number; failed: number; cancelled: number; skipped: number }) =>
      `Environment Completed: ${p.completed} (Failed: ${p.failed}, Canceled ${p.cancelled}), Skipped: ${p.skipped}`,
    uk: (p) =>
      `Завершено оточень: ${p.completed} (невдалих: ${p.failed}, скасованих: ${p.cancelled}), пропущено: ${p.skipped}`,
  },
  execution_under_way: {
    en: (p: { completed: number; failed: number; cancelled: number; skipped: number; incomplete: number }) =>
      `Environment Completed: ${p.completed} (Failed: ${p.failed}, Canceled ${p.cancelled}), Incomplete: ${p.incomplete}, Skipped: ${p.skipped}`,
    uk: (p) =>
      `Завершено оточень: ${p.completed} (невдалих: ${p.failed}, скасованих: ${p.cancelled}), лишилося: ${p.incomplete}, пропущено: ${p.skipped}`,
  },
  execution_not_found: {
    en: (p: { id: string }) => `There is no execution "${p.id}". See: sluice executions`,
    uk: (p) => `Виконання «${p.id}» немає. Дивіться: sluice executions`,
  },
  execution_state_unknown: {
    en: (p: { state: string; known: readonly string[] }) =>
      `"${p.state}" is no state of an execution. Choose one of ${p.known.join(', ')}.`,
    uk: (p) => `«${p.state}» не є станом виконання. Оберіть один із: ${p.known.join(', ')}.`,
  },
  execution_revision_invalid: {
    en: (p: { revision: string }) =>
      `"${p.revision}" is not the beginning of a commit. Write 4 to 40 hexadecimal digits, like 4f2c9e1.`,
    uk: (p) => `«${p.revision}» не є початком коміту. Вкажіть від 4 до 40 шістнадцяткових цифр, наприклад 4f2c9e1.`,
  },
  execution_since_invalid: {
    en: (p: { since: string }) =>
      `"${p.since}" is neither a duration like 90m or 2d nor a time like 2026-11-20T15:00:00Z.`,
    uk: (p) => `«${p.since}» — не тривалість на зразок 90m чи 2d і не час на зразок 2026-11-20T15:00:00Z.`,
  },
  execution_pipeline_not_found: {
    en: (p: { name: string; suggestion: string | null }) =>
      `There is no pipeline "${p.name}".${p.suggestion === null ? ' See: sluice list' : ` Did you mean ${p.suggestion}?`}`,
    uk: (p) =>
      `Конвеєра «${p.name}» немає.${p.suggestion === null ? ' Дивіться: sluice list' : ` Можливо, ${p.suggestion}?`}`,
  },
});
