import { defineMessages } from '../lib/message.ts';

/** Where an artifact is, beside the place that was asked about. */
type Standing = {
  app: string;
  version: string;
  environment: string;
  /** Other environments that serve it. */
  places: readonly string[];
  /** The version that serves in the place that was asked about. */
  running: string | null;
};

function and(names: readonly string[], word: string): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} ${word} ${last}`;
}

const standing = {
  en: ({ app, version, environment, places, running }: Standing) => {
    if (running === version) return `${app} ${version} is only in a part of ${environment}.`;
    const there = running === null ? `${environment} is empty` : `${environment} runs ${running}`;
    return places.length === 0
      ? `${app} ${version} is in no environment yet; ${there}.`
      : `${app} ${version} is in ${and(places, 'and')}, not in ${environment} (${there}).`;
  },
  uk: ({ app, version, environment, places, running }: Standing) => {
    if (running === version) return `${app} ${version} поки що лише в частині ${environment}.`;
    const there = running === null ? 'там порожньо' : `там ${running}`;
    return places.length === 0
      ? `${app} ${version} ще немає в жодному оточенні; ${environment}: ${running ?? 'порожньо'}.`
      : `${app} ${version} вже в ${and(places, 'і')}, але не в ${environment} (${there}).`;
  },
};

/** The targets that somebody chose, how many they are, and of how many; null for all. */
type Chosen = { readonly on: readonly string[] | null; readonly number: number; readonly targets: number };

const chosen = {
  en: ({ on, number, targets }: Chosen) =>
    on === null ? '' : ` It goes to ${number} of ${targets} targets only: ${list(on)}.`,
  uk: ({ on, number, targets }: Chosen) =>
    on === null ? '' : ` Призначено лише цілям: ${number} з ${targets} (${list(on)}).`,
};

function list(names: readonly string[]): string {
  return names.join(', ');
}

export const whyMessages = defineMessages({
  why_serving: {
    en: (p: { app: string; version: string; environment: string; by: string; since: string }) =>
      `${p.app} ${p.version} is in ${p.environment} since ${p.since}, by ${p.by}.`,
    uk: (p) => `${p.app} ${p.version} працює в ${p.environment} з ${p.since} (${p.by}).`,
  },
  why_unhealthy: {
    en: (p: { app: string; version: string; environment: string; problem: string }) =>
      `${p.app} ${p.version} is in ${p.environment}, but it is not healthy: ${p.problem}`,
    uk: (p) => `${p.app} ${p.version} є в ${p.environment}, але працює несправно: ${p.problem}`,
  },
  why_partly: {
    en: (p: {
      app: string;
      version: string;
      environment: string;
      on: readonly string[];
      number: number;
      targets: number;
      others: readonly { target: string; version: string | null }[];
    }) =>
      `${p.app} ${p.version} is in ${p.environment} on ${p.number} of ${p.targets} targets, ${and(p.on, 'and')}: ${p.others.map((other) => (other.version === null ? `${other.target} is empty` : `${other.target} runs ${other.version}`)).join(', ')}.`,
    uk: (p) =>
      `${p.app} ${p.version} працює в ${p.environment} на цілях ${p.number} з ${p.targets}, ${and(p.on, 'і')}: ${p.others.map((other) => `${other.target} — ${other.version ?? 'порожньо'}`).join(', ')}.`,
  },
  why_on_its_way: {
    en: (p: Standing & { step: string; position: number; count: number } & Chosen) =>
      `${standing.en(p)} It is on its way: ${p.step}, step ${p.position} of ${p.count}.${chosen.en(p)}`,
    uk: (p) => `${standing.uk(p)} Уже прямує туди: ${p.step}, крок ${p.position} з ${p.count}.${chosen.uk(p)}`,
  },
  why_verifying: {
    en: (p: { app: string; version: string; environment: string }) =>
      `${p.app} ${p.version} runs in ${p.environment} and is being verified there.`,
    uk: (p) => `${p.app} ${p.version} працює в ${p.environment}, і там її перевіряють.`,
  },
  why_waiting: {
    en: (p: Standing & { waiting: number; gates: number } & Chosen) =>
      `${standing.en(p)} It waits for ${p.waiting} of ${p.gates} ${p.gates === 1 ? 'gate' : 'gates'}.${chosen.en(p)}`,
    uk: (p) => `${standing.uk(p)} Чекає: виконано умов ${p.gates - p.waiting} з ${p.gates}.${chosen.uk(p)}`,
  },
  why_queued: {
    en: (p: Standing & { ahead: string; aheadVersion: string } & Chosen) =>
      `${standing.en(p)} It waits its turn behind ${p.aheadVersion} (${p.ahead}).${chosen.en(p)}`,
    uk: (p) => `${standing.uk(p)} Чекає своєї черги після ${p.aheadVersion} (${p.ahead}).${chosen.uk(p)}`,
  },
  why_ending: {
    en: (p: Standing & { problem: string }) => `${standing.en(p)} Its promotion is about to end: ${p.problem}`,
    uk: (p) => `${standing.uk(p)} Просування ось-ось завершиться: ${p.problem}`,
  },
  why_trouble: {
    en: (p: Standing & { problem: string }) => `${standing.en(p)} Sluice itself has trouble: ${p.problem}`,
    uk: (p) => `${standing.uk(p)} Негаразди в самому Sluice: ${p.problem}`,
  },
  why_failed: {
    en: (p: Standing & { problem: string }) => `${standing.en(p)} The last try failed: ${p.problem}`,
    uk: (p) => `${standing.uk(p)} Остання спроба не вдалася: ${p.problem}`,
  },
  why_given_up: {
    en: (p: Standing & { problem: string }) => `${standing.en(p)} The last try was given up: ${p.problem}`,
    uk: (p) => `${standing.uk(p)} Від останньої спроби відмовилися: ${p.problem}`,
  },
  why_replaced: {
    en: (p: Standing & { release: string }) => `${standing.en(p)} It was there as ${p.release} and has been replaced.`,
    uk: (p) => `${standing.uk(p)} Було там як ${p.release}, потім замінено.`,
  },
  why_withdrawn: {
    en: (p: Standing & { by: string; reason: string | null }) =>
      `${standing.en(p)} ${p.by} took it back${p.reason === null ? '' : `: ${p.reason}`}. It is not promoted by itself any more.`,
    uk: (p) =>
      `${standing.uk(p)} Відкликано (${p.by})${p.reason === null ? '' : `: ${p.reason}`}. Автоматично більше не просувається.`,
  },
  why_not_asked: {
    en: (p: Standing) => `${standing.en(p)} Nobody has asked for it yet.`,
    uk: (p) => `${standing.uk(p)} Ніхто ще цього не просив.`,
  },
  why_not_asked_busy: {
    en: (p: Standing & { ahead: string; aheadVersion: string }) =>
      `${standing.en(p)} Nobody has asked for it yet, and ${p.aheadVersion} is on its way there (${p.ahead}).`,
    uk: (p) => `${standing.uk(p)} Ніхто ще цього не просив, а туди вже прямує ${p.aheadVersion} (${p.ahead}).`,
  },
  why_closed: {
    en: (p: Standing & { problem: string }) => `${standing.en(p)} It cannot go there yet: ${p.problem}.`,
    uk: (p) => `${standing.uk(p)} Поки що туди не можна: ${p.problem}.`,
  },
  why_refused: {
    en: (p: Standing & { problem: string }) => `${standing.en(p)} It cannot go there: ${p.problem}`,
    uk: (p) => `${standing.uk(p)} Туди не можна: ${p.problem}`,
  },
  why_nothing_before: {
    en: (p: { environment: string; before: string; because: string }) =>
      `Nothing is in ${p.before} yet, so nothing can go to ${p.environment}. ${p.because}`,
    uk: (p) => `У ${p.before} ще порожньо, тож до ${p.environment} нічому прямувати. ${p.because}`,
  },
  why_build_under_way: {
    en: (p: { revision: string; branch: string; environment: string }) =>
      `Commit ${p.revision} of ${p.branch} is being built. It enters ${p.environment} by itself as soon as it is.`,
    uk: (p) =>
      `Коміт ${p.revision} з ${p.branch} збирається. Щойно буде готово, він сам потрапить до ${p.environment}.`,
  },
  why_build_trouble: {
    en: (p: { revision: string; branch: string; problem: string }) =>
      `Commit ${p.revision} of ${p.branch} is to be built, but Sluice itself has trouble: ${p.problem}`,
    uk: (p) => `Коміт ${p.revision} з ${p.branch} мав би збиратися, але негаразди в самому Sluice: ${p.problem}`,
  },
  why_build_failed: {
    en: (p: { revision: string; branch: string; problem: string }) =>
      `Commit ${p.revision} of ${p.branch} did not become an artifact; mend it and push again. ${p.problem}`,
    uk: (p) => `Коміт ${p.revision} з ${p.branch} не став артефактом; виправте й відправте зміни ще раз. ${p.problem}`,
  },
  why_nothing_pushed: {
    en: (p: { app: string; branch: string; environment: string }) =>
      `Nothing has been pushed to ${p.branch} of ${p.app} yet, and ${p.environment} gets what is pushed there.`,
    uk: (p) =>
      `У гілку ${p.branch} застосунку ${p.app} ще нічого не відправляли, а ${p.environment} отримує саме її вміст.`,
  },
  why_importing: {
    en: (p: { app: string }) => `The repository of ${p.app} is still being imported; what it has enters by itself.`,
    uk: (p) => `Репозиторій ${p.app} ще імпортується; його вміст потрапить сюди сам.`,
  },
  why_not_imported: {
    en: (p: { app: string; problem: string }) => `The repository of ${p.app} cannot be used: ${p.problem}`,
    uk: (p) => `Репозиторієм ${p.app} не можна скористатися: ${p.problem}`,
  },
  why_repository_trouble: {
    en: (p: { app: string; problem: string }) =>
      `Sluice itself has trouble with the repository of ${p.app}: ${p.problem}`,
    uk: (p) => `Негаразди в самому Sluice з репозиторієм ${p.app}: ${p.problem}`,
  },
  why_no_runtime: {
    en: (p: { app: string; environment: string; targets: readonly string[]; runtimes: readonly string[] }) =>
      `Nothing of ${p.app} is deployed to ${p.environment}: this server has no runtime for ${p.runtimes.join(', ')} (${p.targets.join(', ')}).`,
    uk: (p) =>
      `До ${p.environment} нічого з ${p.app} не розгортається: цей сервер не має середовища виконання для ${p.runtimes.join(', ')} (${p.targets.join(', ')}).`,
  },
  why_no_way_in: {
    en: (p: { app: string; environment: string }) =>
      `Nothing enters ${p.environment} by itself, and nothing precedes it. Promote a version of ${p.app} by name.`,
    uk: (p) =>
      `До ${p.environment} нічого не потрапляє автоматично, і перед ним нічого немає. Просуньте версію ${p.app}, назвавши її.`,
  },
});
