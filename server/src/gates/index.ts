export * from './gate-schema.ts';
