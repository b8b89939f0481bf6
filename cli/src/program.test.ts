import { describe, expect, test } from 'vitest';
import { serveDocuments } from './test-api.ts';
import { sluice } from './test-command-line.ts';
import { matrix } from './test-documents.ts';
import { app } from './test-records.ts';

describe('what is typed wrong', () => {
  test.each([
    [['lits'], 'There is no command "lits". Did you mean list?'],
    [['dance'], 'There is no command "dance". See: sluice --help'],
    [['app'], 'Something is missing: create | list | show | signing-secret | delete. See: sluice app --help'],
    [['app', 'creat', 'x'], 'There is no command "app creat". Did you mean create?'],
    [['list', '--evn', 'qa'], 'There is no option --evn here. Did you mean --env?'],
    [['promote'], 'Which app? Like this: sluice promote shop@1.4.0 qa'],
    [['promote', 'shop@'], '"shop@" is half an address: write app@version, like shop@1.4.0.'],
    [['promote', 'shop', 'qa', 'x'], '"x" does not fit here. Like this: sluice promote shop@1.4.0 qa'],
    [['promote', 'shop', '--reason'], 'The option --reason <text> needs a value. See: sluice promote --help'],
    [['promote', 'shop', '--timeout', 'soon'], '--timeout must be a duration like 90s, 10m or 2h, not "soon".'],
    [['diff', 'qa'], 'Two environments or two artifacts are needed to compare: sluice diff qa prod'],
    [['app', 'show'], 'Something is missing: NAME. See: sluice app show --help'],
    [['app', 'show', 'a', 'b'], '"b" is one word too many. See: sluice app show --help'],
    [['apply'], 'Something is missing: -f, --file <path>. See: sluice apply --help'],
    [
      ['get', 'pipelin', 'x'],
      '"pipelin" is not one of app, pipeline, pipeline-template, group, role-binding, freeze, webhook, manifest-source. Did you mean pipeline?',
    ],
    [['list', '-o', 'xml'], '--output cannot be "xml". It can be table, wide, json, yaml.'],
    [
      ['token', 'create', 'x', '--role', 'boss'],
      '--role cannot be "boss". It can be viewer, developer, approver, operator, admin.',
    ],
    [['executions', '--limit', '0'], '--limit must be a whole number above zero, not "0".'],
    [['completion', 'tcsh'], 'There is no completion for "tcsh". It can be bash, zsh or fish.'],
  ])('%j', async (args, sentence) => {
    expect(await sluice(args, { server: 'http://127.0.0.1:9' })).toEqual({ code: 2, out: '', err: `✖ ${sentence}\n` });
  });

  test('is said in Ukrainian to those who read it', async () => {
    const environment = { LANG: 'uk_UA.UTF-8' };
    expect((await sluice(['lits'], { environment })).err).toBe('✖ Команди «lits» немає. Може, list?\n');
    expect((await sluice(['promote'], { environment })).err).toBe(
      '✖ Який застосунок? Наприклад: sluice promote shop@1.4.0 qa\n',
    );
    expect((await sluice(['lits', '--lang', 'en'], { environment })).err).toContain('Did you mean');
    expect((await sluice(['lits'], { environment: { ...environment, LC_ALL: 'C' } })).err).toContain('Did you mean');
  });

  test('is a document with -o json', async () => {
    const { out, err } = await sluice(['lits', '-o', 'json']);
    expect(out).toBe('');
    expect(JSON.parse(err)).toEqual({ code: 'usage', detail: 'There is no command "lits". Did you mean list?' });
  });
});

describe('help', () => {
  const every = [
    [],
    ...[
      'list',
      'why',
      'diff',
      'history',
      'executions',
      'watch',
      'logs',
      'events',
      'artifacts',
      'builds',
      'change',
      'status',
    ].map((name) => [name]),
    ...['promote', 'approve', 'reject', 'cancel', 'rollback', 'app', 'apply', 'get', 'delete', 'config'].map((name) => [
      name,
    ]),
    ...['login', 'logout', 'whoami', 'token', 'completion'].map((name) => [name]),
    ...['create', 'list', 'show', 'signing-secret', 'delete'].map((name) => ['app', name]),
    ...['set', 'unset', 'list'].map((name) => ['config', name]),
    ...['create', 'list', 'revoke'].map((name) => ['token', name]),
  ];

  test.each(every)('of sluice %s %s fits 80 columns and speaks one language', async (...words) => {
    const english = await sluice([...words, '--help']);
    const ukrainian = await sluice([...words, '--help', '--lang', 'uk']);
    for (const { code, out, err } of [english, ukrainian]) {
      expect([code, err]).toEqual([0, '']);
      const prose = out.split('\n').filter((line) => !line.startsWith('  sluice '));
      expect(prose.filter((line) => line.length > 80)).toEqual([]);
    }
    expect(english.out).not.toMatch(/[а-яіїєґ]/i);
    expect(ukrainian.out).not.toMatch(/Usage|Options|Commands|Arguments|display|show this|default:/);
  });

  test('of the whole begins with what people look for', async () => {
    const { out } = await sluice([]);
    expect(out.split('\n').slice(0, 5).join('\n')).toMatchInlineSnapshot(`
      "Usage: sluice COMMAND [OPTIONS]

      Moves a version of an app from a commit to every environment it must reach, and
      can always say what is where.
      "
    `);
  });
});

describe('completion', () => {
  test('offers commands, options, and the names that there are', async () => {
    const api = await serveDocuments({
      'GET /v1/apps': { items: [app], nextCursor: null },
      'GET /v1/environments': { items: matrix, position: '1' },
    });
    const offered = async (...words: string[]): Promise<string[]> =>
      (await sluice(['__complete', ...words], { server: api.url })).out.split('\n').filter(Boolean);
    try {
      expect(await offered('pro')).toEqual(['promote']);
      expect(await offered('app', '')).toEqual(['create', 'delete', 'list', 'show', 'signing-secret']);
      expect(await offered('promote', '--q')).toEqual(['--queue']);
      expect(await offered('promote', '')).toEqual(['shop']);
      expect(await offered('promote', 'shop@1.2.0', '')).toEqual(['development', 'prod', 'qa', 'staging']);
      expect(await offered('promote', '--reason', 'x', 'shop', 's')).toEqual(['staging']);
      expect(await offered('config', 'set', 'shop', 'q')).toEqual(['qa']);
      expect(await offered('get', 'p')).toEqual(['pipeline', 'pipeline-template']);
      expect(await offered('status', '')).toEqual([]);
    } finally {
      await api.stop();
    }
  });

  test('is silent when no server answers', async () => {
    expect(await sluice(['__complete', 'promote', ''], { server: 'http://127.0.0.1:9' })).toEqual({
      code: 0,
      out: '',
      err: '',
    });
  });

  test.each(['bash', 'zsh', 'fish'])('has a script for %s', async (shell) => {
    const { code, out } = await sluice(['completion', shell]);
    expect(code).toBe(0);
    expect(out).toContain('sluice __complete');
  });
});
