import { durationWords } from '../lib/duration.ts';
import { defineMessages } from '../lib/message.ts';

const list = (names: readonly string[]) => names.join(', ');

export const gateMessages = defineMessages({
  gate_order_entry: {
    en: () => 'enters the pipeline here',
    uk: () => 'тут починається конвеєр',
  },
  gate_order_any: {
    en: () => 'anything may enter (order: any)',
    uk: () => 'сюди можна з будь-якого оточення (order: any)',
  },
  gate_order_met: {
    en: (p: { environments: readonly string[]; since: string }) =>
      `healthy in ${list(p.environments)} since ${p.since}`,
    uk: (p) => `справно працює в ${list(p.environments)} з ${p.since}`,
  },
  gate_order_parents: {
    en: (p: { environments: readonly string[]; versions: readonly string[] }) =>
      `made by a merge of ${list(p.versions)}, healthy in ${list(p.environments)}; this content itself was not tested earlier`,
    uk: (p) =>
      `утворено злиттям ${list(p.versions)}, що справно працює в ${list(p.environments)}; саме цей вміст раніше не перевірявся`,
  },
  gate_order_missing: {
    en: (p: { environments: readonly string[] }) => `it has not been healthy in ${list(p.environments)} yet`,
    uk: (p) => `ще не було справним в ${list(p.environments)}`,
  },
  gate_runtime_cannot: {
    en: (p: { version: string; targets: readonly string[] }) =>
      `${p.version} was built elsewhere and its content is not here, so ${list(p.targets)} cannot run it; push its commit to build it here, or use targets that something else runs (external)`,
    uk: (p) =>
      `${p.version} зібрано деінде, і її вмісту тут немає, тож ${list(p.targets)} не може її запустити; надішліть її коміт, щоб зібрати тут, або вкажіть цілі, які запускає щось інше (external)`,
  },
  gate_runtime_pruned: {
    en: (p: { version: string; targets: readonly string[] }) =>
      `the content of ${p.version} was given up, because nothing had needed it for long, so ${list(p.targets)} cannot run it; push its commit again, and it is made again`,
    uk: (p) =>
      `вміст ${p.version} прибрано, бо він довго нікому не був потрібен, тож ${list(p.targets)} не може її запустити; надішліть її коміт ще раз, і вміст буде створено знову`,
  },
  gate_lock_closed: {
    en: (p: { by: string; reason: string; until: string | null }) =>
      `locked by ${p.by}: ${p.reason}${p.until === null ? '' : ` (until ${p.until})`}`,
    uk: (p) => `заблоковано (${p.by}): ${p.reason}${p.until === null ? '' : ` (до ${p.until})`}`,
  },
  gate_checks_met: {
    en: (p: { checks: readonly string[] }) => p.checks.join('; '),
    uk: (p) => p.checks.join('; '),
  },
  gate_check_success: {
    en: (p: { context: string }) => `${p.context} success`,
    uk: (p) => `${p.context}: успішно`,
  },
  gate_check_overridden: {
    en: (p: { context: string; by: string; reason: string }) =>
      `${p.context} error, let through by ${p.by}: ${p.reason}`,
    uk: (p) => `${p.context}: помилка, пропущено (${p.by}): ${p.reason}`,
  },
  gate_checks_missing: {
    en: (p: { checks: readonly string[] }) => p.checks.join('; '),
    uk: (p) => p.checks.join('; '),
  },
  gate_check_unsaid: {
    en: (p: { environment: string; context: string }) =>
      `needs ${p.context} from ${p.environment}, which has not reported yet`,
    uk: (p) => `потрібна ${p.context} з ${p.environment}, про яку ще не повідомили`,
  },
  gate_check_said: {
    en: (p: { environment: string; context: string; state: string; description: string | null }) =>
      `${p.context} in ${p.environment}: ${p.state}${p.description === null ? '' : ` (${p.description})`}`,
    uk: (p) => `${p.context} у ${p.environment}: ${p.state}${p.description === null ? '' : ` (${p.description})`}`,
  },
  gate_soak_met: {
    en: (p: { environments: readonly string[]; ms: number }) =>
      `healthy in ${list(p.environments)} for ${durationWords(p.ms, 'en')} or longer`,
    uk: (p) => `справно працює в ${list(p.environments)} щонайменше ${durationWords(p.ms, 'uk')}`,
  },
  gate_soak_waiting: {
    en: (p: { environment: string; ms: number; until: string }) =>
      `has to be healthy in ${p.environment} for ${durationWords(p.ms, 'en')}, which is until ${p.until}`,
    uk: (p) => `має справно пропрацювати в ${p.environment} ${durationWords(p.ms, 'uk')}, тобто до ${p.until}`,
  },
  gate_soak_broken_off: {
    en: (p: { environment: string; ms: number }) =>
      `it is not in ${p.environment} any more, and was not healthy there for ${durationWords(p.ms, 'en')}`,
    uk: (p) =>
      `у ${p.environment} її вже немає, і справно вона там пропрацювала менше ніж ${durationWords(p.ms, 'uk')}`,
  },
  gate_freeze_open: {
    en: () => 'no freeze now',
    uk: () => 'зараз не заборонено',
  },
  gate_freeze_closed: {
    en: (p: { reason: string; until: string | null }) =>
      `${p.reason}${p.until === null ? '; this never ends' : `, until ${p.until}`}`,
    uk: (p) => `${p.reason}${p.until === null ? '; це не закінчується' : `, до ${p.until}`}`,
  },
  gate_window_closed: {
    en: (p: { reason: string; until: string | null }) =>
      `only at certain times (${p.reason})${p.until === null ? ', and none is left' : `: again from ${p.until}`}`,
    uk: (p) => `лише в певний час (${p.reason})${p.until === null ? ', і такого вже не буде' : `: знову з ${p.until}`}`,
  },
  gate_withdrawn: {
    en: (p: { by: string; reason: string | null }) =>
      `withdrawn by ${p.by}${p.reason === null ? '' : `: ${p.reason}`}; only a person can promote it again`,
    uk: (p) => `відкликано (${p.by})${p.reason === null ? '' : `: ${p.reason}`}; просунути знову може лише людина`,
  },
  gate_http_unasked: {
    en: (p: { host: string }) => `${p.host} is being asked`,
    uk: (p) => `запитуємо ${p.host}`,
  },
  gate_http_met: {
    en: (p: { host: string; status: number }) => `${p.host} says yes (${p.status})`,
    uk: (p) => `${p.host}: так (${p.status})`,
  },
  gate_http_no: {
    en: (p: { host: string; status: number; words: string | null }) =>
      `${p.host} does not say yes (${p.status})${p.words === null ? '' : `: ${p.words}`}`,
    uk: (p) => `${p.host} не дає згоди (${p.status})${p.words === null ? '' : `: ${p.words}`}`,
  },
  gate_http_unjudged: {
    en: (p: { host: string; status: number; problem: string }) => `${p.host} answered ${p.status}, and ${p.problem}`,
    uk: (p) => `${p.host} відповідає ${p.status}, і ${p.problem}`,
  },
  gate_http_unreached: {
    en: (p: { problem: string }) => `there is no answer yet: ${p.problem}`,
    uk: (p) => `відповіді ще немає: ${p.problem}`,
  },
  gate_artifact_met: {
    en: (p: { version: string; branches: readonly string[] }) =>
      `${p.version}${p.branches.length === 0 ? '' : ` of ${list(p.branches)}`} fits`,
    uk: (p) => `${p.version}${p.branches.length === 0 ? '' : ` з ${list(p.branches)}`} підходить`,
  },
  gate_artifact_branch: {
    en: (p: { version: string; came: readonly string[]; allowed: readonly string[] }) =>
      `${p.version} came by ${p.came.length === 0 ? 'no branch that is known' : list(p.came)}; only ${list(p.allowed)} may enter`,
    uk: (p) =>
      `${p.version} надійшла ${p.came.length === 0 ? 'з невідомої гілки' : `з ${list(p.came)}`}; сюди можна лише з ${list(p.allowed)}`,
  },
  gate_artifact_version: {
    en: (p: { version: string; range: string }) => `${p.version} is not in ${p.range}; only such versions may enter`,
    uk: (p) => `${p.version} не належить до ${p.range}; сюди можна лише такі версії`,
  },
  gate_artifact_condition: {
    en: (p: { version: string; condition: string }) => `${p.version} does not fulfil the condition ${p.condition}`,
    uk: (p) => `${p.version} не виконує умову ${p.condition}`,
  },
  gate_artifact_unjudged: {
    en: (p: { version: string; problem: string }) => `${p.version} is not let in: ${p.problem}`,
    uk: (p) => `${p.version} не пропущено: ${p.problem}`,
  },
  gate_approvals_met: {
    en: (p: { names: readonly string[] }) => `approved by ${list(p.names)}`,
    uk: (p) => `схвалено: ${list(p.names)}`,
  },
  gate_approvals_missing: {
    en: (p: ApprovalsMissing) =>
      sentences(
        `${p.given} of ${p.count}${p.names.length === 0 ? '' : ` (${list(p.names)})`}`,
        p.missing.length === 0 ? '' : `Still needed: ${list(p.missing)}`,
        p.expired.length === 0 ? '' : `No longer counts: ${list(p.expired)}`,
        `Can approve: ${list([...p.canApprove, ...p.groups.map((group) => `group ${group}`), ...p.roles.map((role) => `role ${role}`)])}`,
      ),
    uk: (p) =>
      sentences(
        `${p.given} з ${p.count}${p.names.length === 0 ? '' : ` (${list(p.names)})`}`,
        p.missing.length === 0 ? '' : `Ще потрібні: ${list(p.missing)}`,
        p.expired.length === 0 ? '' : `Уже не діє: ${list(p.expired)}`,
        `Може схвалити: ${list([...p.canApprove, ...p.groups.map((group) => `група ${group}`), ...p.roles.map((role) => `роль ${role}`)])}`,
      ),
  },
  gate_approvals_requester_required: {
    en: (p: { requester: string }) =>
      `${p.requester} has to approve, but asked for it: nobody approves their own here. Somebody else has to promote it`,
    uk: (p) =>
      `має схвалити ${p.requester}, але сам(а) про це й просить, а своє тут не схвалюють. Просувати має хтось інший`,
  },
  gate_approvals_requester_needed: {
    en: (p: { requester: string; count: number }) =>
      `needs ${p.count}, and without ${p.requester}, who asked for it, there are too few who may approve. Somebody else has to promote it`,
    uk: (p) =>
      `потрібно схвалень: ${p.count}, а без ${p.requester}, хто про це просить, схвалювати нікому. Просувати має хтось інший`,
  },
  gate_approvals_rejected: {
    en: (p: { by: string; reason: string | null }) => `rejected by ${p.by}${p.reason === null ? '' : `: ${p.reason}`}`,
    uk: (p) => `відхилено (${p.by})${p.reason === null ? '' : `: ${p.reason}`}`,
  },
});

interface ApprovalsMissing {
  given: number;
  count: number;
  names: readonly string[];
  expired: readonly string[];
  missing: readonly string[];
  canApprove: readonly string[];
  groups: readonly string[];
  roles: readonly string[];
}

function sentences(...parts: readonly string[]): string {
  return parts.filter((part) => part !== '').join('. ');
}
