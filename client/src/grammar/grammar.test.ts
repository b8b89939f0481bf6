import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseSentence, parseWords } from './grammar.ts';
import { formatSentence, verbs } from './sentence.ts';
import type { Sentence } from './sentence.ts';

function understood(line: string): Sentence {
  const parsed = parseSentence(line);
  if (!parsed.ok) throw new Error(`${line}: ${JSON.stringify(parsed.fault)}`);
  return parsed.sentence;
}

function fault(line: string): unknown {
  const parsed = parseSentence(line);
  return parsed.ok ? parsed.sentence : parsed.fault;
}

const label = fc
  .stringMatching(/^[a-z][a-z0-9-]{0,12}[a-z0-9]$/)
  // Prepositions and the like are words of the sentence; quoted they are names again.
  .filter((word) => !['to', 'in', 'on', 'into', 'from', 'and', 'with', 'because'].includes(word));
const version = fc.stringMatching(/^\d{1,2}\.\d{1,2}\.\d{1,2}(-[a-zA-Z][a-zA-Z0-9]{0,6}\.\d{1,2})?$/);
const preposition = fc.constantFrom('to', 'in', 'on', 'into', 'в', 'у', 'на', 'до', 'To', 'НА');

describe('moving', () => {
  test.each([
    ['promote shop@1.4.0 qa', { app: 'shop', artifact: '1.4.0', environment: 'qa' }],
    ['promote shop qa', { app: 'shop', environment: 'qa' }],
    ['promote shop', { app: 'shop' }],
    ['promote shop@1.4.0 to qa', { app: 'shop', artifact: '1.4.0', environment: 'qa' }],
    ['promote qa shop@1.4.0', { app: 'shop', artifact: '1.4.0', environment: 'qa' }],
    ['promote to qa shop', { app: 'shop', environment: 'qa' }],
    ['promote shop@1.4.0 в qa', { app: 'shop', artifact: '1.4.0', environment: 'qa' }],
    ['promote shop на qa', { app: 'shop', environment: 'qa' }],
    ['promote shop у qa', { app: 'shop', environment: 'qa' }],
    ['Promote Shop Qa', { app: 'shop', environment: 'qa' }],
    ['promote shop qa because basket dates', { app: 'shop', environment: 'qa', reason: 'basket dates' }],
    ['promote shop qa бо дати в кошику', { app: 'shop', environment: 'qa', reason: 'дати в кошику' }],
    ['promote shop qa --reason “basket dates”', { app: 'shop', environment: 'qa', reason: 'basket dates' }],
    ['promote shop qa —reason «дати в кошику»', { app: 'shop', environment: 'qa', reason: 'дати в кошику' }],
    ['promote shop@1.4.0-RC.1 qa', { app: 'shop', artifact: '1.4.0-RC.1', environment: 'qa' }],
    ['promote --app shop --env qa', { app: 'shop', environment: 'qa' }],
    ['promote shop --to qa', { app: 'shop', environment: 'qa' }],
    ['promote shop prod --target eu --target=us', { app: 'shop', environment: 'prod', targets: ['eu', 'us'] }],
    ['promote shop prod --from staging', { app: 'shop', environment: 'prod', from: { environment: 'staging' } }],
    [
      'promote shop from staging/eu to prod',
      { app: 'shop', environment: 'prod', from: { environment: 'staging', target: 'eu' } },
    ],
    [
      'promote shop з staging/eu на prod --release v12',
      { app: 'shop', environment: 'prod', from: { environment: 'staging', target: 'eu' }, release: 'v12' },
    ],
  ])('%s', (line, expected) => {
    expect(understood(line)).toEqual({ verb: 'promote', flags: {}, ...expected });
  });

  test('everything that is ready names only the way', () => {
    const expected = { verb: 'promote', environment: 'prod', from: { environment: 'staging' }, flags: { all: true } };
    for (const line of [
      'promote --all --from staging --to prod',
      'promote --all from staging to prod',
      'promote --all prod --from staging',
    ]) {
      expect(understood(line)).toEqual(expected);
    }
    expect(understood('promote --all prod --queue')).toEqual({
      verb: 'promote',
      environment: 'prod',
      flags: { all: true, queue: true },
    });
  });

  test('a rollback names what is withdrawn, or the release to return to', () => {
    expect(understood('rollback shop prod')).toEqual({ verb: 'rollback', app: 'shop', environment: 'prod', flags: {} });
    expect(understood('rollback shop@1.2.0 in prod')).toMatchObject({ artifact: '1.2.0', environment: 'prod' });
    expect(understood('rollback shop prod --to v12')).toMatchObject({ environment: 'prod', release: 'v12' });
    expect(understood('rollback shop in prod to eu/v12')).toMatchObject({ environment: 'prod', release: 'eu/v12' });
    expect(understood('rollback shop prod --supersede')).toMatchObject({ flags: { supersede: true } });
  });

  test('a verdict is about an id, or about what waits in an environment', () => {
    expect(understood('approve prm_01j8')).toEqual({ verb: 'approve', id: 'prm_01j8', flags: {} });
    expect(understood('reject shop in prod because totals are wrong')).toEqual({
      verb: 'reject',
      app: 'shop',
      environment: 'prod',
      reason: 'totals are wrong',
      flags: {},
    });
  });
});

describe('looking', () => {
  test('diff compares environments or artifacts, and takes an app in front', () => {
    const sides = [{ environment: 'qa' }, { environment: 'prod' }];
    expect(understood('diff qa prod')).toEqual({ verb: 'diff', sides, flags: {} });
    expect(understood('diff from qa to prod')).toEqual({ verb: 'diff', sides, flags: {} });
    expect(understood('diff shop qa prod')).toEqual({ verb: 'diff', app: 'shop', sides, flags: {} });
    expect(understood('diff qa prod --app shop')).toEqual({ verb: 'diff', app: 'shop', sides, flags: {} });
    expect(understood('diff shop@1.1.0 shop@1.2.0').sides).toEqual([
      { app: 'shop', artifact: '1.1.0' },
      { app: 'shop', artifact: '1.2.0' },
    ]);
  });

  test('list is about everything, an app, or an environment', () => {
    expect(understood('list')).toEqual({ verb: 'list', flags: {} });
    expect(understood('list shop')).toEqual({ verb: 'list', app: 'shop', flags: {} });
    expect(understood('list in qa')).toEqual({ verb: 'list', environment: 'qa', flags: {} });
  });
});

describe('what is not understood is named, and never guessed', () => {
  test.each([
    ['', { kind: 'nothing-said' }],
    ['promot shop qa', { kind: 'unknown-verb', word: 'promot', near: 'promote' }],
    ['dance', { kind: 'unknown-verb', word: 'dance', near: undefined }],
    ['promote', { kind: 'missing', verb: 'promote', what: 'app' }],
    ['promote shop to', { kind: 'missing', verb: 'promote', what: 'environment' }],
    ['rollback shop', { kind: 'missing', verb: 'rollback', what: 'environment' }],
    ['approve', { kind: 'missing', verb: 'approve', what: 'subject' }],
    ['promote shop@ qa', { kind: 'half-address', word: 'shop@' }],
    ['promote @1.2 qa', { kind: 'half-address', word: '@1.2' }],
    ['promote shop qa prod', { kind: 'unexpected', verb: 'promote', word: 'prod' }],
    ['promote shop@1 shop@2', { kind: 'unexpected', verb: 'promote', word: 'shop@2' }],
    ['promote shop qa --reson x', { kind: 'unknown-flag', word: '--reson', near: '--reason' }],
    ['promote shop qa --reason', { kind: 'flag-needs-value', word: '--reason' }],
    ['promote shop qa --queue=yes', { kind: 'flag-takes-no-value', word: '--queue' }],
    ['promote shop qa --reason "x', { kind: 'unfinished-quote' }],
    ['promote shop qa --release v12', { kind: 'missing', verb: 'promote', what: 'source' }],
    ['promote shop qa --from', { kind: 'flag-needs-value', word: '--from' }],
    ['promote shop qa from', { kind: 'missing', verb: 'promote', what: 'source' }],
    ['promote shop qa --from a/b/c', { kind: 'unexpected', verb: 'promote', word: 'a/b/c' }],
    ['promote shop qa --from staging --release eu/v12', { kind: 'unexpected', verb: 'promote', word: 'eu/v12' }],
    ['rollback shop qa --target eu', { kind: 'unknown-flag', word: '--target', near: undefined }],
    ['why shop qa --from staging', { kind: 'unknown-flag', word: '--from', near: undefined }],
    ['promote --all prod --target eu', { kind: 'unknown-flag', word: '--target', near: undefined }],
    ['promote --all', { kind: 'missing', verb: 'promote', what: 'environment' }],
    ['promote --all shop@1 prod', { kind: 'unexpected', verb: 'promote', word: 'shop@1' }],
    ['list --all', { kind: 'unknown-flag', word: '--all', near: undefined }],
    ['promote shop qa --to v12', { kind: 'unknown-flag', word: '--to', near: undefined }],
    ['why shop qa --queue', { kind: 'unknown-flag', word: '--queue', near: undefined }],
    ['diff qa', { kind: 'missing', verb: 'diff', what: 'sides' }],
    ['status shop', { kind: 'unexpected', verb: 'status', word: 'shop' }],
  ])('%s', (line, expected) => {
    expect(fault(line)).toEqual(expected);
  });

  test('any line at all gets an answer', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'grapheme' }), fc.constantFrom(...verbs)), fc.string(), (start, rest) => {
        expect(typeof parseSentence(`${start} ${rest}`).ok).toBe('boolean');
      }),
    );
  });
});

describe('the same sentence in other words', () => {
  test('order and prepositions make no difference where an address or a preposition tells the words apart', () => {
    fc.assert(
      fc.property(label, version, label, preposition, (app, artifact, environment, to) => {
        const expected = { verb: 'promote', app, artifact, environment, flags: {} };
        for (const words of [
          [`${app}@${artifact}`, environment],
          [environment, `${app}@${artifact}`],
          [`${app}@${artifact}`, to, environment],
          [to, environment, `${app}@${artifact}`],
        ]) {
          expect(parseWords('promote', words)).toEqual({ ok: true, sentence: expected });
        }
      }),
    );
  });

  test('what is written out is understood as it was meant', () => {
    const optional = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: undefined });
    const sentence = fc
      .record({
        verb: fc.constantFrom('promote' as const, 'rollback' as const),
        app: label,
        artifact: optional(version),
        environment: label,
        targets: optional(fc.uniqueArray(label, { minLength: 1, maxLength: 3 })),
        from: optional(fc.record({ environment: label, target: optional(label) })),
        reason: optional(fc.string({ minLength: 1, unit: 'grapheme' }).filter((text) => text.trim() !== '')),
        flags: fc.constantFrom({}, { queue: true as const }, { supersede: true as const }),
      })
      .map(({ artifact, reason, targets, from, ...rest }) => ({
        ...rest,
        ...(targets === undefined || rest.verb !== 'promote' ? {} : { targets }),
        ...(from === undefined || rest.verb !== 'promote'
          ? {}
          : {
              from: {
                environment: from.environment,
                ...(from.target === undefined ? {} : { target: from.target }),
              },
            }),
        ...(artifact === undefined ? {} : { artifact }),
        ...(reason === undefined ? {} : { reason }),
      }));
    fc.assert(
      fc.property(sentence, (meant) => {
        expect(understood(formatSentence(meant))).toEqual(meant);
      }),
    );
  });
});
