import { defineMessages } from '../../lib/message.ts';

const list = (names: readonly string[]) => names.join(', ');

interface Partly {
  healthy: readonly string[];
  failed: readonly string[];
  skipped: readonly string[];
  problem: string | null;
}

const parts = {
  en: ({ healthy, failed, skipped, problem }: Partly): string =>
    [
      failed.length === 0 ? '' : `${list(failed)} failed${problem === null ? '' : `: ${problem}`}`,
      healthy.length === 0 ? '' : `${list(healthy)} ${healthy.length === 1 ? 'serves' : 'serve'} it`,
      skipped.length === 0 ? '' : `${list(skipped)} ${skipped.length === 1 ? 'was' : 'were'} not given it`,
    ]
      .filter((part) => part !== '')
      .join('; '),
  uk: ({ healthy, failed, skipped, problem }: Partly): string =>
    [
      failed.length === 0 ? '' : `не вдалося: ${list(failed)}${problem === null ? '' : ` (${problem})`}`,
      healthy.length === 0 ? '' : `працює на: ${list(healthy)}`,
      skipped.length === 0 ? '' : `не отримали: ${list(skipped)}`,
    ]
      .filter((part) => part !== '')
      .join('; '),
};

export const rolloutMessages = defineMessages({
  deploy_progress: {
    en: (p: { done: number; count: number; target: string; text: string }) =>
      p.count === 1 ? `${p.target}: ${p.text}` : `${p.done} of ${p.count} targets ready; ${p.target}: ${p.text}`,
    uk: (p) =>
      p.count === 1 ? `${p.target}: ${p.text}` : `готово цілей: ${p.done} з ${p.count}; ${p.target}: ${p.text}`,
  },
  deploy_ready: {
    en: (p: { count: number; url: string | null }) =>
      p.count === 1 ? `live${p.url === null ? '' : ` at ${p.url}`}` : `live on ${p.count} targets`,
    uk: (p) => (p.count === 1 ? `працює${p.url === null ? '' : `: ${p.url}`}` : `працює на всіх цілях: ${p.count}`),
  },
  deploy_ready_chosen: {
    en: (p: { on: readonly string[]; number: number; count: number }) =>
      `live on ${p.number} of ${p.count} ${p.count === 1 ? 'target' : 'targets'}: ${list(p.on)}`,
    uk: (p) => `працює на цілях: ${p.number} з ${p.count} (${list(p.on)})`,
  },
  deploy_no_chosen_target: {
    en: (p: { targets: readonly string[] }) =>
      `the environment has no target ${list(p.targets)} any more; nothing was deployed`,
    uk: (p) => `в оточенні більше немає цілей ${list(p.targets)}; нічого не розгорнуто`,
  },
  deploy_no_target: {
    en: () => 'the environment has no target left; nothing was deployed',
    uk: () => 'в оточенні не лишилося цілей; нічого не розгорнуто',
  },
  deploy_nothing_runs: {
    en: () => 'nothing runs there; the configuration goes with the next version',
    uk: () => 'там нічого не працює; налаштування отримає наступна версія',
  },
  deploy_configured: {
    en: () => 'what runs there has this configuration already',
    uk: () => 'те, що там працює, вже має ці налаштування',
  },
  deploy_failed: {
    en: (p: { targets: readonly string[]; problem: string }) => `${list(p.targets)}: ${p.problem}`,
    uk: (p) => `${list(p.targets)}: ${p.problem}`,
  },
  deploy_partly: {
    en: (p: Partly) => parts.en(p),
    uk: (p) => parts.uk(p),
  },
  deploy_cancelled: {
    en: (p: Partly & { app: string; environment: string }) =>
      `cancelled: ${parts.en(p)}. To go back there: sluice rollback ${p.app} ${p.environment}`,
    uk: (p) => `скасовано: ${parts.uk(p)}. Повернути там попереднє: sluice rollback ${p.app} ${p.environment}`,
  },
  deploy_timed_out: {
    en: (p: Partly & { app: string; environment: string }) =>
      `its time was over: ${parts.en(p)}. To go back there: sluice rollback ${p.app} ${p.environment}`,
    uk: (p) => `час вийшов: ${parts.uk(p)}. Повернути там попереднє: sluice rollback ${p.app} ${p.environment}`,
  },
  deploy_paused: {
    en: (p: { wave: number; waves: number; until: string | null; id: string }) =>
      `pauses before wave ${p.wave} of ${p.waves}${p.until === null ? '; it goes on with' : ` until ${p.until}; at once with`} sluice resume ${p.id}`,
    uk: (p) =>
      `пауза перед хвилею ${p.wave} з ${p.waves}${p.until === null ? '; далі:' : ` до ${p.until}; одразу:`} sluice resume ${p.id}`,
  },
  verify_not_asked: {
    en: () => 'the environment asks for no verification any more',
    uk: () => 'оточення більше не вимагає перевірки',
  },
  verify_waits: {
    en: (p: { contexts: readonly string[]; until: string }) => `waits for ${list(p.contexts)} until ${p.until}`,
    uk: (p) => `чекає на ${list(p.contexts)} до ${p.until}`,
  },
  verify_passed: {
    en: (p: { contexts: readonly string[] }) => `verified by ${list(p.contexts)}`,
    uk: (p) => `перевірено: ${list(p.contexts)}`,
  },
  verify_failed: {
    en: (p: { context: string; description: string | null }) =>
      `${p.context} says no${p.description === null ? '' : `: ${p.description}`}`,
    uk: (p) => `${p.context} каже «ні»${p.description === null ? '' : `: ${p.description}`}`,
  },
  verify_timed_out: {
    en: (p: { contexts: readonly string[]; until: string }) => `${list(p.contexts)} said nothing until ${p.until}`,
    uk: (p) => `${list(p.contexts)}: нічого не повідомлено до ${p.until}`,
  },
  verify_cancelled: {
    en: (p: { by: string; app: string; environment: string }) =>
      `cancelled by ${p.by} before it was verified; it serves. To go back: sluice rollback ${p.app} ${p.environment}`,
    uk: (p) =>
      `скасовано (${p.by}) до перевірки; версія працює. Повернути попереднє: sluice rollback ${p.app} ${p.environment}`,
  },
});
