export * from './artifact-schema.ts';
export * from './registry.ts';
